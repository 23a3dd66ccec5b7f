// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Threads: two work on one object in a way that shows a single lost update, or a torn access, at
 * the end. A third works alone on the object beside it, which the two must not touch. The work
 * follows from the formula of the new value:
 *
 *	v + i, v - 1 ...	count: the sum must be right
 *	v | i, v & ~m ...	each thread owns half of the bits: nobody else may change them
 *	a new value		tokens: all that went in must come out, none twice
 *	a new value, if v ==	count, by compare-and-exchange
 *	store, load		all bytes of a value are the same: none may be of another value
 *	load of a bit		only the others change
 *
 * A lost update needs threads that meet: that are at the object at the same time, which on a busy
 * machine they may not be for long. So each pair of threads counts its calls a second time, beside
 * the object, in a canary that is not atomic, and all go on until the canaries have lost updates
 * often enough for an operation that is not atomic to have lost one too. If they have made MOST
 * calls by then, the row was not tested, and the result reports that.
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

/* How many times LKMM_ROUNDS a thread goes on to meet others, before it gives up. */
#ifndef LKMM_PATIENCE
#define LKMM_PATIENCE 500
#endif

enum {
	SHARERS = 2,
	THREADS = SHARERS + 1,
	ROUNDS = LKMM_ROUNDS,		/* calls that a thread makes at least */
	MOST = LKMM_PATIENCE * LKMM_ROUNDS,
	STRIDE = 16,			/* calls between two looks at the canary */
	NEAR = 16 * STRIDE,		/* a canary that lost more at once has lost them to one
					 * thread that was interrupted */
	ENOUGH = 50			/* looks that found a canary to have lost updates */
};

/*
 * The common work of threads. Thread 0 shares a canary with each of the others, which shows that
 * they met: thread 1 works on the same object, thread 2 on the one beside it.
 */
struct crowd {
	int waiting;			/* to start */
	bool over;			/* one of them has made its MOST calls */
	struct seat {
		_Alignas(64) unsigned int calls;	/* counted in the canaries by its thread */
		unsigned int met;	/* how often its thread saw that its canary had lost
					 * updates */
	} seat[THREADS];
};

/* In one cache line: a thread that has the object has the canaries too. */
struct line {
	_Alignas(64) unsigned char object[2 * sizeof(uint64_t)];
	unsigned int canary[THREADS];
};

struct worker {
	const struct row *row;
	probe_fn *probe;
	void *object;
	int sharers;			/* how many work on this object */
	int me;				/* which of them this is */
	uint64_t token;			/* the token that this thread holds at the end */
	bool failed;
	void (*work)(struct worker *w);
	struct line *line;
	struct crowd *crowd;
	int seat;
	unsigned int turns;		/* begun: goes_on() */
	unsigned int calls, looked;	/* made, and made at the last look */
	unsigned int lost;		/* by the canary, at least */
};

static char message[256];

/* ---- meeting ---- */

static bool have_met(const struct crowd *c)
{
	for (int i = 1; i < THREADS; i++)
		if (__atomic_load_n(&c->seat[i].met, __ATOMIC_RELAXED) < ENOUGH)
			return false;
	return true;
}

/*
 * The other's count is read before the canary, to which it may add in between: so an update that
 * seems lost is lost.
 */
static void look_at_canary(struct worker *w)
{
	struct seat *mine = &w->crowd->seat[w->seat];
	unsigned int other = __atomic_load_n(&w->crowd->seat[0].calls, __ATOMIC_ACQUIRE);
	unsigned int lost = w->calls + other - __atomic_load_n(&w->line->canary[w->seat],
							       __ATOMIC_RELAXED);

	if ((int)(lost - w->lost) <= 0)
		return;
	if (lost - w->lost <= NEAR)
		__atomic_store_n(&mine->met, mine->met + 1, __ATOMIC_RELAXED);
	w->lost = lost;
}

/* Beside each call: the canaries must lose updates about as easily as the object would. */
static void count_call(struct worker *w)
{
	for (int i = w->seat ? w->seat : 1; i < (w->seat ? w->seat + 1 : THREADS); i++) {
		unsigned int *canary = &w->line->canary[i];

		__atomic_store_n(canary, __atomic_load_n(canary, __ATOMIC_RELAXED) + 1,
				 __ATOMIC_RELAXED);
	}
	w->calls++;
	__atomic_store_n(&w->crowd->seat[w->seat].calls, w->calls, __ATOMIC_RELEASE);
}

/* Asked before each turn, which is one call or a few: whether to take it. */
static bool goes_on(struct worker *w)
{
	struct crowd *c = w->crowd;

	if (w->calls - w->looked >= STRIDE) {
		w->looked = w->calls;
		give_way();
		if (w->seat)
			look_at_canary(w);
		if (w->calls >= MOST)
			__atomic_store_n(&c->over, true, __ATOMIC_RELAXED);
		if (w->calls >= ROUNDS &&
		    (have_met(c) || __atomic_load_n(&c->over, __ATOMIC_RELAXED)))
			return false;
	}
	w->turns++;
	return true;
}

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

static uint64_t call(struct worker *w, uint64_t a, uint64_t b)
{
	uint64_t arg[2] = { a, b };

	count_call(w);
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
		return (uint64_t)SHARERS * MOST + 1;
	return strcmp(row->when, "v != 0") == 0;
}

static void count(struct worker *w)
{
	while (goes_on(w))
		call(w, 1, (uint64_t)-7);
}

static bool count_right(const struct worker *w)
{
	uint64_t n = 0, start = count_start(w->row);

	for (int i = 0; i < w->sharers; i++)
		n += w[i].turns;
	return get(w) == ((w->row->becomes[2] == '-' ? start - n : start + n) & mask(w));
}

static void count_by_cmpxchg(struct worker *w)
{
	while (goes_on(w)) {
		uint64_t seen, old;

		do {
			old = get(w);
			seen = call(w, old, old + 1);
		} while (w->row->args[0] == '*' ? !seen : (seen & mask(w)) != old);
	}
}

/* ---- bits ---- */

/*
 * Sets its half of the bits one by one, or clears them: a bit that another thread's stale write
 * takes back stays wrong until the half is complete, and is seen then.
 */
static void own_bits(struct worker *w)
{
	const char *becomes = w->row->becomes;
	/* one row changes bits 0 to 6 alone */
	unsigned int half = strstr(becomes, "& 127") ? 3 : (unsigned int)w->row->width / 2;
	unsigned int me = (unsigned int)w->me;
	uint64_t mine = ((1ull << half) - 1) << (me * half);
	bool flips = becomes[2] == '^', sets = !flips && becomes[2] != '&';
	bool finds = w->row->of_bit && strcmp(w->row->returns, "(v & m) != 0") == 0,
		fetches = strcmp(w->row->returns, "v") == 0;

	while (goes_on(w)) {
		if (flips)
			sets = !sets;
		else
			change_bits(w, mine, !sets);
		for (unsigned int n = 0; n < half; n++) {
			uint64_t bit = 1ull << (me * half + n);
			uint64_t before = call(w, w->row->of_bit ? me * half + n :
					       strcmp(becomes, "v & i") ? bit : ~bit, 0);

			if ((finds || fetches) && !(finds ? before : before & bit) != sets)
				w->failed = true;
		}
		if ((get(w) & mine) != (sets ? mine : 0))
			w->failed = true;
	}
}

/* ---- tokens ---- */

static void pass_tokens(struct worker *w)
{
	while (goes_on(w))
		w->token = call(w, w->token, 0) & mask(w);
}

static bool tokens_right(const struct worker *w)
{
	uint64_t seen = 1ull << get(w);

	for (int i = 0; i < w->sharers; i++)
		seen |= w[i].token < 64 ? 1ull << w[i].token : 0;
	return seen == (1ull << (w->sharers + 1)) - 1;
}

/* ---- plain loads and stores ---- */

static bool whole(const struct worker *w, uint64_t value)
{
	return (value & mask(w)) == (0x0101010101010101ull * (value & 0xff) & mask(w));
}

static void load_whole(struct worker *w)
{
	while (goes_on(w)) {
		if (w->me == 0 && w->sharers > 1) {
			count_call(w);
			set(w, 0x0101010101010101ull * (w->turns & 0xff));
		} else {
			w->failed |= !whole(w, call(w, 0, 0));
		}
	}
}

static void load_bit(struct worker *w)
{
	while (goes_on(w)) {
		if (w->me == 0 && w->sharers > 1) {
			count_call(w);
			set(w, (w->turns & 1 ? ~0ull : 0) & ~(1ull << 5));
		} else {
			w->failed |= call(w, 5, 0) != 0;
		}
	}
}

static void store_whole(struct worker *w)
{
	while (goes_on(w)) {
		if (w->me == 0 || w->sharers == 1) {
			call(w, 0x0101010101010101ull * (w->turns & 0xff), 0);
		} else {
			count_call(w);
			w->failed |= !whole(w, get(w));
		}
	}
}

static bool nothing_failed(const struct worker *w)
{
	for (int i = 0; i < w->sharers; i++)
		if (w[i].failed)
			return false;
	return true;
}

/* ---- choice ---- */

struct strategy {
	const char *becomes;		/* a row's, or the beginning of it up to and with a blank */
	const char *when;		/* "" for any; "of a bit" if that is loaded */
	void (*work)(struct worker *w);
	bool (*right)(const struct worker *w);	/* of the first thread on an object */
};

static const struct strategy strategies[] = {
	{ "v + ", "", count, count_right },
	{ "v - ", "", count, count_right },
	{ "v & ", "-", own_bits, nothing_failed },
	{ "v | ", "", own_bits, nothing_failed },
	{ "v ^ ", "-", own_bits, nothing_failed },
	{ "new", "-", pass_tokens, tokens_right },
	{ "new", "v == old", count_by_cmpxchg, count_right },
	{ "new", "v == *old", count_by_cmpxchg, count_right },
	{ "-", "-", load_whole, nothing_failed },
	{ "-", "of a bit", load_bit, nothing_failed },
	{ "i", "-", store_whole, nothing_failed },
	{ "val", "-", store_whole, nothing_failed },
};

static const struct strategy *choose(const struct row *row)
{
	const char *when = row->of_bit && !strcmp(row->becomes, "-") ? "of a bit" : row->when;

	for (size_t i = 0; i < sizeof(strategies) / sizeof(strategies[0]); i++) {
		const struct strategy *s = &strategies[i];
		size_t n = strlen(s->becomes);
		bool prefix = n > 1 && s->becomes[n - 1] == ' ';

		if ((prefix ? strncmp(row->becomes, s->becomes, n) :
		     strcmp(row->becomes, s->becomes)) == 0 &&
		    (!*s->when || strcmp(when, s->when) == 0))
			return s;
	}
	return NULL;
}

enum breakable can_break(const struct row *row)
{
	const struct strategy *s = choose(row);

	if (!s || (s->work != load_whole && s->work != load_bit && s->work != store_whole))
		return s && s->work == pass_tokens ? BY_EXCHANGE : BY_UPDATE;
	return s->work == store_whole && row->width > 8 ? BY_STORE : NEVER;
}

/* ---- the run ---- */

static void *start(void *arg)
{
	struct worker *w = arg;

	settle(w->seat);
	/* All at once: a thread that starts late works alone. */
	__atomic_sub_fetch(&w->crowd->waiting, 1, __ATOMIC_SEQ_CST);
	while (__atomic_load_n(&w->crowd->waiting, __ATOMIC_SEQ_CST))
		sched_yield();
	w->work(w);
	return NULL;
}

static void run_all(struct worker *w)
{
	pthread_t thread[THREADS];

	for (int i = 0; i < THREADS; i++) {
		if (pthread_create(&thread[i], NULL, start, &w[i])) {
			puts("Bail out! cannot start a thread");
			exit(2);
		}
	}
	for (int i = 0; i < THREADS; i++)
		pthread_join(thread[i], NULL);
}

const char *check_atomicity(const struct row *row, probe_fn *probe, bool *met)
{
	struct line line = { 0 };
	const struct strategy *s = choose(row);
	struct crowd crowd = { .waiting = THREADS };
	struct worker w[THREADS];

	*met = true;
	if (!s) {
		snprintf(message, sizeof(message),
			 "%s: no test for what it becomes, '%s' when '%s'", row->name, row->becomes,
			 row->when);
		return message;
	}
	for (int i = 0; i < THREADS; i++) {
		bool alone = i == SHARERS;

		w[i] = (struct worker){ .row = row, .probe = probe,
					.object = line.object + (alone ? row->width / 8 : 0),
					.sharers = alone ? 1 : SHARERS, .me = alone ? 0 : i,
					.work = s->work,
					.line = &line, .crowd = &crowd, .seat = i };
		w[i].token = (uint64_t)w[i].me + 1;
		if (s->work == count)
			set(&w[i], count_start(row));
	}
	run_all(w);
	*met = have_met(&crowd);
	for (int i = 0; i < THREADS; i += SHARERS) {
		if (!s->right(&w[i])) {
			snprintf(message, sizeof(message), "%s: %s, found %#" PRIx64, row->name,
				 i == SHARERS ? "changed the object beside it" :
				 "lost an update or tore a value", get(&w[i]));
			return message;
		}
	}
	return NULL;
}
