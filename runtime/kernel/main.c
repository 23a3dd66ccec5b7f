// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The counterpart of run.c: runs the litmus tests that are linked with this module, when it is
 * loaded. Each process is a kthread on its own CPU. A batch is: first values, all threads through
 * all instances, observed values. These vary from batch to batch: the compiled form of each thread,
 * whether the threads go in step, whether the objects of an instance share a cache line, which
 * thread starts later, whether grace periods are expedited.
 *
 * The output is in the kernel's log, in lines that begin with "lkmm_run: "; otherwise they are
 * those of run.c.
 */
#define pr_fmt(fmt) "lkmm_run: " fmt

#include "user.h"
#include "run.h"
#include "layout.h"
#include "table.h"
#include "own.h"
#include "pool.h"
#include "rcu.h"
#include "srcu.h"
#include "watch.h"

#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/ktime.h>
#include <linux/moduleparam.h>
#include <linux/preempt.h>
#include <linux/reboot.h>

#ifndef RUN_MIXED
#define RUN_MIXED 0
#endif

enum { BATCH = 4096, CLOSE_BATCH = 256, SHORT_BATCH = 8, MEMORY = 1 << 25 };

/* A barrier; a waiting thread yields the CPU. */
struct meeting {
	int n, arrived, turn;
};

struct runner {
	const struct run_test *test;
	struct run_batch batch;
	char *memory, **place;
	s64 **out;
	struct meeting meeting;
	enum run_flavour form[RUN_MAX_THREADS];
	u64 done, begin;
	unsigned int batches;
	int room;			/* for so many instances */
	bool stop;
	unsigned int random;
	struct run_watched watched[RUN_MAX_THREADS];
};

struct worker {
	struct runner *r;
	int thread;
	struct completion done;
	struct table seen;
	s64 value[RUN_MAX_VALUES];
	char line[900];			/* as much as the log takes at a time */
};

/*
 * A thread does not leave its CPU any more: it waits for a lock by spinning. The other tests need
 * another VM, where they begin with the number @first.
 */
static bool cpu_lost;
static int first;
module_param(first, int, 0);

static void grace_period_is_over(struct rcu_head *head)
{
	struct run_callback *c = container_of(head, struct run_callback, head);

	smp_store_release(c->posted, c->value);
}

void run_post(long *posted, long value)
{
	struct run_callback *c = &run_owns[run_next_own()].callback;

	c->posted = posted;
	c->value = value;
	(call_rcu)(&c->head, grace_period_is_over);
}

void run_land(void)
{
	rcu_barrier();
}

static unsigned int below(unsigned int *state, unsigned int n)
{
	*state = *state * 1664525 + 1013904223;
	return ((u64)(*state >> 8) * n) >> 24;
}

DEFINE_PER_CPU(int, run_readers);
DEFINE_PER_CPU(struct run_flags, run_flags);
bool run_expedited;

/* A thread that holds a lock, or reads under RCU, keeps the CPU. */
void run_turn(void)
{
	cpu_relax();
	run_look_whether_abandoned();
	if (!in_atomic() && !raw_cpu_read(run_readers))
		cond_resched();
}

void run_stand(const char *where)
{
	raw_cpu_write(run_where, where);
}

void run_yield(void)
{
	schedule();
}

/*
 * As if the locks that the last instance has left behind were given back, and its sleep had ended:
 * it is over with them.
 */
void run_settle(void)
{
	raw_cpu_inc(run_begun);
	raw_cpu_ptr(&run_flags)->n = 0;
	__set_current_state(TASK_RUNNING);
	if (irqs_disabled())
		local_irq_enable();
	while (softirq_count())
		local_bh_enable();
	while (preempt_count() & PREEMPT_MASK)
		preempt_enable();
}

static void meet(struct meeting *m)
{
	int turn = smp_load_acquire(&m->turn);

	if (__atomic_add_fetch(&m->arrived, 1, __ATOMIC_ACQ_REL) == m->n) {
		m->arrived = 0;
		smp_store_release(&m->turn, turn + 1);
		return;
	}
	run_stand(NULL);
	while (smp_load_acquire(&m->turn) == turn) {
		cpu_relax();
		run_look_whether_abandoned();
		schedule();
	}
}

/* ---- a batch ---- */

static bool is_mixed(const struct runner *r)
{
	bool c = false, rust = false;

	for (int t = 0; t < r->test->nthreads; t++)
		*(r->form[t] < RUN_RUST_INLINE ? &c : &rust) = true;
	return c && rust;
}

static void pick_form(struct runner *r, int t)
{
	int have[RUN_FLAVOURS], n = 0;

	for (int f = 0; f < RUN_FLAVOURS; f++)
		if (r->test->thread[t].process[f])
			have[n++] = f;
	r->form[t] = r->batches < (unsigned int)n ? have[(r->batches + t) % n] :
		     have[below(&r->random, n)];
}

static void pick_forms(struct runner *r)
{
	for (int tries = 0; tries < 100; tries++) {
		for (int t = 0; t < r->test->nthreads; t++)
			pick_form(r, t);
		if (!RUN_MIXED || is_mixed(r))
			return;
	}
}

static unsigned int below_for_layout(void *state, unsigned int n)
{
	return below(state, n);
}

static void lay_out(struct runner *r)
{
	run_lay_out(r->test, &r->batch, r->memory, r->place, r->batch.n * run_stride(r->test),
		    below_for_layout, &r->random);
}

/*
 * How closely the threads keep together. Closely takes long, since a virtual CPU that another waits
 * for may not be running; but then they meet, which they hardly do otherwise where there are fewer
 * CPUs than virtual ones.
 */
static void pick_step(struct runner *r)
{
	r->batch.n = r->room;
	r->batch.in_step = 0;
	switch (r->test->wakes ? 0 : below(&r->random, 3)) {
	case 0:
		r->batch.in_step = r->test->wakes ? 1 : 1 << below(&r->random, 3);
		r->batch.n = min(r->room, (int)CLOSE_BATCH);
		break;
	case 1:
		r->batch.in_step = 64 << below(&r->random, 3);
		break;
	}
}

static void plan_batch(struct runner *r)
{
	/* However slow the machine is, each form has its turn before the time is up. */
	if (r->batches >= RUN_FLAVOURS &&
	    (ktime_get_ns() - r->begin > RUN_MILLISECONDS * NSEC_PER_MSEC ||
	     (RUN_ITERATIONS && r->done >= RUN_ITERATIONS))) {
		r->stop = true;
		return;
	}
	pick_forms(r);
	pick_step(r);
	lay_out(r);
	run_expedited = below(&r->random, 4);
	for (int t = 0; t < r->test->nthreads; t++) {
		r->batch.delay[t] = below(&r->random, 4) ? 0 : below(&r->random, 64);
		r->batch.progress[t] = (struct run_progress){ .instance = -1, .ended = -1 };
	}
	r->done += r->batch.n;
	r->batches++;
}

static void collect(struct worker *w, int from, int to)
{
	const struct runner *r = w->r;
	u64 form = 0;

	for (int t = r->test->nthreads - 1; t >= 0; t--)
		form = form << 2 | r->form[t];
	for (int i = from; i < to; i++) {
		r->test->collect(&r->batch, i, w->value);
		table_count(&w->seen, form, w->value, 1);
	}
}

static void work(struct worker *w)
{
	struct runner *r = w->r;
	int n = r->test->nthreads, t = w->thread;

	for (;;) {
		int from, to;

		if (t == 0)
			plan_batch(r);
		meet(&r->meeting);
		if (r->stop)
			return;
		from = r->batch.n * t / n;
		to = r->batch.n * (t + 1) / n;
		for (int i = from; i < to; i++)
			r->test->init(&r->batch, i);
		meet(&r->meeting);
		r->test->thread[t].process[r->form[t]](&r->batch, t);
		run_settle();
		meet(&r->meeting);
		collect(w, from, to);
		/* Before anything moves for the next batch. */
		meet(&r->meeting);
	}
}

static int work_thread(void *arg)
{
	struct worker *w = arg;

	work(w);
	complete(&w->done);
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

/* ---- a test ---- */

/* False if it is too much for a line. */
static bool print_state(const struct runner *r, struct worker *w, const struct entry *e)
{
	int n = scnprintf(w->line, sizeof(w->line), "state %llu ", e->count);

	for (int t = 0; t < r->test->nthreads; t++)
		n += scnprintf(w->line + n, sizeof(w->line) - n, "%d", (int)(e->form >> 2 * t & 3));
	for (int k = 0; k < r->test->nvalues; k++)
		n += scnprintf(w->line + n, sizeof(w->line) - n, " %lld", e->value[k]);
	if (n + 1 == sizeof(w->line))
		return false;
	pr_info("%s\n", w->line);
	return true;
}

static void print_states(const struct runner *r, struct worker *w)
{
	for (size_t i = 0; i < w->seen.size; i++) {
		const struct entry *e = table_entry(&w->seen, i);

		if (e->count && !print_state(r, w, e))
			pr_info("died it observes too many values for the log\n");
	}
}

static bool allocate(struct runner *r, struct worker *w)
{
	size_t n = r->room;
	int threads = r->test->nthreads;

	r->place = calloc(r->test->nobjects + 1, sizeof(*r->place));
	r->out = calloc(threads, sizeof(*r->out));
	r->memory = calloc((r->test->nobjects + 1) * n, run_stride(r->test));
	r->batch.progress = calloc(threads, sizeof(*r->batch.progress));
	if (!run_open_pool(r->test, n) || !r->place || !r->out || !r->memory || !r->batch.progress)
		return false;
	r->batch.place = r->place;
	r->batch.out = r->out;
	for (int t = 0; t < threads; t++) {
		r->out[t] = calloc(n * r->test->thread[t].nout + 1, sizeof(s64));
		if (!r->out[t] || !table_open(&w[t].seen, r->test->nvalues))
			return false;
	}
	return true;
}

static void free_all(struct runner *r, struct worker *w)
{
	for (int t = 0; t < r->test->nthreads; t++) {
		if (r->out)
			free(r->out[t]);
		free(w[t].seen.memory);
	}
	free(r->batch.progress);
	run_close_pool();
	free(r->memory);
	free(r->out);
	free(r->place);
}

/* All are made before any runs: they wait for one another. */
static bool start(struct runner *r, struct worker *w)
{
	int cpu = cpumask_first(cpu_online_mask);

	for (int t = 0; t < r->test->nthreads; t++) {
		struct task_struct *task = kthread_create(work_thread, &w[t], "lkmm_run/%d", t);

		if (IS_ERR(task)) {
			while (t--)
				kthread_stop(r->watched[t].task);
			return false;
		}
		r->watched[t] = (struct run_watched){ task, &w[t].done, cpu };
		run_tasks[t] = task;
		kthread_bind(task, cpu);
		cpu = cpumask_next(cpu, cpu_online_mask);
		if (cpu >= nr_cpu_ids)
			cpu = cpumask_first(cpu_online_mask);
	}
	for (int t = 0; t < r->test->nthreads; t++)
		(wake_up_process)(r->watched[t].task);
	return true;
}

/* False if the test has no end: then all that it has remains as it is. */
static bool run_threads(struct runner *r, struct worker *w)
{
	u64 took;

	r->begin = ktime_get_ns();
	if (!start(r, w)) {
		pr_info("died kthreads cannot be created\n");
		return true;
	}
	if (!run_watch(r->watched, r->test->nthreads)) {
		run_print_stuck(r->watched, r->test->nthreads, w->line, sizeof(w->line));
		cpu_lost = !run_abandon(r->watched, r->test->nthreads);
		return false;
	}
	for (int t = 0; t < r->test->nthreads; t++)
		kthread_stop(r->watched[t].task);
	took = max(ktime_get_ns() - r->begin, (u64)NSEC_PER_USEC);
	for (int t = 0; t < r->test->nthreads; t++)
		print_states(r, &w[t]);
	pr_info("mode a CPU for each kthread, batches of up to %d\n", r->room);
	pr_info("end %llu %llu.%06llu\n", r->done, took / NSEC_PER_SEC,
		took % NSEC_PER_SEC / NSEC_PER_USEC);
	return true;
}

static void run_one(const struct run_test *test, int number)
{
	struct runner *r = calloc(1, sizeof(*r));
	struct worker *w = calloc(test->nthreads, sizeof(*w));

	pr_info("test %d\n", number);
	if (!r || !w) {
		pr_info("died out of memory\n");
	} else if (test->nthreads > num_online_cpus()) {
		pr_info("died it has more threads than the kernel has CPUs\n");
	} else if (test->nowns && test->nthreads > RUN_SLEEPERS) {
		pr_info("died it has more than %d threads, and objects of the kernel's own\n",
			RUN_SLEEPERS);
	} else {
		r->test = test;
		r->room = run_instances(test, test->sleeps ? SHORT_BATCH : BATCH, MEMORY);
		r->batch.nthreads = r->meeting.n = test->nthreads;
		r->random = ktime_get_ns();
		for (int t = 0; t < test->nthreads; t++) {
			w[t].r = r;
			w[t].thread = t;
			init_completion(&w[t].done);
		}
		if (!allocate(r, w))
			pr_info("died out of memory\n");
		else if (!run_threads(r, w))
			return;
		free_all(r, w);
	}
	free(w);
	free(r);
}

static int __init run_init(void)
{
	int error = run_open_srcu();

	if (error)
		return error;
	/* The threads of a test may keep theirs for ever: tool/run/kernel.c asks for one more. */
	set_cpus_allowed_ptr(current, cpumask_of(cpumask_last(cpu_online_mask)));
	for (int i = first; i < run_ntests && !cpu_lost; i++) {
		run_one(run_tests[i], i);
		if (cpu_lost && i + 1 < run_ntests)
			pr_info("next %d\n", i + 1);
	}
	if (cpu_lost) {
		pr_info("done\n");
		emergency_restart();
	}
	run_close_srcu();
	return 0;
}
module_init(run_init);

static void __exit run_exit(void)
{
}
module_exit(run_exit);

MODULE_DESCRIPTION("Litmus tests");
MODULE_LICENSE("Dual MIT/GPL");
