// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The cost of a call: from the figures of lkmm bench, or measured here, in a fraction of a second,
 * for one operation of each kind.
 */
#include "hot.h"
#include "base/clock.h"
#include "base/json.h"
#include "tool/binary/operations.h"

#include <lkmm/atomic.h>
#include <lkmm/check/program.h>

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

/* ---- measuring ---- */

enum kind { LOAD, STORE, XCHG, CMPXCHG, VOID, FETCH_ADD, FETCH_OR, FULL_BARRIER, BARRIER, RELAX,
	    NR_KINDS };

static lkmm_atomic_t object[8];

/* Eight in a row that do not wait for each other, as in most programs few do. */
#define EIGHT(call) for (int k = 0; k < 8; k++) { lkmm_atomic_t *v = &object[k]; (void)v; call; }
#define MEASURED(each)										\
	each(LOAD, int, atomic_read, (const lkmm_atomic_t *), (v))				\
	each(STORE, void, atomic_set_release, (lkmm_atomic_t *, int), (v, 1))			\
	each(XCHG, int, atomic_xchg, (lkmm_atomic_t *, int), (v, 1))				\
	each(CMPXCHG, int, atomic_cmpxchg, (lkmm_atomic_t *, int, int), (v, 1, 1))		\
	each(VOID, void, atomic_add, (int, lkmm_atomic_t *), (1, v))				\
	each(FETCH_ADD, int, atomic_fetch_add, (int, lkmm_atomic_t *), (1, v))			\
	each(FETCH_OR, int, atomic_fetch_or, (int, lkmm_atomic_t *), (1, v))			\
	each(FULL_BARRIER, void, smp_mb, (void), ())						\
	each(BARRIER, void, smp_rmb, (void), ())						\
	each(RELAX, void, cpu_relax, (void), ())

typedef void function(void);

/* The pointer is read from memory each time, as from the table that a program calls through. */
#define LOOPS(kind, type, name, params, args)							\
	static void inline_##kind(int n, function *volatile *f)					\
	{											\
		(void)f;									\
		for (int i = 0; i < n; i++)							\
			EIGHT((void)lkmm_##name args)						\
	}											\
	static void called_##kind(int n, function *volatile *f)					\
	{											\
		for (int i = 0; i < n; i++)							\
			EIGHT(((type (*) params)*f) args)					\
	}
MEASURED(LOOPS)

struct measured {
	const char *name;
	void (*inlined)(int n, function *volatile *f), (*called)(int n, function *volatile *f);
};

#define ROW(kind, type, name, params, args) [kind] = { #name, inline_##kind, called_##kind },
static const struct measured measured[NR_KINDS] = { MEASURED(ROW) };
_Static_assert((int)NR_KINDS == (int)HOT_KINDS, "hot.h");

static double time_loop(void (*loop)(int n, function *volatile *f), function *volatile *f)
{
	enum { TIMES = 500 };
	double begin = clock_now();

	loop(TIMES, f);
	return (clock_now() - begin) * 1e9 / TIMES / 8;
}

/* The minimum of many short rounds, in turn: disturbances only add time. */
static void measure(const struct measured *m, function *plain, function *counting,
		    struct hot_cost *c)
{
	function *volatile f[2] = { plain, counting };

	c->inlined = c->called = c->counted = 1e9;
	for (int i = 0; i < 60; i++) {
		double inlined = time_loop(m->inlined, f), called = time_loop(m->called, f);
		double counted = time_loop(m->called, f + 1);

		c->inlined = inlined < c->inlined ? inlined : c->inlined;
		c->called = called < c->called ? called : c->called;
		c->counted = counted < c->counted ? counted : c->counted;
	}
}

static function *find_function(void *library, const char *name)
{
	char symbol[64];

	snprintf(symbol, sizeof(symbol), "lkmm_%s", name);
	return library ? (function *)dlsym(library, symbol) : NULL;
}

bool hot_measure(struct hot *h)
{
	char path[PARTS_PATH + 32];
	void *plain, *counting;

	setenv("LKMM_HOT_DIR", h->dir, 1);
	snprintf(path, sizeof(path), "%s/liblkmm.so.0", h->parts.hot);
	counting = dlopen(path, RTLD_NOW | RTLD_LOCAL);
	plain = counting ? dlopen(h->parts.shared, RTLD_NOW | RTLD_LOCAL) : NULL;
	if (!plain) {
		fprintf(stderr, "lkmm hot: liblkmm.so.0 cannot be measured: %s\n", dlerror());
		return false;
	}
	for (int k = 0; k < NR_KINDS; k++)
		measure(&measured[k], find_function(plain, measured[k].name),
			find_function(counting, measured[k].name), &h->measured[k]);
	return true;
}

/* ---- which of them an operation is like ---- */

static bool begins(const char *s, const char *with)
{
	return !strncmp(s, with, strlen(with));
}

/* Without the type in front. */
static const char *bare(const char *op)
{
	static const char *const types[] = { "atomic64_", "atomic_long_", "atomic_" };

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (begins(op, types[i]))
			return op + strlen(types[i]);
	return op;
}

/* The row of @op, which may have an ordering and a size after the row's name. */
static const struct lkmm_op *row_of(const char *op)
{
	const char *name = bare(op);
	const struct lkmm_op *row = NULL;

	for (int i = 0; i < lkmm_nr_ops; i++) {
		const struct lkmm_op *r = &lkmm_ops[i];
		size_t n = strlen(r->name);

		/* of add and add_unless the longer */
		if (r->atomic == (name != op) && begins(name, r->name) &&
		    (!name[n] || name[n] == '_') && (!row || n > strlen(row->name)))
			row = r;
	}
	return row;
}

static enum kind kind_of_row(const struct lkmm_op *row)
{
	switch (row->shape) {
	case LKMM_SHAPE_LOAD:
		return LOAD;
	case LKMM_SHAPE_STORE:
		return row->bare == LKMM_STORE_MB ? XCHG : STORE;
	case LKMM_SHAPE_EXCHANGE:
		return XCHG;
	case LKMM_SHAPE_CMPXCHG:
	case LKMM_SHAPE_TRY_CMPXCHG:
		return CMPXCHG;
	case LKMM_SHAPE_COMPUTE:
		break;
	}
	if (row->when)
		return CMPXCHG;
	if (!row->returns)
		return VOID;
	return row->becomes->op == LKMM_ADD || row->becomes->op == LKMM_SUB ? FETCH_ADD : FETCH_OR;
}

static enum kind kind_of_fence(enum lkmm_fence fence)
{
	switch (fence) {
	case LKMM_FENCE_MB:
	case LKMM_FENCE_AFTER_SPINLOCK:
	case LKMM_FENCE_AFTER_UNLOCK_LOCK:
		return FULL_BARRIER;
	case LKMM_FENCE_RELAX:
		return RELAX;
	default:
		return BARRIER;
	}
}

/* The kind of an operation decides its cost. A name without a row waits, which is to load. */
static enum kind kind_of(const char *op)
{
	const struct lkmm_op *row = row_of(op);

	for (int i = 0; i < lkmm_nr_barriers; i++)
		if (!strcmp(lkmm_barriers[i].name, op))
			return kind_of_fence(lkmm_barriers[i].fence);
	return row ? kind_of_row(row) : LOAD;
}

/* ---- the figures of lkmm bench ---- */

/* The name of the called function: it omits the operation's default ordering. */
static bool is_figure_of(const char *op, const json_t *o)
{
	const char *name = json_word(o, "operation"), *function = json_word(o, "function");
	char full[128];

	if (*function)
		return begins(function, "lkmm_") && !strcmp(op, function + strlen("lkmm_"));
	name += begins(name, "lkmm_") ? strlen("lkmm_") : 0;
	snprintf(full, sizeof(full), "%s_%s", name, json_word(o, "ordering"));
	return !strcmp(op, is_operation(full) ? full : name);
}

static bool add_figure(void *into, json_t *o)
{
	struct hot *h = into;

	if (*json_word(o, "operation"))
		return !json_array_append_new(h->figures, o);
	json_decref(o);
	return true;
}

bool hot_read_bench(struct hot *h)
{
	const char *wrong;

	h->figures = json_array();
	wrong = json_read_lines(h->bench, add_figure, h);
	if (!wrong && !json_array_size(h->figures))
		wrong = "";
	if (wrong)
		fprintf(stderr, "lkmm hot: %s: %s\n", h->bench, *wrong ? wrong :
			"not output of lkmm bench --json");
	return !wrong;
}

/* In a row of many independent operations; 0 if unknown. */
static double figure(const struct hot *h, const char *op, const char *variant)
{
	const json_t *o;
	size_t i;

	json_array_foreach(h->figures, i, o) {
		const char *setting = json_word(o, "setting");

		if (!strcmp(json_word(o, "variant"), variant) && is_figure_of(op, o) &&
		    (!*setting || !strcmp(setting, "throughput")))
			return json_figure(o, "ns");
	}
	return 0;
}

/* Figures that are both there, or ours. */
struct hot_cost hot_cost_of(const struct hot *h, const char *op, bool *from_bench)
{
	struct hot_cost c = h->measured[kind_of(op)];
	double called = figure(h, op, "c-shared"), inlined = figure(h, op, "c-inline");

	*from_bench = called > 0 && inlined > 0;
	if (*from_bench) {
		c.counted += called - c.called;
		c.called = called;
		c.inlined = inlined;
	}
	return c;
}

/* ---- total costs ---- */

static struct hot_sum sum_of(const struct hot *h, const struct hot_call *c)
{
	bool from_bench;
	struct hot_cost cost = hot_cost_of(h, c->op, &from_bench);
	double s = (double)c->calls / 1e9, saves = cost.called - cost.inlined;
	double counting = cost.counted - cost.called;

	return (struct hot_sum){ s * cost.called, saves > 0 ? s * saves : 0,
				 counting > 0 ? s * counting : 0 };
}

struct hot_sum hot_sum_up(struct hot *h)
{
	struct hot_sum all = { 0, 0, 0 };

	for (int i = 0; i < h->nprocesses; i++)
		for (int c = 0; c < h->process[i].ncalls; c++) {
			struct hot_call *call = &h->process[i].call[c];

			call->sum = sum_of(h, call);
			all.cost += call->sum.cost;
			all.saves += call->sum.saves;
			all.counting += call->sum.counting;
		}
	return all;
}

double hot_sampled(const struct hot_process *p, const struct hot_call *c)
{
	double ns;

	if (c->samples < 8)
		return 0;
	ns = (double)c->sampled_ns / (double)c->samples - p->timer_ns;
	return ns > 0 ? ns : 0;
}

bool hot_is_contended(const struct hot *h, const struct hot_process *p, const struct hot_call *c)
{
	bool from_bench;

	return hot_sampled(p, c) > 20 + 4 * hot_cost_of(h, c->op, &from_bench).called;
}
