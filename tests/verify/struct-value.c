// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Functions that return structs of two words, as registers: of a reader that must see both halves
 * of one write. FAULT 1: it does not look whether they are written; 2: it takes the halves for
 * those of another struct; 3: a function in a pointer returns the wrong half; 4: it changes the
 * struct that it has been given the address of, in place of a copy.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: struct-value.c:95:3: this assertion can fail
 * expect 3: struct-value.c:106:2: this assertion can fail
 * expect 4: struct-value.c:105:2: this assertion can fail
 */
#include <assert.h>
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

struct pair {
	long first, second;
};

struct mixed {
	int small;
	long large;
};

struct large {
	long one, two, three, four;
};

static struct pair shared, *both = &shared;
static int ready;

static struct pair read_pair(const struct pair *p)
{
	return *p;
}

static struct pair swap(struct pair p)
{
	return (struct pair){ p.second, p.first };
}

static struct mixed mix(int a, long b)
{
	struct mixed m = { a, b };

#if FAULT == 3
	m.small = (int)b;
#endif
	return m;
}

#if FAULT == 4
static long change(struct large *l)
{
	l->two = 7;
	return l->two + l->four;
}
#define BY(l) (&(l))
#else
static long change(struct large l)
{
	l.two = 7;
	return l.two + l.four;
}
#define BY(l) (l)
#endif

static struct large large = { 1, 2, 3, 4 }, *larger = &large;
static struct mixed (*mixer)(int a, long b) = mix;

static void writer(void *unused)
{
	struct pair p = { 1, 2 };

	(void)unused;
	*both = swap(p);
	lkmm_smp_store_release(&ready, 1);
}

static void reader(void *unused)
{
	struct pair p;

	(void)unused;
#if FAULT != 1
	if (!lkmm_smp_load_acquire(&ready))
		return;
#endif
	p = read_pair(both);
#if FAULT == 2
	p = swap(p);
#endif
	{
		lkmm_assert(p.first == 2 && p.second == 1);
	}
}

static void calls(void *unused)
{
	struct mixed m = mixer(3, 4);

	(void)unused;
	lkmm_assert(change(BY(*larger)) == 11);
	lkmm_assert(large.two == 2);
	lkmm_assert(m.small == 3 && m.large == 4);
}

int main(void)
{
	int a = lkmm_spawn(writer, 0), b = lkmm_spawn(reader, 0), c = lkmm_spawn(calls, 0);
	struct pair p = swap((struct pair){ 5, 6 });
	struct large l = { 1, 2, 3, 4 };

	assert(change(BY(l)) == 11);
	assert(FAULT == 4 || l.two == 2);
	lkmm_join(a);
	lkmm_join(b);
	lkmm_join(c);
	assert(p.first == 6 && p.second == 5);
	p = read_pair(both);
	assert(p.first == 2 && p.second == 1);
	return 0;
}
