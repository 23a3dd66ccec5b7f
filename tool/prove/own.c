// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A sequence from a file: a line "ARCH OPERATION ORDERING BITS [FEATURE]" that names a row of the
 * table, then instructions that are taken in its place, with {operand:bits} as in the table. The
 * ordering of a barrier is "-", and it has 0 bits.
 */
#include "prove.h"
#include "base/files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORD = 32 };

static const struct asm_sequence *find(const char (*word)[WORD], int bits, bool feature)
{
	for (int i = 0; i < asm_nr_sequences; i++) {
		const struct asm_sequence *s = &asm_sequences[i];
		const char *order = s->bits ? order_word(s) : "-";

		if (!strcmp(s->arch, word[0]) && !strcmp(s->name, word[1]) && s->bits == bits &&
		    !strcmp(order, word[2]) && !s->feature == !feature &&
		    (!feature || !strcmp(s->feature, word[3])))
			return s;
	}
	return NULL;
}

static const struct asm_sequence *complain(const char *name, const char *what)
{
	fprintf(stderr, "%s:1:1: error: %s\n", file_title(name), what);
	return NULL;
}

static const struct asm_sequence *read_text(struct lkmm_arena *arena, const char *name,
					    const char *text)
{
	char word[4][WORD], first[128];
	int bits, used = 0, n, more = 0;
	const struct asm_sequence *like;
	struct asm_sequence *own = lkmm_alloc(arena, sizeof(*own));
	size_t line = strcspn(text, "\n");
	char *copy = lkmm_alloc(arena, strlen(text) + 1);

	if (!own || !copy)
		return complain(name, "out of memory");
	snprintf(first, sizeof(first), "%.*s", (int)line, text);
	n = sscanf(first, "%31s %31s %31s %d%n %31[a-z]%n", word[0], word[1], word[2], &bits, &used,
		   word[3], &more);
	if (n < 4 || (size_t)(n == 5 ? more : used) != line || !text[line])
		return complain(name, "expected ARCHITECTURE OPERATION ORDERING BITS, and "
				      "instructions below");
	like = find((const char (*)[WORD])word, bits, n == 5);
	if (!like)
		return complain(name, "there is no such sequence to be replaced");
	*own = *like;
	own->text = strcpy(copy, text + line + 1);
	return own;
}

const struct asm_sequence *read_own(struct lkmm_arena *arena, const char *name)
{
	const struct asm_sequence *own;
	size_t size;
	char *text = read_file(name, &size);

	if (!text) {
		fprintf(stderr, "lkmm prove: %s: %s\n", file_title(name), read_error(errno));
		return NULL;
	}
	own = read_text(arena, name, text);
	free(text);
	return own;
}
