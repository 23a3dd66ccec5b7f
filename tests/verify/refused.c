// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A function that is chosen when the program starts, calls through pointers that cannot be
 * followed, and functions that the files do not define, whether or not lkmm has them.
 *
 * expect 0: no fault in any execution
 * expect 1: error: 'chosen' is chosen when a program starts (ifunc), which is not supported
 * expect 2: error: 'again' may call itself here, through a pointer, which is not supported
 * expect 3: error: the function 'elsewhere', which may be called here, is not defined
 * expect 4: error: a call through a pointer to one of several functions that return a struct
 * expect 5: error: 'READ_ONCE' is the kernel's name, and no header that is included defines it:
 * expect 6: error: 'smp_mb' is the kernel's name, and no header that is included defines it:
 * expect 7: error: 'spin_lock' is the kernel's name, and no header that is included defines it:
 * expect 8: error: the function 'read_it' is not defined in the files given: if it is a library's
 */
#include <lkmm/verify.h>

static int number;

struct pair {
	long a, b;
};

struct calls {
	void (*again)(int *n);
	struct pair (*pair)(int one, int two);
};

static void again(int *n);
static struct calls calls = { .again = again };

static void again(int *n)
{
	calls.again(n);
}

void elsewhere(int *n);
int READ_ONCE(int n);
void smp_mb(void);
void spin_lock(int *n);
int read_it(int n);

static struct pair first(int one, int two)
{
	return (struct pair){ one, two };
}

static struct pair second(int one, int two)
{
	return (struct pair){ two, one };
}

#if FAULT == 1
static void one(void)
{
	number = 1;
}

static void *choose(void)
{
	return one;
}

void chosen(void) __attribute__((ifunc("choose")));
#endif

static void work(void *arg)
{
	(void)arg;
#if FAULT == 1
	chosen();
#elif FAULT == 2
	calls.again(&number);
#elif FAULT == 3
	calls.again = elsewhere;
	calls.again(&number);
#elif FAULT == 4
	calls.pair = number ? first : second;
	number = (int)calls.pair(1, 2).a;
#elif FAULT == 5
	number = READ_ONCE(number);
#elif FAULT == 6
	smp_mb();
#elif FAULT == 7
	spin_lock(&number);
#elif FAULT == 8
	number = read_it(number);
#endif
}

int main(void)
{
	unsigned int a = lkmm_spawn(work, 0), b = lkmm_spawn(work, 0);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(!number);
	return 0;
}
