/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * How registers hold values, and their names: read/held.c, register.c, machine.c; gen.h includes
 * this.
 */
#ifndef LKMM_GEN_HELD_H
#define LKMM_GEN_HELD_H

#include <stdbool.h>

struct arch;
struct field;
struct line;
struct reg;

/*
 * Two registers that hold 64 bits, where one has 32; C's letter for both, or one for each, or NULL.
 */
struct pair {
	char *low, *high;
	char *letter, *high_letter;
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
/* Whether @l is a line about that, or about the names of the architecture. */
bool read_held(const struct line *l, struct arch *a);
/* The pair that is called "LOW:HIGH", or NULL. */
const struct pair *find_pair(const struct arch *a, const char *text);
bool is_address(const struct arch *a, const char *operand);
/* Whether a value of @width is held extended in its register: a result; an operand. */
bool extends(const struct arch *a, int width);
bool extends_operand(const struct arch *a, const char *operand, int width);

void read_machine(const struct line *l, struct arch *a);

/* ---- register.c ---- */

void read_register(const struct line *l, struct arch *a);
/* The register that @f names; NULL after an error. */
const struct reg *need_register(const struct arch *a, const struct field *f);
/* How a register is named at @width, for C: a letter, or 0 where registers have one name. */
char view_at(const struct arch *a, int width);
int width_of_view(const struct arch *a, char view);	/* -1: none has it */
/* The same view for Rust; 0 where that needs none. */
char rust_view(const struct arch *a, char view);
char rust_part_view(const struct arch *a, char view);	/* of a register that is wider */
/* C's letter for the registers that can be seen at @width. */
const char *c_register_letter(const struct arch *a, int width);
/* Rust's class of the registers that can be seen at @width, or of wider ones that also can. */
const char *rust_register_class(const struct arch *a, int width);
const char *rust_parts_class(const struct arch *a, int width);

#endif
