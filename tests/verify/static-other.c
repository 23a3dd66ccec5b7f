// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The other file of static.c. */
struct pair {
	long first, second;
};

static struct pair pair = { 10, 20 };

static long sum(void)
{
	return pair.first + pair.second;
}

int other(void)
{
	return (int)sum();
}
