// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * All programs of one architecture: the classes of its sequences, the kinds of events that any
 * sequence may meet, and the orders that are needed, with the certificate of them.
 */
#include "general.h"

#include <stdlib.h>
#include <string.h>

static int find_same(const struct general *g, const struct class *c)
{
	int i = 0;

	while (i < g->nclasses && !same_class(&g->class[i], c))
		i++;
	return i;
}

void add_class(struct general *g, const struct class *c)
{
	int i = find_same(g, c);

	if (i == MAX_CLASSES) {
		g->failed = true;
		return;
	}
	if (i == g->nclasses)
		g->class[g->nclasses++] = *c;
	g->class[i].locks |= c->locks;
	g->class[i].unlocks |= c->unlocks;
	add_kinds(g, c);
}

static bool is_of(const struct asm_sequence *row, const char *arch)
{
	return !strcmp(row->arch, arch) && !row->device &&
	       (row->bits || row->fence != LKMM_FENCE_RELAX);
}

/* Calls @use for each sequence, and for each failure. */
static void each_row(struct general *g, void (*use)(struct general *g,
						    const struct asm_sequence *row, bool fails))
{
	for (int i = 0; i < asm_nr_sequences; i++)
		if (is_of(&asm_sequences[i], g->v->arch)) {
			use(g, &asm_sequences[i], false);
			if (asm_sequences[i].bits &&
			    asm_sequences[i].shape == LKMM_SHAPE_CMPXCHG)
				use(g, &asm_sequences[i], true);
		}
}

static void read_row(struct general *g, const struct asm_sequence *row, bool fails)
{
	struct class c;
	struct text why;

	if (find_class(g->v, row, fails, &c)) {
		add_class(g, &c);
		return;
	}
	why = g->v->error;
	g->v->error = (struct text){ 0 };
	if (row->call)
		text_add(&g->missing, "%s %s %d: %s\n", row->name, order_word(row), row->bits,
			 why.s ? why.s : "an operand has no register");
	text_free(&why);
}

void open_general(struct general *g, struct prover *v)
{
	*g = (struct general){ .v = v };
	each_row(g, read_row);
}

/* ---- the certificate ---- */

static void put_row(struct general *g, const struct asm_sequence *row, bool fails)
{
	struct text *out = &g->certificate;
	struct class c;

	if (!find_class(g->v, row, fails, &c)) {
		text_free(&g->v->error);
		return;
	}
	text_puts(out, row->name);
	if (row->bits)
		text_add(out, " %s %d", order_word(row), row->bits);
	if (row->feature)
		text_add(out, " %s", row->feature);
	text_puts(out, fails ? " fails : " : " : ");
	put_class(out, &c);
	text_puts(out, "\n");
}

/* ---- the proof ---- */

/* What LKMM names must be there, or nothing would be shown of it. */
static void need_all(struct general *g)
{
	unsigned int fences = 0, locks = 0;

	for (int i = 0; i < g->nclasses; i++) {
		const struct class *c = &g->class[i];

		fences |= c->barrier ? 1U << c->fence : 0;
		locks |= (c->locks ? 1U : 0) | (c->unlocks ? 2U : 0);
	}
	for (int f = LKMM_FENCE_MB; f <= LKMM_FENCE_AFTER_CTRL_DEP; f++)
		if (!(fences >> f & 1))
			text_add(&g->missing, "a barrier is not in the table\n");
	if (locks != 3)
		text_puts(&g->missing, "there are no locks\n");
}

void show_general(struct general *g)
{
	text_add(&g->certificate, "certificate 2 %s\n", g->v->arch);
	need_all(g);
	each_row(g, put_row);
	show_letters(g);
	for (int i = 0; i < g->nclasses; i++)
		show_class(g, &g->class[i]);
	show_neighbours(g, -1);
	text_puts(&g->certificate, "end\n");
	g->failed |= g->certificate.failed || g->missing.failed;
}

/* Barriers have to order the read of @c as that of any other sequence. */
static void show_barriers_beside(struct general *g, const struct class *c)
{
	for (int i = 0; i < g->nclasses; i++)
		if (!c->barrier && c->events.read >= 0 && g->class[i].barrier)
			show_class(g, &g->class[i]);
}

static void judge(const struct general *g, struct class_answer *j)
{
	const struct class *c = &j->class;
	struct general *alone = malloc(sizeof(*alone));
	int number = c->barrier ? barrier_class(g, c->fence, -1) : -1;

	j->missing.failed = !alone;
	if (!alone)
		return;
	*alone = *g;
	alone->certificate = alone->missing = (struct text){ 0 };
	add_kinds(alone, c);
	if (number < 0 && alone->nclasses < MAX_CLASSES)
		number = alone->nclasses++;
	if (number >= 0) {
		alone->class[number] = *c;
		show_class(alone, c);
		show_neighbours(alone, number);
		show_barriers_beside(alone, c);
	}
	j->missing = alone->missing;
	j->missing.failed |= alone->failed || number < 0;
	text_free(&alone->certificate);
	free(alone);
}

const struct class_answer *show_alone(struct general *g, const struct class *c)
{
	struct class_answer *j = g->judged;

	while (j < g->judged + g->njudged && !same_class(&j->class, c))
		j++;
	if (j < g->judged + g->njudged)
		return j;
	if (g->njudged == MAX_CLASSES) {
		g->failed = true;
		return NULL;
	}
	g->njudged++;
	*j = (struct class_answer){ .class = *c };
	judge(g, j);
	g->failed |= j->missing.failed;
	return j;
}

bool show_row(struct general *g, const struct asm_sequence *row, bool fails)
{
	const struct class_answer *j;
	struct class c;

	if (!find_class(g->v, row, fails, &c))
		return false;
	j = show_alone(g, &c);
	return j && !j->missing.failed && !j->missing.len;
}

void free_general(struct general *g)
{
	text_free(&g->certificate);
	text_free(&g->missing);
	for (int i = 0; i < g->njudged; i++)
		text_free(&g->judged[i].missing);
}
