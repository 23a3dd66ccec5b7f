// SPDX-License-Identifier: GPL-2.0 OR MIT
/* A test must be written as a program, or have a reason why not. */
#include "fuzz.h"
#include "emit/emit.h"

/* In all forms. */
void fuzz_program(struct litmus_test *l)
{
	static const char *const form[EMIT_FORMS] = { "_c", "_c", "_rust", "_rust" };
	struct emit e = { .number = 0 };
	struct text out = { 0 };

	if (!emit_open(&e, l)) {
		require(e.why_not[0], "no program, and no reason");
		return;
	}
	e.out = &out;
	for (int t = 0; t < l->program.nthreads; t++) {
		e.form[t] = EMIT_C | EMIT_RUST;
		emit_c_process(&e, t);
		emit_rust_process(&e, t, form[2]);
		emit_loop(&e, t, form[0]);
		if (!emit_perpetual_fits(&e))
			continue;
		emit_perpetual_process(&e, t);
		emit_rust_perpetual(&e, t, form[2]);
		emit_perpetual_call(&e, t, form[2]);
	}
	emit_table(&e, form);
	require(!out.failed, "out of memory");
	text_free(&out);
}
