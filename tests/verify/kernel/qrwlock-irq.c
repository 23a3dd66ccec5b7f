// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * kernel/locking/qrwlock.c: a writer, a reader in an interrupt, which does not queue, and one that
 * takes what it gets.
 * with: kernel/locking/qrwlock.c
 * flag: -Din_interrupt()=(lkmm_thread()==1)
 * expect: no fault in any execution
 * fault: include/asm-generic/qrwlock.h: atomic_add_return_acquire => atomic_add_return_relaxed
 * expect: data race
 * fault: include/asm-generic/qrwlock.h: if (likely(!(cnts & _QW_WMASK))) => if (1)
 * expect: this assertion can fail
 * fault: kernel/locking/qrwlock.c: \t\tatomic_cond_read_acquire( => \t\tatomic_cond_read_relaxed(
 * expect: data race
 * fault: include/asm-generic/qrwlock.h: sub_return_release => sub_return_relaxed
 * expect: data race
 * fault: include/asm-generic/qrwlock.h: smp_store_release(&lock->wlocked, 0); => ;
 * expect: executions block
 */
#include <linux/spinlock.h>
#include <lkmm/verify.h>

static struct qrwlock lock = __ARCH_RW_LOCK_UNLOCKED;
static int a, b;

static void change(void)
{
	a++;
	b++;
	queued_write_unlock(&lock);
}

static void look(void)
{
	lkmm_assert(a == b);
	queued_read_unlock(&lock);
}

static void write(void *arg)
{
	(void)arg;
	queued_write_lock(&lock);
	change();
}

static void interrupt(void *arg)
{
	(void)arg;
	queued_read_lock(&lock);
	look();
}

static void try(void *arg)
{
	(void)arg;
	if (queued_write_trylock(&lock))
		change();
	else if (queued_read_trylock(&lock))
		look();
}

int main(void)
{
	int x = lkmm_spawn(write, 0), y = lkmm_spawn(interrupt, 0), z = lkmm_spawn(try, 0);

	lkmm_join(x);
	lkmm_join(y);
	lkmm_join(z);
	lkmm_assert(a > 0 && a == b && !queued_rwlock_is_contended(&lock));
}
