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

void *reader_alloc(struct reader *r, size_t size)
{
	void *p = lkmm_alloc(r->l.arena, size);

	if (!p) {
		r->l.no_memory = true;
		reader_error(r, r->place, "out of memory");
	}
	return p;
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
	if (is_running(r)) {
		reader_error(r, at, "main() depends on a value here that nothing has set");
		return (struct known){ 0 };
	}
	k.index = fresh_register(r, "value");
	add_expr(r, new_assign(&r->l, new_local(&r->l, k.index, at), e, at), at);
	return k;
}

/* ---- threads ---- */

static void read_thread(struct reader *r, int n)
{
	struct started s = r->started[n];
	struct ir_function *f = ir_find_function(&r->m, s.function);
	struct known argument, value;

	if (!f || !f->defined) {
		reader_error(r, s.at, "the function '%s' is not defined in the files given",
			     s.function);
		return;
	}
	r->started[n].thread = r->l.test->nthreads;
	r->l.thread = thread_number(&r->l, r->l.test->nthreads);
	r->frame = NULL;
	r->l.call = NULL;
	r->loops = 0;
	r->l.may_race = 0;
	r->region = (struct region){ 0 };
	if (!r->l.thread || reader_failed(r))
		return;
	r->l.thread->in_order = true;
	r->end = &r->l.thread->body;
	begin_thread(r, n);
	region_begin(r, s.at);
	give_own(r);
	argument = r->started[n].argument;
	value = translate_call(r, f, &argument, 1, s.at);
	if (r->results && value.kind != KNOWN_NOTHING && !reader_failed(r))
		keep_result(r, n, &value, s.at);
	end_thread(r);
}

/* Whether a call of pthread_join() or thrd_join() asks what a thread returned. */
static bool asks_result(const struct ir_instruction *i)
{
	const char *name = i->op == IR_CALL && i->operand[0]->kind == IR_GLOBAL ?
			   i->operand[0]->name : "";

	return (!strcmp(name, "pthread_join") || !strcmp(name, "thrd_join")) &&
	       i->noperands > 2 &&
	       !(i->operand[2]->kind == IR_NUMBER && !i->operand[2]->number);
}

static bool asks_results(const struct ir_module *m)
{
	for (int f = 0; f < m->nfunctions; f++)
		for (int b = 0; b < m->function[f].nblocks; b++)
			for (const struct ir_instruction *i = m->function[f].block[b].first; i;
			     i = i->next)
				if (asks_result(i))
					return true;
	return false;
}

static void read_threads(struct reader *r)
{
	r->prologue = r->nobjects;
	r->main_thread = -1;
	for (int i = 0; i < r->nrestarted && !reader_failed(r); i++)
		read_thread(r, i);
	if (r->resumes && !reader_failed(r)) {
		r->main_thread = r->l.test->nthreads;
		resume_main(r);
	}
	for (int i = r->nrestarted; i < r->nstarted && !reader_failed(r); i++)
		read_thread(r, i);
	if (r->counted && r->counted != r->nstarted + r->resumes)
		reader_error(r, r->counted_at, "condition variables, where threads start threads "
			     "later, are not supported");
	if (!reader_failed(r))
		write_choices(r);
	if (!reader_failed(r))
		end_joined_threads(r);
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
	find_given(r, file, nfiles);
	if (!reader_failed(r))
		ir_link(&r->m);
	return !reader_failed(r);
}

static const struct token nothing = { .kind = T_END, .text = "", .at = { 1, 1, NULL } };

static void open_reader(struct reader *r, struct litmus_test *t, const struct llvm_sources *sources)
{
	struct ir_module m = r->m;

	m.arena = t->arena;
	memset(&t->program, 0, sizeof(t->program));
	t->nwarnings = 0;
	t->assumed = t->lost = NULL;	/* of registers, as they were numbered then */
	t->loses = false;
	*r = (struct reader){ .l = { .out = t, .test = &t->program, .arena = t->arena },
			      .m = m, .sources = sources, .place = nothing.at };
	r->l.stack = (uintptr_t)__builtin_frame_address(0);
	lex_open(&r->l.x, &nothing);
}

/* Up to where main() waits, or is a thread from the step @resume_at on. */
static void read_program(struct reader *r, long resume_at)
{
	r->resume_at = resume_at;
	r->resumes = resume_at;
	r->results = asks_results(&r->m);
	find_first_file(r);
	ask(r);
	execute_main(r);
	if (r->resumes && !r->stopped && !reader_failed(r))
		reader_error(r, (struct lkmm_place){ 0 }, "main() does not come to where it goes "
			     "on as a thread");
	if (!reader_failed(r) && (r->resumes || !r->resume_at))
		read_threads(r);
	if (!r->resumes && !r->resume_at && !reader_failed(r))
		r->resume_at = find_concurrent_use(r);
}

/* Reads the program once more, with what is known of memory. */
static void read_knowing(struct reader *r, long resume_at)
{
	struct reader before = *r;

	open_reader(r, r->l.out, r->sources);
	r->fixed = before.fixed;
	r->nfixed = before.nfixed;
	r->own = before.own;
	r->nown = before.nown;
	r->registers.wanted = before.registers.wanted || before.registers.news;
	read_program(r, resume_at);
}

/*
 * Reads the program twice. The second time it is known which parts of memory that main() has filled
 * no thread writes: plain reads of these are constants, which order nothing in the model either. So
 * arguments in memory bound loops, and indices are known. And it is known what is of one thread
 * alone; if that turns out not to be so, by what is known then, the program is read without that.
 * And once more after news of region.c.
 */
static void read_again(struct reader *r, long resume_at)
{
	bool shared;

	find_fixed(r);
	find_own(r);
	if (reader_failed(r))
		return;
	do {
		read_knowing(r, resume_at);
		if (reader_failed(r))
			return;
		shared = own_is_shared(r);
		if (shared)
			r->nown = 0;
	} while (shared || r->registers.news);
}

/* Those of main() on values that threads have not left. */
static void forget_errors(struct reader *r)
{
	r->l.x.error[0] = '\0';
	r->l.x.fatal = false;
}

/* Executes main() to its end on the first values: whether it has to be a thread before. */
static void try_rest(struct reader *r)
{
	struct lkmm_test *t = r->l.test;
	int observed = -1;

	while (r->waited && !r->resume_at && !reader_failed(r) && observed < t->nobserved) {
		observed = t->nobserved;
		execute_main(r);
	}
	r->failed = (struct llvm_failure){ 0 };
	forget_errors(r);
}

struct llvm_program *llvm_read(struct litmus_test *t, const struct llvm_file *file, int nfiles,
			       const struct llvm_sources *sources)
{
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
	open_reader(r, t, sources);
	if (read_files(r, file, nfiles)) {
		read_program(r, 0);
		if (!r->resume_at && !reader_failed(r))
			read_again(r, 0);
		if (!r->resume_at && !reader_failed(r) && r->waited)
			try_rest(r);
	}
	if (r->resume_at && !reader_failed(r))
		return llvm_resume(p) ? p : NULL;
	return litmus_errors_end(&r->l) ? p : NULL;
}

bool llvm_resume(struct llvm_program *p)
{
	struct reader *r = &p->r;
	long resume_at = r->resume_at;

	open_reader(r, r->l.out, r->sources);
	read_program(r, resume_at);
	if (!reader_failed(r))
		read_again(r, resume_at);
	return litmus_errors_end(&r->l);
}

enum llvm_end llvm_finish(struct llvm_program *p, const int64_t *final,
			  struct llvm_failure *failure)
{
	struct reader *r = &p->r;
	int observed = r->l.test->nobserved;

	*failure = r->failed;
	if (failure->at.line)		/* before threads */
		return LLVM_FAILS;
	if (!r->waited || r->resumes)	/* or it is a thread */
		return LLVM_ENDS;
	r->l.stack = (uintptr_t)__builtin_frame_address(0);
	r->final = final;
	if (final)
		execute_rest(r);
	else
		execute_main(r);
	*failure = r->failed;
	r->failed = (struct llvm_failure){ 0 };
	if (!final)
		forget_errors(r);
	if (!litmus_errors_end(&r->l))
		return LLVM_UNREAD;
	if (r->resume_at)
		return LLVM_RESUMES;
	if (r->l.test->nobserved > observed)
		return LLVM_MORE;
	return failure->at.line ? LLVM_FAILS : LLVM_ENDS;
}

enum llvm_end llvm_try(struct llvm_program *p, const int64_t *final)
{
	struct reader *r = &p->r;
	int observed = r->l.test->nobserved, warnings = r->l.out->nwarnings;
	int nodes = r->l.nodes;
	bool fails, unread = !r->waited || r->resumes;

	r->l.stack = (uintptr_t)__builtin_frame_address(0);
	r->final = final;
	for (int k = 0; !unread && (!k || !notes_looks(r)) && k < 2; k++) {
		execute_rest(r);
		unread = reader_failed(r) || r->resume_at || !r->rest;
	}
	fails = r->failed.at.line;
	r->failed = (struct llvm_failure){ 0 };
	r->resume_at = r->resumes ? r->resume_at : 0;
	r->l.out->nwarnings = warnings;
	r->l.nodes = nodes;	/* main() may go round for long on values that are none */
	forget_errors(r);
	if (unread)
		return LLVM_UNREAD;
	if (r->l.test->nobserved > observed)
		return LLVM_MORE;
	return fails ? LLVM_FAILS : LLVM_ENDS;
}

int llvm_look(const struct llvm_program *p, int n)
{
	return look_of_rest(&p->r, n);
}
