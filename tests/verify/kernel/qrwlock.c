// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * kernel/locking/qrwlock.c and <asm-generic/qrwlock.h>: a writer, and another one or a reader.
 * with: kernel/locking/qrwlock.c
 * expect: no fault in any execution
 * fault: include/asm-generic/qrwlock.h: smp_store_release(&lock-> => WRITE_ONCE(lock->
 * expect: data race
 * fault: include/asm-generic/qrwlock.h: sub_return_release => sub_return_relaxed
 * expect: data race
 * fault: kernel/locking/qrwlock.c: (!atomic_try_cmpxchg_acquire => (!atomic_try_cmpxchg_relaxed
 * expect: data race
 * fault: kernel/locking/qrwlock.c:     atomic_try_cmpxchg_acquire =>     atomic_try_cmpxchg_relaxed
 * expect: data race
 * fault: kernel/locking/qrwlock.c: \n\tatomic_cond_read_acquire( => \n\tatomic_cond_read_relaxed(
 * expect: data race
 * fault: kernel/locking/qrwlock.c: VAL == _QW_WAITING => !(VAL & _QW_LOCKED)
 * expect: data race
 */
#include <linux/spinlock.h>
#include <lkmm/verify.h>

static struct qrwlock lock = __ARCH_RW_LOCK_UNLOCKED;
static int a, b;

static void write(void *arg)
{
	(void)arg;
	queued_write_lock(&lock);
	a++;
	b++;
	queued_write_unlock(&lock);
}

static void write_or_read(void *arg)
{
	if (lkmm_any(0, 1)) {
		write(arg);
		return;
	}
	queued_read_lock(&lock);
	lkmm_assert(a == b);
	queued_read_unlock(&lock);
}

int main(void)
{
	int x = lkmm_spawn(write, 0), y = lkmm_spawn(write_or_read, 0);

	lkmm_join(x);
	lkmm_join(y);
	lkmm_assert(a > 0 && a == b);
}
