// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The library's functions, which dump.sh calls as the probes are called. */
#include "../../lib/access.c"
#include "../../lib/rmw.c"
