// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The work of a C thread. Compiled twice: inline, and with LKMM_OUTLINE. VARIANT is the prefix of
 * the names that this file defines.
 */
#include "shared.h"

static uint64_t count(void *shared, uint32_t times)
{
	lkmm_atomic_t *counter = shared;
	uint32_t i;
	int old;

	for (i = 0; i < times; i++) {
		switch (i % 4) {
		case 0:
			lkmm_atomic_inc(counter);
			break;
		case 1:
			lkmm_atomic_add_return_acquire(1, counter);
			break;
		case 2:
			lkmm_atomic_fetch_add_relaxed(1, counter);
			break;
		default:
			old = lkmm_atomic_read(counter);
			while (!lkmm_atomic_try_cmpxchg_release(counter, &old, old + 1))
				lkmm_cpu_relax();
		}
	}
	return times;
}

/* Drops a reference. Return: 1 if it was the last one, and the object is dead. */
static uint64_t put(struct counted *object)
{
	if (!lkmm_atomic_dec_and_test(&object->references))
		return 0;
	demo_free(object);
	return 1;
}

static uint64_t refer(void *shared, uint32_t times)
{
	struct pool *pool = shared;
	struct counted *object, *end = pool->objects + pool->count;
	uint64_t freed = 0;
	uint32_t i;

	for (object = pool->objects; object < end; object++) {
		demo_let_run();
		for (i = 0; i < times; i++) {
			/*
			 * The reference from the start; after this the object may go at any time.
			 */
			if (i == times / 2)
				freed += put(object);
			if (!lkmm_atomic_inc_not_zero(&object->references))
				continue;
			if (!object->alive)
				demo_misused(pool);
			freed += put(object);
		}
	}
	return freed;
}

static uint64_t produce(void *shared, uint32_t times)
{
	struct ring *ring = shared;
	uint32_t tail, looks;

	for (tail = 0; tail < times; tail++) {
		struct item *item = &ring->items[tail % RING_SIZE];

		for (looks = 0; tail - lkmm_smp_load_acquire(&ring->head) >= RING_SIZE;)
			if (!demo_wait(&looks))
				return tail;
		item->number = tail;
		item->square = tail * tail;
		lkmm_smp_store_release(&ring->tail, tail + 1);
	}
	return tail;
}

static uint64_t consume(void *shared, uint32_t times)
{
	struct ring *ring = shared;
	uint32_t head, looks;
	uint64_t right = 0;

	for (head = 0; head < times; head++) {
		const struct item *item = &ring->items[head % RING_SIZE];

		for (looks = 0; lkmm_smp_load_acquire(&ring->tail) == head;)
			if (!demo_wait(&looks))
				return right;
		right += item->number == head && item->square == head * head;
		lkmm_smp_store_release(&ring->head, head + 1);
	}
	return right;
}

static bool lock(struct account *account)
{
	int ticket = lkmm_atomic_fetch_add_relaxed(1, &account->next);
	uint32_t looks = 0;

	while (lkmm_atomic_read_acquire(&account->owner) != ticket)
		if (!demo_wait(&looks))
			return false;
	return true;
}

static void unlock(struct account *account)
{
	lkmm_atomic_set_release(&account->owner, lkmm_atomic_read(&account->owner) + 1);
}

static uint64_t deposit(void *shared, uint32_t times)
{
	struct account *account = shared;
	uint64_t right = 0;
	uint32_t i;

	for (i = 0; i < times; i++) {
		if (!lock(account))
			break;
		right += account->balance[0] + account->balance[1] == 0;
		account->balance[0] += i;
		account->deposits++;
		account->balance[1] -= i;
		unlock(account);
	}
	return right;
}

const struct demo_variant VARIANT = { count, refer, produce, consume, deposit };
