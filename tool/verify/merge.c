// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lkmm merge: puts together what the shares of a search have found, and reports it as lkmm verify
 * would that has searched it all.
 */
#include "result.h"
#include "base/exit.h"
#include "base/graphviz.h"
#include "show/diagnose.h"
#include "show/verdict.h"
#include "tool/commands.h"
#include "tool/shard/shard.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 1 << 30 };

struct merge {
	bool json;
	struct ci ci;			/* --junit, --sarif, --tap */
	const char *graph;		/* the file to draw to, or NULL */

	struct lkmm_arena *arena;
	struct result *result;		/* by their shares, once they were compared */
	int n;
	struct verify v;
	struct verdict d;
};

static bool set_graph(void *into, const char *value)
{
	struct merge *m = into;

	m->graph = value;
	return is_drawing(value);
}

static const struct opt options[] = {
	{ "graph", .kind = OPT_FILE, .value = "FILE", .set = set_graph,
	  .expects = "a file whose name ends in .svg, .png or .dot",
	  .help = "draw the execution with the first fault, as .svg, .png or .dot" },
	{ "json", .at = offsetof(struct merge, json), .help = "print a JSON object" },
	CI_OPTIONS(merge),
};

const struct options merge_options = {
	.name = "merge", .who = "lkmm merge", .page = "lkmm-merge(1)",
	.does = "put together what shares of a command have found",
	.usage = "[OPTION...] FILE...", .arguments = OPT_FILES,
	.opt = options, .n = sizeof(options) / sizeof(options[0]),
};

/* ---- the files ---- */

static bool read_result(struct merge *m, struct result *r, const char *name)
{
	size_t size;
	char *text = read_large_file(name, &size, MOST_BYTES);
	const char *wrong;

	r->name = file_title(name);
	if (!text) {
		fprintf(stderr, "lkmm merge: %s: %s\n", r->name, read_error(errno));
		return false;
	}
	wrong = result_read(r, m->arena, text);
	free(text);
	if (wrong)
		fprintf(stderr, "lkmm merge: %s: %s\n", r->name, wrong);
	return !wrong;
}

static bool read_results(struct merge *m, char **name)
{
	bool good = true;

	m->arena = lkmm_arena_new();
	m->result = calloc((size_t)m->n, sizeof(*m->result));
	if (!m->arena || !m->result) {
		fputs("lkmm merge: out of memory\n", stderr);
		return false;
	}
	for (int i = 0; i < m->n; i++)
		good &= read_result(m, &m->result[i], name[i]);
	return good;
}

static void put_options(struct text *out, const struct result *r)
{
	text_add(out, "--search=%s --unroll=%d --explain=%d -j %d",
		 r->search == LKMM_SEARCH_PATHS ? "paths" : "demand", r->unroll, r->explain,
		 r->jobs);
}

/* Why both are not shares of one search; nothing if they are. */
static void put_difference(struct text *out, const struct result *r, const struct result *first)
{
	if (strcmp(r->version, first->version)) {
		text_add(out, "is by lkmm %s, and %s by lkmm %s", r->version, first->name,
			 first->version);
	} else if (strcmp(r->program, first->program)) {
		text_add(out, "is about another program than %s", first->name);
	} else if (r->search != first->search || r->unroll != first->unroll ||
		   r->jobs != first->jobs || r->explain != first->explain) {
		text_puts(out, "was made with ");
		put_options(out, r);
		text_add(out, ", and %s with ", first->name);
		put_options(out, first);
	} else if (r->shares != first->shares) {
		text_add(out, "is one of %d shares, and %s one of %d", r->shares, first->name,
			 first->shares);
	}
}

/* All are shares of one search. */
static bool belong_together(const struct merge *m)
{
	const struct result *first = m->result;
	bool good = true;

	if (strcmp(first->version, LKMM_VERSION)) {
		fprintf(stderr, "lkmm merge: %s is by lkmm %s, and this is lkmm %s\n", first->name,
			first->version, LKMM_VERSION);
		return false;
	}
	for (int i = 1; i < m->n; i++) {
		struct text out = { 0 };

		put_difference(&out, &m->result[i], first);
		if (out.s)
			fprintf(stderr, "lkmm merge: %s %s\n", m->result[i].name, out.s);
		good &= !out.s && !out.failed;
		text_free(&out);
	}
	return good;
}

static int by_share(const void *a, const void *b)
{
	const struct result *x = a, *y = b;

	return x->share - y->share;
}

/* Each share is there, and once. */
static bool are_all(const struct merge *m)
{
	int shares = m->result[0].shares, next = 1;
	struct text missing = { 0 };
	bool good = true;

	for (int i = 0; i < m->n; i++) {
		const struct result *r = &m->result[i];

		if (r->share < next) {
			fprintf(stderr, "lkmm merge: %s and %s are both share %d of %d\n",
				m->result[i - 1].name, r->name, r->share, shares);
			good = false;
		}
		for (; next < r->share; next++)
			text_add(&missing, " %d", next);
		next = r->share + 1;
	}
	for (; next <= shares; next++)
		text_add(&missing, " %d", next);
	if (missing.s)
		fprintf(stderr, "lkmm merge: of %d shares these are missing:%s\n", shares,
			missing.s);
	good &= !missing.s && !missing.failed;
	text_free(&missing);
	return good;
}

/* ---- the program ---- */

static bool read_program(struct merge *m)
{
	struct result *r = &m->result[0];
	struct verify *v = &m->v;
	struct litmus_test *l = m->d.test;

	if (!result_is_whole(r) || r->nirs > VERIFY_FILES + 2)
		return false;
	v->json = m->json;
	v->ci = m->ci;
	v->graph = m->graph;
	v->options.unroll = r->unroll;
	v->file = (char **)&r->file;
	v->nfiles = 1;
	v->nirs = r->nirs;
	memcpy(v->ir, r->ir, sizeof(*r->ir) * (size_t)r->nirs);
	snprintf(v->library, sizeof(v->library), "%s", r->crate ? r->crate : "");
	snprintf(v->parts.include, sizeof(v->parts.include), "%s", r->include ? r->include : "");
	for (int i = 0; i < r->nquoted; i++)
		r->quoted[i].size = strlen(r->quoted[i].text);
	m->d.sources = (struct verify_sources){ r->quoted, r->nquoted, .all = true };
	l->source.text = r->source;
	l->source.size = strlen(r->source);
	return verify_reads(v, &m->d);
}

static bool read_verdicts(struct merge *m)
{
	struct records records = { .arena = m->arena };
	bool good = records_open(&records, m->d.test);

	for (int i = 0; i < m->n && good; i++)
		good = result_read_verdict(&m->result[i], &records);
	records_close(&records);
	return good;
}

/* ---- no verdict ---- */

static bool is_undecided(const struct result *r)
{
	return r->status != LKMM_OK || r->nerrors;
}

/* Why the share @r has no verdict, as if it were the whole. */
static struct lkmm_place put_reason(struct text *out, struct merge *m, const struct result *r)
{
	struct verdict d = { .test = m->d.test, .answer = r->answer, .status = r->status,
			     .stopped = r->stopped, .progress = r->progress, .unread = r->nerrors };

	text_add(out, "share %d of %d: ", r->share, r->shares);
	if (r->nerrors)
		m->d.test->error[0] = r->error[0];
	return verify_put_reason(out, &d);
}

/* The shares that were not decided, and what they have covered. */
static int report_undecided(struct merge *m)
{
	json_t *object = json_object(), *shares = json_array();
	struct text out = { 0 }, err = { 0 };
	int bad = json_object_set_new(object, "file", json_text(m->v.file[0])), none = 0;

	for (int i = 0; i < m->n; i++) {
		const struct result *r = &m->result[i];
		struct text reason = { 0 };
		json_t *share = json_object();
		struct lkmm_place at;

		if (is_undecided(r)) {
			at = put_reason(&reason, m, r);
			put_error(&err, m->v.file[0], at, reason.s ? reason.s : "");
			bad |= json_place(share, at) | reason.failed |
			       json_object_set_new(share, "share", json_integer(r->share)) |
			       json_object_set_new(share, "error", json_text(reason.s)) |
			       json_covered(share, &r->progress) |
			       json_array_append(shares, share);
			none++;
		}
		text_free(&reason);
		json_decref(share);
	}
	text_add(&err, "%s: not decided: %d of %d shares %s no verdict\n", m->v.file[0], none, m->n,
		 none == 1 ? "has" : "have");
	bad |= json_object_set_new(object, "error", json_string("shares have no verdict")) |
	       json_object_set_new(object, "undecided", json_string("shares have no verdict")) |
	       json_object_set_new(object, "complete", json_false()) |
	       json_object_set_new(object, "shares", shares);
	if (m->json)
		put_json(&out, object, bad);
	else
		json_decref(object);
	fputs(err.s ? err.s : "lkmm merge: out of memory\n", stderr);
	if (out.s && !out.failed)
		fwrite(out.s, 1, out.len, stdout);
	text_free(&err);
	text_free(&out);
	return EXIT_BAD;
}

/* ---- the verdict ---- */

/* The share with the state on which main() fails, or else one where it fails in any case. */
static struct result *share_that_fails(const struct merge *m)
{
	struct result *fails = NULL;

	for (int i = m->n - 1; i >= 0; i--)
		if (m->result[i].after)
			fails = &m->result[i];
	for (int i = 0; i < m->n && !fails; i++)
		if (m->result[i].failed.at.line)
			fails = &m->result[i];
	return fails;
}

/* Whether @r has a final state that is not the one of @fails. */
static bool ends_otherwise(const struct result *r, const struct result *fails)
{
	if (!r->nvalues)
		return r->another;
	/* main() reads more only if something that it has read before differs */
	return r->another || r->nvalues != fails->nvalues ||
	       memcmp(r->state, fails->state, sizeof(*r->state) * (size_t)r->nvalues);
}

/* Asks the question of the share @fails: whether main() fails on its final state. */
static bool ask_as(struct merge *m, const struct result *fails)
{
	struct lkmm_test *t = &m->d.test->program;

	t->observed = fails->observed;
	t->nobserved = fails->nobserved;
	t->cond = verify_is_state(m->d.test, fails->state);
	for (int i = 0; i < m->n; i++) {
		struct result *r = &m->result[i];

		if (r == fails)
			continue;
		r->answer.positive = 0;
		r->answer.negative = ends_otherwise(r, fails);
		r->why.execution[0] = r->why.execution[1] = NULL;
	}
	return t->cond;
}

static void add_warnings(struct litmus_test *l, const struct result *r)
{
	for (int i = 0; i < r->nwarnings; i++) {
		bool known = false;

		for (int k = 0; k < l->nwarnings; k++)
			known |= !strcmp(l->warning[k].text, r->warning[i].text);
		if (!known && l->nwarnings < LITMUS_MAX_ERRORS)
			l->warning[l->nwarnings++] = r->warning[i];
	}
}

/* Adds what the share @r has found. False without memory. */
static bool add_result(struct merge *m, struct result *r)
{
	struct verdict *d = &m->d;

	d->progress.executions += r->progress.executions;
	d->seconds += r->seconds;
	why_merge(d->why, &r->why);
	add_warnings(d->test, r);
	if (r != m->result)
		return lkmm_answer_merge(&d->test->program, &d->answer, &r->answer);
	d->answer = r->answer;
	r->answer = (struct lkmm_answer){ 0 };
	return true;
}

static int report_all(struct merge *m)
{
	const struct result *fails = share_that_fails(m);
	bool good;

	m->d.shares = result_shares(m->result, m->n);
	good = m->d.shares;
	if (fails) {
		m->d.failed = fails->failed;
		m->d.after = fails->after;
		m->d.unexplained = fails->unexplained;
	}
	if (m->d.after && good)
		good = ask_as(m, fails);
	for (int i = 0; i < m->n && good; i++)
		good = add_result(m, &m->result[i]);
	if (!good) {
		fputs("lkmm merge: out of memory\n", stderr);
		return EXIT_BAD;
	}
	verify_conclude(&m->d, &m->v.options);
	return verify_report(&m->v, &m->d);
}

static int merge(struct merge *m)
{
	if (!belong_together(m))
		return EXIT_BAD;
	qsort(m->result, (size_t)m->n, sizeof(*m->result), by_share);
	if (!are_all(m))
		return EXIT_BAD;
	if (!read_program(m) || !read_verdicts(m)) {
		fprintf(stderr, "lkmm merge: the results are not about the program in %s, or out "
			"of memory\n", m->result[0].name);
		return EXIT_BAD;
	}
	for (int i = 0; i < m->n; i++)
		if (is_undecided(&m->result[i]))
			return report_undecided(m);
	return report_all(m);
}

int merge_main(int argc, char **argv)
{
	struct merge m = { .json = false };
	struct litmus_test *test;
	struct why why = { .arena = NULL };
	int first, status;

	if (!options_parse(&merge_options, &m, argc, argv, &first, &status))
		return status;
	m.n = argc - first;
	if (m.json && m.ci.tap) {
		fputs("lkmm merge: --tap does not go with --json\n", stderr);
		return options_misused(&merge_options);
	}
	if (m.n > 0 && !m.graph && shard_is(argv[first])) {
		status = shard_merge(argv + first, m.n, m.json, &m.ci);
		return status == EXIT_BAD ? ci_give_up(&m.ci, "lkmm merge", argv[first]) : status;
	}
	if (m.n < 1) {
		fputs("lkmm merge: no file given\n", stderr);
		return options_misused(&merge_options);
	}
	test = calloc(1, sizeof(*test));
	m.d.test = test;
	m.d.why = &why;
	status = EXIT_BAD;
	if (!test)
		fputs("lkmm merge: out of memory\n", stderr);
	else if (read_results(&m, argv + first)) {
		why.arena = m.arena;
		status = merge(&m);
	}
	for (int i = 0; m.result && i < m.n; i++) {
		lkmm_answer_free(&m.result[i].answer);
		json_decref(m.result[i].json);
	}
	if (status == EXIT_BAD && !m.v.ci.finished)
		ci_give_up(&m.ci, "lkmm merge", file_title(argv[first]));
	lkmm_answer_free(&m.d.answer);
	json_decref(m.d.shares);
	free(m.result);
	if (test && test->arena)
		lkmm_arena_free(test->arena);
	if (m.arena)
		lkmm_arena_free(m.arena);
	free(test);
	return status;
}
