// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * What a fuzzer calls: whatever the bytes, the front end must say that they are no litmus test, or
 * the model must decide that test, give up on it, or say that it is too large; and it must be written as a
 * program, or there is a reason why not.
 *
 * With LANGUAGE defined the first word, which names the language, is replaced by that.
 */
#include "emit/emit.h"
#include "show/drawing.h"
#include "show/verdict.h"
#include "show/why.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* How often lkmm_check() is let go on: enough to find an answer to what people write. */
enum { POLLS = 20 };

static bool out_of_polls(void *arg)
{
	return (*(int *)arg)-- <= 0;
}

static void require(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "fuzz: %s\n", what);
	abort();
}

static void report(struct litmus *l, const struct lkmm_answer *a, const struct why *why,
		   const struct lkmm_options *o)
{
	const struct lkmm_execution *x = why_answer(why, l, a);
	struct text out = { 0 };

	report_text(&out, l, a, o->states, 0);
	report_json(&out, "fuzz", l, a, o->states, false, why, NULL, 0);
	report_why(&out, l, a, why, o);
	require(!x || draw(&out, l, x), "no drawing");
	require(!out.failed, "no report");
	text_free(&out);
}

/* What holds for every answer. */
static void decide(struct litmus *l, bool states)
{
	int polls = POLLS;
	struct why why = { .arena = l->arena };
	struct lkmm_options o = {
		.states = states, .stop = out_of_polls, .stop_arg = &polls, .show = why_keep, .show_arg = &why,
	};
	struct lkmm_answer a;
	enum lkmm_status status = lkmm_check(&l->test, &o, &a);

	if (status == LKMM_OK) {
		require((a.observation == LKMM_NEVER) == !a.positive, "Never, and yet seen");
		require((a.observation == LKMM_ALWAYS) == (a.positive && !a.negative),
			"Always, and yet not");
		report(l, &a, &why, &o);
		require(!states || a.nstates == a.positive + a.negative, "states are lost");
		require(states || (a.positive <= 1 && a.negative <= 1), "more than one witness");
	} else {
		require(status != LKMM_NO_MEMORY, "out of memory");
	}
	lkmm_answer_free(&a);
}

/* What lkmm run makes of it, in all forms. */
static void write_program(struct litmus *l)
{
	static const char *const form[EMIT_FORMS] = { "_c", "_c", "_rust", "_rust" };
	struct emit e = { .number = 0 };
	struct text out = { 0 };

	if (!emit_open(&e, l)) {
		require(e.why_not[0], "no program, and no reason");
		return;
	}
	e.out = &out;
	for (int t = 0; t < l->test.nthreads; t++) {
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

/* A copy of exactly the size, so that reading past it is noticed. */
static char *copy(const uint8_t *data, size_t size, size_t *n)
{
#ifdef LANGUAGE
	const uint8_t *rest = memchr(data, ' ', size);
	size_t skip = rest ? (size_t)(rest - data) : 0;
	const char *language = LANGUAGE;
#else
	size_t skip = 0;
	const char *language = "";
#endif
	size_t len = strlen(language);
	char *text;

	*n = len + size - skip;
	text = malloc(*n ? *n : 1);
	require(text, "out of memory");
	memcpy(text, language, len);
	if (size > skip)
		memcpy(text + len, data + skip, size - skip);
	return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct litmus l;
	size_t n;
	char *text = copy(data, size, &n);

	if (litmus_parse(&l, text, n)) {
		require(l.test.name && l.test.nthreads > 0, "a test without name or process");
		decide(&l, false);
		decide(&l, true);
		write_program(&l);
	} else {
		require(l.x.error[0], "an error without a message");
		require(l.x.error_at.line > 0 && l.x.error_at.column > 0, "an error nowhere");
	}
	lkmm_arena_free(l.arena);
	free(text);
	return 0;
}
