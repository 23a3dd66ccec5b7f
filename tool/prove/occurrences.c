// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Operations that were inlined: those with the same code, but for registers and numbers, are proved
 * once.
 */
#include "reading.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_wanted(const struct sites *s, const char *name)
{
	struct named what;

	return name_find(name, s->kernel, &what) == NAME_OPERATION;
}

/* Adds a part; "" if that is too long. */
static void add_key(char key[INLINED_KEY], const char *more)
{
	if (!*more || strlen(key) + strlen(more) >= INLINED_KEY)
		*key = '\0';
	else
		strcat(key, more);
}

/* Of the code as it is, and with each feature that a kernel patches it for: adds it to @key. */
static void find_key(struct reading *r, char key[INLINED_KEY])
{
	int feature[MAX_FEATURES], n = patches_features(&r->patches, &r->part, feature);
	char more[INLINED_KEY];

	inlined_key(&r->part, r->v->arch, more);
	add_key(key, n < 0 ? "" : more);
	for (int i = 0; i < n && *key; i++) {
		r->variant = r->part;
		patches_apply(&r->patches, &r->variant, feature[i]);
		inlined_key(&r->variant, r->v->arch, more);
		add_key(key, more);
	}
}

/* What tells it from others with other code: nothing, if that is too long. */
static void key_sequence(struct reading *r, struct sequence *q)
{
	for (int k = 0; k < q->entries && (!k || *q->key); k++) {
		inlined_code(&r->inlined, k, &r->part);
		find_key(r, q->key);
	}
}

static void walk_entries(struct reading *r, struct sequence *q)
{
	for (int k = 0; k < q->entries && !r->no_memory; k++) {
		struct found more;

		inlined_code(&r->inlined, k, &r->part);
		if (!walk_variants(r, &r->part, &q->what, &more))
			r->no_memory = true;
		else
			join_found(&q->found, &more);
	}
}

/* The sequence that @new is another site of; or NULL. */
static struct sequence *find_sequence(const struct reading *r, const struct sequence *new)
{
	struct sequence *q = r->sequences;

	while (q && (!*new->key || strcmp(q->key, new->key) || strcmp(q->name, new->name)))
		q = q->next;
	return q;
}

static void take_site(struct reading *r, const struct site *s, const struct function *f)
{
	struct sequence *new = calloc(1, sizeof(*new)), *same;

	if (!new) {
		r->no_memory = true;
		return;
	}
	new->name = s->name;
	name_find(s->name, r->names.kernel, &new->what);
	snprintf(new->where, sizeof(new->where), "%s+0x%llx", f->name, s->entry - f->address);
	new->sites = 1;
	if (inlined_open(&r->inlined, s, f, !new->what.op, &r->decoder)) {
		new->entries = r->inlined.entries ? r->inlined.entries : 1;
		key_sequence(r, new);
	} else {
		memcpy(new->found.why, r->inlined.why, sizeof(new->found.why));
	}
	same = find_sequence(r, new);
	if (same) {
		same->sites++;
		free(new);
		return;
	}
	if (!new->found.why[0])
		walk_entries(r, new);
	r->no_memory |= r->decoder.failed;
	new->next = r->sequences;
	r->sequences = new;
}

void occurrences_take(struct reading *r, const struct function *f)
{
	for (size_t i = 0; i < r->sites.n && f->lines && !r->no_memory; i++) {
		struct site *s = &r->sites.site[i];

		if (s->seen || s->entry < f->address ||
		    s->entry > f->line[f->lines - 1].address ||
		    (*s->section && strcmp(s->section, f->section)))
			continue;
		s->seen = true;
		take_site(r, s, f);
	}
}

/* If what is behind one is not proved, that may be a piece: other instructions are between. */
static void check_entries(struct reading *r, struct sequence *q)
{
	for (int i = 0; i < q->found.n && q->entries > 1; i++) {
		const struct class_answer *j = show_alone(&r->general, &q->found.class[i]);

		if (j && j->missing.len)
			snprintf(q->found.why, sizeof(q->found.why),
				 "other instructions are between its own");
	}
}

static void judge_all(struct reading *r)
{
	struct sequence *first = NULL;

	for (struct sequence *q = r->sequences, *next; q; q = next) {
		next = q->next;
		q->next = first;
		first = q;
	}
	r->sequences = first;
	for (struct sequence *q = first; q && !r->no_memory; q = q->next) {
		const struct about a = { q->name, 0, q->where, q->sites };
		int answer;

		check_entries(r, q);
		answer = judge(r, &a, &q->what, &q->found);

		count_answer(&r->kinds, answer, 1);
		count_answer(&r->places, answer, q->sites);
	}
}

int occurrences_operations(const struct reading *r)
{
	int n = 0;

	for (const struct sequence *q = r->sequences; q; q = q->next) {
		const struct sequence *before = r->sequences;

		while (strcmp(before->name, q->name))
			before = before->next;
		n += before == q;
	}
	return n;
}

/* Sites whose code objdump has not shown. */
static void count_unseen(struct reading *r)
{
	for (size_t i = 0; i < r->sites.n; i++)
		if (!r->sites.site[i].seen) {
			r->places.unknown++;
			if (!r->v->json)
				printf("%-44s not covered: its code is not there\n",
				       r->sites.site[i].name);
		}
}

void occurrences_judge(struct reading *r)
{
	judge_all(r);
	count_unseen(r);
}

void occurrences_open(struct reading *r)
{
	r->sites.wanted = is_wanted;
	r->sites.kernel = r->names.kernel;
	r->debug = sites_read(&r->sites, r->file);
	r->no_memory |= r->sites.failed;
}

void occurrences_free(struct reading *r)
{
	sites_free(&r->sites);
	while (r->sequences) {
		struct sequence *next = r->sequences->next;

		free(r->sequences);
		r->sequences = next;
	}
}
