// SPDX-License-Identifier: GPL-2.0 OR MIT
/* A program in LLVM IR: main() is executed, and the threads that it starts are translated. */
#include "reader.h"

#include <stdio.h>
#include <string.h>

struct llvm_program {
	struct reader r;
};

/* ---- errors ---- */

static struct lkmm_place some_place(struct lkmm_place at)
{
	return at.line ? at : (struct lkmm_place){ 1, 1, NULL };
}

void reader_error(struct reader *r, struct lkmm_place at, const char *fmt, ...)
{
	char text[LITMUS_ERROR_TEXT];
	va_list ap;

	if (reader_failed(r))
		return;
	va_start(ap, fmt);
	lex_message(text, sizeof(text), fmt, ap);
	va_end(ap);
	lex_fatal(&r->l.x, some_place(at.line ? at : r->place), "%s", text);
}

bool reader_failed(const struct reader *r)
{
	return r->l.x.error[0];
}

void reader_warning(struct reader *r, struct lkmm_place at, const char *fmt, ...)
{
	struct litmus_test *t = r->l.out;
	struct litmus_error *e = &t->warning[t->nwarnings];
	va_list ap;

	if (t->nwarnings == LITMUS_MAX_ERRORS)
		return;
	va_start(ap, fmt);
	lex_message(e->text, sizeof(e->text), fmt, ap);
	va_end(ap);
	e->at = some_place(at);
	for (int i = 0; i < t->nwarnings; i++)
		if (!strcmp(t->warning[i].text, e->text))
			return;
	t->nwarnings++;
}

/* ---- statements ---- */

void add_stmt(struct reader *r, struct lkmm_stmt *s)
{
	if (!s)
		return;
	*r->end = s;
	while (*r->end)
		r->end = &(*r->end)->next;
}

void add_expr(struct reader *r, struct lkmm_expr *e, struct lkmm_place at)
{
	struct lkmm_stmt *s = e ? new_stmt(&r->l, LKMM_EXPR, at) : NULL;

	if (!s)
		return;
	s->expr = e;
	add_stmt(r, s);
}

int fresh_register(struct reader *r, const char *name)
{
	struct lkmm_thread *t = r->l.thread;
	char text[80];
	int n = snprintf(text, sizeof(text), "%.60s'%d", name, t->nregs);
	int i = new_register(&r->l, t, text, n, (struct lkmm_integer){ 0 });

	if (i >= 0)
		t->reg[i].hidden = true;
	return i;
}

struct known keep(struct reader *r, struct lkmm_expr *e, struct lkmm_place at)
{
	struct known k = { .kind = KNOWN_REGISTER };

	if (!e || reader_failed(r))
		return (struct known){ 0 };
	if (e->kind == LKMM_NUMBER)
		return known_number(e->number);
	k.index = fresh_register(r, "value");
	add_expr(r, new_assign(&r->l, new_local(&r->l, k.index, at), e, at), at);
	return k;
}

/* ---- threads ---- */

static void read_thread(struct reader *r, int n)
{
	struct started s = r->started[n];
	struct ir_function *f = ir_find_function(&r->m, s.function);

	if (!f || !f->defined) {
		reader_error(r, s.at, "the function '%s' is not defined in the files given",
			     s.function);
		return;
	}
	r->l.thread = thread_number(&r->l, n);
	r->frame = NULL;
	r->l.call = NULL;
	r->loops = 0;
	if (!r->l.thread || reader_failed(r))
		return;
	r->l.thread->in_order = true;
	r->end = &r->l.thread->body;
	translate_call(r, f, &s.argument, 1, s.at);
}

/* main() must not use what threads may use, while they run. */
static void check_uses(struct reader *r)
{
	for (int k = 0; k < r->nobjects; k++) {
		const struct object *o = &r->object[k];

		if (o->used.line && o->loc >= 0)
			reader_error(r, o->used, "main() uses '%s' while threads run that may use "
				     "it: only threads that are started may do so", o->name);
	}
}

/* The question: whether anything goes wrong. There is no condition besides. */
static void ask(struct reader *r)
{
	struct lkmm_cond *always = litmus_alloc(&r->l, sizeof(*always));

	if (always)
		always->kind = LKMM_TRUE;
	r->l.test->cond = always;
	r->l.test->quantifier = LKMM_EXISTS;
	r->l.test->name = "main";
}

static bool read_files(struct reader *r, const struct llvm_file *file, int nfiles)
{
	for (int i = 0; i < nfiles && !reader_failed(r); i++)
		if (!ir_read(&r->m, file[i].text))
			reader_error(r, (struct lkmm_place){ 0 }, "%s:%d: %s", file[i].name,
				     r->m.error_line, r->m.error);
	return !reader_failed(r);
}

struct llvm_program *llvm_read(struct litmus_test *t, const struct llvm_file *file, int nfiles,
			       const struct llvm_sources *sources)
{
	static const struct token nothing = { .kind = T_END, .text = "", .at = { 1, 1, NULL } };
	struct lkmm_arena *arena = t->arena = lkmm_arena_new();
	struct llvm_program *p = arena ? lkmm_alloc(arena, sizeof(*p)) : NULL;
	struct reader *r;

	if (!p) {
		snprintf(t->error[0].text, sizeof(t->error[0].text), "out of memory");
		t->error[0].at = nothing.at;
		t->nerrors = 1;
		return NULL;
	}
	r = &p->r;
	*r = (struct reader){ .l = { .out = t, .test = &t->program, .arena = arena },
			      .m = { .arena = arena }, .sources = sources };
	r->l.stack = (uintptr_t)__builtin_frame_address(0);
	lex_open(&r->l.x, &nothing);
	if (read_files(r, file, nfiles)) {
		find_first_file(r);
		ask(r);
		execute_main(r);
	}
	r->prologue = r->nobjects;
	for (int i = 0; i < r->nstarted && !reader_failed(r); i++)
		read_thread(r, i);
	if (!reader_failed(r))
		check_uses(r);
	return litmus_errors_end(&r->l) ? p : NULL;
}

enum llvm_end llvm_finish(struct llvm_program *p, const int64_t *final, struct lkmm_place *at)
{
	struct reader *r = &p->r;
	int observed = r->l.test->nobserved;

	if (r->failed.line) {		/* before threads */
		*at = r->failed;
		return LLVM_FAILS;
	}
	if (!r->waited)
		return LLVM_ENDS;
	r->l.stack = (uintptr_t)__builtin_frame_address(0);
	r->final = final;
	execute_main(r);
	*at = r->failed;
	r->failed = (struct lkmm_place){ 0 };
	if (!litmus_errors_end(&r->l))
		return LLVM_UNREAD;
	if (r->l.test->nobserved > observed)
		return LLVM_MORE;
	return at->line ? LLVM_FAILS : LLVM_ENDS;
}
