// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Functions, variables and types of a file that static-other.c has by the same names.
 * expect 0: no fault in any execution
 * expect 1: this assertion of main() can fail
 */
#include <lkmm/verify.h>

struct pair {
	int first, second;
};

static struct pair pair = { 1, 2 };

int other(void);

static int sum(void)
{
	return pair.first + pair.second;
}

static void count(void *arg)
{
	(void)arg;
	pair.second = 3;
}

int main(void)
{
	int a = lkmm_spawn(count, 0);

	lkmm_join(a);
	lkmm_assert(sum() == 4);
	lkmm_assert(other() == 30 + FAULT);
}
