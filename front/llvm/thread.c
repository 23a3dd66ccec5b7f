// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Threads and assertions: of <lkmm/verify.h>, of POSIX, and of C. The accesses of main()
 * before it starts threads come before theirs, and those after it has joined them come after
 * (POSIX.1-2017, 4.12). So the former make the first values, and the latter read the final ones.
 */
#include "reader.h"

#include <string.h>

static bool is_one_of(const char *name, const char *const *all)
{
	while (*all && strcmp(name, *all))
		all++;
	return *all;
}

#define ONE_OF(name, ...) is_one_of(name, (const char *const []){ __VA_ARGS__, NULL })

/* ---- start and end ---- */

/* A thread, or main() while it does not wait. */
static bool goes_on(const struct reader *r)
{
	return !reader_failed(r) && (!is_running(r) || r->running == RUN_ON);
}

static bool start_or_join(struct reader *r, const struct ir_instruction *i, const char *name,
			  struct lkmm_place at)
{
	bool posix = !strcmp(name, "pthread_create"), wants;
	struct known a[4], number;

	for (int k = 0; k < 4; k++)
		a[k] = argument(r, i, k, at);
	if (!strcmp(name, "lkmm_spawn")) {
		set_result(r, i, start_thread(r, &a[0], &a[1], false, at));
	} else if (!strcmp(name, "lkmm_call_rcu")) {
		start_thread(r, &a[0], &a[1], true, at);
	} else if (posix || !strcmp(name, "thrd_create")) {
		number = start_thread(r, &a[posix ? 2 : 1], &a[posix ? 3 : 2], false, at);
		store_to(r, &a[0], 64, &number, false, at);
		set_result(r, i, known_number(0));
	} else if (!strcmp(name, "lkmm_join")) {
		join_thread(r, &a[0], false, at);
	} else if (ONE_OF(name, "pthread_join", "thrd_join")) {
		wants = !(a[1].kind == KNOWN_NUMBER && !a[1].number);
		number = join_thread(r, &a[0], wants, at);
		if (wants && goes_on(r))
			store_to(r, &a[1], name[0] == 'p' ? 64 : 32, &number, false, at);
		set_result(r, i, known_number(0));
	} else if (!strcmp(name, "lkmm_any")) {
		set_result(r, i, choose(r, &a[0], &a[1], at));
	} else {
		return false;
	}
	return true;
}

/* pthread_exit(): what calls the thread's function goes on. */
static void exit_thread(struct reader *r, const struct known *value, struct lkmm_place at)
{
	const struct frame *f = r->frame;
	struct lkmm_stmt *s;

	if (is_running(r) || litmus_thread(&r->l) == r->main_thread) {
		reader_error(r, at, "main() that ends without the program is not supported");
		return;
	}
	while (f->outer)
		f = f->outer;
	if (f->returned >= 0)
		add_expr(r, new_assign(&r->l, new_local(&r->l, f->returned, at),
				       as_expr(r, value, at), at), at);
	s = new_stmt(&r->l, LKMM_LEAVE, at);
	if (s)
		s->leaves = f->whole;
	add_stmt(r, s);
}

/* The number that starting it has returned; 0 in main(). */
static int64_t own_number(const struct reader *r)
{
	if (is_running(r))
		return 0;
	for (int k = 0; k < r->nstarted; k++)
		if (r->started[k].thread == litmus_thread(&r->l))
			return k + 1;
	return 0;
}

static bool own_call(struct reader *r, const struct ir_instruction *i, const char *name,
		     struct lkmm_place at)
{
	struct known a = argument(r, i, 0, at), b = argument(r, i, 1, at);

	if (ONE_OF(name, "pthread_exit", "thrd_exit"))
		exit_thread(r, &a, at);
	else if (ONE_OF(name, "pthread_self", "thrd_current"))
		set_result(r, i, known_number(own_number(r)));
	else if (ONE_OF(name, "pthread_equal", "thrd_equal"))
		set_result(r, i, combine(r, LKMM_EQ, &a, &b, 64, false, at));
	else
		return false;
	return true;
}

/* ---- variables of each thread ---- */

static int with_copies(struct reader *r, int thread, struct lkmm_place at)
{
	if (thread >= CPUS)
		reader_error(r, at, "more than %d threads that have variables of their own are not "
			     "supported", CPUS);
	return thread;
}

int64_t own_copy(struct reader *r, int object, struct lkmm_place at)
{
	int thread = is_running(r) ? -1 : litmus_thread(&r->l);

	if (!r->object[object].per_thread || thread < 0 || thread == r->main_thread)
		return 0;
	return (int64_t)(1 + with_copies(r, thread, at)) * CPU_DISTANCE;
}

/* ---- assertions ---- */

/* What include/verify/linux/ calls. */
static bool note_call(struct reader *r, const struct ir_instruction *i, const char *name,
		      struct lkmm_place at)
{
	struct known a = argument(r, i, 0, at), b = argument(r, i, 1, at);
	int thread = is_running(r) ? 0 : litmus_thread(&r->l);

	if (!strcmp(name, "lkmm_verify_may_race")) {
		r->l.may_race += a.number ? 1 : -1;
	} else if (!strcmp(name, "lkmm_verify_warns")) {
		if (is_running(r))
			reader_error(r, at, "main() gets to this warning");
		else
			add_stmt(r, new_failure(&r->l, LKMM_WARN, at));
	} else if (!strcmp(name, "lkmm_verify_choice")) {
		set_result(r, i, choose_bit(r, &a, at));
	} else if (!strcmp(name, "lkmm_verify_await")) {
		await_change(r, &a, &b, at);
	} else if (!strcmp(name, "lkmm_verify_abandon")) {
		abandon(r, at);
	} else if (!strcmp(name, "lkmm_verify_threads")) {
		set_result(r, i, known_number(count_threads(r, at)));
	} else if (!strcmp(name, "lkmm_thread")) {
		set_result(r, i, known_number(with_copies(r, thread, at)));
	} else {
		return region_call(r, name, &a, at) || !strncmp(name, "lkmm_wait_", 10);
	}
	return true;
}

static bool is_failure(const char *name)
{
	return ONE_OF(name, "__assert_fail", "abort", "lkmm_verify_fails", "llvm.trap",
		      "llvm.ubsantrap") ||
	       strstr(name, "core9panicking") || strstr(name, "core6option13unwrap_failed") ||
	       strstr(name, "core6result13unwrap_failed") ||
	       strstr(name, "core6option13expect_failed") ||
	       strstr(name, "18handle_alloc_error") || strstr(name, "12handle_error") ||
	       strstr(name, "17capacity_overflow");
}

/*
 * What is left of Rust's library, which is not generic, ends in a panic by names such as
 * core::slice::index::slice_index_fail.
 */
static bool is_panic(const struct reader *r, const char *name)
{
	const struct ir_function *f = ir_find_function(&r->m, name);

	return !(f && f->defined) && name[0] == '_' &&
	       (strstr(name, "4core") || strstr(name, "5alloc") || strstr(name, "3std")) &&
	       (strstr(name, "_fail") || strstr(name, "panic"));
}

/* What a thread notes of an execution that does not count. */
enum { ASSUMED = 1, LOST = 2 };

/* "the thread has noted @value" */
static struct lkmm_cond *has_noted(struct reader *r, int reg, int value)
{
	struct lkmm_cond *same = litmus_alloc(&r->l, sizeof(*same));

	if (same)
		*same = (struct lkmm_cond){
			.kind = LKMM_SAME,
			.left = { .kind = LKMM_FINAL_REGISTER,
				  .reg = { litmus_thread(&r->l), reg } },
			.right = { .kind = LKMM_CONSTANT, .value = value },
		};
	return same;
}

static struct lkmm_cond *join(struct reader *r, enum lkmm_cond_kind kind, struct lkmm_cond *a,
			      struct lkmm_cond *b)
{
	struct lkmm_cond *c = a ? litmus_alloc(&r->l, sizeof(*c)) : b;

	if (a && c)
		*c = (struct lkmm_cond){ .kind = kind, .a = a, .b = b };
	return c;
}

static struct lkmm_cond *negate(struct reader *r, struct lkmm_cond *a)
{
	struct lkmm_cond *c = litmus_alloc(&r->l, sizeof(*c));

	if (c)
		*c = (struct lkmm_cond){ .kind = LKMM_NEITHER, .a = a };
	return c;
}

/* The register in which the current thread notes so; it is made with the first. -1: an error. */
static int noting_register(struct reader *r)
{
	struct litmus_test *l = r->l.out;
	struct lkmm_cond *assumed, *lost;
	int reg;

	for (int k = 0; k < r->l.thread->nregs; k++)
		/* not that of a failed assertion, which is not hidden */
		if (r->l.thread->reg[k].given && r->l.thread->reg[k].hidden)
			return k;
	reg = fresh_register(r, "excluded");
	if (reg < 0)
		return -1;
	r->l.thread->reg[reg].given = true;
	assumed = has_noted(r, reg, ASSUMED);
	lost = has_noted(r, reg, LOST);
	if (!assumed || !lost)
		return -1;
	l->assumed = join(r, LKMM_BOTH, l->assumed, negate(r, assumed));
	l->lost = join(r, LKMM_EITHER, l->lost, lost);
	r->l.test->filter = join(r, LKMM_BOTH, l->assumed, negate(r, l->lost));
	return reg;
}

void exclude_execution(struct reader *r, bool lost, struct lkmm_place at)
{
	int reg = noting_register(r);

	if (reg < 0)
		return;
	r->l.out->loses |= lost;
	add_expr(r, new_assign(&r->l, new_local(&r->l, reg, at),
			       new_number(&r->l, lost ? LOST : ASSUMED, at), at), at);
	add_stmt(r, new_stmt(&r->l, LKMM_RETURN, at));
}

static bool assertion(struct reader *r, const char *name, struct lkmm_place at)
{
	if (is_failure(name) || is_panic(r, name)) {
		if (is_running(r)) {
			r->failed = (struct llvm_failure){ at, LLVM_ASSERTION };
			r->running = RUN_ENDS;
		} else {
			add_stmt(r, new_failure(&r->l, LKMM_BUG, at));
		}
	} else if (!strcmp(name, "lkmm_verify_excludes")) {
		if (is_running(r))
			r->running = RUN_ENDS;
		else
			exclude_execution(r, false, at);
	} else {
		return false;
	}
	return true;
}

/* Functions that have no effect on memory. */
static bool is_harmless(const char *name)
{
	return ONE_OF(name, "printf", "puts", "putchar", "fprintf", "fputs", "fflush", "perror",
		      "sched_yield", "thrd_yield", "usleep", "sleep", "nanosleep",
		      "clock_nanosleep", "thrd_sleep", "fputc", "putc", "syslog", "vprintf",
		      "vfprintf", "fwrite", "write", "srand", "srandom", "pthread_yield",
		      "pthread_detach", "thrd_detach", "pthread_setname_np", "sched_setaffinity",
		      "pthread_setaffinity_np", "setbuf", "setvbuf", "setlinebuf", "dprintf",
		      "vdprintf", "vsyslog", "openlog", "closelog", "fclose", "alarm");
}

bool thread_call(struct reader *r, const struct ir_instruction *i, const char *name,
		 struct lkmm_place at)
{
	if (is_harmless(name)) {
		set_result(r, i, known_number(0));
		return true;
	}
	return start_or_join(r, i, name, at) || own_call(r, i, name, at) ||
	       lock_call(r, i, name, at) || note_call(r, i, name, at) || assertion(r, name, at);
}
