// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * <lkmm/lock/rw.h>: a writer is alone, and readers see all that it wrote. FAULT 1: it is given back
 * without ordering; 2: it is taken without; 3: the wait does not acquire; 4: two readers, one of
 * which writes.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: data race
 * expect 3: data race
 * expect 4: data race
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

#if FAULT == 1
# define lkmm_atomic_fetch_sub_release(i, v) lkmm_atomic_fetch_sub_relaxed(i, v)
#elif FAULT == 2
# define lkmm_atomic_try_cmpxchg_acquire(v, old, new) lkmm_atomic_try_cmpxchg_relaxed(v, old, new)
#elif FAULT == 3
# undef lkmm_smp_cond_load_acquire
# define lkmm_smp_cond_load_acquire(p, c) lkmm_smp_cond_load_relaxed(p, c)
#endif
#include <lkmm/lock/rw.h>

static struct lkmm_rwlock lock;
static int x, y;

static void writer(void *unused)
{
	(void)unused;
	lkmm_write_lock(&lock);
	x = 1;
	y = 1;
	lkmm_write_unlock(&lock);
}

static void reader(void *unused)
{
	(void)unused;
	lkmm_read_lock(&lock);
	lkmm_assert(x == y);
#if FAULT == 4
	y = 2;
#endif
	lkmm_read_unlock(&lock);
}

int main(void)
{
	int a = lkmm_spawn(FAULT == 4 ? reader : writer, NULL), b = lkmm_spawn(reader, NULL);

	lkmm_join(a);
	lkmm_join(b);
}
