// SPDX-License-Identifier: GPL-2.0 OR MIT
/* pthread_create() and pthread_join() with kthreads. */
#include "user.h"
#include <linux/completion.h>
#include <linux/slab.h>

struct lkmm_thread {
	struct task_struct *task;
	void *(*start)(void *arg);
	void *arg;
	struct completion done;
};

/*
 * kthread_stop() must find the task alive, and must not be called before it runs: it would never
 * run then.
 */
static int run(void *data)
{
	struct lkmm_thread *thread = data;

	thread->start(thread->arg);
	complete(&thread->done);
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

int pthread_create(pthread_t *thread, const void *attributes, void *(*start)(void *), void *arg)
{
	struct lkmm_thread *new = kmalloc(sizeof(*new), GFP_KERNEL);

	if (!new)
		return -ENOMEM;
	new->start = start;
	new->arg = arg;
	init_completion(&new->done);
	new->task = kthread_create(run, new, "lkmm_test");
	if (IS_ERR(new->task)) {
		int error = PTR_ERR(new->task);

		kfree(new);
		return error;
	}
	wake_up_process(new->task);
	*thread = new;
	return 0;
}

int pthread_join(pthread_t thread, void **result)
{
	wait_for_completion(&thread->done);
	kthread_stop(thread->task);
	kfree(thread);
	return 0;
}
