// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Functions of POSIX and C11 threads, for programs that lkmm verify reads: those that the reader
 * (front/llvm/lock.c) does not know. They are made of operations of lkmm, with the orderings that
 * one thread needs to see what another has done, and no others. The file is compiled beside those
 * of a program that calls one of them. Objects are one or two words (front/llvm/object.c), whatever
 * the C library has in them, and 0 at first.
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

struct attributes;

/* ---- pthread_rwlock_t: the number of readers, plus WRITER ---- */

enum { WRITER = 0x40000000, BUSY = 16 /* EBUSY */ };

int pthread_rwlock_init(lkmm_atomic_t *l, const struct attributes *a)
{
	l->counter = 0;
	return 0;
}

int pthread_rwlock_destroy(lkmm_atomic_t *l)
{
	return 0;
}

/*
 * A reader counts itself at once, and then waits for a writer to leave, as in qrwlock.c, and in
 * litmus/lib/rwlock.h for rwlock_t.
 */
int pthread_rwlock_rdlock(lkmm_atomic_t *l)
{
	if (lkmm_atomic_inc_return_acquire(l) > WRITER)
		while (lkmm_atomic_read_acquire(l) >= WRITER)
			;
	return 0;
}

int pthread_rwlock_tryrdlock(lkmm_atomic_t *l)
{
	int old = lkmm_atomic_read(l), found;

	while (old < WRITER) {
		found = lkmm_atomic_cmpxchg_acquire(l, old, old + 1);
		if (found == old)
			return 0;
		old = found;
	}
	return BUSY;
}

int pthread_rwlock_wrlock(lkmm_atomic_t *l)
{
	while (lkmm_atomic_cmpxchg_acquire(l, 0, WRITER) != 0)
		;
	return 0;
}

int pthread_rwlock_trywrlock(lkmm_atomic_t *l)
{
	return lkmm_atomic_cmpxchg_acquire(l, 0, WRITER) == 0 ? 0 : BUSY;
}

/* While there is a writer it is the one who may give the lock back: readers only wait. */
int pthread_rwlock_unlock(lkmm_atomic_t *l)
{
	if (lkmm_atomic_read(l) >= WRITER)
		lkmm_atomic_sub_return_release(WRITER, l);
	else
		lkmm_atomic_dec_return_release(l);
	return 0;
}

/* ---- once: 1 while the function runs, 2 behind it ---- */

enum { RUNS = 1, DONE = 2 };

int pthread_once(lkmm_atomic_t *once, void (*function)(void))
{
	if (lkmm_atomic_cmpxchg_acquire(once, 0, RUNS) == 0) {
		function();
		lkmm_atomic_set_release(once, DONE);
	} else {
		while (lkmm_atomic_read_acquire(once) != DONE)
			;
	}
	return 0;
}

void call_once(lkmm_atomic_t *once, void (*function)(void))
{
	pthread_once(once, function);
}

/* ---- pthread_barrier_t ---- */

struct barrier {
	int count;
	lkmm_atomic_t arrived;		/* in all rounds so far */
};

int pthread_barrier_init(struct barrier *b, const struct attributes *a, unsigned int count)
{
	b->count = count;
	b->arrived.counter = 0;
	return 0;
}

int pthread_barrier_destroy(struct barrier *b)
{
	return 0;
}

/* The last one of a round gets PTHREAD_BARRIER_SERIAL_THREAD. */
int pthread_barrier_wait(struct barrier *b)
{
	int n = lkmm_atomic_inc_return_release(&b->arrived);
	int all = (n + b->count - 1) / b->count * b->count;

	while (lkmm_atomic_read_acquire(&b->arrived) < all)
		;
	return n == all ? -1 : 0;
}
