// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Functions that make texts out of arguments: snprintf() and its like. The text is not known: it
 * counts as empty, with a warning, since it is mostly printed and no more. Arguments are not taken
 * from a list: what reads one is refused.
 */
#include "reader.h"

#include <string.h>

/* The text is written to the first argument; of so many bytes, the second one, if it has one. */
static const struct {
	const char *name;
	bool sized;
} makers[] = {
	{ "sprintf", false }, { "vsprintf", false }, { "snprintf", true }, { "vsnprintf", true },
	{ "strftime", true },
};

static void make_text(struct reader *r, const struct ir_instruction *i, const char *name,
		      bool sized, struct lkmm_place at)
{
	struct known to = argument(r, i, 0, at), size = argument(r, i, 1, at);
	struct known nothing = known_number(0);

	reader_warning(r, at, "the text that %s() makes counts as empty", name);
	if (!(sized && size.kind == KNOWN_NUMBER && !size.number))
		store_to(r, &to, 8, &nothing, false, at);
	set_result(r, i, nothing);
}

bool print_call(struct reader *r, const struct ir_instruction *i, const char *name,
		struct lkmm_place at)
{
	for (size_t k = 0; k < sizeof(makers) / sizeof(makers[0]); k++)
		if (!strcmp(name, makers[k].name)) {
			make_text(r, i, name, makers[k].sized, at);
			return true;
		}
	return false;
}

bool is_argument_list(const struct ir_type *t)
{
	return t && t->name && strstr(t->name, "__va_list");
}
