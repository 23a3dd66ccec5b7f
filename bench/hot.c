// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * hot WAY: prints the CPU time of a loop in nanoseconds, for hot.py, which runs it with and without
 * the profiling build of liblkmm in front. The ways: rmw, loads, mixed: only calls of liblkmm;
 * ordinary: words counted in a hash table of objects with reference counts, like a program that
 * does real work.
 */
#include <lkmm/atomic.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { TIMES = 200000 };

static lkmm_atomic_t a, b, c;
static int seen;

static void rmw(void)
{
	for (int i = 0; i < TIMES; i++) {
		lkmm_atomic_fetch_add(1, &a);
		lkmm_atomic_inc(&b);
		lkmm_atomic_sub_and_test(1, &c);
	}
}

static void loads(void)
{
	for (int i = 0; i < TIMES; i++) {
		seen += lkmm_atomic_read(&a);
		seen += lkmm_atomic_read_acquire(&b);
		lkmm_atomic_set_release(&c, i);
	}
}

static void mixed(void)
{
	for (int i = 0; i < TIMES; i++) {
		lkmm_atomic_inc(&a);
		seen += lkmm_atomic_read(&b);
		if (lkmm_atomic_cmpxchg(&c, 0, 1) == 0)
			lkmm_atomic_set_release(&c, 0);
		lkmm_atomic_dec_and_test(&a);
	}
}

/* ---- ordinary ---- */

enum { BUCKETS = 1024, WORDS = 4000 };

struct word {
	lkmm_atomic_t users;
	unsigned long count;
	struct word *next;
	char text[24];
};

static struct word *bucket[BUCKETS];

static unsigned int hash(const char *s)
{
	unsigned int h = 5381;

	while (*s)
		h = h * 33 + (unsigned char)*s++;
	return h % BUCKETS;
}

static struct word *get(const char *text)
{
	struct word **at = &bucket[hash(text)], *w;

	for (w = *at; w; w = w->next)
		if (!strcmp(w->text, text))
			break;
	if (!w) {
		w = calloc(1, sizeof(*w));
		if (!w)
			abort();
		strcpy(w->text, text);
		w->next = *at;
		*at = w;
	}
	lkmm_atomic_inc(&w->users);
	return w;
}

static void ordinary(void)
{
	unsigned int random = 1;
	char text[24];

	for (int i = 0; i < TIMES / 2; i++) {
		struct word *w;

		random = random * 1664525 + 1013904223;
		snprintf(text, sizeof(text), "%s-%u-%x", "word", random / 65536 % WORDS,
			 random / 65536 % WORDS);
		w = get(text);
		w->count++;
		if (lkmm_atomic_dec_and_test(&w->users))
			w->count++;
	}
}

int main(int argc, char **argv)
{
	static const struct { const char *name; void (*run)(void); } ways[] = {
		{ "rmw", rmw }, { "loads", loads }, { "mixed", mixed }, { "ordinary", ordinary },
	};
	struct timespec begin, end;

	for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
		if (argc != 2 || strcmp(argv[1], ways[i].name))
			continue;
		ways[i].run();
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
		ways[i].run();
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
		printf("%lld\n", (end.tv_sec - begin.tv_sec) * 1000000000ll + end.tv_nsec -
		       begin.tv_nsec);
		return 0;
	}
	return 2;
}
