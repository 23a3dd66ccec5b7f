/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Entries of debug information, for symbols.c and sites.c: only where there is libdw. */
#ifndef LKMM_BINARY_DIE_H
#define LKMM_BINARY_DIE_H

#include <elfutils/libdw.h>

/* The original of an inlined function, or the declaration of a definition. */
Dwarf_Die die_original(Dwarf_Die die);

#endif
