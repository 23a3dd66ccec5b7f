// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Compare-and-exchange of 128 bits: results and memory by one thread, for values that differ in
 * either half; and threads that count in both halves at once, which no value found may show apart.
 * TAP.
 */
#include <lkmm/u128.h>

#include <pthread.h>
#include <string.h>

#include "../tap.h"

#ifdef LKMM_HAS_CMPXCHG128

#define BOTH(high, low) ((lkmm_u128)(high) << 64 | (lkmm_u128)(low))

enum { THREADS = 3, ROUNDS = 20000 };

typedef lkmm_u128 exchange_fn(volatile lkmm_u128 *p, lkmm_u128 old, lkmm_u128 new);
typedef bool try_fn(volatile lkmm_u128 *p, lkmm_u128 *old, lkmm_u128 new);

struct order {
	const char *name;
	exchange_fn *exchange;
	try_fn *try;
};

#define ORDER(suffix)									\
static lkmm_u128 exchange##suffix(volatile lkmm_u128 *p, lkmm_u128 old, lkmm_u128 new)	\
{											\
	return lkmm_cmpxchg128##suffix(p, old, new);					\
}											\
											\
static bool try##suffix(volatile lkmm_u128 *p, lkmm_u128 *old, lkmm_u128 new)		\
{											\
	return lkmm_try_cmpxchg128##suffix(p, old, new);				\
}
ORDER()
ORDER(_acquire)
ORDER(_release)
ORDER(_relaxed)
ORDER(_local)

static const struct order orders[] = {
	{ "full", exchange, try }, { "acquire", exchange_acquire, try_acquire },
	{ "release", exchange_release, try_release }, { "relaxed", exchange_relaxed, try_relaxed },
	{ "local", exchange_local, try_local },
};

/* Of three neighbours the middle one: true if result and memory are as they should. */
static bool is_right(const struct order *o, lkmm_u128 v, lkmm_u128 old, lkmm_u128 new)
{
	volatile lkmm_u128 at[3] = { 7, v, 8 };
	bool same = v == old, right = o->exchange(&at[1], old, new) == v;
	lkmm_u128 found = old;

	right &= at[1] == (same ? new : v);
	at[1] = v;
	right &= o->try(&at[1], &found, new) == same && found == v && at[1] == (same ? new : v);
	return right && at[0] == 7 && at[2] == 8;
}

static void test_results(const struct order *o)
{
	static const uint64_t half[] = { 0, 1, UINT64_MAX, UINT64_MAX / 2 + 1, 0x0123456789abcdef };
	enum { N = sizeof(half) / sizeof(half[0]) };
	bool right = true;

	for (int i = 0; i < N * N; i++)
		for (int k = 0; k < N * N; k++)
			for (int m = 0; m < N; m++)
				right &= is_right(o, BOTH(half[i % N], half[i / N]),
						  BOTH(half[k % N], half[k / N]),
						  BOTH(half[m], half[(m + 1) % N]));
	tap(right, "results, %s", o->name);
}

/* ---- threads ---- */

static volatile lkmm_u128 counter;
static bool torn;

static void *count(void *arg)
{
	const struct order *o = arg;
	lkmm_u128 seen = 0;

	for (int i = 0; i < ROUNDS; i++) {
		do {
			if ((uint64_t)(seen >> 64) != 3 * (uint64_t)seen)
				__atomic_store_n(&torn, true, __ATOMIC_RELAXED);
		} while (!o->try(&counter, &seen, seen + BOTH(3, 1)));
	}
	return NULL;
}

static void test_threads(const struct order *o)
{
	pthread_t thread[THREADS];
	int started = 0;

	counter = 0;
	while (started < THREADS && !pthread_create(&thread[started], NULL, count, (void *)o))
		started++;
	for (int i = 0; i < started; i++)
		pthread_join(thread[i], NULL);
	tap(started == THREADS && !torn && counter == BOTH(3 * THREADS * ROUNDS, THREADS * ROUNDS),
	    "no update is lost and no value is torn, %s", o->name);
}

int main(void)
{
	if (!lkmm_system_has_cmpxchg128()) {
		tap_skip("128 bits", "this CPU has no such instruction");
		return tap_end();
	}
	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
		test_results(&orders[i]);
		if (i < 4)	/* local: of one thread */
			test_threads(&orders[i]);
	}
	return tap_end();
}

#else

int main(void)
{
	tap_skip("128 bits", "this architecture has no such sequence");
	return tap_end();
}

#endif
