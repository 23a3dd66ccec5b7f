// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The equations of the Linux-kernel memory model with clause `mutant` broken: see mutate.py. */
extern int mutant;
int mutant;

#include "model/engine/rel.c"
#include "lkmm-mutants.h"
#include "flags-mutants.h"
#include "model/lkmm/table.c"
