/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * A binary as objdump prints it: objdump is installed with every compiler, supports the procedure
 * linkage table of every architecture, and takes names from relocations too.
 */
#ifndef LKMM_OBJDUMP_H
#define LKMM_OBJDUMP_H

#include <stdbool.h>

struct objdump {
	const char *who;		/* "lkmm doctor", for messages */
	const char *file;
	int machine, type;		/* as ELF numbers them */
	const char *arch;		/* as lkmm calls it; NULL: another one */
	char tool[64];			/* its objdump */
};

/* The objdump for the architecture that lkmm calls @arch. False: there is none. */
bool objdump_find(const char *arch, char tool[64]);
/* Looks at @o->file, and fills in what comes behind it. False after a message. */
bool objdump_open(struct objdump *o);
/* Passes each line that it prints with these options (up to NULL) to @line. False if it fails. */
bool objdump_run(const struct objdump *o, const char *const *options,
		 void (*line)(void *arg, char *s), void *arg);

#endif
