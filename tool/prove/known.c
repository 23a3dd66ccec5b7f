// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * What LKMM has said about programs: sequences of other instructions, and of other widths, stand
 * for the same operation, and are asked about in the same programs.
 */
#include "prove.h"

#include <string.h>

enum { BUCKETS = 1 << 14 };

struct known {
	struct known *next;
	bool forbidden;
	size_t len;
	char text[];
};

struct known_programs {
	struct known *bucket[BUCKETS];
};

/* The text behind the name of the test, and how much that is. */
static const char *without_name(const struct text *t, size_t *len)
{
	const char *line = memchr(t->s, '\n', t->len);

	*len = line ? t->len - (size_t)(line - t->s) : t->len;
	return line ? line : t->s;
}

static struct known **find_bucket(struct known_programs *all, const char *text, size_t len)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < len; i++)
		hash = hash * 31 + (unsigned char)text[i];
	return &all->bucket[(hash ^ hash >> 32) % BUCKETS];
}

/* Without memory, it is asked about again. */
static void remember(struct prover *v, struct known **bucket, const char *text, size_t len,
		     bool forbidden)
{
	struct known *k = lkmm_alloc(v->arena, sizeof(*k) + len);

	if (!k)
		return;
	k->len = len;
	k->forbidden = forbidden;
	memcpy(k->text, text, len);
	k->next = *bucket;
	*bucket = k;
}

enum verdict decide_lkmm(struct prover *v, const struct text *t)
{
	enum verdict verdict;
	struct known **bucket, *k;
	const char *text;
	size_t len;

	if (!v->known && v->arena)
		v->known = lkmm_alloc(v->arena, sizeof(*v->known));
	if (!v->known || t->failed)
		return decide_text(v, t, &lkmm_kernel_model);
	text = without_name(t, &len);
	bucket = find_bucket(v->known, text, len);
	k = *bucket;
	while (k && (k->len != len || memcmp(k->text, text, len)))
		k = k->next;
	if (k)
		return k->forbidden ? FORBIDDEN : ALLOWED;
	verdict = decide_text(v, t, &lkmm_kernel_model);
	if (verdict != UNDECIDED)
		remember(v, bucket, text, len, verdict == FORBIDDEN);
	return verdict;
}
