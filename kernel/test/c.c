// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The functions of lkmm.ko, called from C. */
#include "../lkmm.h"

#define LKMM_VARIANT "C, exported functions"
#define LKMM_PROBE(name) lkmm_##name
#include "variant.h"
