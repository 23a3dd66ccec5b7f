// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Threads: two work on one object in a way that a single lost update, or a torn access, would show in the end. A third
 * works alone on the object beside it, which the two must not touch. What to do follows from what the object becomes:
 *
 *	v + i, v - 1 ...	count: the sum must be right
 *	v | i, v & ~i ...	each thread owns half of the bits: nobody else may change them
 *	a new value		tokens: all that went in must come out, none twice
 *	a new value, if v ==	count, by compare-and-exchange
 *	store, load		all bytes of a value are the same: none may be of another value
 */
#include "ops.h"
#include "formula.h"

#include <inttypes.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef LKMM_ROUNDS
#define LKMM_ROUNDS 20000
#endif

enum { SHARERS = 2, THREADS = SHARERS + 1, ROUNDS = LKMM_ROUNDS };

struct worker {
	const struct row *row;
	probe_fn *probe;
	void *object;
	int sharers;			/* how many work on this object */
	int me;				/* which of them this is */
	uint64_t token;			/* what this thread holds at the end */
	bool failed;
	void (*work)(struct worker *w);
	int *waiting;
};

static char message[256];

/* ---- the object, by the compiler's own atomics ---- */

static uint64_t get(const struct worker *w)
{
	switch (w->row->width) {
	case 8:
		return __atomic_load_n((uint8_t *)w->object, __ATOMIC_RELAXED);
	case 16:
		return __atomic_load_n((uint16_t *)w->object, __ATOMIC_RELAXED);
	case 32:
		return __atomic_load_n((uint32_t *)w->object, __ATOMIC_RELAXED);
	default:
		return __atomic_load_n((uint64_t *)w->object, __ATOMIC_RELAXED);
	}
}

static void set(const struct worker *w, uint64_t value)
{
	switch (w->row->width) {
	case 8:
		__atomic_store_n((uint8_t *)w->object, (uint8_t)value, __ATOMIC_RELAXED);
		break;
	case 16:
		__atomic_store_n((uint16_t *)w->object, (uint16_t)value, __ATOMIC_RELAXED);
		break;
	case 32:
		__atomic_store_n((uint32_t *)w->object, (uint32_t)value, __ATOMIC_RELAXED);
		break;
	default:
		__atomic_store_n((uint64_t *)w->object, value, __ATOMIC_RELAXED);
	}
}

/* Sets or clears @bits; only operations of 32 and 64 bits need it. */
static void change_bits(const struct worker *w, uint64_t bits, bool on)
{
	if (w->row->width == 32 && on)
		__atomic_fetch_or((uint32_t *)w->object, (uint32_t)bits, __ATOMIC_RELAXED);
	else if (w->row->width == 32)
		__atomic_fetch_and((uint32_t *)w->object, (uint32_t)~bits, __ATOMIC_RELAXED);
	else if (on)
		__atomic_fetch_or((uint64_t *)w->object, bits, __ATOMIC_RELAXED);
	else
		__atomic_fetch_and((uint64_t *)w->object, ~bits, __ATOMIC_RELAXED);
}

static uint64_t call(const struct worker *w, uint64_t a, uint64_t b)
{
	uint64_t arg[2] = { a, b };

	return w->row->call(w->probe, w->object, arg);
}

static uint64_t mask(const struct worker *w)
{
	return ~0ull >> (64 - w->row->width);
}

/* ---- counting ---- */

/* Far enough from where the condition would stop holding. */
static uint64_t count_start(const struct row *row)
{
	if (strcmp(row->when, "v > 0") == 0)
		return SHARERS * ROUNDS + 1;
	return strcmp(row->when, "v != 0") == 0;
}

static void count(struct worker *w)
{
	for (int i = 0; i < ROUNDS; i++)
		call(w, 1, (uint64_t)-7);
}

static bool count_right(const struct worker *w, const uint64_t *tokens)
{
	uint64_t n = (uint64_t)w->sharers * ROUNDS, start = count_start(w->row);

	(void)tokens;
	return get(w) == ((w->row->becomes[2] == '-' ? start - n : start + n) & mask(w));
}

static void count_by_cmpxchg(struct worker *w)
{
	for (int i = 0; i < ROUNDS; i++) {
		uint64_t seen, old;

		do {
			old = get(w);
			seen = call(w, old, old + 1);
		} while (w->row->args[0] == '*' ? !seen : (seen & mask(w)) != old);
	}
}

/* ---- bits ---- */

/*
 * Sets its half of the bits one by one, or clears them: a bit that another thread's stale write takes back stays wrong
 * until the half is complete, and is seen then.
 */
static void own_bits(struct worker *w)
{
	const char *becomes = w->row->becomes;
	int half = w->row->width / 2;
	uint64_t mine = ((1ull << half) - 1) << (w->me * half);
	bool sets = becomes[2] != '&', fetches = strcmp(w->row->returns, "-") != 0;

	for (int i = 0; i < ROUNDS / half; i++) {
		if (becomes[2] == '^')
			sets = i % 2 == 0;
		else
			change_bits(w, mine, !sets);
		for (int n = 0; n < half; n++) {
			uint64_t bit = 1ull << (w->me * half + n);
			uint64_t before = call(w, strcmp(becomes, "v & i") ? bit : ~bit, 0);

			if (fetches && !(before & bit) != sets)
				w->failed = true;
		}
		if ((get(w) & mine) != (sets ? mine : 0))
			w->failed = true;
	}
}

/* ---- tokens ---- */

static void pass_tokens(struct worker *w)
{
	for (int i = 0; i < ROUNDS; i++)
		w->token = call(w, w->token, 0) & mask(w);
}

static bool tokens_right(const struct worker *w, const uint64_t *tokens)
{
	uint64_t seen = 1ull << get(w);

	for (int i = 0; i < w->sharers; i++)
		seen |= tokens[i] < 64 ? 1ull << tokens[i] : 0;
	return seen == (1ull << (w->sharers + 1)) - 1;
}

/* ---- plain loads and stores ---- */

static bool whole(const struct worker *w, uint64_t value)
{
	return (value & mask(w)) == (0x0101010101010101ull * (value & 0xff) & mask(w));
}

static void load_whole(struct worker *w)
{
	for (int i = 0; i < ROUNDS; i++) {
		if (w->me == 0 && w->sharers > 1)
			set(w, 0x0101010101010101ull * (uint64_t)(i & 0xff));
		else
			w->failed |= !whole(w, call(w, 0, 0));
	}
}

static void store_whole(struct worker *w)
{
	for (int i = 0; i < ROUNDS; i++) {
		if (w->me == 0 || w->sharers == 1)
			call(w, 0x0101010101010101ull * (uint64_t)(i & 0xff), 0);
		else
			w->failed |= !whole(w, get(w));
	}
}

static bool nothing_failed(const struct worker *w, const uint64_t *tokens)
{
	(void)tokens;
	return !w->failed;
}

/* ---- choice ---- */

struct strategy {
	const char *becomes;		/* a row's, or the beginning of it up to and with a blank */
	const char *when;		/* "" for any */
	void (*work)(struct worker *w);
	bool (*right)(const struct worker *w, const uint64_t *tokens);
};

static const struct strategy strategies[] = {
	{ "v + ", "", count, count_right },
	{ "v - ", "", count, count_right },
	{ "v & ", "-", own_bits, nothing_failed },
	{ "v | ", "-", own_bits, nothing_failed },
	{ "v ^ ", "-", own_bits, nothing_failed },
	{ "new", "-", pass_tokens, tokens_right },
	{ "new", "v == old", count_by_cmpxchg, count_right },
	{ "new", "v == *old", count_by_cmpxchg, count_right },
	{ "-", "-", load_whole, nothing_failed },
	{ "i", "-", store_whole, nothing_failed },
	{ "val", "-", store_whole, nothing_failed },
};

static const struct strategy *choose(const struct row *row)
{
	for (size_t i = 0; i < sizeof(strategies) / sizeof(strategies[0]); i++) {
		const struct strategy *s = &strategies[i];
		size_t n = strlen(s->becomes);
		bool prefix = n > 1 && s->becomes[n - 1] == ' ';

		if ((prefix ? strncmp(row->becomes, s->becomes, n) : strcmp(row->becomes, s->becomes)) == 0 &&
		    (!*s->when || strcmp(row->when, s->when) == 0))
			return s;
	}
	return NULL;
}

bool can_break(const struct row *row)
{
	const struct strategy *s = choose(row);

	return !s || (s->work != load_whole && !(s->work == store_whole && row->width == 8));
}

/* ---- the run ---- */

static void *start(void *arg)
{
	struct worker *w = arg;

	/* All at once: a thread that starts late works alone. */
	__atomic_sub_fetch(w->waiting, 1, __ATOMIC_SEQ_CST);
	while (__atomic_load_n(w->waiting, __ATOMIC_SEQ_CST))
		sched_yield();
	w->work(w);
	return NULL;
}

const char *check_atomicity(const struct row *row, probe_fn *probe)
{
	_Alignas(64) unsigned char objects[64] = { 0 };
	const struct strategy *s = choose(row);
	struct worker w[THREADS];
	pthread_t thread[THREADS];
	uint64_t token[THREADS];
	int waiting = THREADS;

	if (!s) {
		snprintf(message, sizeof(message), "%s: no test for what it becomes, '%s' when '%s'", row->name,
			 row->becomes, row->when);
		return message;
	}
	for (int i = 0; i < THREADS; i++) {
		bool alone = i == SHARERS;

		w[i] = (struct worker){ row, probe, objects + (alone ? row->width / 8 : 0), alone ? 1 : SHARERS,
					alone ? 0 : i, 0, false, s->work, &waiting };
		w[i].token = (uint64_t)w[i].me + 1;
		if (s->work == count)
			set(&w[i], count_start(row));
	}
	for (int i = 0; i < THREADS; i++) {
		if (pthread_create(&thread[i], NULL, start, &w[i])) {
			puts("Bail out! cannot start a thread");
			exit(2);
		}
	}
	for (int i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
	for (int i = 0; i < THREADS; i++)
		token[i] = w[i].token;
	for (int i = 0; i < THREADS; i++) {
		const uint64_t *mine = i == SHARERS ? &token[SHARERS] : token;

		if (!s->right(&w[i], mine) || w[i].failed) {
			snprintf(message, sizeof(message), "%s: %s, found %#" PRIx64, row->name,
				 i == SHARERS ? "changed the object beside it" : "lost an update or tore a value", get(&w[i]));
			return message;
		}
	}
	return NULL;
}
