// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * kernel/locking/rwsem.c: a writer has the lock, and a reader waits in the queue for it. The writer
 * gives the lock to the reader, which then sees what was written.
 *
 * As it is, list_move_tail() changes a list by plain and by marked accesses. The walks through the
 * list have no bound that the checker knows; it has one entry.
 * expect: include/linux/list.h:156:13: mixed-accesses
 * expect: 1 fault,
 * The first fault is as it was before Linux commit 99143f82a255, "lcoking/rwsem: Add missing
 * ACQUIRE to read_slowpath sleep loop".
 * fault: kernel/locking/rwsem.c: !smp_load_acquire(&waiter.task) => !READ_ONCE(waiter.task)
 * expect: rwsem.c:48:2: data race
 * expect: this assertion can fail
 * fault: kernel/locking/rwsem.c: smp_store_release(&waiter->task, NULL); => ;
 * expect: waits for ever
 * fault: kernel/locking/rwsem.c: unlikely(tmp & RWSEM_FLAG_WAITERS) => 0
 * expect: waits for ever
 * fault: kernel/locking/rwsem.c: adjustment -= RWSEM_FLAG_WAITERS; => ;
 * expect: rwsem.c:51:2: this assertion can fail
 * fault: kernel/locking/rwsem.c: READER_BIAS - adjustment; => READER_BIAS;
 * expect: rwsem.c:51:2: this assertion can fail
 */
#include <linux/sched.h>
#include <linux/rwsem.h>
#include <trace/events/lock.h>
#include <lkmm/verify.h>

static DECLARE_RWSEM(sem);
static int data, writer;

static void write(void *arg)
{
	(void)arg;
	data = 1;
	up_write(&sem);
}

/* The reader is in the queue, and is about to wait: up to here, only main() runs. */
#undef trace_contention_begin
#define trace_contention_begin(sem, flags) (writer = lkmm_spawn(write, 0))
#include <kernel/locking/rwsem.c>

int main(void)
{
	down_write(&sem);
	down_read(&sem);
	lkmm_assert(data == 1);
	lkmm_join(writer);
	/* One reader has it, and nobody waits. */
	lkmm_assert(atomic_long_read(&sem.count) == RWSEM_READER_BIAS);
	lkmm_assert(list_empty(&sem.wait_list));
}
