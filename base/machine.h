/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The machine that this process runs on, in a few words; and the names of architectures. */
#ifndef LKMM_MACHINE_H
#define LKMM_MACHINE_H

#include <stddef.h>

/* "x86_64 (AMD EPYC, 2 CPUs)" */
void machine_name(char *name, size_t size);

/*
 * An architecture: as lkmm calls it, uname, Debian's cross tools (a prefix), and rustc, with the
 * options that tell the crate what the target alone does not, or NULL.
 */
struct machine_names {
	const char *name, *uname, *gnu, *rust, *rust_options;
};

/* The one of lkmm's name @name, or of uname's; NULL: none. */
const struct machine_names *machine_called(const char *name);
/* This machine's; NULL: another one. */
const struct machine_names *machine_own(void);

#endif
