// SPDX-License-Identifier: GPL-2.0 OR MIT
/* In place of symbols.c, where there was no libdw. */
#include "symbols.h"

#include <string.h>

const char *symbols_missing(void)
{
	return "this lkmm was built without libdw (Debian: libdw-dev)";
}

struct symbols *symbols_open(void)
{
	return NULL;
}

void symbols_close(struct symbols *s)
{
	(void)s;
}

void symbols_find(struct symbols *s, const char *object, uint64_t address, struct symbol *found)
{
	(void)s;
	(void)object;
	(void)address;
	memset(found, 0, sizeof(*found));
}

void symbols_demangle(struct symbols *s, struct symbol *const *symbol, size_t n)
{
	(void)s;
	(void)symbol;
	(void)n;
}

bool symbols_have_lines(struct symbols *s, const char *object)
{
	(void)s;
	(void)object;
	return false;
}

void symbols_inlined(struct symbols *s, const char *object, const uint64_t *calls, size_t ncalls,
		     void (*each)(const char *op, uint64_t address, const struct symbol *where,
				  void *arg), void *arg)
{
	(void)s;
	(void)object;
	(void)calls;
	(void)ncalls;
	(void)each;
	(void)arg;
}
