// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Threads start and are joined, and values are chosen. Those that main() starts while it is
 * executed run from the beginning. One that a thread starts waits for a flag, by an acquire, that
 * the starting thread sets by a release; so does the one that joins it, for another flag. What RCU
 * calls back is a thread as well, which begins with a grace period: as strong as the kernel's
 * promise for call_rcu(), a full barrier of the caller's CPU between the call and the callback.
 */
#include "operation.h"

#include <stdio.h>
#include <string.h>

/* A variable of our own. */
static int flag_object(struct reader *r, const char *what, int64_t first, struct lkmm_place at)
{
	static struct ir_type integer = { .kind = IR_INTEGER, .bits = 64, .defined = true };
	char name[40];
	int n = snprintf(name, sizeof(name), "%s'%d", what, ++r->nflags);
	int object = new_object(r, litmus_text(&r->l, name, n), &integer, NULL);

	if (object < 0)
		return -1;
	object_lay_out(r, object);
	if (r->object[object].nleaves)
		r->object[object].leaf[0].value = known_number(first);
	object_location(r, object, at);
	return object;
}

static struct lkmm_expr *on_flag(struct reader *r, const char *op, int object, int64_t value,
				 struct lkmm_place at)
{
	struct lkmm_expr *e = new_access(&r->l, LKMM_OP, NULL, at);
	struct known where = known_address(object, 0);
	struct spelling s;

	if (!e || object < 0 || !find_op(op, &s))
		return NULL;
	e->access->op = s.op;
	e->access->order = s.order;
	e->access->accessed = LKMM_SIGNED(64);
	e->access->arg[0] = as_expr(r, &where, at);
	if (s.op->nargs > 1)
		e->access->arg[1] = new_number(&r->l, value, at);
	return e;
}

/* Waits until the flag is not 0; its value. */
static struct known wait_for(struct reader *r, int object, struct lkmm_place at)
{
	int reg = fresh_register(r, "flag");
	struct lkmm_stmt *loop = new_stmt(&r->l, LKMM_LOOP, at);
	struct lkmm_expr *read = on_flag(r, "smp_load_acquire", object, 0, at), *set;

	if (!loop || !read || reg < 0)
		return (struct known){ 0 };
	set = new_assign(&r->l, new_local(&r->l, reg, at), read, at);
	loop->expr = new_binary(&r->l, LKMM_EQ, set, new_number(&r->l, 0, at), at);
	add_stmt(r, loop);
	return (struct known){ .kind = KNOWN_REGISTER, .index = reg };
}

/* ---- starting ---- */

enum { STARTS = 1, NEVER_STARTS = 2 };

static int add_started(struct reader *r, const struct known *function,
		       const struct known *argument, struct lkmm_place at)
{
	struct started *s = litmus_grow(&r->l, r->started, r->nstarted, sizeof(*s));

	if (!s)
		return 0;
	r->started = s;
	s[r->nstarted++] = (struct started){ .function = function->function, .argument = *argument,
					     .at = at, .start = -1, .passed = -1,
					     .done = -1, .result = -1 };
	return r->nstarted;
}

/* A register is of one thread: the other one gets what it holds through memory. */
static void pass_argument(struct reader *r, int n)
{
	struct started *s = &r->started[n];
	int object = flag_object(r, "passed", 0, s->at);
	struct lkmm_expr *e = on_flag(r, "WRITE_ONCE", object, 0, s->at);

	if (!e)
		return;
	e->access->arg[1] = as_expr(r, &s->argument, s->at);
	add_expr(r, e, s->at);
	s->passed = object;
}

static int start_once(struct reader *r, const struct known *function,
		      const struct known *argument, bool calls_back, struct lkmm_place at)
{
	int n = add_started(r, function, argument, at);
	int object = n ? flag_object(r, "start", 0, at) : -1;

	if (object < 0)
		return 0;
	r->started[n - 1].calls_back = calls_back;
	r->started[n - 1].start = object;
	if (argument->kind == KNOWN_REGISTER)
		pass_argument(r, n - 1);
	r->started[n - 1].by = litmus_thread(&r->l);
	r->started[n - 1].whether = fresh_register(r, "started");
	add_expr(r, on_flag(r, "smp_store_release", object, STARTS, at), at);
	add_expr(r, new_assign(&r->l, new_local(&r->l, r->started[n - 1].whether, at),
			       new_number(&r->l, 1, at), at), at);
	return n;
}

/* ---- what loops do ---- */

enum { MAX_IN_LOOP = 4 };

/* What follows is done if @a is @n; until the end is the one that is returned. */
static struct lkmm_stmt **begin_if_same(struct reader *r, const struct known *a, int64_t n,
					struct lkmm_place at)
{
	struct lkmm_stmt *s = new_stmt(&r->l, LKMM_IF, at);

	if (!s)
		return r->end;
	s->expr = new_binary(&r->l, LKMM_EQ, as_expr(r, a, at), new_number(&r->l, n, at), at);
	add_stmt(r, s);
	r->end = &s->body;
	return &s->next;
}

/* The turn was counted by @turn: no execution has more of them. */
static void end_turn(struct reader *r, const struct known *turn, const char *what,
		     struct lkmm_place at)
{
	struct lkmm_stmt **behind = begin_if_same(r, turn, MAX_IN_LOOP, at);

	reader_warning(r, at, "executions that %s here more than %d times are not looked at", what,
		       MAX_IN_LOOP);
	exclude_execution(r, true, at);
	r->end = behind;
	add_expr(r, new_assign(&r->l, new_local(&r->l, turn->index, at),
			       new_binary(&r->l, LKMM_ADD, new_local(&r->l, turn->index, at),
					  new_number(&r->l, 1, at), at), at), at);
}

/* A thread for each turn. Its number. */
static struct known start_in_loop(struct reader *r, const struct known *function,
				  const struct known *argument, bool calls_back,
				  struct lkmm_place at)
{
	struct known turn = { .kind = KNOWN_REGISTER, .index = fresh_register(r, "turn") };
	struct known first = known_number(r->nstarted + 1), number;

	number = combine(r, LKMM_ADD, &turn, &first, 64, false, at);
	for (int k = 0; k < MAX_IN_LOOP && !reader_failed(r); k++) {
		struct lkmm_stmt **behind = begin_if_same(r, &turn, k, at);

		start_once(r, function, argument, calls_back, at);
		r->end = behind;
	}
	end_turn(r, &turn, "start threads", at);
	return number;
}

/* ---- starting ---- */

static int start_in_main(struct reader *r, const struct known *function,
			 const struct known *argument, bool calls_back, struct lkmm_place at)
{
	r->spawned_at = r->steps + 1;
	if (r->nrestarted < r->nstarted) {
		r->started[r->nrestarted].joined = false;
		return ++r->nrestarted;
	}
	if (add_started(r, function, argument, at))
		r->started[r->nstarted - 1].calls_back = calls_back;
	return ++r->nrestarted;
}

struct known start_thread(struct reader *r, const struct known *function,
			  const struct known *argument, bool calls_back, struct lkmm_place at)
{
	if (function->kind != KNOWN_FUNCTION) {
		reader_error(r, at, "this function is not known");
		return known_number(0);
	}
	if (is_running(r) && r->after) {
		become_thread(r);
		return known_number(0);
	}
	if (is_running(r))
		return known_number(start_in_main(r, function, argument, calls_back, at));
	if (r->loops)
		return start_in_loop(r, function, argument, calls_back, at);
	return known_number(start_once(r, function, argument, calls_back, at));
}

static void wait_for_start(struct reader *r, const struct started *s)
{
	struct lkmm_stmt *never, *end;
	struct known v, number = known_number(NEVER_STARTS);

	v = wait_for(r, s->start, s->at);
	v = combine(r, LKMM_EQ, &v, &number, 64, false, s->at);
	never = new_stmt(&r->l, LKMM_IF, s->at);
	end = new_stmt(&r->l, LKMM_RETURN, s->at);
	if (!never || !end)
		return;
	never->expr = as_expr(r, &v, s->at);
	never->body = end;
	add_stmt(r, never);
}

/* At the start of thread @n: it waits until it is started, if ever. */
void begin_thread(struct reader *r, int n)
{
	struct started *s = &r->started[n];

	if (s->start >= 0)
		wait_for_start(r, s);
	if (s->passed >= 0)
		s->argument = keep(r, on_flag(r, "READ_ONCE", s->passed, 0, s->at), s->at);
	if (s->calls_back)
		put_fence(r, LKMM_FENCE_SYNC_RCU, s->at);
}

/* At the end of a thread: those that it has not started never start. */
void end_thread(struct reader *r)
{
	for (int k = 0; k < r->nstarted && !reader_failed(r); k++) {
		struct started *s = &r->started[k];
		struct lkmm_stmt *not, *set;

		if (s->start < 0 || s->by != litmus_thread(&r->l))
			continue;
		not = new_stmt(&r->l, LKMM_IF, s->at);
		set = new_stmt(&r->l, LKMM_EXPR, s->at);
		if (!not || !set)
			return;
		not->expr = new_binary(&r->l, LKMM_EQ, new_local(&r->l, s->whether, s->at),
				       new_number(&r->l, 0, s->at), s->at);
		set->expr = on_flag(r, "smp_store_release", s->start, NEVER_STARTS, s->at);
		not->body = set;
		add_stmt(r, not);
	}
}

/* ---- joining ---- */

/* Where thread @k leaves what it returns. */
static struct known result_of(struct reader *r, int k, struct lkmm_place at)
{
	int object = r->started[k].result;

	if (object < 0)
		object = r->started[k].result = flag_object(r, "result", 0, at);
	return known_address(object, 0);
}

void keep_result(struct reader *r, int n, const struct known *value, struct lkmm_place at)
{
	struct known where = result_of(r, n, at);

	if (where.index >= 0)
		store_to(r, &where, 64, value, false, at);
}

/* @result: the register that gets what the thread returned; or -1 */
static void wait_for_end(struct reader *r, int k, int result, struct lkmm_place at)
{
	struct known value;

	if (!r->started[k].joined) {
		if (r->started[k].done < 0)
			r->started[k].done = flag_object(r, "done", 0, at);
		wait_for(r, r->started[k].done, at);
	}
	if (result < 0)
		return;
	value = result_of(r, k, at);
	if (value.index < 0)
		return;
	value = load_from(r, &value, 64, false, at);
	add_expr(r, new_assign(&r->l, new_local(&r->l, result, at), as_expr(r, &value, at), at),
		 at);
}

/* Of a thread whose number is in a register: any of those that have been started so far. */
static void join_some(struct reader *r, const struct known *thread, int result,
		      struct lkmm_place at)
{
	for (int k = 0; k < r->nstarted && !reader_failed(r); k++) {
		struct lkmm_stmt *s = new_stmt(&r->l, LKMM_IF, at), **end;
		struct known number = known_number(k + 1), same;

		same = combine(r, LKMM_EQ, thread, &number, 64, false, at);
		if (!s)
			return;
		s->expr = as_expr(r, &same, at);
		add_stmt(r, s);
		end = r->end;
		r->end = &s->body;
		wait_for_end(r, k, result, at);
		r->end = end;
	}
}

static struct known join_in_thread(struct reader *r, const struct known *thread, bool wants,
				   struct lkmm_place at)
{
	int result = wants ? fresh_register(r, "result") : -1;

	if (thread->kind == KNOWN_REGISTER)
		join_some(r, thread, result, at);
	else if (thread->kind == KNOWN_NUMBER && thread->number > 0 &&
		 thread->number <= r->nstarted)
		wait_for_end(r, (int)thread->number - 1, result, at);
	else
		reader_error(r, at, "this joins what is not a running thread");
	return (struct known){ .kind = result < 0 ? KNOWN_NOTHING : KNOWN_REGISTER,
			       .index = result };
}

static struct known joined_result(struct reader *r, int k, struct lkmm_place at)
{
	struct known where = known_address(r->started[k].result, 0);

	return where.index < 0 ? (struct known){ 0 } : memory_load(r, where, 64, at);
}

struct known join_thread(struct reader *r, const struct known *thread, bool wants,
			 struct lkmm_place at)
{
	int64_t n = thread->number;

	if (!is_running(r))
		return join_in_thread(r, thread, wants, at);
	if (thread->kind != KNOWN_NUMBER || n < 1 || n > r->nrestarted ||
	    r->started[n - 1].joined) {
		reader_error(r, at, "main() joins here what is not a running thread");
	} else if (!r->prologue) {
		r->running = RUN_WAITS;
	} else {
		r->started[n - 1].joined = true;
		if (!r->njoined++)
			r->joins_at = turn_start(r);
		if (!r->after && r->final)
			memory_take_final(r);
		r->after = r->just_joined = true;
		if (wants)
			return joined_result(r, (int)n - 1, at);
	}
	return (struct known){ 0 };
}

/* When all threads are there: those that are joined by threads set their flag at the end. */
void end_joined_threads(struct reader *r)
{
	for (int k = 0; k < r->nstarted && !reader_failed(r); k++) {
		const struct started *s = &r->started[k];

		if (s->done < 0)
			continue;
		r->l.thread = &r->l.test->thread[s->thread];
		r->end = &r->l.thread->body;
		while (*r->end)
			r->end = &(*r->end)->next;
		add_expr(r, on_flag(r, "smp_store_release", s->done, 1, s->at), s->at);
	}
}

int count_threads(struct reader *r, struct lkmm_place at)
{
	if (is_running(r))
		return 1;
	r->counted = r->nstarted + r->resumes;
	r->counted_at = at;
	if (r->counted > CPUS)
		reader_error(r, at, "condition variables of more than %d threads are not supported",
			     CPUS);
	return r->counted;
}

/* ---- choosing ---- */

struct known choose_bit(struct reader *r, const struct known *of, struct lkmm_place at)
{
	struct lkmm_expr *e;

	if (!is_running(r)) {
		e = of->kind == KNOWN_NUMBER && !of->number ? NULL : as_expr(r, of, at);
		return keep(r, new_access(&r->l, LKMM_CHOICE, e, at), at);
	}
	if (threads_run(r))
		become_thread(r);
	return known_number(1);
}

void await_change(struct reader *r, const struct known *where, const struct known *from,
		  struct lkmm_place at)
{
	struct lkmm_expr *e = new_access(&r->l, LKMM_AWAIT, as_expr(r, where, at), at);

	if (!e)
		return;
	e->access->accessed = LKMM_SIGNED(32);
	e->access->arg[1] = as_expr(r, from, at);
	add_expr(r, e, at);
}

void abandon(struct reader *r, struct lkmm_place at)
{
	add_expr(r, new_access(&r->l, LKMM_ABANDON, NULL, at), at);
}

/* A thread of our own writes all the values, and any() reads one of them. */
static struct known choose_once(struct reader *r, int64_t low, int64_t high, struct lkmm_place at)
{
	int object = flag_object(r, "any", low, at);
	struct chosen *c = litmus_grow(&r->l, r->chosen, r->nchosen, sizeof(*c));

	if (object < 0 || !c)
		return (struct known){ 0 };
	r->chosen = c;
	c[r->nchosen++] = (struct chosen){ object, low, high, at };
	return keep(r, on_flag(r, "READ_ONCE", object, 0, at), at);
}

struct known choose(struct reader *r, const struct known *low, const struct known *high,
		    struct lkmm_place at)
{
	struct known turn = { .kind = KNOWN_REGISTER }, value = { .kind = KNOWN_REGISTER };

	if (is_running(r)) {
		become_thread(r);
		return known_number(0);
	}
	if (low->kind != KNOWN_NUMBER || high->kind != KNOWN_NUMBER ||
	    high->number < low->number || high->number - low->number >= MAX_CHOICES) {
		reader_error(r, at, "a value can be chosen between two numbers that are known "
			     "here, of %d at most", MAX_CHOICES);
		return (struct known){ 0 };
	}
	if (!r->loops)
		return choose_once(r, low->number, high->number, at);
	turn.index = fresh_register(r, "turn");
	value.index = fresh_register(r, "any");
	for (int k = 0; k < MAX_IN_LOOP && !reader_failed(r); k++) {
		struct lkmm_stmt **behind = begin_if_same(r, &turn, k, at);
		struct known chosen = choose_once(r, low->number, high->number, at);

		add_expr(r, new_assign(&r->l, new_local(&r->l, value.index, at),
				       as_expr(r, &chosen, at), at), at);
		r->end = behind;
	}
	end_turn(r, &turn, "choose a value", at);
	return value;
}

void write_choices(struct reader *r)
{
	r->l.thread = r->nchosen ? thread_number(&r->l, r->l.test->nthreads) : NULL;
	if (!r->l.thread)
		return;
	r->l.thread->in_order = true;
	r->l.call = NULL;
	r->end = &r->l.thread->body;
	for (int k = 0; k < r->nchosen; k++)
		for (int64_t v = r->chosen[k].low; v++ < r->chosen[k].high;)
			add_expr(r, on_flag(r, "WRITE_ONCE", r->chosen[k].object, v,
					    r->chosen[k].at), r->chosen[k].at);
}
