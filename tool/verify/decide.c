// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Decides a program: the executions of its threads, and for each final state that they may leave,
 * the rest of main().
 */
#include "verify.h"
#include "base/clock.h"
#include "base/progress.h"
#include "show/verdict.h"
#include "show/why.h"

#include <inttypes.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

struct decision {
	const struct verify *v;
	struct verdict *d;
	struct llvm_program *program;
	double begin, limit;
	bool explaining;		/* by one thread, which has polled so often: */
	long polls;
	bool asking;			/* whether main() fails; that was given up */
	bool gave_up;
};

/* The search for a state on which main() may fail ends after so many polls, of 2^16 words of work
 * each: some five seconds. All states are listed then. */
enum { MOST_ASKED = 1 << 14 };

/* "step 3 of 6 (final states): 1234 executions, 567/s, about 40 % of the step done, 8 s" */
static void show_progress(const struct decision *p)
{
	const struct lkmm_progress *so_far = &p->d->progress;
	double seconds = clock_now() - p->begin;
	struct text line = { 0 };

	put_stage(&line, so_far);
	text_add(&line, ": %" PRIu64 " executions, %.0f/s, ", so_far->executions,
		 seconds > 0 ? (double)so_far->executions / seconds : 0);
	text_add(&line, "about %.0f %% of the step done, %.0f s", 100 * so_far->part, seconds);
	if (line.s && !line.failed)
		progress_put(line.s);
	text_free(&line);
}

static bool stops(void *arg)
{
	struct decision *p = arg;

	if (progress_due(p->begin, p->v->progress))
		show_progress(p);
	if (p->asking && p->d->progress.stage <= LKMM_STAGE_VERDICT)
		p->gave_up = p->polls++ >= MOST_ASKED;
	return p->gave_up || (p->explaining && p->polls++ >= p->v->explain) ||
	       interrupted_or_past(&p->limit);
}

static void keep_source(struct verify_sources *s, struct lkmm_arena *arena, const char *path,
			const char *text, size_t size)
{
	struct verify_source *more = lkmm_alloc(arena, sizeof(*more) * ((size_t)s->n + 1));
	char *name = lkmm_alloc(arena, strlen(path) + 1);

	if (!more || !name)
		return;			/* it is read again */
	if (s->n)
		memcpy(more, s->file, sizeof(*more) * (size_t)s->n);
	strcpy(name, path);
	more[s->n++] = (struct verify_source){ name, text, size };
	s->file = more;
}

static const char *read_source(void *arg, struct lkmm_arena *arena, const char *path, size_t *size,
			       const char **why)
{
	struct verify_sources *s = arg;
	char *text, *copy = NULL;

	*why = "it cannot be read";
	for (int i = 0; i < s->n; i++)
		if (!strcmp(s->file[i].path, path)) {
			*size = s->file[i].size;
			return s->file[i].text;
		}
	text = s->all ? NULL : read_file(path, size);
	if (text)
		copy = lkmm_alloc(arena, *size + 1);
	if (copy) {
		memcpy(copy, text, *size);
		keep_source(s, arena, path, copy, *size);
	}
	free(text);
	return copy;
}

static bool always_true(const struct lkmm_cond *c)
{
	return !c || c->kind == LKMM_TRUE;
}

static struct lkmm_options options_of(struct decision *p)
{
	struct lkmm_options o = p->v->options;

	o.show = why_keep;
	o.show_arg = p->d->why;
	o.only_allowed = true;
	o.only_flaws = !p->explaining;
	o.unless_true = p->asking && !always_true(p->d->test->program.cond);
	o.stop = stops;
	o.stop_arg = p;
	o.progress = &p->d->progress;
	return o;
}

/* main() may take a lock behind the threads: that is not a condition of a litmus test about it. */
static void leave_flag(struct lkmm_answer *a, enum lkmm_flag flag)
{
	int n = 0;

	a->flags &= ~(1U << flag);
	for (int i = 0; i < a->nflagged; i++)
		if (a->flagged[i].flag != flag)
			a->flagged[n++] = a->flagged[i];
	a->nflagged = n;
}

static bool check(struct decision *p, bool states)
{
	struct lkmm_options o = options_of(p);

	o.states = states;
	if (p->v->prepare && !p->v->prepare(p->v->prepare_arg)) {
		p->d->status = LKMM_NO_MEMORY;
		return false;
	}
	lkmm_answer_free(&p->d->answer);
	*p->d->why = (struct why){ .arena = p->d->test->arena };
	p->d->status = verify_search(&p->d->test->program, p->explaining ? 1 : p->v->jobs, &o,
				     &p->d->answer, p->d->why);
	leave_flag(&p->d->answer, LKMM_LOCK_FINAL);
	if (p->d->status == LKMM_STOPPED)
		p->d->stopped = interrupted() ? "interrupted" :
				p->polls > p->v->explain ? "too many executions" :
				"time limit exceeded";
	return p->d->status == LKMM_OK;
}

struct lkmm_cond *verify_is_state(const struct litmus_test *l, const int64_t *state)
{
	const struct lkmm_test *t = &l->program;
	struct lkmm_cond *all = NULL;

	for (int i = 0; i < t->nobserved; i++) {
		struct lkmm_cond *same = lkmm_alloc(l->arena, sizeof(*same));
		struct lkmm_cond *both = lkmm_alloc(l->arena, sizeof(*both));

		if (!same || !both)
			return NULL;
		*same = (struct lkmm_cond){ .kind = LKMM_SAME, .left = t->observed[i],
					    .right = { .kind = LKMM_CONSTANT, .value = state[i] } };
		*both = (struct lkmm_cond){ .kind = LKMM_BOTH, .a = all, .b = same };
		all = all ? both : same;
	}
	return all;
}

/* Keeps a copy of @state, for when the answer is gone. */
static void keep_state(struct decision *p, const int64_t *state)
{
	size_t size = sizeof(*state) * (size_t)p->d->test->program.nobserved;
	int64_t *copy = lkmm_alloc(p->d->test->arena, size + 1);

	if (copy)
		memcpy(copy, state, size);
	p->d->state = copy;
}

/*
 * The rest of main() fails on @state: asks how that comes about. If the search for that is stopped,
 * or takes too long, the fault is known all the same.
 */
static void explain(struct decision *p, const int64_t *state)
{
	struct lkmm_cond *c = verify_is_state(p->d->test, state), *old = p->d->test->program.cond;
	struct lkmm_answer answer = p->d->answer;
	struct why why = *p->d->why;

	keep_state(p, state);
	if (!c || !p->d->state) {
		p->d->status = LKMM_NO_MEMORY;
		return;
	}
	p->d->after = true;
	p->d->answer = (struct lkmm_answer){ 0 };
	p->d->test->program.cond = c;
	p->explaining = true;
	check(p, false);
	p->explaining = false;
	if (p->d->status != LKMM_STOPPED) {
		p->d->answer.cut_short |= answer.cut_short;
		lkmm_answer_free(&answer);
		return;
	}
	lkmm_answer_free(&p->d->answer);
	p->d->answer = answer;
	*p->d->why = why;
	p->d->test->program.cond = old;
	p->d->after = false;
	p->d->unexplained = p->d->stopped;
	p->d->stopped = NULL;
	p->d->status = LKMM_OK;
}

bool verify_tells_of_failure(const struct lkmm_test *t, const struct lkmm_atom *a)
{
	return a->kind == LKMM_FINAL_REGISTER && t->thread[a->reg.thread].reg[a->reg.index].given;
}

/* An assertion has failed in a thread: main() does not come to its end. */
static bool has_failed(const struct lkmm_test *t, const int64_t *state)
{
	for (int i = 0; i < t->nobserved; i++)
		if (verify_tells_of_failure(t, &t->observed[i]) && state[i])
			return true;
	return false;
}

/* main() goes on beside threads in some executions. A share knows only its own. */
static bool resume(struct decision *p)
{
	bool can = !p->v->divided;

	if (can) {
		p->d->unread = !llvm_resume(p->program);
		return !p->d->unread;
	}
	p->d->status = LKMM_STOPPED;
	p->d->stopped = "main() goes on beside threads in some executions only, which is not "
			"supported in a share of the search";
	return false;
}

/* The rest of main(), on each final state. False: once more, with more of it observed. */
static bool finish(struct decision *p)
{
	const struct lkmm_test *t = &p->d->test->program;

	for (size_t i = 0; i < p->d->answer.nstates; i++) {
		const int64_t *state = p->d->answer.state + i * (size_t)t->nobserved;
		struct llvm_failure failure;

		if (has_failed(t, state))
			continue;
		switch (llvm_finish(p->program, state, &failure)) {
		case LLVM_ENDS:
			break;
		case LLVM_FAILS:
			p->d->failed = failure;
			explain(p, state);
			return true;
		case LLVM_MORE:
			return false;
		case LLVM_RESUMES:
			return !resume(p);
		case LLVM_UNREAD:
			p->d->unread = true;
			return true;
		}
	}
	return true;
}

/* Which final values main() asks for, as far as the first values tell. */
static enum llvm_end try_first_values(struct decision *p)
{
	enum llvm_end end = LLVM_MORE;

	while (end == LLVM_MORE)
		end = llvm_finish(p->program, NULL, &p->d->failed);
	return end;
}

/* Whether main() reads anything that threads may have written. */
static bool observes_memory(const struct lkmm_test *t)
{
	for (int i = 0; i < t->nobserved; i++)
		if (!verify_tells_of_failure(t, &t->observed[i]))
			return true;
	return false;
}

/* Executions in which main() does not fail are all that the answer is about. */
static void forget_condition(struct verdict *d)
{
	struct lkmm_answer *a = &d->answer;

	d->others = a->negative;
	a->positive = a->negative;
	a->negative = 0;
	a->observation = a->positive ? LKMM_ALWAYS : LKMM_NEVER;
	a->undecided = a->unroll_reached && !a->positive;
}

/*
 * Looks for a final state on which main() may fail, and for no others. True if that has told the
 * verdict: there is none, or the search was stopped.
 */
static bool never_fails(struct decision *p)
{
	struct lkmm_test *t = &p->d->test->program;
	struct lkmm_cond *always = t->cond, *cond;
	bool done;

	if (!verify_may_fail(p->program, p->d->test, &cond))
		return false;
	t->cond = cond ? cond : always;
	p->asking = true;
	done = check(p, false);
	p->asking = false;
	p->polls = 0;
	t->cond = always;
	if (p->gave_up) {
		p->gave_up = false;
		p->d->status = LKMM_OK;
		p->d->stopped = NULL;
		return false;
	}
	if (done && !cond)
		p->d->others = p->d->answer.positive;
	if (!done || !cond)
		return true;
	if (p->d->answer.positive)
		return false;
	forget_condition(p->d);
	return true;
}

static void decide(struct decision *p)
{
	enum llvm_end end = try_first_values(p);

	p->d->unread = end == LLVM_UNREAD;
	if (p->d->unread)
		return;
	if (observes_memory(&p->d->test->program))
		p->d->failed = (struct llvm_failure){ 0 };
	if (!p->d->test->program.nthreads)
		return;
	if (observes_memory(&p->d->test->program) && never_fails(p)) {
		if (p->d->status == LKMM_OK && !p->v->divided)
			verify_conclude(p->d, &p->v->options);
		return;
	}
	do {
		if (!check(p, observes_memory(&p->d->test->program)))
			return;
	} while (!finish(p));
	if (!p->d->state && p->d->answer.nstates)
		keep_state(p, p->d->answer.state);
	if (!p->v->divided)
		verify_conclude(p->d, &p->v->options);
}

/*
 * Executions that are left out since they are not supported, as those in which a thread ends the
 * program: whether there are any. Their faults are not known.
 */
static bool loses_executions(const struct verdict *d, const struct lkmm_options *options)
{
	const struct litmus_test *l = d->test;
	struct lkmm_test asked = l->program;
	struct lkmm_answer answer = { 0 };
	bool never;

	if (!l->loses)
		return false;
	asked.quantifier = LKMM_EXISTS;
	asked.cond = l->lost;
	asked.filter = l->assumed;
	never = lkmm_check(&asked, &lkmm_kernel_model, options, &answer) == LKMM_OK &&
		answer.observation == LKMM_NEVER && !answer.ncut;
	/* who waits for that thread waits for ever */
	never &= d->answer.blocks || (!answer.blocks && !answer.blocks_cut);
	lkmm_answer_free(&answer);
	return !never;
}

void verify_conclude(struct verdict *d, const struct lkmm_options *options)
{
	d->lost = loses_executions(d, options);
	if (d->test->program.nthreads && no_execution(&d->answer))	/* main() waits for ever */
		d->failed = (struct llvm_failure){ 0 };
}

/* What a program is read from, as long as it is used. */
struct read_from {
	const char *library[4];
	char ir[PATH_MAX];
	struct llvm_sources sources;
};

static struct llvm_program *read_program(const struct verify *v, struct verdict *d,
					 struct read_from *from)
{
	struct llvm_program *p;

	*from = (struct read_from){ .library = { "/rustc/", v->library, v->parts.include, NULL },
				    .sources = { .files = { read_source, &d->sources },
						 .library = from->library,
						 .every_access = v->optimized, .main = v->main,
						 .optimized = v->optimise } };
	if (verify_is_ir(v->file[0]) && realpath(v->file[0], from->ir))
		from->sources.ir = from->ir;
	p = llvm_read(d->test, v->ir, v->nirs, &from->sources);
	d->nsources = d->sources.n;
	return p;
}

bool verify_reads(const struct verify *v, struct verdict *d)
{
	struct read_from from;

	return read_program(v, d, &from);
}

void verify_decide(const struct verify *v, struct verdict *d)
{
	struct decision p = { .v = v, .d = d, .begin = clock_now() };
	struct read_from from;

	p.limit = v->timeout > 0 ? p.begin + v->timeout : 0;
	p.program = read_program(v, d, &from);
	d->was_read = p.program;
	if (p.program)
		decide(&p);
	else
		d->unread = true;
	progress_clear();
	d->seconds = clock_now() - p.begin;
}
