/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* From addresses to functions and lines, by libdw. */
#ifndef LKMM_SYMBOLS_H
#define LKMM_SYMBOLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct symbols;

/* Facts about an address; NULL and 0 if unknown. The strings live as long as the symbols. */
struct symbol {
	const char *function;
	const char *outer;		/* if that was inlined: where */
	const char *file;
	int line;
	bool rust;
};

/* NULL without memory, or if this command was built without libdw. */
struct symbols *symbols_open(void);
void symbols_close(struct symbols *s);
/* NULL, or the reason why no file seems to have debug information. */
const char *symbols_missing(void);

/*
 * The caller at @address in @object, an ELF file; addresses are those in the file. Functions of
 * lkmm itself that were inlined there, in C or Rust, are skipped: the result is their caller.
 */
void symbols_find(struct symbols *s, const char *object, uint64_t address, struct symbol *found);
/*
 * Without debug information, or if it has no name for a function's context, the name is the
 * linker's. Converts those names of the @n symbols to Rust and C++: all at once, since this runs a
 * program.
 */
void symbols_demangle(struct symbols *s, struct symbol *const *symbol, size_t n);
/* False: the file has no debug information, in itself or elsewhere. */
bool symbols_have_lines(struct symbols *s, const char *object);

/*
 * Calls @each for each inlined operation: its name, the start of its code, and the function it is
 * in. Skips operations inside another one, and those that contain one of @calls: they are wrappers
 * of it.
 */
void symbols_inlined(struct symbols *s, const char *object, const uint64_t *calls, size_t ncalls,
		     void (*each)(const char *op, uint64_t address, const struct symbol *where,
				  void *arg), void *arg);

#endif
