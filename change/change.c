// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "change.h"

#include <stdlib.h>
#include <string.h>

bool changes_open(struct changes *c, const struct litmus_test *l, const struct host *host)
{
	memset(c, 0, sizeof(*c));
	c->l = l;
	c->host = host;
	c->function = outline(l);
	return c->function;
}

/* ---- texts ---- */

static const char *keep(struct changes *c, struct text *t)
{
	char *s = t->failed ? NULL : lkmm_alloc(c->l->arena, t->len + 1);

	if (s)
		memcpy(s, t->s ? t->s : "", t->len);
	c->failed |= !s;
	text_free(t);
	return s ? s : "";
}

const char *keep_text(struct changes *c, const char *fmt, ...)
{
	struct text t = { 0 };
	char small[256];
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(small, sizeof(small), fmt, ap);
	va_end(ap);
	if (n >= (int)sizeof(small)) {
		char *large = malloc((size_t)n + 1);

		va_start(ap, fmt);
		if (large)
			vsnprintf(large, (size_t)n + 1, fmt, ap);
		va_end(ap);
		text_puts(&t, large ? large : "");
		t.failed |= !large;
		free(large);
	} else {
		text_puts(&t, small);
	}
	return keep(c, &t);
}

const char *keep_span(struct changes *c, struct span s)
{
	struct text t = { 0 };

	text_put(&t, c->l->source.text + s.from, s.to - s.from);
	return keep(c, &t);
}

/* ---- accesses ---- */

static int by_place(const void *a, const void *b)
{
	const struct place_access *x = a, *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	/* of a place that is read and written: the write first */
	return (int)y->e->access->kind - (int)x->e->access->kind;
}

static void list_stmts(struct changes *c, struct accesses *a, const struct lkmm_stmt *s);

bool changes_leave_out(const struct litmus_test *l)
{
	for (int i = 0; i < l->source.naccesses; i++)
		if (l->source.access[i]->at.in && !l->source.access[i]->at.in->library)
			return true;
	return false;
}

/* One more in *@list, of which there are *@n. */
static void add_access(struct changes *c, struct place_access **list, int *n,
		       struct lkmm_place at, const struct lkmm_expr *e)
{
	struct place_access *p = *list;

	/* of an included file: there is nothing to change in the test */
	if (at.in && at.in->file)
		return;
	if (!(*n & (*n - 1))) {
		p = lkmm_alloc(c->l->arena, sizeof(*p) * (2 * (size_t)*n + 1));
		c->failed |= !p;
		if (!p)
			return;
		if (*n)
			memcpy(p, *list, sizeof(*p) * (size_t)*n);
		*list = p;
	}
	p[(*n)++] = (struct place_access){ place_offset(c->l, at), e };
}

static void list_expr(struct changes *c, struct accesses *a, const struct lkmm_expr *e)
{
	if (!e)
		return;
	list_expr(c, a, e->a);
	list_expr(c, a, e->b);
	list_expr(c, a, e->c);
	list_stmts(c, a, e->body);
	if (e->kind != LKMM_ACCESS)
		return;
	for (int i = 0; i < LKMM_MAX_ARGS; i++)
		list_expr(c, a, e->access->arg[i]);
	add_access(c, &a->access, &a->n, e->at, e);
	for (const struct lkmm_call *call = e->access->call; call; call = call->outer)
		if (e->access->kind != LKMM_FENCE)
			add_access(c, &a->call, &a->ncalls, call->at, e);
}

static void list_stmts(struct changes *c, struct accesses *a, const struct lkmm_stmt *s)
{
	for (; s; s = s->next) {
		list_expr(c, a, s->expr);
		list_expr(c, a, s->step);
		list_stmts(c, a, s->body);
		list_stmts(c, a, s->orelse);
	}
}

void list_accesses(struct changes *c, struct accesses *a)
{
	int n = 0;

	memset(a, 0, sizeof(*a));
	for (int i = 0; i < c->l->program.nthreads; i++)
		list_stmts(c, a, c->l->program.thread[i].body);
	if (a->n)
		qsort(a->access, (size_t)a->n, sizeof(*a->access), by_place);
	for (int i = 0; i < a->n; i++)
		if (!n || a->access[n - 1].at != a->access[i].at ||
		    a->access[n - 1].e->access->kind != a->access[i].e->access->kind)
			a->access[n++] = a->access[i];
	a->n = n;
	if (a->ncalls)
		qsort(a->call, (size_t)a->ncalls, sizeof(*a->call), by_place);
	n = 0;
	for (int i = 0; i < a->ncalls; i++)
		if (!n || a->call[n - 1].at != a->call[i].at)
			a->call[n++] = a->call[i];
	a->ncalls = n;
}

/* ---- changes ---- */

struct change *add_change(struct changes *c, int site, unsigned int gives, int cost)
{
	struct change *p;

	if (!(c->n & (c->n - 1))) {
		p = lkmm_alloc(c->l->arena, sizeof(*p) * (2 * (size_t)c->n + 1));
		c->failed |= !p;
		if (!p)
			return NULL;
		if (c->n)
			memcpy(p, c->change, sizeof(*p) * (size_t)c->n);
		c->change = p;
	}
	p = &c->change[c->n++];
	memset(p, 0, sizeof(*p));
	p->site = site;
	p->gives = gives;
	p->cost = cost;
	return p;
}

void add_edit(struct changes *c, struct change *change, size_t from, size_t to, const char *text)
{
	if (!change)
		return;
	if (change->nedits == CHANGE_MAX_EDITS || from > to || to > c->l->source.size)
		c->failed = true;
	else
		change->edit[change->nedits++] = (struct edit){ { from, to }, text };
}

bool change_is_weaker(const struct change *a, const struct change *b)
{
	return a->site == b->site && !(a->gives & ~b->gives);
}

bool change_is_better(const struct change *a, const struct change *b)
{
	return a->site == b->site && !(a->gives & ~(b->gives | b->mostly));
}

/* ---- making them ---- */

static int by_offset(const void *a, const void *b)
{
	const struct edit *x = *(const struct edit *const *)a, *y = *(const struct edit *const *)b;

	if (x->at.from != y->at.from)
		return x->at.from < y->at.from ? -1 : 1;
	if (x->at.to != y->at.to)
		return x->at.to < y->at.to ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* The text of @s after the edits. */
static void edit_span(struct text *out, const struct litmus_test *l, struct span s,
		      const struct change *const *change, int n)
{
	const struct edit **edit = calloc((size_t)n * CHANGE_MAX_EDITS + 1, sizeof(*edit));
	size_t at = s.from;
	int k = 0;

	out->failed |= !edit;
	for (int i = 0; edit && i < n; i++)
		for (int e = 0; e < change[i]->nedits; e++)
			edit[k++] = &change[i]->edit[e];
	if (edit)
		qsort(edit, (size_t)k, sizeof(*edit), by_offset);
	for (int i = 0; edit && i < k; i++) {
		if (edit[i]->at.from < at || edit[i]->at.to > s.to)
			continue;
		text_put(out, l->source.text + at, edit[i]->at.from - at);
		text_puts(out, edit[i]->text);
		at = edit[i]->at.to;
	}
	text_put(out, l->source.text + at, s.to - at);
	free(edit);
}

void span_text(struct text *out, const struct litmus_test *l, struct span s,
	       const struct change *const *change, int n)
{
	edit_span(out, l, s, change, n);
}

void change_text(struct text *out, const struct litmus_test *l, const struct change *const *change,
		 int n)
{
	edit_span(out, l, (struct span){ 0, l->source.size }, change, n);
}

/* ---- telling them ---- */

void set_line(struct changes *c, struct change *change, size_t at)
{
	int first = 0;

	for (int i = 0; c->host && i < c->host->nfiles; i++) {
		const struct program_file *f = &c->host->file[i];

		if (at < f->from || at >= f->to)
			continue;
		change->file = f->name;
		first = offset_place(c->l, f->from).line - 1;
	}
	change->line = offset_place(c->l, at).line - first;
}

const char *library_name(struct changes *c, bool rust, const char *name)
{
	if (!c->host || !name)
		return name;
	return keep_text(c, "%s%s", rust ? c->host->rust : c->host->c, name);
}

/* On one line. */
static const char *one_line(struct changes *c, const struct text *t)
{
	struct text line = { 0 };

	text_puts(&line, "");
	for (size_t i = 0; i < t->len; i++) {
		bool blank = strchr(" \t\r\n", t->s[i]);

		if (!blank)
			text_put(&line, t->s + i, 1);
		else if (line.len && line.s[line.len - 1] != ' ')
			text_puts(&line, " ");
	}
	line.failed |= t->failed;
	return keep(c, &line);
}

/* Whether what is at @s is on its line once more. */
static bool is_repeated(const struct litmus_test *l, struct span s)
{
	const char *text = l->source.text, *line = text + s.from, *end = text + s.to;
	size_t n = s.to - s.from;

	while (line > text && line[-1] != '\n')
		line--;
	while (end < text + l->source.size && *end != '\n')
		end++;
	for (; n && line + n <= end; line++)
		if (line != text + s.from && !memcmp(line, text + s.from, n))
			return true;
	return false;
}

void tell_change(struct changes *c, struct change *change, struct span s)
{
	const struct change *one[] = { change };
	struct text from = { 0 }, to = { 0 };

	if (!change)
		return;
	set_line(c, change, s.from);
	if (is_repeated(c->l, s))
		change->column = offset_place(c->l, s.from).column;
	edit_span(&from, c->l, s, NULL, 0);
	edit_span(&to, c->l, s, one, 1);
	change->from = one_line(c, &from);
	change->to = one_line(c, &to);
	text_free(&from);
	text_free(&to);
}

void put_change(struct text *out, const struct change *change)
{
	if (change->where) {
		text_add(out, "%s %s", change->to, change->where);
		return;
	}
	if (change->file)
		text_add(out, "%s:%d", change->file, change->line);
	else
		text_add(out, "line %d", change->line);
	if (change->column)
		text_add(out, change->file ? ":%d" : ", column %d", change->column);
	text_add(out, ": %s%s%s", change->from, change->to ? " -> " : ": not needed",
		 change->to ? change->to : "");
}

json_t *json_change(const struct change *change)
{
	json_t *o = json_object();
	int bad = json_object_set_new(o, "line", json_integer(change->line));

	if (change->file)
		bad |= json_object_set_new(o, "file", json_text(change->file));
	if (change->column)
		bad |= json_object_set_new(o, "column", json_integer(change->column));
	if (change->where)
		bad |= json_object_set_new(o, "where", json_text(change->where));
	else
		bad |= json_object_set_new(o, "from", json_text(change->from));
	bad |= json_object_set_new(o, "to", change->to ? json_text(change->to) : json_null());
	if (!bad)
		return o;
	json_decref(o);
	return NULL;
}
