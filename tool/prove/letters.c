// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * What the cycles of LKMM are made of: models/lkmm.cat is read with what is not covered left out,
 * and with a definition of each relation and set that the proof speaks of. If one of them is
 * defined otherwise there, or a rule has something else in it, nothing is shown.
 */
#include "general.h"
#include "base/files.h"
#include "base/parts.h"

#include <lkmm/check/cat.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What no program here has, and the names of base relations that the model redefines. */
static const char before[] =
	"let nothing = W \\ W\n"
	"let PLAIN = nothing let Free = nothing let Srcu-unlock = nothing\n"
	"let Sync-rcu = nothing let Sync-srcu = nothing let same-access = 0\n"
	"let tag-acquire = Acquire let tag-release = Release let tag-mb = Mb\n"
	"let base-addr = addr let base-data = data let base-ctrl = ctrl\n"
	"let base-passed = ctrl-passed\n"
	"include \"lkmm.cat\"\n";

struct definition {
	const char *name, *is;
};

static const struct definition letters[] = {
	{ "mb-fence", "[M] ; fencerel(Mb) ; [M]" },
	{ "mb-rmw", "([M] ; po ; [Mb & R]) | ([Mb & W] ; po ; [M])" },
	{ "mb-atomic", "([M] ; fencerel(Before-atomic) ; [RMW] ; po? ; [M])"
		       " | ([M] ; po? ; [RMW] ; fencerel(After-atomic) ; [M])" },
	{ "mb-lock", "([M] ; po? ; [LKW] ; fencerel(After-spinlock) ; [M])"
		     " | ([M] ; po? ; [Srcu-unlock] ; fencerel(After-srcu-read-unlock) ; [M])" },
	{ "mb-unlock-lock", "[M] ; po-unlock-lock-po ; [After-unlock-lock] ; po ; [M]" },
	{ "po-rel", "[M] ; po ; [Release]" },
	{ "acq-po", "[Acquire] ; po ; [M]" },
	{ "ctrl-acq", "[Marked] ; ctrl-passed ; po ; [M]" },
	{ "rmb", "[Returning] ; (fencerel(Rmb) | fencerel(After-ctrl-dep)) ; [Returning]" },
	{ "wmb", "[W] ; fencerel(Wmb) ; [Stores]" },
	{ "po-unlock-lock-po", "po ; [UL] ; (po | rf) ; [LKR] ; po" },
	{ "to-r", "(addr ; [R]) | ((addr | data) ; [Marked] ; rfi)" },
	{ "rwdep", "(addr | data | ctrl) ; [W]" },
	{ "rfe", "(same-access? ; rf ; same-access?) \\ int" },
	{ "overwrite", "(same-access? ; co ; same-access?) | (fr ; same-access?)" },
	{ "(rf-any;rmw)", "same-access? ; rf ; same-access? ; rmw" },
};

/* The names in those. */
static const struct definition definitions[] = {
	{ "M", "R | (W | Free)" }, { "Stores", "W | Free" }, { "Marked", "~(PLAIN | Free)" },
	{ "Failed", "RMW \\ (domain(rmw) | range(rmw))" },
	{ "Mb", "tag-mb \\ Failed" }, { "Returning", "R \\ Noreturn" },
	{ "Acquire", "(tag-acquire \\ W \\ Failed) | LKR" },
	{ "Release", "(tag-release \\ R \\ Failed) | UL" },
	{ "addr", "(data-chain) ; base-addr" }, { "data", "(data-chain) ; base-data" },
	{ "ctrl", "(data-chain) ; base-ctrl" }, { "ctrl-passed", "(data-chain) ; base-passed" },
	{ "carry", "data-chain" },
};

enum {
	NR_LETTERS = sizeof(letters) / sizeof(letters[0]),
	NR_DEFINITIONS = sizeof(definitions) / sizeof(definitions[0])
};

static const char chain[] = "let data-chain = (base-data ; [~Srcu-unlock] ; (rf & int))*\n";

struct question_text {
	struct text own;
	char path[PARTS_PATH + 16];
};

static void make_text(struct question_text *q)
{
	struct parts parts;

	text_puts(&q->own, before);
	text_puts(&q->own, chain);
	for (int i = 0; i < NR_LETTERS; i++)
		text_add(&q->own, "empty (%s) \\ (%s) as letter-%d\n", letters[i].name,
			 letters[i].is, i);
	for (int i = 0; i < NR_DEFINITIONS; i++)
		text_add(&q->own, "empty (%s) \\ (%s) as definition-%d\n", definitions[i].name,
			 definitions[i].is, i);
	parts_find(&parts);
	snprintf(q->path, sizeof(q->path), "%s/lkmm.cat", parts.models);
}

static const char *read_text(void *arg, struct lkmm_arena *arena, const char *from,
			     const char **name, size_t *size, const char **why)
{
	struct question_text *q = arg;
	char *text, *copy;

	*why = NULL;
	*size = q->own.len;
	if (!from)
		return q->own.s;
	*name = q->path;
	*why = "it cannot be read";
	text = read_file(q->path, size);
	copy = text ? lkmm_alloc(arena, *size + 1) : NULL;
	if (copy)
		memcpy(copy, text, *size);
	free(text);
	return copy;
}

static bool check_definitions(struct general *g, const struct lkmm_model *m, int first)
{
	bool all = true;

	for (int i = 0; i < NR_LETTERS + NR_DEFINITIONS; i++) {
		const struct definition *d = i < NR_LETTERS ? &letters[i] :
							      &definitions[i - NR_LETTERS];

		if (lkmm_cat_is_defined(m, first + i))
			continue;
		text_add(&g->missing, "models/lkmm.cat: %s is not %s\n", d->name, d->is);
		all = false;
	}
	return all;
}

static bool check_cycles(struct general *g, const struct lkmm_model *m, int first)
{
	static const char *const rules[] = { "happens-before", "propagation" };
	bool used[2][NR_LETTERS] = { { false } }, all = true;

	for (int i = 0; i < 2; i++) {
		int rule = lkmm_cat_rule(m, rules[i]);

		if (!lkmm_cat_is_made_of(m, rule, first, NR_LETTERS, used[i])) {
			text_add(&g->missing, "models/lkmm.cat: the rule %s has more in it\n",
				 rules[i]);
			all = false;
		}
	}
	for (int k = 0; k < NR_LETTERS; k++)
		text_add(&g->certificate, "cycles %s :%s%s\n", letters[k].name,
			 used[0][k] ? " happens-before" : "", used[1][k] ? " propagation" : "");
	return all;
}

/* All rules of LKMM are covered, but those that are about RCU and plain accesses. */
static bool check_rules(struct general *g, const struct lkmm_model *m, int first)
{
	static const char *const known[] = { "coherence", "atomic", "happens-before",
					     "propagation", "rcu", "plain-coherence" };
	bool all = true;

	for (int i = 0; i < first; i++) {
		size_t k = 0;

		while (k < sizeof(known) / sizeof(known[0]) && strcmp(m->rule[i].name, known[k]))
			k++;
		if (k < sizeof(known) / sizeof(known[0]))
			continue;
		text_add(&g->missing, "models/lkmm.cat: the rule %s is not covered\n",
			 m->rule[i].name);
		all = false;
	}
	return all;
}

static bool show_lkmm(struct general *g)
{
	struct question_text q = { .own = { 0 } };
	const struct lkmm_cat_files files = { .read = read_text, .arg = &q };
	struct lkmm_cat_error error;
	struct lkmm_arena *arena = lkmm_arena_new();
	const struct lkmm_model *m = NULL;
	bool shown = false;

	make_text(&q);
	if (arena && !q.own.failed)
		m = lkmm_cat_model(arena, "lkmm", &files, &error);
	if (m && lkmm_cat_rule(m, "letter-0") >= 0) {
		int first = lkmm_cat_rule(m, "letter-0");

		shown = check_definitions(g, m, first);
		shown = check_cycles(g, m, first) && shown;
		shown = check_rules(g, m, first) && shown;
	} else {
		text_add(&g->missing, "models/lkmm.cat: %s\n",
			 arena && error.file ? error.text : "out of memory");
	}
	lkmm_arena_free(arena);
	text_free(&q.own);
	return shown;
}

/* Those of LKMM that the architecture must have as they are. */
static bool show_rules(struct general *g)
{
	bool coherent = lkmm_cat_is_coherent(g->v->model);
	bool atomic = lkmm_cat_is_atomic(g->v->model);

	if (!coherent)
		text_puts(&g->missing, "the model has no rule for coherence\n");
	if (!atomic)
		text_puts(&g->missing, "the model has no rule for atomicity\n");
	return coherent && atomic;
}

bool show_letters(struct general *g)
{
	static const char *const relations[] = { "rfe", "coe", "fre", "coi", "fri", "addr", "data",
						 "ctrl", "addr-rfi", "data-rfi" };
	bool shown = show_lkmm(g);

	shown &= show_rules(g);
	for (size_t i = 0; i < sizeof(relations) / sizeof(relations[0]); i++)
		shown &= show_relation(g, relations[i]);
	return shown;
}
