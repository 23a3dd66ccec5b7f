// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The statements of a model: definitions, checks and flags, in the order of the files. */
#include "build.h"
#include "config.h"
#include "model/path/path.h"

#include <string.h>

enum { MAX_TESTS = 128, MAX_INCLUDES = 16, MAX_CHOICES = 8, MAX_OWN_FLAGS = 32 - LKMM_NR_FLAGS };

/* A model that is being put together from its files. */
struct assembly {
	struct build b;
	struct lkmm_model *model;
	struct lkmm_rule *rule;
	const char **own_flag;		/* ends with NULL */
	struct lkmm_flag_rule *flag_rule;
	uint32_t tags;			/* that a .bell file has named; 0: there was none */
	int includes;
	/* while a lock.cat is interpreted: its choices of reads-from, as nodes */
	bool in_locks;
	int choice[MAX_CHOICES], nchoices;
};

static bool read_file(struct assembly *m, struct cat_place at, const char *from, const char *name);
static bool run_text(struct assembly *m, const char *file, const char *text, size_t size);

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
	const char *name = s->kind == CAT_CHECK ? s->name : NULL;
	const char *line = name ? NULL : number(m, s->at.at.line);

	return name || !line ? name : JOIN(m, "line ", line);
}

/* The check @t, which is written as @s. */
static void add_rule_about(struct assembly *m, const struct cat_statement *s, struct test t)
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
	g->rule[g->nrules++] = t;
	rule->name = name_of_check(m, s);
	rule->file = s->at.file;
	rule->at = s->at.at;
	rule->meaning = rule->name ? JOIN(m, rule->name, broken[t.check][t.negated]) : NULL;
}

static void add_rule(struct assembly *m, const struct cat_statement *s)
{
	struct test t;

	if (build_test(m, s, &t))
		add_rule_about(m, s, t);
}

/* The flag that is called @name, perhaps a new one; or -1 after a mistake. */
static int find_flag(struct assembly *m, struct cat_place at, const char *name)
{
	const char **own = m->own_flag;
	int i = 0;

	while (i < LKMM_NR_FLAGS && strcmp(lkmm_flag_name[i], name))
		i++;
	if (i == LKMM_BAD_POINTER || i == LKMM_ASSERTION || i == LKMM_UNDEFINED_ARITHMETIC) {
		WRONG(m->b.r, at, "the flag '", name, "' is raised by the checker alone");
		return -1;
	}
	if (i < LKMM_NR_FLAGS)
		return i;
	for (i = 0; own[i] && strcmp(own[i], name); i++)
		;
	if (i == MAX_OWN_FLAGS) {
		WRONG(m->b.r, at, "the model has too many flags of its own");
		return -1;
	}
	own[i] = name;
	return LKMM_NR_FLAGS + i;
}

static void add_flag(struct assembly *m, const struct cat_statement *s)
{
	struct graph_of_model *g = m->b.g;
	struct test *t = &g->flag[g->nflags];
	int flag = find_flag(m, s->at, s->name);

	if (g->nflags == MAX_TESTS)
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
	m->flag_rule[g->nflags] = (struct lkmm_flag_rule){ flag, s->at.file, s->at.at };
	m->model->flags |= 1U << flag;
	g->nflags++;
}

/* ---- .bell files: the tags are those of the engine's events ---- */

static void add_tags(struct assembly *m, const struct cat_statement *s)
{
	const struct cat_expr tags = { .kind = CAT_LIST, .at = s->at, .a = s->expr };
	struct build *b = &m->b;

	b->env = lkmm_cat_bind(b, b->env, s->name, lkmm_cat_value(b, b->env, &tags));
	for (const struct cat_expr *e = s->expr; e && !b->r->failed; e = e->next) {
		int tag = lkmm_cat_tag(e->name);
		char *set;

		if (tag < 0) {
			WRONG(b->r, e->at, "no event has the tag '", e->name, "'");
			return;
		}
		m->tags |= UINT32_C(1) << tag;
		set = (char *)(size_t)JOIN(m, e->name);
		if (!set)
			return;
		if (*set >= 'a' && *set <= 'z')
			*set = (char)(*set - 32);
		b->env = lkmm_cat_bind(b, b->env, set,
				       *lkmm_cat_find(b->env, lkmm_cat_set_of_tag(tag)));
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

/* ---- statements in statements ---- */

static void run_statements(struct assembly *m, const struct cat_statement *s);

static void define_procedure(struct assembly *m, const struct cat_statement *s)
{
	m->b.env = lkmm_cat_bind(&m->b, m->b.env, s->name, (struct value){
		.kind = VALUE_PROCEDURE, .env = m->b.env, .parameters = s->binding,
		.statements = s->body });
}

/* Runs @s with the names of @env; those that it defines end with it. */
static void run_within(struct assembly *m, const struct env *env, const struct cat_statement *s)
{
	const struct env *outer = m->b.env;

	m->b.env = env;
	run_statements(m, s);
	m->b.env = outer;
}

static void call(struct assembly *m, const struct cat_statement *s)
{
	const struct value *p = lkmm_cat_find(m->b.env, s->name);
	struct value argument = lkmm_cat_value(&m->b, m->b.env, s->expr);

	if (!p || p->kind != VALUE_PROCEDURE)
		WRONG(m->b.r, s->at, "there is no procedure '", s->name, "'");
	if (!m->b.r->failed)
		run_within(m, lkmm_cat_parameters(&m->b, s->at, p->env, p->parameters, argument),
			   p->statements);
}

static void for_all(struct assembly *m, const struct cat_statement *s)
{
	struct value v = lkmm_cat_value(&m->b, m->b.env, s->expr);

	if (!m->b.r->failed && v.kind != VALUE_NONE && v.kind != VALUE_COLLECTION)
		WRONG(m->b.r, s->expr->at, "expected a set of sets, found ",
		      lkmm_cat_kind_name(v.kind));
	for (int i = 0; !m->b.r->failed && v.kind == VALUE_COLLECTION && i < v.n; i++)
		run_within(m, lkmm_cat_bind(&m->b, m->b.env, s->name, v.element[i]), s->body);
}

static int node(struct assembly *m, enum node_op op, int a, int b)
{
	static const struct cat_place nowhere;
	struct node n = { .op = op, .a = a, .b = b };

	return lkmm_cat_node(m->b.r, nowhere, m->b.g, n);
}

/*
 * The engine chooses the coherence order: here only those are left that @s asks for. Initial writes
 * come first in all.
 */
static int choose_order(struct assembly *m, const struct cat_statement *s, struct value v)
{
	if (v.node != lkmm_cat_find(m->b.env, "any-order")->node)
		add_rule_about(m, s, (struct test){ .check = CAT_EMPTY, .node = v.node });
	return node(m, NODE_BASE, BASE_CO, 0);
}

/*
 * The engine chooses what the events of a set read from, too: @v has one pair for each, so what
 * they read from must be one of these.
 */
static int choose_reads(struct assembly *m, const struct cat_statement *s, struct value v)
{
	int rf = node(m, NODE_BASE, BASE_RF, 0);
	int read = node(m, NODE_SEQ, rf, node(m, NODE_IDENTITY, v.of, 0));
	int chosen = node(m, NODE_INTER, read, v.node);
	struct test t = { .check = CAT_EMPTY, .node = node(m, NODE_DIFF, read, v.node) };

	if (!lkmm_cat_reads_as_engine(m->b.g, v.node))
		WRONG(m->b.r, s->expr->at, "here a lock could be taken while it is held, or what "
		      "looks at it read another state: such locks are not supported");
	else if (m->nchoices == MAX_CHOICES)
		WRONG(m->b.r, s->at, "the model has too many choices");
	else
		m->choice[m->nchoices++] = chosen;
	add_rule_about(m, s, t);
	return chosen;
}

static void choose(struct assembly *m, const struct cat_statement *s)
{
	struct build *b = &m->b;
	struct value v = lkmm_cat_value(b, b->env, s->expr), chosen = { .kind = VALUE_RELATION };

	if (b->r->failed)
		return;
	if (v.kind == VALUE_ORDERS) {
		chosen.node = choose_order(m, s, v);
	} else if (v.kind == VALUE_CROSS && m->in_locks) {
		chosen.node = choose_reads(m, s, v);
	} else {
		WRONG(b->r, s->expr->at, "expected generate_cos(), found ",
		      lkmm_cat_kind_name(v.kind), ": other choices are not supported yet");
		return;
	}
	b->env = lkmm_cat_bind(b, b->env, s->name, chosen);
}

/* ---- lock.cat ---- */

/* Whether @whole is a union with @part. */
static bool has_part(const struct graph_of_model *g, int whole, int part)
{
	const struct node *n = &g->node[whole];

	return whole == part || (n->op == NODE_UNION && (has_part(g, n->a, part) ||
							 has_part(g, n->b, part)));
}

/*
 * The engine makes executions in which locks are taken and released in turn, and tries all that
 * reads of them can find: the rules of the file leave those that it has. So the file may leave out
 * some of these, and may order events by locks in any way; but not let locks be taken otherwise.
 */
static void interpret_locks(struct assembly *m, const struct cat_statement *s)
{
	const struct value *rf;

	m->in_locks = true;
	if (!run_text(m, "(locks)", lkmm_cat_before_locks, strlen(lkmm_cat_before_locks)) ||
	    !read_file(m, s->at, s->at.file, s->name))
		return;
	m->in_locks = false;
	rf = lkmm_cat_find(m->b.env, "rf");
	if (rf->kind != VALUE_RELATION || !lkmm_cat_reads_as_engine(m->b.g, rf->node))
		WRONG(m->b.r, s->at, "by ", s->name, ", a lock could be taken while it is held, or "
		      "what looks at it read another state: such locks are not supported");
	for (int i = 0; !m->b.r->failed && i < m->nchoices; i++)
		if (!has_part(m->b.g, rf->node, m->choice[i]))
			WRONG(m->b.r, s->at, s->name, " chooses what is read from, but 'rf' does "
			      "not have it: that is not supported");
	if (!m->b.r->failed)
		run_text(m, "(locks)", lkmm_cat_behind_locks, strlen(lkmm_cat_behind_locks));
}

/* ---- files ---- */

/*
 * Some files come with herd7: their text here is for this engine. The kernel's file about locks is
 * answered by the engine's own, if it is a known one, and interpreted if not.
 */
static void include(struct assembly *m, const struct cat_statement *s)
{
	const char *slash = strrchr(s->name, '/'), *text = lkmm_cat_library(s->name);
	const char *from = s->at.file;

	if (text)
		run_text(m, "(library)", text, strlen(text));
	else if (strcmp(slash ? slash + 1 : s->name, "lock.cat"))
		read_file(m, s->at, from, s->name);
	else if (lkmm_cat_knows_locks(m->b.r, s->at, from, s->name))
		run_text(m, "(locks)", lkmm_cat_locks, strlen(lkmm_cat_locks));
	else if (!m->b.r->failed)
		interpret_locks(m, s);
}

static void run_statement(struct assembly *m, const struct cat_statement *s)
{
	struct build *b = &m->b;

	switch (s->kind) {
	case CAT_DEFINE:
		b->env = lkmm_cat_let(b, b->env, s->binding, s->recursive);
		break;
	case CAT_CHECK:
		add_rule(m, s);
		break;
	case CAT_FLAG:
		add_flag(m, s);
		break;
	case CAT_INCLUDE:
		include(m, s);
		break;
	case CAT_ENUM:
		add_tags(m, s);
		break;
	case CAT_INSTRUCTIONS:
		check_instructions(m, s);
		break;
	case CAT_WHETHER:
		run_statements(m, lkmm_cat_holds(b, s->cond) ? s->body : s->other);
		break;
	case CAT_PROCEDURE:
		define_procedure(m, s);
		break;
	case CAT_DO:
		call(m, s);
		break;
	case CAT_FOR_ALL:
		for_all(m, s);
		break;
	case CAT_CHOOSE:
		choose(m, s);
		break;
	}
}

static void run_statements(struct assembly *m, const struct cat_statement *s)
{
	for (; s && lkmm_cat_enter(&m->b, s->at); s = s->next) {
		run_statement(m, s);
		m->b.depth--;
	}
}

static void run_own(struct assembly *m, const char *file, const char *text)
{
	run_statements(m, lkmm_cat_parse(m->b.r, file, text, strlen(text)));
}

static bool run_text(struct assembly *m, const char *file, const char *text, size_t size)
{
	const struct cat_statement *s = lkmm_cat_parse(m->b.r, file, text, size);

	if (m->b.r->is_c)
		run_own(m, "(C11)", lkmm_cat_c11_names);
	run_statements(m, s);
	return !m->b.r->failed;
}

/* Names whose values are made when they are used, if at all. */
static void name_for_later(struct assembly *m, const char *text)
{
	struct build *b = &m->b;
	const struct cat_statement *s = lkmm_cat_parse(b->r, "(herd7)", text, strlen(text));

	for (; s; s = s->next)
		b->env = lkmm_cat_bind(b, b->env, s->binding->name, (struct value){
			.kind = VALUE_LATER, .body = s->binding->body, .env = b->env });
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

/* Events that a .bell file does not name have no meaning in its model. */
static uint32_t meaningless(const struct assembly *m)
{
	return m->tags ? ((UINT32_C(1) << NR_TAGS) - 1) & ~(m->tags | lkmm_cat_basic_tags()) : 0;
}

static bool start(struct assembly *m)
{
	struct cat_reading *r = m->b.r;
	const struct node *given = m->b.g->node;

	m->b.g->node = lkmm_cat_alloc(r, sizeof(*m->b.g->node) * MAX_NODES);
	m->b.g->rule = lkmm_cat_alloc(r, sizeof(*m->b.g->rule) * (MAX_TESTS + 1));
	m->b.g->flag = lkmm_cat_alloc(r, sizeof(*m->b.g->flag) * (MAX_TESTS + 1));
	m->rule = lkmm_cat_alloc(r, sizeof(*m->rule) * (MAX_TESTS + 1));
	m->flag_rule = lkmm_cat_alloc(r, sizeof(*m->flag_rule) * (MAX_TESTS + 1));
	m->own_flag = lkmm_cat_alloc(r, sizeof(*m->own_flag) * (MAX_OWN_FLAGS + 1));
	if (r->failed)
		return false;
	if (given)
		memcpy(m->b.g->node, given, sizeof(*given) * (size_t)m->b.g->n);
	lkmm_cat_standard_names(&m->b);
	if (!run_text(m, "(standard)", lkmm_cat_standard, strlen(lkmm_cat_standard)))
		return false;
	m->b.g->fr = lkmm_cat_find(m->b.env, "fr")->node;
	name_for_later(m, lkmm_cat_herd_names);
	return !r->failed;
}

/* The files that a .cfg file names, or the model itself. */
static bool read_all(struct assembly *m, const char *name)
{
	const struct cat_place at = { name, { .line = 1, .column = 1 } };
	struct cat_config c;

	if (!lkmm_cat_is_config(name))
		return read_file(m, at, NULL, name);
	if (!lkmm_cat_read_config(m->b.r, name, &c))
		return false;
	m->model->fences_around_rmw = !c.tags_on_both_halves;
	m->model->srcu_without_memory = c.srcu_without_memory;
	m->model->srcu_word = c.srcu_without_memory ? c.srcu_word : NULL;
	m->b.variant = c.variant;
	if (!c.tags_on_both_halves &&
	    !run_text(m, "(tags)", lkmm_cat_old_tags, strlen(lkmm_cat_old_tags)))
		return false;
	return (!c.bell.name || read_file(m, c.bell.at, name, c.bell.name)) &&
	       read_file(m, c.model.at, name, c.model.name);
}

bool lkmm_cat_build(struct cat_reading *r, const char *name, struct graph_of_model *g,
		    struct lkmm_model *model)
{
	struct assembly m = { .b = { .r = r, .g = g }, .model = model };

	if (!start(&m) || !read_all(&m, name) || !lkmm_cat_derive(r, g))
		return false;
	model->rule = m.rule;
	model->nrules = g->nrules;
	model->own_flag = m.own_flag;
	model->flag_rule = m.flag_rule;
	model->nflag_rules = g->nflags;
	model->meaningless = meaningless(&m);
	model->programs = lkmm_cat_programs(&m.b);
	for (int i = 0; i < g->nrules; i++) {
		const struct node *n = &g->node[g->rule[i].node];

		m.rule[i].grows = g->rule[i].negated ? n->shrinks : n->grows;
		m.rule[i].begins = !g->rule[i].negated && n->begins;
	}
	return true;
}

bool lkmm_cat_build_beside(struct cat_reading *r, const struct graph_of_model *of,
			   const char *text, struct graph_of_model *g)
{
	struct lkmm_model model = { .name = NULL };
	struct assembly m = { .b = { .r = r, .g = g }, .model = &model };

	*g = *of;
	g->nrules = g->nflags = 0;
	return start(&m) && run_text(&m, "(known)", text, strlen(text));
}
