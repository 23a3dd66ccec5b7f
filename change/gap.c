// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Places between statements, and the barriers that can be put there or taken away. */
#include "change.h"
#include "front/primitive.h"

#include <ctype.h>
#include <string.h>

enum { COST_ONE_KIND = 2, COST_BESIDE = 5, COST_MB = 6 };

/* Of the text of a statement. */
enum { MOST_QUOTED = 60 };

/* A barrier that may be inserted: its effect, and the accesses that must be beside it. */
static const struct {
	enum lkmm_fence fence;
	unsigned int gives;
	int cost;
	enum { ANYWHERE, BEFORE_RMW, AFTER_RMW, AFTER_LOCK, AFTER_SRCU,
	       AFTER_BRANCH } beside;
} barriers[] = {
	{ LKMM_FENCE_RMB, GIVES_READS, COST_ONE_KIND, ANYWHERE },
	{ LKMM_FENCE_WMB, GIVES_WRITES, COST_ONE_KIND, ANYWHERE },
	{ LKMM_FENCE_AFTER_CTRL_DEP, GIVES_AFTER_BRANCH, COST_ONE_KIND, AFTER_BRANCH },
	{ LKMM_FENCE_BEFORE_ATOMIC, GIVES_BEFORE_RMW, COST_BESIDE, BEFORE_RMW },
	{ LKMM_FENCE_AFTER_ATOMIC, GIVES_AFTER_RMW, COST_BESIDE, AFTER_RMW },
	{ LKMM_FENCE_AFTER_SPINLOCK, GIVES_AFTER_LOCK, COST_BESIDE, AFTER_LOCK },
	{ LKMM_FENCE_AFTER_UNLOCK_LOCK, GIVES_AFTER_UNLOCK_LOCK, COST_BESIDE, AFTER_LOCK },
	{ LKMM_FENCE_AFTER_SRCU_READ_UNLOCK, GIVES_AFTER_SRCU, COST_BESIDE, AFTER_SRCU },
	{ LKMM_FENCE_MB, ~0U, COST_MB, ANYWHERE },
};

enum { NR_BARRIERS = sizeof(barriers) / sizeof(barriers[0]) };

/* The row of the barrier @e, or -1 if it does not order accesses. */
static int barrier_index(const struct lkmm_expr *e)
{
	for (int i = 0; e && e->access->kind == LKMM_FENCE && i < NR_BARRIERS; i++)
		if (barriers[i].fence == e->access->fence)
			return i;
	return -1;
}

/* ---- the places ---- */

struct gaps {
	struct changes *c;
	const struct accesses *a;
	const struct function *f;
	size_t last;			/* where the last access of the function is */
};

/* A barrier, or an RCU marker, touches nothing. */
static bool touches(const struct lkmm_expr *e)
{
	return e->access->kind != LKMM_FENCE;
}

static bool in_block(const struct statement *s, size_t at)
{
	for (const struct block *b = s ? s->block : NULL; b; b = b->next)
		if (at >= b->in.from && at < b->in.to)
			return true;
	return false;
}

/*
 * Whether an access, or a call that makes one, stands between @from and @to; with @own, outside of
 * the blocks of that statement.
 */
static bool touched(const struct gaps *g, size_t from, size_t to, const struct statement *own)
{
	for (int i = 0; i < g->a->n; i++) {
		const struct place_access *p = &g->a->access[i];

		if (p->at >= from && p->at < to && touches(p->e) && !in_block(own, p->at))
			return true;
	}
	for (int i = 0; i < g->a->ncalls; i++) {
		size_t at = g->a->call[i].at;

		if (at >= from && at < to && !in_block(own, at))
			return true;
	}
	return false;
}

/* The first or last access or barrier of the statement @s itself, or NULL. */
static const struct lkmm_expr *end_of(const struct gaps *g, const struct statement *s, bool last)
{
	const struct lkmm_expr *e = NULL;

	for (int i = 0; s && i < g->a->n; i++) {
		const struct place_access *p = &g->a->access[i];

		if (p->at >= s->all.from && p->at < s->all.to && !in_block(s, p->at) &&
		    (last || !e))
			e = p->e;
	}
	/* What a macro does is not in the order of the text. */
	return e && e->at.in ? NULL : e;
}

static bool is_rmw(const struct lkmm_expr *e)
{
	const struct lkmm_op *op = e && e->access->kind == LKMM_OP ? e->access->op : NULL;

	return op && op->becomes && (op->returns || op->becomes->kind != LKMM_F_ARG);
}

/* @branch: the place is the beginning of a branch or of a loop's body. */
static bool fits(int i, const struct lkmm_expr *before, const struct lkmm_expr *after, bool branch)
{
	switch (barriers[i].beside) {
	case AFTER_BRANCH:
		return branch;
	case BEFORE_RMW:
		return is_rmw(after);
	case AFTER_RMW:
		return is_rmw(before);
	case AFTER_LOCK:
		return before &&
		       (before->access->kind == LKMM_LOCK || before->access->kind == LKMM_TRYLOCK);
	case AFTER_SRCU:
		return before && before->access->kind == LKMM_SRCU_UNLOCK;
	default:
		return true;
	}
}

/* ---- lines ---- */

static size_t line_start(const struct litmus_test *l, size_t at)
{
	while (at && l->source.text[at - 1] != '\n')
		at--;
	return at;
}

static struct span indent_of(const struct litmus_test *l, size_t at)
{
	size_t from = line_start(l, at), to = from;

	while (to < l->source.size && (l->source.text[to] == ' ' || l->source.text[to] == '\t'))
		to++;
	return (struct span){ from, to };
}

/* The end of the line if only a comment follows @at on it, or 0. */
static size_t rest_of_line(const struct litmus_test *l, size_t at)
{
	const char *p = l->source.text + at, *end = memchr(p, '\n', l->source.size - at),
		   *close = NULL;

	if (!end)
		return 0;
	while (p < end && strchr(" \t\r", *p))
		p++;
	if (end - p > 3 && !memcmp(p, "/*", 2)) {
		for (const char *q = p + 2; q + 1 < end; q++)
			if (!memcmp(q, "*/", 2))
				close = q + 2;
		p = close ? close : p;
		while (close && p < end && strchr(" \t\r", *p))
			p++;
	}
	if (p < end && (end - p < 2 || memcmp(p, "//", 2)))
		return 0;
	end -= end > l->source.text + at && end[-1] == '\r';
	return (size_t)(end - l->source.text);
}

/* ---- putting something there ---- */

/* The function of @fence, as it is called in C or in Rust. */
static const char *barrier_call(struct changes *c, bool rust, enum lkmm_fence fence)
{
	const char *name = fence_name(fence);

	if (!c->host)
		return name;
	return keep_text(c, "%s%s", rust ? c->host->rust_barrier : c->host->c, name);
}

/* Whether nothing else is on the lines of @s. */
static bool is_alone(const struct litmus_test *l, const struct statement *s)
{
	return indent_of(l, s->all.from).to == s->all.from && rest_of_line(l, s->all.to);
}

/* How much of @s is quoted: what is on its first line, without the semicolon. */
static int quoted_length(const struct litmus_test *l, const struct statement *s)
{
	const char *text = l->source.text + s->all.from;
	size_t n = 0, all = s->all.to - s->all.from;

	while (n < all && n < MOST_QUOTED && text[n] != '\n' && text[n] != '\r')
		n++;
	return (int)(n && text[n - 1] == ';' ? n - 1 : n);
}

/* Says that it comes before or after (@where) @s, a line of which is that of @at. A line alone is
 * vague if there are other statements on it. */
static void set_place(struct gaps *g, struct change *change, const char *name, const char *where,
		      const struct statement *s, size_t at)
{
	const struct litmus_test *l = g->c->l;
	bool alone = is_alone(l, s);
	const char *it;

	if (!change)
		return;
	set_line(g->c, change, alone ? at : s->all.from);
	change->to = keep_text(g->c, "%s()", name);
	if (alone) {
		change->where = change->file ?
				keep_text(g->c, "%s %s:%d", where, change->file, change->line) :
				keep_text(g->c, "%s line %d", where, change->line);
		return;
	}
	it = keep_text(g->c, "`%.*s`", quoted_length(l, s), l->source.text + s->all.from);
	change->column = offset_place(l, s->all.from).column;
	change->where = change->file ?
			keep_text(g->c, "%s %s at %s:%d:%d", where, it, change->file, change->line,
				  change->column) :
			keep_text(g->c, "%s %s on line %d, column %d", where, it, change->line,
				  change->column);
}

static void put_after(struct gaps *g, struct change *change, const struct statement *s,
		      const char *name)
{
	struct changes *c = g->c;
	size_t at = rest_of_line(c->l, s->all.to);

	if (at)
		add_edit(c, change, at, at,
			 keep_text(c, "\n%s%s();", keep_span(c, indent_of(c->l, s->all.from)),
				   name));
	else
		add_edit(c, change, s->all.to, s->all.to, keep_text(c, " %s();", name));
	set_place(g, change, name, "after", s, s->all.to - 1);
}

/* Before the first statement of @b, which has no braces: it gets them. */
static void put_with_braces(struct gaps *g, struct change *change, const struct block *b,
			    const char *name)
{
	struct changes *c = g->c;
	const struct statement *s = b->first;
	struct span in = indent_of(c->l, s->all.from), out = indent_of(c->l, b->head_to - 1);

	if (in.to == s->all.from && rest_of_line(c->l, s->all.to)) {
		add_edit(c, change, b->head_to, b->head_to,
			 keep_text(c, " {\n%s%s();", keep_span(c, in), name));
		add_edit(c, change, rest_of_line(c->l, s->all.to), rest_of_line(c->l, s->all.to),
			 keep_text(c, "\n%s}", keep_span(c, out)));
	} else {
		add_edit(c, change, s->all.from, s->all.from, keep_text(c, "{ %s(); ", name));
		add_edit(c, change, s->all.to, s->all.to, " }");
	}
}

static void put_first(struct gaps *g, struct change *change, const struct block *b,
		      const char *name)
{
	struct changes *c = g->c;
	const struct statement *s = b->first;
	struct span indent = indent_of(c->l, s->all.from);

	set_place(g, change, name, "before", s, s->all.from);
	if (!b->braced)
		put_with_braces(g, change, b, name);
	else if (indent.to == s->all.from)
		add_edit(c, change, indent.from, indent.from,
			 keep_text(c, "%s%s();\n", keep_span(c, indent), name));
	else
		add_edit(c, change, s->all.from, s->all.from, keep_text(c, "%s(); ", name));
}

/* All barriers that fit after @s, or as the first in @b. @next stands after that. */
static void fill_gap(struct gaps *g, const struct statement *s, const struct block *b,
		     const struct statement *next)
{
	const struct lkmm_expr *after = end_of(g, next, false);
	const struct lkmm_expr *before = s ? end_of(g, s, true) : NULL;
	bool changed = barrier_index(after) >= 0;

	for (int i = 0; i < NR_BARRIERS; i++) {
		struct change *change;
		const char *name;

		/* A barrier that is there already becomes a stronger one instead. */
		if (!fits(i, before, after, b != NULL) ||
		    (changed && barriers[i].gives & GIVES_MB) ||
		    (changed && after->access->fence == barriers[i].fence))
			continue;
		change = add_change(g->c, g->c->nsites, barriers[i].gives, barriers[i].cost);
		if (!change)
			return;
		change->barrier = true;
		if (barriers[i].beside != ANYWHERE && barriers[i].cost > COST_ONE_KIND)
			change->mostly = GIVES_READS | GIVES_WRITES;
		name = barrier_call(g->c, g->f->rust, barriers[i].fence);
		if (b)
			put_first(g, change, b, name);
		else
			put_after(g, change, s, name);
	}
	g->c->nsites++;
}

static void walk(struct gaps *g, const struct block *block, bool loop)
{
	loop |= block->loop;
	for (const struct statement *s = block->first; s; s = s->next) {
		bool own = touched(g, s->all.from, s->all.to, s);

		for (const struct block *b = s->block; b; b = b->next) {
			if (b->first && (own || b->loop) && touched(g, b->in.from, b->in.to, NULL))
				fill_gap(g, NULL, b, b->first);
			walk(g, b, loop);
		}
		/* At the end of a branch, the gap after the whole statement is enough. */
		if (!s->ended || !block->braced ||
		    (!s->next && !block->loop && block != &g->f->body))
			continue;
		if (touched(g, s->all.from, s->all.to, NULL) && (loop || g->last >= s->all.to))
			fill_gap(g, s, NULL, s->next);
	}
}

void add_barriers(struct changes *c, const struct accesses *a)
{
	for (const struct function *f = c->function; f; f = f->next) {
		struct gaps g = { .c = c, .a = a, .f = f };

		for (int i = 0; i < a->n; i++)
			if (a->access[i].at < f->body.in.to && touches(a->access[i].e))
				g.last = a->access[i].at;
		for (int i = 0; i < a->ncalls; i++)
			if (a->call[i].at < f->body.in.to && a->call[i].at > g.last)
				g.last = a->call[i].at;
		walk(&g, &f->body, false);
	}
}

/* ---- barriers that are there ---- */

/* The block that the statement at @at belongs to. */
static const struct block *find_block(const struct block *b, size_t at)
{
	for (const struct statement *s = b->first; s; s = s->next)
		for (const struct block *in = s->block; in; in = in->next)
			if (at >= in->in.from && at < in->in.to)
				return find_block(in, at);
	return b;
}

/* The name of the barrier at @at, and the call. */
static void name_and_call(struct changes *c, size_t at, struct span *name, struct span *call)
{
	struct lexer x = lex_from(c->l, at);

	while (lex_next_is(&x, "::")) {
		lex_next(&x);
		lex_next(&x);
	}
	*name = *call = (struct span){ at, (size_t)(x.tok.text - c->l->source.text) };
	name->to += (size_t)x.tok.len;
	while (x.tok.kind != T_END && !tok_is(&x, ")"))
		lex_next(&x);
	call->to = (size_t)(x.tok.text - c->l->source.text) + 1;
}

static void replace_barrier(struct changes *c, const struct place_access *p, bool rust, int to)
{
	struct change *change = add_change(c, c->nsites, barriers[to].gives, barriers[to].cost);
	struct span name, call;

	name_and_call(c, p->at, &name, &call);
	add_edit(c, change, name.from, name.to,
		 barrier_call(c, rust, barriers[to].fence));
	tell_change(c, change, call);
}

/* The statement that is the call at @at and nothing more, perhaps with a path before the name. */
static const struct statement *find_call(const struct changes *c, const struct block *b, size_t at)
{
	const struct statement *s = b->first;

	while (s && (at < s->all.from || at >= s->all.to))
		s = s->next;
	for (size_t i = s ? s->all.from : at; i < at; i++)
		if (!isalnum((unsigned char)c->l->source.text[i]) &&
		    !strchr("_:", c->l->source.text[i]))
			return NULL;
	return s && !s->block ? s : NULL;
}

/* The statement goes, with its line if it is alone there. */
static void remove_barrier(struct changes *c, const struct place_access *p,
			   const struct block *body)
{
	const struct block *b = find_block(body, p->at);
	const struct statement *s = find_call(c, b, p->at);
	struct change *change;
	struct span name, call, indent;

	if (!s)
		return;
	change = add_change(c, c->nsites, 0, 0);
	name_and_call(c, p->at, &name, &call);
	indent = indent_of(c->l, s->all.from);
	/* The one statement of a branch leaves an empty one. */
	if (indent.to == s->all.from && rest_of_line(c->l, s->all.to) && b->braced)
		add_edit(c, change, indent.from, rest_of_line(c->l, s->all.to) + 1, "");
	else
		add_edit(c, change, s->all.from, call.to, "");
	if (change) {
		set_line(c, change, call.from);
		change->from = keep_span(c, call);
	}
}

static void change_barriers(struct changes *c, const struct accesses *a, bool stronger)
{
	for (int i = 0; i < a->n; i++) {
		const struct function *f = function_at(c->function, a->access[i].at);
		int now = barrier_index(a->access[i].e), n = c->n;

		if (now < 0 || !f || a->access[i].e->at.in)
			continue;
		for (int to = 0; to < NR_BARRIERS; to++)
			if (to != now && barriers[to].beside == ANYWHERE &&
			    (stronger ? barriers[to].gives & GIVES_MB :
					barriers[to].cost < barriers[now].cost))
				replace_barrier(c, &a->access[i], f->rust, to);
		if (!stronger)
			remove_barrier(c, &a->access[i], &f->body);
		c->nsites += c->n > n;
	}
}

void stronger_barriers(struct changes *c, const struct accesses *a)
{
	change_barriers(c, a, true);
}

void weaker_barriers(struct changes *c, const struct accesses *a)
{
	change_barriers(c, a, false);
}
