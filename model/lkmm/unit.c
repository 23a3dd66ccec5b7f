// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The equations of the Linux-kernel memory model, compiled once for each LKMM_WORDS. */
#include "model/engine/rel.c"
#include "lkmm.c"
#include "flags.c"
#include "table.c"
