/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The code of an operation where it was inlined, as that of a function. */
#ifndef LKMM_PROVE_INLINED_H
#define LKMM_PROVE_INLINED_H

#include "machine.h"
#include "tool/binary/sites.h"

enum { INLINED_KEY = 4096, INLINED_ENTRIES = 8 };

/* The lines of function @f that are an operation which was inlined. */
struct inlined {
	const struct site *s;
	const struct function *f;
	struct decoder *d;
	const struct machine_code *machine;
	bool own[FUNCTION_LINES];
	bool led_to[FUNCTION_LINES];	/* from any other line */
	int target[FUNCTION_LINES];	/* of a jump, or -1 */
	bool taken[FUNCTION_LINES];	/* these are reached from one entry */
	int entry[INLINED_ENTRIES];	/* where there are ways into it */
	int entries;
	char why[160];
};

/*
 * Finds the entries: none, where the compiler has left nothing of a barrier. False if the lines are
 * not the whole operation, after why; or without memory.
 */
bool inlined_open(struct inlined *x, const struct site *s, const struct function *f, bool barrier,
		  struct decoder *d);
/* The code from one on as that of a function, which what leads out of it ends. */
void inlined_code(struct inlined *x, int entry, struct function *code);
/* The same for code with other registers and numbers; empty if it is too long. */
void inlined_key(const struct function *code, const char *arch, char key[INLINED_KEY]);

#endif
