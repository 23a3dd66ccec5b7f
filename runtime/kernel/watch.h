/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Whether a test goes on or has no end. What counts is how many instances its threads have begun,
 * each time that the thread which watches has woken up: it has a CPU of its own.
 */
#ifndef LKMM_RUN_KERNEL_WATCH_H
#define LKMM_RUN_KERNEL_WATCH_H

#include "own.h"
#include "rcu.h"

#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/sched.h>

/* Of each CPU: where its thread stands, the instances begun, whether it is to give up. */
static DEFINE_PER_CPU(const char *, run_where);
static DEFINE_PER_CPU(unsigned long, run_begun);
static DEFINE_PER_CPU(bool, run_abandoned);

/* Times that the watch wakes up, ten in a second, without a new instance. */
enum { RUN_PATIENCE = 150, RUN_FAREWELL = 50 };

struct run_watched {
	struct task_struct *task;
	struct completion *done;
	int cpu;
};

/* A thread of a test that has been given up: for ever. What it holds is given back. */
static void run_give_up(void)
{
	while (raw_cpu_read(run_readers))
		run_rcu_read_unlock();
	run_settle();
	for (;;)
		schedule_timeout_idle(HZ);
}

static void run_look_whether_abandoned(void)
{
	if (raw_cpu_read(run_abandoned))
		run_give_up();
}

static unsigned long run_count_begun(const struct run_watched *w, int n)
{
	unsigned long sum = 0;

	for (int t = 0; t < n; t++)
		sum += READ_ONCE(per_cpu(run_begun, w[t].cpu));
	return sum;
}

/* Waits for the ends of all; false if the test has none. */
static bool run_watch(const struct run_watched *w, int n)
{
	unsigned long last = 0;
	int idle = 0;

	for (int t = 0; t < n; t++) {
		while (!wait_for_completion_timeout(w[t].done, HZ / 10)) {
			unsigned long now = run_count_begun(w, n);

			idle = now == last ? idle + 1 : 0;
			last = now;
			if (idle == RUN_PATIENCE)
				return false;
		}
	}
	return true;
}

/* Where the threads stand that wait for ever; the others wait for them. */
static void run_print_stuck(const struct run_watched *w, int n, char *line, size_t size)
{
	int len = scnprintf(line, size, "died it did not end in time");
	const char *separator = ":";

	for (int t = 0; t < n; t++) {
		const char *where = READ_ONCE(per_cpu(run_where, w[t].cpu));

		if (!where)
			continue;
		len += scnprintf(line + len, size - len, "%s P%d stands in %s", separator, t,
				 where);
		separator = ";";
	}
	pr_info("%s\n", line);
}

/*
 * Who sleeps in the kernel goes on sleeping, and loops of a test end. False if a thread does not
 * leave its CPU: it spins in the kernel.
 */
static bool run_abandon(const struct run_watched *w, int n)
{
	bool all = false;

	for (int t = 0; t < n; t++)
		WRITE_ONCE(per_cpu(run_abandoned, w[t].cpu), true);
	for (int i = 0; !all && i < RUN_FAREWELL; i++) {
		schedule_timeout_idle(HZ / 10);
		all = true;
		for (int t = 0; t < n; t++)
			all &= READ_ONCE(w[t].task->__state) != TASK_RUNNING;
	}
	for (int t = 0; t < n; t++)
		WRITE_ONCE(per_cpu(run_abandoned, w[t].cpu), false);
	return all;
}

#endif
