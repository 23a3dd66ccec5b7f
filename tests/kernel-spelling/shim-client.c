// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * For shim.sh: a program with atomics of its own under the kernel's names, as bcachefs-tools is. It
 * uses every name of them. Prints what the operations return, which is the same with any atomics;
 * and counts, with threads.
 */
#include <linux/compiler.h>
#include <linux/types.h>
#include <linux/atomic.h>

#include <pthread.h>
#include <stdio.h>

enum { THREADS = 3, ROUNDS = 50000 };

/* ---- each operation, on each type ---- */

#define SHOW(x) printf(" %lld", (long long)(x))

#define CALL_ALL(type, value)									\
static void call_##type(value i)								\
{												\
	type##_t v;										\
	value old = 5;										\
												\
	type##_set(&v, i);									\
	type##_add(3, &v), SHOW(type##_read(&v));						\
	type##_sub(i, &v), SHOW(type##_read(&v));						\
	type##_inc(&v), type##_inc(&v), type##_dec(&v), SHOW(type##_read(&v));			\
	type##_or(24, &v), type##_and(-6, &v), SHOW(type##_read(&v));				\
	SHOW(type##_add_return(i, &v)), SHOW(type##_add_return_release(i, &v));		\
	SHOW(type##_sub_return(i, &v)), SHOW(type##_sub_return_release(2, &v));		\
	SHOW(type##_inc_return(&v)), SHOW(type##_dec_return(&v));				\
	SHOW(type##_add_negative(-i, &v)), SHOW(type##_sub_and_test(1, &v));			\
	SHOW(type##_xchg(&v, -1)), SHOW(type##_inc_and_test(&v)), SHOW(type##_inc_not_zero(&v)); \
	SHOW(type##_add_unless(&v, 1, 7)), SHOW(type##_dec_and_test(&v));			\
	SHOW(type##_cmpxchg(&v, 0, 6)), SHOW(type##_cmpxchg_acquire(&v, 0, 9));			\
	SHOW(type##_try_cmpxchg_acquire(&v, &old, 2)), SHOW(old), SHOW(type##_read(&v));	\
	puts("");										\
}
CALL_ALL(atomic, int)
CALL_ALL(atomic_long, long)
CALL_ALL(atomic64, s64)

/* ---- a lock of readers and one writer, a list, counts ---- */

enum { WRITER = 1 << 16 };

struct item {
	struct item *next;
	int worth;
};

static atomic64_t state;
static atomic_t users;
static atomic_long_t events;
static struct item *list, items[THREADS][ROUNDS];
static u32 value, copy, torn;
static int ready;

static void lock(s64 mine, s64 others)
{
	s64 old = atomic64_read(&state);

	do {
		while (old & others)
			old = atomic64_read(&state);
	} while (!atomic64_try_cmpxchg_acquire(&state, &old, old + mine));
}

static void unlock(s64 mine)
{
	(void)atomic64_sub_return_release(mine, &state);
}

static void push(struct item *item)
{
	struct item *first = READ_ONCE(list), *found;

	for (;; first = found) {
		item->next = first;
		found = cmpxchg_release(&list, first, item);
		if (likely(found == first))
			return;
	}
}

static void *work(void *arg)
{
	struct item *mine = arg;

	while (!smp_load_acquire(&ready))
		barrier();
	for (int i = 0; i < ROUNDS; i++) {
		mine[i].worth = i % 3;
		push(&mine[i]);
		if (i % 4) {
			lock(1, WRITER);
			torn += value != copy;
			unlock(1);
		} else {
			lock(WRITER, ~0LL);
			value++;
			smp_wmb();
			copy = value;
			unlock(WRITER);
		}
		if (atomic_inc_not_zero(&users) && atomic_dec_and_test(&users))
			puts("the last user too early");
		smp_mb__before_atomic();
		atomic_long_inc(&events);
		smp_mb__after_atomic();
	}
	return NULL;
}

int main(void)
{
	pthread_t thread[THREADS];
	struct item *all;
	long worth = 0, count = 0;
	int flag = 0;

	call_atomic(1000);
	call_atomic_long(1000);
	call_atomic64(1LL << 40);
	smp_store_mb(flag, 3);
	smp_mb();
	smp_rmb();
	SHOW(xchg(&flag, 4)), SHOW(cmpxchg(&flag, 4, 5)), SHOW(cmpxchg_acquire(&flag, 4, 6));
	SHOW(READ_ONCE(flag));
	atomic_set(&users, 1);
	for (int i = 0; i < THREADS; i++)
		if (pthread_create(&thread[i], NULL, work, items[i]))
			return 1;
	smp_store_release(&ready, 1);
	for (int i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
	all = xchg_acquire(&list, NULL);
	for (; all; all = all->next, count++)
		worth += all->worth;
	printf(" %ld %ld %u %u %ld %lld\n", count, worth, value - copy, torn,
	       atomic_long_read(&events), (long long)atomic64_read(&state));
#ifdef SHIM
	fputs("shim\n", stderr);
#endif
	return torn || unlikely(!atomic_dec_and_test(&users));
}
