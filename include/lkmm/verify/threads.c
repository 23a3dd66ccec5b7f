// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Functions of POSIX and C11 threads, for programs that lkmm verify reads: those that the reader
 * (front/llvm/lock.c) does not know. They are made of operations of lkmm, with the orderings that
 * one thread needs to see what another has done, and no others. The file is compiled beside those
 * of a program that calls one of them. Objects are a few words (front/llvm/object.c), whatever the
 * C library has in them, and 0 at first.
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

struct attributes;
struct time;

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

/* ---- sem_t: how many may still come ---- */

int sem_init(lkmm_atomic_t *s, int shared, unsigned int value)
{
	s->counter = value;
	return 0;
}

int sem_destroy(lkmm_atomic_t *s)
{
	return 0;
}

int sem_wait(lkmm_atomic_t *s)
{
	int found;

	do
		while (!(found = lkmm_atomic_read(s)))
			;
	while (lkmm_atomic_cmpxchg_acquire(s, found, found - 1) != found);
	return 0;
}

int sem_trywait(lkmm_atomic_t *s)
{
	int old = lkmm_atomic_read(s), found;

	while (old) {
		found = lkmm_atomic_cmpxchg_acquire(s, old, old - 1);
		if (found == old)
			return 0;
		old = found;
	}
	return -1;
}

/* One that waits and gets it tries it just then, and no earlier. */
int sem_timedwait(lkmm_atomic_t *s, const struct time *until)
{
	return sem_trywait(s);
}

int sem_clockwait(lkmm_atomic_t *s, int clock, const struct time *until)
{
	return sem_trywait(s);
}

int sem_post(lkmm_atomic_t *s)
{
	lkmm_atomic_inc_return_release(s);
	return 0;
}

int sem_getvalue(lkmm_atomic_t *s, int *value)
{
	*value = lkmm_atomic_read(s);
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

/* ---- pthread_cond_t and cnd_t ---- */

/*
 * A thread that waits may go on at any time (POSIX.1-2017, pthread_cond_wait(), "Condition Wait
 * Semantics"). So all that a program may do is seen if each wait only gives the mutex back and
 * takes it again. To see as well who is never woken, there are executions in which a wait lasts
 * until a signal: the thread is one of .waiting, until the signal chooses it, and counts in .woken.
 * A signal wakes one thread, and orders nothing; the mutex does.
 *
 * What a thread does after such a signal, it does as well after a wait that lasts for no time. Its
 * wait until a signal takes that signal from the others, and does nothing else. With two threads
 * there are no others: then a wait lasts for ever or for no time, and no execution has a signal
 * that comes while the other thread waits for ever.
 */
struct cond {
	lkmm_atomic_t waiting;		/* a bit for each thread */
	lkmm_atomic_t woken[];		/* how often each thread was */
};

enum { POSIX_LATE = 110, C11_LATE = 4 };	/* ETIMEDOUT, thrd_timedout */

int lkmm_verify_choice(const struct cond *of);
int lkmm_verify_threads(void);
void lkmm_verify_await(lkmm_atomic_t *where, int from);
void lkmm_verify_abandon(void);
int pthread_mutex_lock(void *mutex);
int pthread_mutex_unlock(void *mutex);

int pthread_cond_init(struct cond *c, const struct attributes *a)
{
	c->waiting.counter = 0;
	for (int k = 0; k < 4; k++)
		c->woken[k].counter = 0;
	return 0;
}

int pthread_cond_destroy(struct cond *c)
{
	return 0;
}

static int are_two(void)
{
	return lkmm_verify_threads() == 2;
}

/* Of two threads: the other one does not wait for ever, if it waits now. */
static int wake_other(struct cond *c)
{
	if (lkmm_atomic_read(&c->waiting))
		lkmm_verify_abandon();
	return 0;
}

int pthread_cond_wait(struct cond *c, void *mutex)
{
	lkmm_atomic_t *woken = &c->woken[lkmm_thread()];
	int before;

	if (lkmm_verify_choice(c)) {
		pthread_mutex_unlock(mutex);
		pthread_mutex_lock(mutex);
		return 0;
	}
	before = lkmm_atomic_read(woken);
	lkmm_atomic_or(1 << lkmm_thread(), &c->waiting);
	pthread_mutex_unlock(mutex);
	lkmm_verify_await(woken, before);
	if (are_two())
		lkmm_verify_abandon();
	pthread_mutex_lock(mutex);
	return 0;
}

/* It returns @late at any time, or as pthread_cond_wait() does; but it does not wait for ever. */
static int wait_until(struct cond *c, void *mutex, int late)
{
	lkmm_atomic_t *woken = &c->woken[lkmm_thread()];
	int before;

	if (are_two() || lkmm_verify_choice(0)) {
		pthread_mutex_unlock(mutex);
		pthread_mutex_lock(mutex);
		return lkmm_verify_choice(0) ? 0 : late;
	}
	before = lkmm_atomic_read(woken);
	lkmm_atomic_or(1 << lkmm_thread(), &c->waiting);
	pthread_mutex_unlock(mutex);
	if (lkmm_atomic_read(woken) == before)
		lkmm_verify_abandon();
	pthread_mutex_lock(mutex);
	return 0;
}

int pthread_cond_timedwait(struct cond *c, void *mutex, const struct time *until)
{
	return wait_until(c, mutex, POSIX_LATE);
}

int pthread_cond_clockwait(struct cond *c, void *mutex, int clock, const struct time *until)
{
	return wait_until(c, mutex, POSIX_LATE);
}

/* Any of the others, if it waits; nobody, if nobody does. */
int pthread_cond_signal(struct cond *c)
{
	int last = lkmm_verify_threads() - 1, others = last, k = 0, waiting;

	if (are_two())
		return wake_other(c);
	if (last == lkmm_thread())
		last--;
	while (k < last && (k == lkmm_thread() || !lkmm_verify_choice(0)))
		k++;
	waiting = lkmm_atomic_fetch_andnot_relaxed(1 << k, &c->waiting);
	if (waiting & 1 << k)
		lkmm_atomic_inc(&c->woken[k]);
	else if (others > 1 && (waiting || k != last))
		lkmm_verify_abandon();
	return 0;
}

int pthread_cond_broadcast(struct cond *c)
{
	int waiting;

	if (are_two())
		return wake_other(c);
	waiting = lkmm_atomic_xchg_relaxed(&c->waiting, 0);
	for (int k = 0; k < lkmm_verify_threads(); k++)
		if (k != lkmm_thread() && waiting & 1 << k)
			lkmm_atomic_inc(&c->woken[k]);
	return 0;
}

int cnd_init(struct cond *c)
{
	return pthread_cond_init(c, 0);
}

void cnd_destroy(struct cond *c)
{
}

int cnd_wait(struct cond *c, void *mutex)
{
	return pthread_cond_wait(c, mutex);
}

int cnd_timedwait(struct cond *c, void *mutex, const struct time *until)
{
	return wait_until(c, mutex, C11_LATE);
}

int cnd_signal(struct cond *c)
{
	return pthread_cond_signal(c);
}

int cnd_broadcast(struct cond *c)
{
	return pthread_cond_broadcast(c);
}
