/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The functions of a binary that are operations of LKMM, by the names of its symbols. */
#ifndef LKMM_PROVE_NAMES_H
#define LKMM_PROVE_NAMES_H

#include "machine.h"
#include "tool/binary/objdump.h"

/* A function that is called by this name. */
struct function_name {
	unsigned long long address;
	char section[32];
	char *name;
	unsigned long long size;
	bool chosen;			/* the loader takes another function in its place */
	bool seen;			/* its code has been read */
};

struct function_names {
	struct function_name *name;
	size_t n, room;
	bool kernel;			/* the kernel's own names are operations, too */
	bool failed;			/* out of memory */
};

/* All functions that may be operations. False after a message. */
bool names_read(struct function_names *names, const struct objdump *o);
void names_free(struct function_names *names);

enum name_is { NAME_OTHER, NAME_OPERATION, NAME_NO_OPERATION };

/*
 * Whether it is an operation or a barrier of LKMM, and which: in *@what, whose name is a part of
 * @name. NAME_NO_OPERATION: it is lkmm's own, and none.
 */
enum name_is name_find(const char *name, bool kernel, struct named *what);

#endif
