// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm verify --shard: prints what one share of the executions has, for lkmm merge. */
#include "result.h"
#include "base/exit.h"
#include "base/machine.h"
#include "show/diagnose.h"

#include <stdio.h>
#include <string.h>

static void add_program(struct result *r, const struct verify *v, const struct verdict *d)
{
	r->file = verify_name(v, 0);
	r->source = d->test->source.text;
	r->crate = v->library;
	r->include = v->parts.include;
	r->ir = (struct llvm_file *)v->ir;
	r->nirs = v->nirs;
	r->quoted = d->sources.file;
	r->nquoted = d->nsources;
}

static void add_verdict(struct result *r, const struct verdict *d)
{
	const struct lkmm_test *t = &d->test->program;

	r->status = d->status;
	r->stopped = d->stopped;
	r->progress = d->progress;
	r->seconds = d->seconds;
	r->failed = d->failed;
	r->after = d->after;
	r->unexplained = d->unexplained;
	r->state = (int64_t *)d->state;
	r->nvalues = d->state ? t->nobserved : 0;
	r->another = d->after ? d->answer.negative : d->others || d->answer.nstates > 1;
	r->observed = t->observed;
	r->nobserved = t->nobserved;
	r->error = d->test->error;
	r->nerrors = d->test->nerrors;
	r->warning = d->test->warning;
	r->nwarnings = d->test->nwarnings;
	if (d->status == LKMM_OK) {
		r->answer = d->answer;
		r->why = *d->why;
	} else {
		r->answer.limit = d->answer.limit;
		r->answer.refused = d->answer.refused;
	}
}

/* That there is no verdict. */
static void report_reason(struct text *err, const struct verify *v, const struct verdict *d)
{
	struct text reason = { 0 };
	struct lkmm_place at = verify_put_reason(&reason, d);

	put_error(err, verify_name(v, 0), at, reason.s ? reason.s : "out of memory");
	text_free(&reason);
}

int verify_print_result(const struct verify *v, struct verdict *d)
{
	int turns = v->options.unroll ? v->options.unroll : VERIFY_TURNS;
	struct result r = { .version = LKMM_VERSION, .share = v->options.share + 1,
			    .shares = v->options.shares, .search = (int)v->options.search,
			    .unroll = turns, .jobs = v->jobs ? v->jobs : 1,
			    .explain = v->explain };
	bool decided = d->status == LKMM_OK && !d->unread, written;
	struct text out = { 0 }, err = { 0 };
	char machine[400];

	machine_name(machine, sizeof(machine));
	r.machine = machine;
	add_program(&r, v, d);
	add_verdict(&r, d);
	written = !d->why->failed && result_write(&out, &r, d->test);
	if (!decided)
		report_reason(&err, v, d);
	if (!written)
		text_puts(&err, "lkmm verify: out of memory\n");
	if (err.s)
		fputs(err.s, stderr);
	if (written)
		fwrite(out.s, 1, out.len, stdout);
	text_free(&out);
	text_free(&err);
	return written && decided && !fflush(stdout) && !ferror(stdout) ? EXIT_WELL : EXIT_BAD;
}
