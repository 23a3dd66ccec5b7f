// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The operations on bits by plain accesses, against the atomic ones: the same result, and the same
 * array. Numbers that the compiler knows are tried in the place of variables, too. TAP.
 */
#include <linux/bitops.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { LONGS = 3, BITS = LONGS * BITS_PER_LONG };

static const unsigned long first[LONGS] = { 0x5a5aUL, ~0UL, 0 };
static unsigned long a[LONGS], b[LONGS];
static int failed, number;

static void begin(void)
{
	memcpy(a, first, sizeof(a));
	memcpy(b, first, sizeof(b));
}

static void report(const char *what, bool right)
{
	printf("%sok %d - %s\n", right ? "" : "not ", ++number, what);
	failed |= !right;
}

/* Twice on each bit: set and clear, found and not. */
#define TEST(call, like, what) do {						\
	bool right = true;							\
										\
	begin();								\
	for (unsigned int i = 0; i < 2 * BITS; i++) {				\
		unsigned long nr = i % BITS;					\
										\
		right &= (call) == (like) && !memcmp(a, b, sizeof(a));		\
	}									\
	report(what, right);							\
} while (0)

#define VOID(name, plain) TEST((plain(nr, a), 0), (name(nr, b), 0), #plain)
#define FINDS(name, plain) TEST(plain(nr, a), name(nr, b), #plain)

/* Of the second long, and beyond what fits into a small constant. */
#define CONSTANT(name, nr) do {							\
	volatile unsigned long variable = (nr);					\
										\
	begin();								\
	report(#name " of a constant", ((void)name((nr), a), (void)name(variable, b), \
					!memcmp(a, b, sizeof(a))));		\
} while (0)

int main(void)
{
	VOID(set_bit, __set_bit);
	VOID(clear_bit, __clear_bit);
	VOID(change_bit, __change_bit);
	FINDS(test_and_set_bit, __test_and_set_bit);
	FINDS(test_and_clear_bit, __test_and_clear_bit);
	FINDS(test_and_change_bit, __test_and_change_bit);
	VOID(clear_bit_unlock, __clear_bit_unlock);
	TEST((assign_bit(nr, a, i & 1), 0), (i & 1 ? set_bit(nr, b) : clear_bit(nr, b), 0),
	     "assign_bit");
	TEST((__assign_bit(nr, a, i & 1), 0), (i & 1 ? set_bit(nr, b) : clear_bit(nr, b), 0),
	     "__assign_bit");
	CONSTANT(set_bit, 5);
	CONSTANT(change_bit, 5);
	CONSTANT(change_bit, 40);
	CONSTANT(change_bit, 63);
	CONSTANT(clear_bit, BITS_PER_LONG + 7);
	CONSTANT(test_and_change_bit, BITS - 1);
	printf("1..%d\n", number);
	return failed;
}
