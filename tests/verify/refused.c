// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Variables that a thread does not share as they are, or not under this name; and calls through
 * pointers that cannot be followed.
 *
 * expect 0: error: 'own' is a variable of each thread, which is not supported
 * expect 1: error: 'also' is another name for something, which is not supported
 * expect 2: error: 'again' may call itself here, through a pointer, which is not supported
 * expect 3: error: the function 'elsewhere', which may be called here, is not defined
 * expect 4: error: a call through a pointer to one of several functions that return a struct
 */
#include <lkmm/verify.h>

static _Thread_local int own;
int number;
extern int also __attribute__((alias("number")));

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

static struct pair first(int one, int two)
{
	return (struct pair){ one, two };
}

static struct pair second(int one, int two)
{
	return (struct pair){ two, one };
}

static void work(void *arg)
{
	(void)arg;
#if FAULT == 1
	also = 1;
#elif FAULT == 2
	calls.again(&number);
#elif FAULT == 3
	calls.again = elsewhere;
	calls.again(&number);
#elif FAULT == 4
	calls.pair = number ? first : second;
	number = (int)calls.pair(1, 2).a;
#else
	own = 1;
#endif
}

int main(void)
{
	unsigned int a = lkmm_spawn(work, 0), b = lkmm_spawn(work, 0);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(!number);
	return own;
}
