// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Reads a litmus test: its parts in turn. */
#include "error.h"
#include "part.h"

#include <string.h>

bool litmus_parse(struct litmus_test *t, const char *text, size_t size)
{
	static const struct token nothing = { .kind = T_END, .text = "", .at = { 1, 1 } };
	struct litmus l = { .out = t, .test = &t->program };

	memset(t, 0, sizeof(*t));
	t->source.text = text;
	t->source.size = size;
	l.stack = (uintptr_t)__builtin_frame_address(0);
	l.arena = t->arena = lkmm_arena_new();
	t->source.token = l.arena ? cut_text(l.arena, text, size) : NULL;
	lex_open(&l.x, t->source.token ? t->source.token : &nothing);
	if (!t->source.token) {
		l.no_memory = true;
		lex_fatal(&l.x, nothing.at, "out of memory");
		return litmus_errors_end(&l);
	}
	find_expectation(&t->expected, text, size);
	parse_header(&l);
	parse_variables(&l);
	parse_processes(&l);
	parse_conditions(&l);
	return litmus_errors_end(&l);
}
