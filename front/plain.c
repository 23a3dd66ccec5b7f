// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The tokens of files that compilers read: as they stand there, without directives. */
#include "plain.h"
#include "cut.h"

/* The rest of the line, and of those that it goes on in. */
static void skip_directive(struct cutter *c)
{
	while (c->p < c->end && *c->p != '\n')
		cut_advance(c, *c->p == '\\' && c->end - c->p > 1 ? 2 : 1);
}

/* #[...] and #![...]. */
static void skip_attribute(struct cutter *c)
{
	int open = 0;

	do {
		struct token t = cut_text_token(c);

		if (t.kind == T_END)
			return;
		open += token_is(&t, "[") - token_is(&t, "]");
	} while (open || c->p[-1] != ']');
}

static void cut_file(struct cutter *c)
{
	for (;;) {
		struct token t = cut_text_token(c);

		if (t.kind == T_END || c->stop)
			return;
		if (!token_is(&t, "#"))
			cut_add(c, t);
		else if (c->mode == CUT_C)
			skip_directive(c);
		else
			skip_attribute(c);
	}
}

bool cut_program(struct litmus_test *test, const struct program_file *file, int n)
{
	struct cutter c = {
		.arena = test->arena, .test = test, .at = { .line = 1, .column = 1 },
		.p = test->source.text,
	};

	for (int i = 0; i < n && !c.stop; i++) {
		c.mode = file[i].rust ? CUT_RUST : CUT_C;
		c.braces = c.brackets = 0;
		c.p = test->source.text + file[i].from;
		c.end = test->source.text + file[i].to;
		cut_file(&c);
	}
	if (!c.stop)
		cut_add(&c, (struct token){ .kind = T_END, .text = c.p, .at = c.at });
	test->source.token = test->source.plain = c.token;
	return !c.no_memory && c.n && c.token[c.n - 1].kind == T_END;
}
