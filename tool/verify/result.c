// SPDX-License-Identifier: GPL-2.0 OR MIT
/* What one share of a search has found: written, and read again. */
#include "result.h"
#include "base/checked.h"
#include "base/digest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what is in the file ---- */

static const struct member ir_members[] = {
	MEMBER(struct llvm_file, name, M_TEXT),
	MEMBER(struct llvm_file, text, M_TEXT),
};

static const struct record ir_record = RECORD(struct llvm_file, ir_members);

static const struct member source_members[] = {
	MEMBER(struct verify_source, path, M_TEXT),
	MEMBER(struct verify_source, text, M_TEXT),
};

static const struct record source_record = RECORD(struct verify_source, source_members);

static const struct member head_members[] = {
	MEMBER(struct result, version, M_TEXT),
	MEMBER(struct result, machine, M_TEXT),
	MEMBER(struct result, program, M_TEXT),
	MEMBER(struct result, share, M_INT, .least = 1, .most = VERIFY_SHARES),
	MEMBER(struct result, shares, M_INT, .least = 1, .most = VERIFY_SHARES),
	MEMBER(struct result, search, M_INT, .most = LKMM_SEARCH_DEMAND),
	MEMBER(struct result, unroll, M_INT, .least = 1, .most = 1000),
	MEMBER(struct result, jobs, M_INT, .least = 1, .most = VERIFY_JOBS),
	MEMBER(struct result, explain, M_INT, .most = 1000000000),
	MEMBER(struct result, file, M_TEXT),
	MEMBER(struct result, source, M_TEXT),
	MEMBER(struct result, crate, M_TEXT),
	MEMBER(struct result, include, M_TEXT),
	MEMBER(struct result, ir, M_LIST, .of = &ir_record,
	       .count = offsetof(struct result, nirs)),
	MEMBER(struct result, quoted, M_LIST, .of = &source_record,
	       .count = offsetof(struct result, nquoted)),
};

static const struct record head_record = RECORD(struct result, head_members);

#define SHOWN(field) MEMBER(struct result, why.field, M_MAYBE, .of = &execution_record)

static const struct member verdict_members[] = {
	MEMBER(struct result, status, M_INT, .most = LKMM_NO_MEANING),
	MEMBER(struct result, stopped, M_TEXT),
	MEMBER(struct result, progress, M_RECORD, .of = &progress_record),
	MEMBER(struct result, seconds, M_REAL),
	MEMBER(struct result, failed.at, M_PLACE),
	MEMBER(struct result, failed.fault, M_INT, .most = LLVM_UNDEFINED),
	MEMBER(struct result, after, M_BOOL),
	MEMBER(struct result, unexplained, M_TEXT),
	MEMBER(struct result, state, M_LIST, .of = &number_record,
	       .count = offsetof(struct result, nvalues)),
	MEMBER(struct result, another, M_BOOL),
	MEMBER(struct result, observed, M_LIST, .of = &atom_record,
	       .count = offsetof(struct result, nobserved)),
	MEMBER(struct result, error, M_LIST, .of = &error_record,
	       .count = offsetof(struct result, nerrors)),
	MEMBER(struct result, warning, M_LIST, .of = &error_record,
	       .count = offsetof(struct result, nwarnings)),
	MEMBER(struct result, answer, M_RECORD, .of = &answer_record),
	SHOWN(execution[0]), SHOWN(execution[1]), SHOWN(race), SHOWN(bad), SHOWN(failed_assertion),
	SHOWN(undefined),
	SHOWN(blocked), SHOWN(misuse[0]), SHOWN(misuse[1]), SHOWN(misuse[2]),
};

static const struct record verdict_record = RECORD(struct result, verdict_members);

static struct digest digest_program(const struct result *r)
{
	uint64_t h = digest_add(digest_add(DIGEST_EMPTY, r->file), r->source);

	for (int i = 0; i < r->nirs; i++)
		h = digest_add(digest_add(h, r->ir[i].name), r->ir[i].text);
	for (int i = 0; i < r->nquoted; i++)
		h = digest_add(digest_add(h, r->quoted[i].path), r->quoted[i].text);
	return digest_text(h);
}

/* ---- writing ---- */

/* Takes what the program consists of, unless another share has it, from @r. */
static void drop_program(struct result *r)
{
	r->file = r->source = r->crate = r->include = NULL;
	r->nirs = r->nquoted = 0;
}

bool result_write(struct text *out, struct result *r, const struct litmus_test *l)
{
	struct records records = { .test = l };
	struct digest program = digest_program(r);
	json_t *o, *verdict = NULL;
	bool written;

	r->program = program.s;
	if (r->share > 1)
		drop_program(r);
	o = record_put(&records, &head_record, r);
	if (records_open(&records, l))
		verdict = record_put(&records, &verdict_record, r);
	written = o && verdict && !json_object_set(o, "verdict", verdict) && put_checked(out, o);
	records_close(&records);
	json_decref(verdict);
	json_decref(o);
	return written;
}

/* ---- reading ---- */

const char *result_read(struct result *r, struct lkmm_arena *arena, const char *text)
{
	struct records records = { .arena = arena };
	json_error_t error;

	if (!strstr(text, "\"program\": \""))
		return "this is not what 'lkmm verify --shard' prints";
	if (!is_undamaged(text))
		return "the file is damaged, or not complete";
	r->json = json_loads(text, 0, &error);
	if (!r->json)
		return "out of memory, or the file is no JSON";
	if (record_get(&records, &head_record, r->json, r))
		return r->share > r->shares || !r->machine ? "the file is damaged" : NULL;
	return records.no_memory ? "out of memory" :
				   "this is not what this version of 'lkmm verify --shard' prints";
}

bool result_is_whole(const struct result *r)
{
	return r->file && r->source && r->nirs && !strcmp(digest_program(r).s, r->program);
}

/* What main() reads is of the program. */
static bool is_observable(const struct result *r, const struct lkmm_test *t)
{
	for (int i = 0; i < r->nobserved; i++) {
		const struct lkmm_atom *a = &r->observed[i];
		int n = a->kind == LKMM_FINAL_LOCATION	    ? t->nlocs :
			(unsigned)a->reg.thread < (unsigned)t->nthreads ?
							      t->thread[a->reg.thread].nregs : 0;
		int at = a->kind == LKMM_FINAL_LOCATION ? a->loc : a->reg.index;

		if (at < 0 || at >= n)
			return false;
	}
	return !r->nvalues || r->nvalues == r->nobserved;
}

bool result_read_verdict(struct result *r, struct records *records)
{
	const json_t *verdict = json_object_get(r->json, "verdict");

	if (!record_get(records, &verdict_record, verdict, r))
		return false;
	records->wrong |= !is_observable(r, &records->test->program) ||
			  (r->after && !r->nvalues) || r->nerrors > LITMUS_MAX_ERRORS ||
			  (r->status == LKMM_STOPPED && !r->stopped) ||
			  (r->status == LKMM_TWO_SIZES && r->answer.refused.loc < 0);
	return !records->wrong;
}
