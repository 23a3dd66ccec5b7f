// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Structures as JSON, and back. */
#include "record.h"

#include <stdlib.h>
#include <string.h>

/* ---- what pointers point to ---- */

/* Adds @p to the list unless it is there. False without memory. */
static bool note(const void ***list, int *n, const void *p)
{
	const void **more;

	for (int i = *n - 1; i >= 0; i--)
		if ((*list)[i] == p)
			return true;
	more = (*n & (*n - 1)) ? *list : realloc(*list, sizeof(*more) * (*n ? 2 * (size_t)*n : 1));
	if (!more)
		return false;
	more[(*n)++] = p;
	*list = more;
	return true;
}

static bool note_place(struct records *r, struct lkmm_place at)
{
	return !at.in || note((const void ***)&r->origin, &r->norigins, at.in);
}

static bool note_statements(struct records *r, const struct lkmm_stmt *s)
{
	for (; s; s = s->next)
		if (!note_place(r, s->at) || !note_statements(r, s->body) ||
		    !note_statements(r, s->orelse))
			return false;
	return true;
}

bool records_open(struct records *r, const struct litmus_test *test)
{
	r->test = test;
	for (int t = 0; t < test->program.nthreads; t++)
		if (!note_statements(r, test->program.thread[t].body))
			return false;
	for (int i = 0; i < test->source.naccesses; i++) {
		const struct lkmm_expr *e = test->source.access[i];
		const struct lkmm_call *call = e->access->call;

		if (!note_place(r, e->at))
			return false;
		for (; call; call = call->outer)
			if (!note((const void ***)&r->call, &r->ncalls, call) ||
			    !note_place(r, call->at))
				return false;
	}
	return true;
}

void records_close(struct records *r)
{
	free(r->call);
	free(r->origin);
	r->call = NULL;
	r->origin = NULL;
	r->ncalls = r->norigins = 0;
}

static int number_of_access(const struct records *r, const struct lkmm_access *a)
{
	for (int i = 0; i < r->test->source.naccesses; i++)
		if (r->test->source.access[i]->access == a)
			return i;
	return -1;
}

static int number_of_call(const struct records *r, const struct lkmm_call *call)
{
	for (int i = 0; i < r->ncalls; i++)
		if (r->call[i] == call)
			return i;
	return -1;
}

static const struct lkmm_origin *origin_called(struct records *r, const char *file)
{
	struct lkmm_origin *in;

	for (int i = 0; i < r->norigins; i++)
		if (!strcmp(r->origin[i]->file, file))
			return r->origin[i];
	/* main() alone comes there, and no statement of it is shown */
	in = lkmm_alloc(r->arena, sizeof(*in));
	if (!in || !note((const void ***)&r->origin, &r->norigins, in)) {
		r->no_memory = true;
		return NULL;
	}
	*in = (struct lkmm_origin){ .file = file, .text = "", .included = { 1, 1, NULL } };
	return in;
}

/* ---- text: each byte is the character of that number ---- */

static json_t *put_bytes(struct records *r, const char *s)
{
	struct text t = { 0 };
	json_t *json;

	text_puts(&t, "");
	for (const char *p = s; *p;) {
		size_t plain = 0;
		unsigned char c;

		while (p[plain] && (unsigned char)p[plain] < 0x80)
			plain++;
		text_put(&t, p, plain);
		p += plain;
		if (!*p)
			break;
		c = (unsigned char)*p++;
		text_put(&t, (const char []){ (char)(0xc0 | c >> 6), (char)(0x80 | (c & 0x3f)) },
			 2);
	}
	json = t.failed ? NULL : json_string(t.s);
	r->no_memory |= !json;
	text_free(&t);
	return json;
}

static const char *get_bytes(struct records *r, const json_t *json)
{
	const char *s = json_string_value(json);
	char *text = s ? lkmm_alloc(r->arena, strlen(s) + 1) : NULL, *to = text;

	r->wrong |= !s;
	r->no_memory |= s && !text;
	for (; text && *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (c >= 0x80) {
			r->wrong |= c > 0xc3;
			c = (unsigned char)(c << 6 | ((unsigned char)*++s & 0x3f));
		}
		*to++ = (char)c;
	}
	return text;
}

/* ---- writing ---- */

static json_t *put_place(struct records *r, const struct lkmm_place *at)
{
	json_t *list = json_pack("[i, i]", at->line, at->column);

	r->wrong |= at->in && !at->in->file;
	if (list && !r->wrong && at->in && json_array_append_new(list, put_bytes(r, at->in->file)))
		r->no_memory = true;
	return list;
}

static json_t *put_number(struct records *r, const void *p, int i)
{
	r->wrong |= p && i < 0;
	return p ? json_integer(i) : json_null();
}

static json_t *put_list(struct records *r, const struct record *of, const char *from, int n)
{
	json_t *list = json_array();

	for (int i = 0; i < n && list; i++)
		r->no_memory |= !!json_array_append_new(list, record_put(r, of, from +
								  (size_t)i * of->size));
	return list;
}

static int rule_of(const struct lkmm_rule *rule)
{
	for (int i = 0; i < lkmm_kernel_model.nrules; i++)
		if (rule == &lkmm_kernel_model.rule[i])
			return i;
	return -1;
}

static json_t *put_pointer(struct records *r, const struct member *m, const void *p,
			   const char *from)
{
	switch (m->kind) {
	case M_TEXT:
		return p ? put_bytes(r, p) : json_null();
	case M_ACCESS:
		return put_number(r, p, number_of_access(r, p));
	case M_CALL:
		return put_number(r, p, number_of_call(r, p));
	case M_RULE:
		return put_number(r, p, rule_of(p));
	case M_MAYBE:
		return p ? record_put(r, m->of, p) : json_null();
	default:
		return put_list(r, m->of, p, *(const int *)(from + m->count));
	}
}

static json_t *put_member(struct records *r, const struct member *m, const char *from)
{
	const void *p = from + m->at;

	switch (m->kind) {
	case M_INT:
	case M_THREAD:
	case M_LOCATION:
	case M_EVENT:
		return json_integer(*(const int *)p);
	case M_BOOL:
		return json_boolean(*(const bool *)p);
	case M_FLAGS:
		return json_integer(*(const unsigned int *)p);
	case M_SIZE:
		return json_integer((json_int_t)*(const size_t *)p);
	case M_COUNTER:
		return json_integer((json_int_t)*(const uint64_t *)p);
	case M_WIDE:
		return json_integer(*(const int64_t *)p);
	case M_REAL:
		return json_real(*(const double *)p);
	case M_CHARS:
		return put_bytes(r, p);
	case M_PLACE:
		return put_place(r, p);
	case M_RECORD:
		return record_put(r, m->of, p);
	case M_ARRAY:
		return put_list(r, m->of, p, *(const int *)(from + m->count));
	default:
		return put_pointer(r, m, *(const void *const *)p, from);
	}
}

json_t *record_put(struct records *r, const struct record *of, const void *from)
{
	json_t *o = json_object();

	for (int i = 0; i < of->n; i++)
		r->no_memory |= !!json_object_set_new(o, of->member[i].name,
						    put_member(r, &of->member[i], from));
	if (o && !r->no_memory && !r->wrong)
		return o;
	r->no_memory |= !o;
	json_decref(o);
	return NULL;
}

/* ---- reading ---- */

/* A whole number in that range, or @least. */
static json_int_t get_integer(struct records *r, const json_t *from, json_int_t least,
			      json_int_t most)
{
	json_int_t i = json_integer_value(from);

	if (json_is_integer(from) && i >= least && i <= most)
		return i;
	r->wrong = true;
	return least;
}

/* The same for a pointer to one of @n: -1 for NULL. */
static int get_number(struct records *r, const json_t *from, int n)
{
	return json_is_null(from) ? -1 : (int)get_integer(r, from, 0, n - 1);
}

/* One of @n, or -1 for none. What was not set is 0, also where there are none. */
static int get_index(struct records *r, const json_t *from, int n)
{
	int i = (int)get_integer(r, from, -1, n ? n - 1 : 0);

	return i < n ? i : -1;
}

static int get_int(struct records *r, const struct member *m, const json_t *from)
{
	bool any = !m->least && !m->most;

	switch (m->kind) {
	case M_THREAD:
		return get_index(r, from, r->test->program.nthreads);
	case M_LOCATION:
		return get_index(r, from, r->test->program.nlocs);
	case M_EVENT:
		return get_index(r, from, r->nevents);
	default:
		return (int)get_integer(r, from, any ? INT32_MIN : m->least,
					any ? INT32_MAX : m->most);
	}
}

static void get_place(struct records *r, const json_t *from, struct lkmm_place *at)
{
	const json_t *file = json_array_get(from, 2);
	const char *name = file ? get_bytes(r, file) : NULL;

	at->line = (int)get_integer(r, json_array_get(from, 0), 0, INT32_MAX);
	at->column = (int)get_integer(r, json_array_get(from, 1), 0, INT32_MAX);
	at->in = name ? origin_called(r, name) : NULL;
}

static void get_chars(struct records *r, const struct member *m, const json_t *from, char *to)
{
	const char *s = get_bytes(r, from);

	if (s && strlen(s) < (size_t)m->most)
		strcpy(to, s);
	else
		r->wrong = true;
}

/* The elements of @from, up to @n. */
static void get_list(struct records *r, const struct record *of, const json_t *from, char *to,
		     int n)
{
	if (of == &event_record)
		r->nevents = n;
	for (int i = 0; i < n; i++)
		if (!record_get(r, of, json_array_get(from, (size_t)i), to + (size_t)i * of->size))
			return;
}

static void get_listed(struct records *r, const struct member *m, const json_t *from, char *base)
{
	size_t n = json_array_size(from);
	void *list, **to = (void **)(base + m->at);

	r->wrong |= !json_is_array(from) || n > INT32_MAX;
	if (r->wrong || (!n && m->kind == M_OWNED))
		return;
	list = m->kind == M_OWNED ? calloc(n, m->of->size) :
				    lkmm_alloc(r->arena, n * m->of->size + 1);
	r->no_memory |= !list;
	if (!list)
		return;
	*to = list;
	*(int *)(base + m->count) = (int)n;
	get_list(r, m->of, from, list, (int)n);
}

static void get_array(struct records *r, const struct member *m, const json_t *from, char *base)
{
	int *n = (int *)(base + m->count);

	r->wrong |= !json_is_array(from) || json_array_size(from) > (size_t)m->most;
	*n = r->wrong ? 0 : (int)json_array_size(from);
	get_list(r, m->of, from, base + m->at, *n);
}

static void *get_maybe(struct records *r, const struct record *of, const json_t *from)
{
	void *to;

	if (json_is_null(from))
		return NULL;
	to = lkmm_alloc(r->arena, of->size);
	r->no_memory |= !to;
	return to && record_get(r, of, from, to) ? to : NULL;
}

/* Where in the program or the model the pointer points to. */
static const void *get_target(struct records *r, const struct member *m, const json_t *from)
{
	int i;

	switch (m->kind) {
	case M_ACCESS:
		i = get_number(r, from, r->test->source.naccesses);
		return i < 0 || r->wrong ? NULL : r->test->source.access[i]->access;
	case M_CALL:
		i = get_number(r, from, r->ncalls);
		return i < 0 || r->wrong ? NULL : r->call[i];
	case M_RULE:
		i = get_number(r, from, lkmm_kernel_model.nrules);
		return i < 0 || r->wrong ? NULL : &lkmm_kernel_model.rule[i];
	case M_TEXT:
		return json_is_null(from) ? NULL : get_bytes(r, from);
	default:
		return get_maybe(r, m->of, from);
	}
}

static void get_member(struct records *r, const struct member *m, const json_t *from, char *base)
{
	void *to = base + m->at;

	switch (m->kind) {
	case M_INT:
	case M_THREAD:
	case M_LOCATION:
	case M_EVENT:
		*(int *)to = get_int(r, m, from);
		break;
	case M_BOOL:
		r->wrong |= !json_is_boolean(from);
		*(bool *)to = json_is_true(from);
		break;
	case M_FLAGS:
		*(unsigned int *)to = (unsigned int)get_integer(r, from, 0, UINT32_MAX);
		break;
	case M_SIZE:
		*(size_t *)to = (size_t)get_integer(r, from, 0, INT64_MAX);
		break;
	case M_COUNTER:
		*(uint64_t *)to = (uint64_t)get_integer(r, from, 0, INT64_MAX);
		break;
	case M_WIDE:
		*(int64_t *)to = get_integer(r, from, INT64_MIN, INT64_MAX);
		break;
	case M_REAL:
		r->wrong |= !json_is_number(from);
		*(double *)to = json_number_value(from);
		break;
	case M_CHARS:
		get_chars(r, m, from, to);
		break;
	case M_PLACE:
		get_place(r, from, to);
		break;
	case M_RECORD:
		record_get(r, m->of, from, to);
		break;
	case M_ARRAY:
		get_array(r, m, from, base);
		break;
	case M_LIST:
	case M_OWNED:
		get_listed(r, m, from, base);
		break;
	default:
		*(const void **)to = get_target(r, m, from);
	}
}

bool record_get(struct records *r, const struct record *of, const json_t *from, void *to)
{
	for (int i = 0; i < of->n && !r->wrong && !r->no_memory; i++)
		get_member(r, &of->member[i], json_object_get(from, of->member[i].name), to);
	return !r->wrong && !r->no_memory;
}
