// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Callbacks. Each call of call_rcu() or kfree_rcu() gives its pointer to a new thread, which waits
 * for a grace period and then runs the callback:
 *
 *	smp_store_release(&posted, p);		p = smp_load_acquire(&posted);
 *						if (p) {
 *							synchronize_rcu();
 *							f(p);
 *							smp_store_release(&done, 1);
 *						}
 *
 * The release and the grace period, which is a full barrier, are as strong as the kernel's
 * guarantee for call_rcu(): a full barrier of the caller's CPU between the call and the callback.
 * They do not order the code after the call. A callback that has not run at the end of an execution
 * runs later. rcu_barrier() waits for all callbacks that any thread has posted before it.
 *
 * __run_later(), of which work items and timers are made in litmus/lib, has a full barrier in the
 * place of the grace period, and rcu_barrier() does not wait for it. __run_beside(f) makes a thread
 * that runs f from the beginning, one for all such calls; nothing orders it.
 */
#include "function.h"
#include "front/allocation.h"
#include "front/error.h"
#include "front/primitive.h"

#include <string.h>

struct callback {
	struct lkmm_access *post;	/* NULL: it runs from the beginning */
	struct lkmm_place at;
	struct function *function;	/* NULL: it frees */
	bool is_rcu;
	struct lkmm_type type;		/* of the pointer */
	int thread;			/* that calls */
	int posted, done;		/* variables */
};

/* A call of rcu_barrier(): its last statement so far. */
struct rcu_wait {
	struct lkmm_stmt *last;
};

/* ---- parts of a program ---- */

static struct lkmm_expr *access_of(struct litmus *l, const char *operation, int loc,
				   struct lkmm_expr *value, struct lkmm_place at)
{
	struct lkmm_expr *e = new_access(l, LKMM_OP, NULL, at);
	struct spelling s;

	if (!e || !find_op(operation, &s))
		return NULL;
	e->access->op = s.op;
	e->access->order = s.order;
	e->access->arg[s.op->object] = new_index(l, LKMM_ADDRESS, loc, at);
	if (value)
		e->access->arg[!s.op->object] = value;
	e->type.integer = LKMM_SIGNED(64);
	return e;
}

static struct lkmm_stmt *statement(struct litmus *l, struct lkmm_expr *e, struct lkmm_place at)
{
	struct lkmm_stmt *s = new_stmt(l, LKMM_EXPR, at);

	if (s)
		s->expr = e;
	return s;
}

/* Notes that in a kernel @e is its own word @name, of these arguments. */
static void note_own(struct litmus *l, struct lkmm_expr *e, const char *name, struct lkmm_expr *a,
		     struct lkmm_expr *b)
{
	struct lkmm_word *note = litmus_alloc(l, sizeof(*note));

	if (!note || !e)
		return;
	*note = (struct lkmm_word){ .name = name, .arg = { a, b } };
	e->word = note;
}

/* ---- the calls ---- */

static struct lkmm_expr *parse_wait(struct litmus *l, struct lkmm_place at)
{
	struct lkmm_expr *e = new_expr(l, LKMM_BODY, at);
	struct rcu_wait *list = litmus_grow(l, l->rcu_wait, l->nrcu_waits, sizeof(*list));

	lex_expect(&l->x, "(");
	lex_expect(&l->x, ")");
	if (!e || !list)
		return NULL;
	e->body = statement(l, new_fence(l, LKMM_FENCE_MB, at), at);
	if (!e->body)
		return NULL;
	note_own(l, e->body->expr, "rcu_barrier", NULL, NULL);
	l->rcu_wait = list;
	list[l->nrcu_waits++].last = e->body;
	return e;
}

static struct function *parse_function_name(struct litmus *l)
{
	struct function *f = NULL;

	lex_accept(&l->x, "&");
	if (l->x.tok.kind == T_NAME)
		f = c_find_function(l, &l->x.tok);
	if (!f)
		lex_expected(&l->x, "a function of this test");
	else
		f->is_called = true;
	lex_next(&l->x);
	return f;
}

/* __run_beside(f): its value is 0. */
static struct lkmm_expr *parse_beside(struct litmus *l, struct lkmm_place at)
{
	struct callback *list = litmus_grow(l, l->callback, l->ncallbacks, sizeof(*list));
	struct function *f;

	lex_expect(&l->x, "(");
	f = parse_function_name(l);
	lex_expect(&l->x, ")");
	l->looks_at_clock++;
	if (!list || !f)
		return NULL;
	l->callback = list;
	for (int i = 0; i < l->ncallbacks; i++)
		if (!list[i].post && list[i].function == f)
			return new_number(l, 0, at);
	list[l->ncallbacks++] = (struct callback){ .at = l->instead.line ? l->instead : at,
						   .function = f, .done = -1 };
	return new_number(l, 0, at);
}

struct lkmm_expr *c_post_callback(struct litmus *l, const struct primitive *p,
				  const struct token *token)
{
	struct callback *list, *cb;
	struct lkmm_expr *e, *arg;

	if (!p->nargs)
		return parse_wait(l, token->at);
	if (!strcmp(p->name, "__run_beside"))
		return parse_beside(l, token->at);
	list = litmus_grow(l, l->callback, l->ncallbacks, sizeof(*list));
	lex_expect(&l->x, "(");
	arg = parse_assignment(l);
	if (!list || !arg)
		return NULL;
	l->callback = list;
	cb = &list[l->ncallbacks];
	*cb = (struct callback){ .at = l->instead.line ? l->instead : token->at,
				 .type = arg->type, .thread = litmus_thread(l),
				 .done = -1, .is_rcu = strcmp(p->name, "__run_later") };
	if (lex_accept(&l->x, ",")) {
		if (!strcmp(p->name, "call_rcu") || !cb->is_rcu)
			cb->function = parse_function_name(l);
		else
			c_pass_argument(l);
	}
	lex_expect(&l->x, ")");
	cb->posted = new_variable(l, token->text, token->len, token->at.line);
	if (l->no_memory)
		return NULL;
	l->test->loc[cb->posted].integer = LKMM_SIGNED(64);
	e = access_of(l, "smp_store_release", cb->posted, c_value(l, arg), token->at);
	if (!e)
		return NULL;
	if (cb->is_rcu)
		note_own(l, e, "call_rcu", e->access->arg[0], e->access->arg[1]);
	cb->post = e->access;
	l->ncallbacks++;
	return e;
}

/* ---- the threads ---- */

static struct lkmm_expr *run_callback(struct litmus *l, const struct callback *cb, int reg)
{
	struct lkmm_expr *p = new_local(l, reg, cb->at), *e;

	if (p)
		p->type = cb->type;
	if (cb->function) {
		if (cb->function->in_header)
			l->instead = cb->at;
		e = c_call_function(l, cb->function, p, cb->at);
		l->instead = (struct lkmm_place){ 0 };
		return e;
	}
	e = new_access(l, LKMM_FREE, p, cb->at);
	return e;
}

static void make_thread(struct litmus *l, const struct callback *cb)
{
	struct lkmm_stmt *load, *branch, *wait, *run, *done;
	int reg;

	l->thread = thread_number(l, l->test->nthreads);
	if (!l->thread)
		return;
	l->thread->callback = cb->at;
	reg = new_register(l, l->thread, "callback", 8, LKMM_SIGNED(64));
	load = statement(l, new_assign(l, new_local(l, reg, cb->at),
				       access_of(l, "smp_load_acquire", cb->posted, NULL, cb->at),
				       cb->at), cb->at);
	branch = new_stmt(l, LKMM_IF, cb->at);
	wait = statement(l, new_fence(l, cb->is_rcu ? LKMM_FENCE_SYNC_RCU : LKMM_FENCE_MB, cb->at),
			 cb->at);
	run = statement(l, run_callback(l, cb, reg), cb->at);
	if (!load || !branch || !wait || !run)
		return;
	load->next = branch;
	branch->expr = new_local(l, reg, cb->at);
	branch->body = wait;
	wait->next = run;
	done = cb->done < 0 ? NULL :
	       statement(l, access_of(l, "smp_store_release", cb->done, new_number(l, 1, cb->at),
				      cb->at), cb->at);
	run->next = done;
	l->thread->body = load;
	c_make_objects(l);
	check_body(l, l->thread->body, 0);
}

/* The thread of one that is not posted. */
static void make_thread_beside(struct litmus *l, const struct callback *cb)
{
	l->thread = thread_number(l, l->test->nthreads);
	if (!l->thread)
		return;
	l->thread->callback = l->instead = cb->at;
	l->thread->body = statement(l, c_call_function(l, cb->function, NULL, cb->at), cb->at);
	l->instead = (struct lkmm_place){ 0 };
	check_body(l, l->thread->body, 0);
}

/* if (READ_ONCE(posted)) while (!smp_load_acquire(&done)); */
static void add_wait(struct litmus *l, struct rcu_wait *w, const struct callback *cb)
{
	struct lkmm_place at = w->last->at;
	struct lkmm_stmt *branch = new_stmt(l, LKMM_IF, at), *loop = new_stmt(l, LKMM_LOOP, at);
	struct lkmm_expr *done = access_of(l, "smp_load_acquire", cb->done, NULL, at);

	if (!branch || !loop || !done)
		return;
	branch->expr = access_of(l, "READ_ONCE", cb->posted, NULL, at);
	branch->body = loop;
	loop->expr = new_binary(l, LKMM_LNOT, done, NULL, at);
	w->last->next = branch;
	w->last = branch;
}

static void end_wait(struct litmus *l, struct rcu_wait *w)
{
	for (int i = 0; i < l->ncallbacks; i++)
		if (l->callback[i].done >= 0)
			add_wait(l, w, &l->callback[i]);
	w->last->next = statement(l, new_fence(l, LKMM_FENCE_MB, w->last->at), w->last->at);
}

void c_make_callbacks(struct litmus *l)
{
	int n = l->ncallbacks;

	l->param = NULL;
	l->declared = NULL;
	l->nparams = l->ndeclared = 0;
	for (int i = 0; i < n && !l->x.error[0]; i++) {
		struct callback cb = l->callback[i];
		enum found found = cb.thread < 0 || !cb.post ? NOT_FOUND :
				     find_call(l->test->thread[cb.thread].body, cb.post);

		l->callback[i].done = -1;
		if (found == IN_LOOP)
			litmus_report(l, cb.at, "a callback in a loop is not supported: "
				      "write the turns one after the other");
		if (found != FOUND)
			continue;
		if (l->nrcu_waits && cb.is_rcu) {
			cb.done = new_variable(l, "rcu_done", 8, cb.at.line);
			if (l->no_memory)
				return;
			l->test->loc[cb.done].integer = LKMM_SIGNED(32);
		} else {
			cb.done = -1;
		}
		l->callback[i].done = cb.done;
		make_thread(l, &cb);
	}
	for (int i = 0; i < l->nrcu_waits && !l->x.error[0]; i++)
		end_wait(l, &l->rcu_wait[i]);
	/* Only one level of callbacks is supported: a callback must not post another. */
	for (int i = n; i < l->ncallbacks; i++)
		if (l->callback[i].post)
			litmus_report(l, l->callback[i].at,
				      "a callback that posts another one is not supported");
	for (int i = 0; i < l->ncallbacks && !l->x.error[0]; i++)
		if (!l->callback[i].post)
			make_thread_beside(l, &l->callback[i]);
	l->thread = NULL;
}
