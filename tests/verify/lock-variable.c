// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A lock whose address is read from memory that others could write to, where it is taken, given
 * back, or both: it is the same lock. FAULT 1: it is never taken. 2: another one is given back as
 * well. 3: it is given back twice. 4: two are taken, and given back in the same order. 5: both are
 * read from memory. 6: one of them is given back that is not taken. 7: whether it is taken is asked
 * meanwhile. 8: and afterwards.
 * expect 0: no fault in any execution
 * expect 1: lock-variable.c:38:2: unmatched-unlock
 * expect 2: lock-variable.c:38:2: unmatched-unlock
 * expect 3: lock-variable.c:38:2: unmatched-unlock
 * expect 4: no fault in any execution
 * expect 5: no fault in any execution
 * expect 6: lock-variable.c:38:2: unmatched-unlock
 * expect 7: lock-variable.c:71:3: this assertion can fail
 * expect 8: lock-variable.c:82:3: this assertion can fail
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

struct held {
	lkmm_spinlock_t *lock;
};

static lkmm_spinlock_t lock, other;
static struct held *kept;
static int n;

__attribute__((__noinline__)) static void take(struct held *h)
{
	lkmm_WRITE_ONCE(kept, h);	/* its address gets around */
	lkmm_spin_lock(h->lock);
}

__attribute__((__noinline__)) static void give(struct held *h)
{
	lkmm_WRITE_ONCE(kept, h);
	lkmm_spin_unlock(h->lock);
}

static inline struct held make(lkmm_spinlock_t *l)
{
	struct held h = { .lock = l };

	lkmm_spin_lock(l);
	return h;
}

static void guard(void)
{
	struct held h __attribute__((cleanup(give))) = make(&lock);

	n++;
}

static void work(void *arg)
{
	struct held h = { .lock = FAULT == 2 ? &other : &lock }, two = { .lock = &other };

	(void)arg;
	if (FAULT == 0)
		guard();
	if (FAULT == 4 || FAULT == 5)
		take(&two);
	if (FAULT == 2 || FAULT == 4)
		lkmm_spin_lock(&lock);
	else if (FAULT != 1)
		take(&h);
	n++;
	if (FAULT == 7)
		lkmm_assert(!lkmm_spin_is_locked(&lock));
	if (FAULT == 5 || FAULT == 6)
		give(&two);
	give(&h);
	if (FAULT == 2)
		lkmm_spin_unlock(&lock);
	if (FAULT == 3)
		give(&h);
	if (FAULT == 4)
		give(&two);
	if (FAULT == 8)
		lkmm_assert(lkmm_spin_is_locked(&lock));
}

int main(void)
{
	int a = lkmm_spawn(work, 0), b = lkmm_spawn(work, 0);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(FAULT || n == 4);
}
