// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A driver in C and Rust, as an example to start from. This half owns the object, the threads and
 * the report in /proc/lkmm_sample. Two kthreads of C and two of Rust (side.rs) do the same work on
 * the same fields:
 *
 *	events		an atomic_t that everyone counts
 *	users		a refcount_t; each round takes a reference and gives it back, and the last
 *			one releases the object
 *	flags		bits of an unsigned long: one of them is a lock
 *	total		a plain number, which that lock protects
 *
 * When the module is unloaded, the sums must be right.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/completion.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/refcount.h>
#include <linux/sched.h>
#include <linux/seq_file.h>

#include "sample.h"

struct sample {
	atomic_t events;
	refcount_t users;
	unsigned long flags;
	u64 total;
	struct completion released;
};

enum { NR_C = 2, NR_RUST = 2, NR_THREADS = NR_C + NR_RUST };

static struct sample sample;
static struct sample_shared shared;
static struct task_struct *threads[NR_THREADS];
static struct proc_dir_entry *report;

/* ---- the work of both halves ---- */

void sample_pause(void)
{
	cond_resched();
}

void sample_release(struct sample *s)
{
	complete(&s->released);
}

/* One round: side.rs has the same in Rust. */
static void sample_round(struct sample *s)
{
	if (!refcount_inc_not_zero(&s->users))
		return;

	atomic_inc(&s->events);
	if (!test_bit(SAMPLE_SEEN_BIT, &s->flags))
		set_bit(SAMPLE_SEEN_BIT, &s->flags);

	while (test_and_set_bit_lock(SAMPLE_BUSY_BIT, &s->flags))
		cpu_relax();
	s->total++;
	clear_bit_unlock(SAMPLE_BUSY_BIT, &s->flags);

	if (refcount_dec_and_test(&s->users))
		sample_release(s);
}

static int sample_c_thread(void *data)
{
	int rounds = 0;

	while (!kthread_should_stop()) {
		sample_round(data);
		rounds++;
		sample_pause();
	}
	return rounds;
}

/* ---- the report ---- */

static int report_show(struct seq_file *m, void *unused)
{
	seq_printf(m, "events %d\nusers %u\nflags %#lx\ntotal %llu\n", atomic_read(&sample.events),
		   refcount_read(&sample.users), READ_ONCE(sample.flags), READ_ONCE(sample.total));
	return 0;
}

/* ---- start and end ---- */

/* Returns the rounds that the threads have made; an error is none. */
static u64 stop_threads(void)
{
	u64 rounds = 0;

	for (int i = 0; i < NR_THREADS; i++) {
		int made = IS_ERR_OR_NULL(threads[i]) ? 0 : kthread_stop(threads[i]);

		/* One that was stopped before it ran never ran. */
		if (made > 0)
			rounds += made;
	}
	return rounds;
}

static int start_threads(void)
{
	for (int i = 0; i < NR_THREADS; i++) {
		bool rust = i >= NR_C;

		if (rust)
			threads[i] = kthread_run(sample_rust_thread, &shared, "sample_rust/%d",
						 i - NR_C);
		else
			threads[i] = kthread_run(sample_c_thread, &sample, "sample_c/%d", i);
		if (IS_ERR(threads[i]))
			return PTR_ERR(threads[i]);
	}
	return 0;
}

static int __init sample_init(void)
{
	int error;

	init_completion(&sample.released);
	refcount_set(&sample.users, 1);
	shared = (struct sample_shared) {
		.sample = &sample,
		.events = &sample.events.counter,
		.users = &sample.users.refs.counter,
		.flags = &sample.flags,
		.total = &sample.total,
	};

	report = proc_create_single("lkmm_sample", 0444, NULL, report_show);
	if (!report)
		return -ENOMEM;
	error = start_threads();
	if (error) {
		stop_threads();
		proc_remove(report);
	}
	return error;
}
module_init(sample_init);

static void __exit sample_exit(void)
{
	u64 rounds;

	proc_remove(report);
	rounds = stop_threads();
	if (refcount_dec_and_test(&sample.users))
		sample_release(&sample);
	wait_for_completion(&sample.released);

	if (rounds != sample.total || (u32)rounds != (u32)atomic_read(&sample.events))
		pr_err("%llu rounds, but %d events and a total of %llu\n", rounds,
		       atomic_read(&sample.events), sample.total);
	else
		pr_info("%llu rounds, none lost\n", rounds);
}
module_exit(sample_exit);

MODULE_DESCRIPTION("A driver in C and Rust that share atomics");
MODULE_LICENSE("Dual MIT/GPL");
