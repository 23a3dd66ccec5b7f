/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* How registers hold values: read/held.c reads that; gen.h includes this. */
#ifndef LKMM_GEN_HELD_H
#define LKMM_GEN_HELD_H

#include <stdbool.h>

struct arch;
struct field;
struct line;

/* Two registers that hold 64 bits, where one has 32. */
struct pair {
	char *low, *high;
};

/* Operands that need a register which may hold an address, and those for C and Rust. */
struct addresses {
	char *letter, *class;
	char **operand;
	int n;
};

/*
 * In a register; in two, which Rust's asm! names, and which C's asm has as one operand; or in two
 * operands.
 */
enum held { IN_REGISTER, IN_PAIR, IN_HALVES };

/* How a register of operands of 64 bits is named where they have two: {old}, {old:H}. */
enum { HIGH = 'H' };

/* "{name...}" without its braces; NULL after an error. */
char *braced(const struct field *f);
void read_extend(const struct line *l, struct arch *a);
void read_long(const struct line *l, struct arch *a);
void read_pairs(const struct line *l, struct arch *a);
void read_address(const struct line *l, struct arch *a);
bool is_address(const struct arch *a, const char *operand);
/* Whether a value of @width is held extended in its register: a result; an operand. */
bool extends(const struct arch *a, int width);
bool extends_operand(const struct arch *a, const char *operand, int width);

#endif
