// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The statements of a model: definitions, checks and flags, in the order of the files. */
#include "build.h"

#include <string.h>

enum { MAX_TESTS = 128, MAX_INCLUDES = 16 };

/* A model that is being put together from its files. */
struct assembly {
	struct build b;
	struct lkmm_model *model;
	struct lkmm_rule *rule;
	int includes;
};

static bool read_file(struct assembly *m, struct cat_place at, const char *from, const char *name);

/* ---- checks ---- */

/* Adds the node of a check to @t. */
static bool build_test(struct assembly *m, const struct cat_statement *s, struct test *t)
{
	struct build *b = &m->b;
	struct value v = lkmm_cat_value(b, b->env, s->expr);
	struct node empty = { .op = NODE_EMPTY };

	if (b->r->failed)
		return false;
	if (v.kind == VALUE_NONE)
		v.node = lkmm_cat_node(b->r, s->at, b->g, empty);
	else if (v.kind != VALUE_RELATION && !(v.kind == VALUE_SET && s->check == CAT_EMPTY))
		WRONG(b->r, s->expr->at, s->check == CAT_EMPTY ? "expected a set or a relation" :
								 "expected a relation");
	*t = (struct test){ .check = s->check, .negated = s->negated, .node = v.node };
	return !b->r->failed;
}

static const char *number(struct assembly *m, int n)
{
	char digits[16], *s = digits + sizeof(digits) - 1;

	*s = '\0';
	do
		*--s = (char)('0' + n % 10);
	while (n /= 10);
	return lkmm_cat_join(m->b.r, (const char *const[]){ s, NULL });
}

#define JOIN(m, ...) lkmm_cat_join((m)->b.r, (const char *const[]){ __VA_ARGS__, NULL })

/* A check without a name is called by its place. */
static const char *name_of_check(struct assembly *m, const struct cat_statement *s)
{
	const char *line = s->name ? NULL : number(m, s->at.at.line);

	return s->name || !line ? s->name : JOIN(m, "line ", line);
}

static void add_rule(struct assembly *m, const struct cat_statement *s)
{
	static const char *const broken[][2] = {
		[CAT_ACYCLIC] = { " would be cyclic", " would not be cyclic" },
		[CAT_IRREFLEXIVE] = { " would relate an event to itself",
				      " would not relate an event to itself" },
		[CAT_EMPTY] = { " would not be empty", " would be empty" },
	};
	struct graph_of_model *g = m->b.g;
	struct lkmm_rule *rule = &m->rule[g->nrules];

	if (g->nrules == MAX_TESTS) {
		WRONG(m->b.r, s->at, "the model has too many checks");
		return;
	}
	if (!build_test(m, s, &g->rule[g->nrules]))
		return;
	rule->name = name_of_check(m, s);
	rule->meaning = rule->name ? JOIN(m, rule->name, broken[s->check][s->negated]) : NULL;
	g->nrules++;
}

/* The flag that is called @name, or -1. */
static int find_flag(const char *name)
{
	int i = 0;

	while (i < LKMM_NR_FLAGS && strcmp(lkmm_flag_name[i], name))
		i++;
	return i < LKMM_NR_FLAGS && i != LKMM_BAD_POINTER && i != LKMM_ASSERTION ? i : -1;
}

static void add_flag(struct assembly *m, const struct cat_statement *s)
{
	struct graph_of_model *g = m->b.g;
	struct test *t = &g->flag[g->nflags];
	int flag = find_flag(s->name);

	if (flag < 0)
		WRONG(m->b.r, s->at, "'", s->name, "' is not one of the flags that lkmm reports");
	else if (g->nflags == MAX_TESTS)
		WRONG(m->b.r, s->at, "the model has too many flags");
	if (m->b.r->failed || !build_test(m, s, t))
		return;
	if (lkmm_cat_has_pairs(flag) &&
	    (s->check != CAT_EMPTY || !s->negated || g->node[t->node].set)) {
		WRONG(m->b.r, s->at, "expected '~empty' and a relation: the flag '", s->name,
		      "' names two events");
		return;
	}
	t->flag = flag;
	m->model->flags |= 1U << flag;
	g->nflags++;
}

/* ---- .bell files: the tags are those of the engine's events ---- */

static void add_tags(struct assembly *m, const struct cat_statement *s)
{
	struct build *b = &m->b;

	for (const struct cat_expr *e = s->expr; e && !b->r->failed; e = e->next) {
		int tag = lkmm_cat_tag(e->name);
		char *set;

		if (tag < 0) {
			WRONG(b->r, e->at, "no event has the tag '", e->name, "'");
			return;
		}
		set = (char *)(size_t)JOIN(m, e->name);
		if (!set)
			return;
		if (*set >= 'a' && *set <= 'z')
			*set = (char)(*set - 32);
		b->env = lkmm_cat_bind(b, b->env, set, lkmm_cat_tagged(b, e->at, tag));
	}
}

static void check_instructions(struct assembly *m, const struct cat_statement *s)
{
	static const char *const classes[] = { "R", "W", "RMW", "F", "SRCU", NULL };
	int i = 0;

	while (classes[i] && strcmp(classes[i], s->name))
		i++;
	if (!classes[i])
		WRONG(m->b.r, s->at, "expected a class of events (R, W, RMW, F or SRCU), found '",
		      s->name, "'");
}

/* ---- files ---- */

static void run_statements(struct assembly *m, const char *file, const struct cat_statement *s)
{
	for (; s && !m->b.r->failed; s = s->next) {
		switch (s->kind) {
		case CAT_DEFINE:
			m->b.env = lkmm_cat_let(&m->b, m->b.env, s->binding, s->recursive);
			break;
		case CAT_CHECK:
			add_rule(m, s);
			break;
		case CAT_FLAG:
			add_flag(m, s);
			break;
		case CAT_INCLUDE:
			read_file(m, s->at, file, s->name);
			break;
		case CAT_ENUM:
			add_tags(m, s);
			break;
		case CAT_INSTRUCTIONS:
			check_instructions(m, s);
			break;
		}
	}
}

static bool run_text(struct assembly *m, const char *file, const char *text, size_t size)
{
	run_statements(m, file, lkmm_cat_parse(m->b.r, file, text, size));
	return !m->b.r->failed;
}

static bool read_file(struct assembly *m, struct cat_place at, const char *from, const char *name)
{
	const struct lkmm_cat_files *files = m->b.r->files;
	const char *why = "", *text;
	size_t size;
	bool ok;

	if (m->includes == MAX_INCLUDES) {
		WRONG(m->b.r, at, "files include each other too deeply");
		return false;
	}
	text = files->read(files->arg, m->b.r->arena, from, &name, &size, &why);
	if (!text) {
		WRONG(m->b.r, at, why);
		return false;
	}
	m->includes++;
	ok = run_text(m, name, text, size);
	m->includes--;
	return ok;
}

bool lkmm_cat_build(struct cat_reading *r, const char *name, struct graph_of_model *g,
		    struct lkmm_model *model)
{
	struct assembly m = { .b = { .r = r, .g = g }, .model = model };
	const struct cat_place start = { name, { .line = 1, .column = 1 } };

	g->node = lkmm_cat_alloc(r, sizeof(*g->node) * MAX_NODES);
	g->rule = lkmm_cat_alloc(r, sizeof(*g->rule) * (MAX_TESTS + 1));
	g->flag = lkmm_cat_alloc(r, sizeof(*g->flag) * (MAX_TESTS + 1));
	m.rule = lkmm_cat_alloc(r, sizeof(*m.rule) * (MAX_TESTS + 1));
	if (r->failed)
		return false;
	lkmm_cat_standard_names(&m.b);
	if (!run_text(&m, "(standard)", lkmm_cat_standard, strlen(lkmm_cat_standard)) ||
	    !read_file(&m, start, NULL, name) || !lkmm_cat_derive(r, g))
		return false;
	model->rule = m.rule;
	model->nrules = g->nrules;
	for (int i = 0; i < g->nrules; i++) {
		const struct node *n = &g->node[g->rule[i].node];

		m.rule[i].grows = g->rule[i].negated ? n->shrinks : n->grows;
	}
	return true;
}
