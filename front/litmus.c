// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Reads a litmus test: its parts in turn. */
#include "asm/asm.h"
#include "error.h"
#include "part.h"

#include <string.h>

static void out_of_memory(struct litmus *l)
{
	l->no_memory = true;
	lex_fatal(&l->x, l->x.tok.at, "out of memory");
}

static bool parse(struct litmus_test *t, const char *text, size_t size,
		  const struct litmus_files *files, bool last_turns)
{
	static const struct token nothing = {
		.kind = T_END, .text = "", .at = { .line = 1, .column = 1 },
	};
	struct litmus l = { .out = t, .test = &t->program, .last_turns = last_turns };
	const struct isa *isa;
	const char *word;
	size_t len;
	bool cut;

	memset(t, 0, sizeof(*t));
	t->source.text = text;
	t->source.size = size;
	t->source.files = files;
	l.stack = (uintptr_t)__builtin_frame_address(0);
	l.arena = t->arena = lkmm_arena_new();
	lex_open(&l.x, &nothing);
	if (l.arena)
		reserve_location(&l);
	else
		out_of_memory(&l);
	if (l.no_memory)
		return litmus_errors_end(&l);
	word = asm_first_word(text, size, &len);
	isa = asm_isa(word, len);
	if (isa) {
		find_expectation(&t->expected, text, size);
		asm_parse(&l, isa);
		return litmus_errors_end(&l);
	}
	cut = cut_text(t);
	if (cut)
		lex_open(&l.x, t->source.token);
	else if (!t->nerrors)
		out_of_memory(&l);
	if (!cut || t->nerrors)
		return litmus_errors_end(&l);
	find_expectation(&t->expected, text, size);
	parse_header(&l);
	parse_variables(&l);
	parse_processes(&l);
	parse_conditions(&l);
	return litmus_errors_end(&l);
}

bool litmus_parse_with(struct litmus_test *t, const char *text, size_t size,
		       const struct litmus_files *files)
{
	return parse(t, text, size, files, false);
}

bool litmus_parse_last_turns(struct litmus_test *t, const char *text, size_t size)
{
	return parse(t, text, size, NULL, true);
}

bool litmus_parse(struct litmus_test *t, const char *text, size_t size)
{
	return litmus_parse_with(t, text, size, NULL);
}
