/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The machine that this process runs on, in a few words. */
#ifndef LKMM_MACHINE_H
#define LKMM_MACHINE_H

#include <stddef.h>

/* "x86_64 (AMD EPYC, 2 CPUs)" */
void machine_name(char *name, size_t size);

#endif
