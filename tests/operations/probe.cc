// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The probes again, as C++. */
#include "../generated/probe.c"
