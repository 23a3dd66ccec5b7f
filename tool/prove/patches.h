/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Instructions that a kernel replaces when it starts, by the features of the CPU: its section
 * .altinstructions says which, and by what.
 */
#ifndef LKMM_PROVE_PATCHES_H
#define LKMM_PROVE_PATCHES_H

#include "tool/binary/functions.h"
#include "tool/binary/objdump.h"

#include <stddef.h>

enum { PATCH_LINES = 16 };

struct patch {
	char section[32];		/* of both; empty: that of the address */
	unsigned long long at, by;	/* where, and where the others are; 0: they become nops */
	int bytes;			/* 0: not known */
	int feature;
	struct function_line line[PATCH_LINES];
	int lines;
};

struct patches {
	struct patch *patch;
	size_t n, room;
	int relocations;		/* so many have been read */
	unsigned char *byte;		/* the section, and where it is in a linked kernel */
	size_t size, space;
	unsigned long long address;
	bool failed;			/* out of memory */
};

/* Reads all that @o has; @lengths: where these are is known. False after a message. */
bool patches_read(struct patches *p, const struct objdump *o, bool lengths);
/* Keeps the lines of @f that take the place of others. */
void patches_take(struct patches *p, const struct function *f);
void patches_free(struct patches *p);

enum { MAX_FEATURES = 4 };

/*
 * The features by which @f differs: how many there are, or -1 if it is not known what takes the
 * place of something.
 */
int patches_features(const struct patches *p, const struct function *f, int feature[MAX_FEATURES]);
/* Makes @f what it is with the feature. */
void patches_apply(const struct patches *p, struct function *f, int feature);

#endif
