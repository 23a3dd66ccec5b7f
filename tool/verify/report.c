// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Prints the verdict on a program: the faults with their stories, and what was covered. */
#include "report.h"
#include "base/exit.h"
#include "base/progress.h"
#include "base/graphviz.h"
#include "show/diagnose.h"
#include "show/drawing.h"
#include "show/verdict.h"
#include "show/why.h"

#include <stdio.h>
#include <string.h>

static const struct lkmm_place start = { 1, 1, NULL };

static void error(struct report *r, struct lkmm_place at, const char *text)
{
	put_error(&r->err, r->file, at, text);
	find_at(&r->findings, r->file, at, FINDING_ERROR, "error", text);
	if (r->v->json)
		report_json_error(&r->out, r->file, at, text);
	r->status = EXIT_BAD;
}

/* ---- no verdict ---- */

static void report_unread(struct report *r)
{
	const struct litmus_test *l = r->d->test;

	put_errors(&r->err, r->file, l);
	for (int i = 0; i < l->nerrors; i++)
		find_at(&r->findings, r->file, l->error[i].at, FINDING_ERROR, "error",
			l->error[i].text);
	if (r->v->json)
		report_json_errors(&r->out, r->file, r->d->test);
	r->status = EXIT_BAD;
}

static void put_two_sizes(struct text *out, int bits, const char *name)
{
	text_add(out, "this accesses %d bits of '%.80s', which has another size or place: accesses "
		 "of several sizes are modelled at addresses that are constant or one of a few, "
		 "aligned, within one variable", bits, name);
}

struct lkmm_place verify_put_reason(struct text *out, const struct verdict *d)
{
	const struct lkmm_answer *a = &d->answer;
	const struct lkmm_limit_value *limit = &lkmm_limit_value[a->limit];

	if (d->unread) {
		text_puts(out, d->test->error[0].text);
		return d->test->error[0].at;
	}
	switch (d->status) {
	case LKMM_TWO_SIZES:
		put_two_sizes(out, a->refused.bits, d->test->program.loc[a->refused.loc].name);
		return a->refused.at;
	case LKMM_NO_MEMORY:
		text_puts(out, "out of memory");
		break;
	case LKMM_STOPPED:
		text_add(out, "undecided: %s: ", d->stopped);
		put_covered(out, &d->progress);
		break;
	default:
		text_add(out, "the program is too large: the limit is %ld %s", limit->most,
			 limit->what);
	}
	return start;
}

static void report_undecided(struct report *r)
{
	const struct verdict *d = r->d;
	struct text why = { 0 };
	struct lkmm_place at = verify_put_reason(&why, d);

	put_error(&r->err, r->file, at, why.s ? why.s : "out of memory");
	find_at(&r->findings, r->file, at, FINDING_ERROR, "undecided", why.s);
	if (r->v->json && d->status == LKMM_STOPPED)
		report_json_undecided(&r->out, r->file, d->stopped, &d->progress);
	else if (r->v->json)
		report_json_error(&r->out, r->file, at, why.s);
	text_free(&why);
	r->status = EXIT_BAD;
}

/* Where the object ends that begins at location @first. */
static int64_t end_of(const struct lkmm_test *t, int first)
{
	int64_t end = 0;

	for (int i = first; i < t->nlocs && t->loc[i].object == first + 1; i++)
		end = t->loc[i].offset + (t->loc[i].integer.bits + 7) / 8;
	return end;
}

/* An access within an object that is none to a whole part of it is no fault, but not supported. */
const struct lkmm_bad_access *verify_other_size(const struct verdict *d)
{
	const struct lkmm_test *t = &d->test->program;

	for (int i = 0; i < d->answer.nbad; i++) {
		int64_t offset = 0;
		int loc = lkmm_object(t, d->answer.bad[i].address, &offset);

		if (loc >= 0 && offset >= 0 && offset < end_of(t, loc))
			return &d->answer.bad[i];
	}
	return NULL;
}

bool report_is_of_other_size(struct report *r)
{
	const struct lkmm_test *t = &r->d->test->program;
	const struct lkmm_bad_access *bad = verify_other_size(r->d);
	struct text why = { 0 };
	int64_t offset;

	if (!bad)
		return false;
	put_two_sizes(&why, bad->access->accessed.bits,
		      t->loc[lkmm_object(t, bad->address, &offset)].name);
	error(r, bad->at, why.s ? why.s : "out of memory");
	text_free(&why);
	return true;
}

/* ---- faults ---- */

/* Begins a line about a fault, up to end_fault(). */
static void put_fault(struct report *r, struct lkmm_place at, const char *text)
{
	put_where(&r->out, r->file, at);
	r->at = at;
	r->begin = r->out.len;
	text_puts(&r->out, text);
	r->faults++;
}

static void end_fault(struct report *r, const char *rule)
{
	text_puts(&r->out, "");
	if (!r->out.failed)
		find_at(&r->findings, r->file, r->at, FINDING_ERROR, rule, r->out.s + r->begin);
	text_puts(&r->out, "\n");
}

/* The access that a mark would mend: the first plain one of the two. */
static struct lkmm_place place_of_race(const struct lkmm_execution *x)
{
	return x->event[x->race[!x->event[x->race[0]].plain]].at;
}

/* The first of @list that is on the line of @bad, for the same reason. @thread: in its thread. */
static int first_like(const struct lkmm_bad_access *list, const struct lkmm_bad_access *bad,
		      bool thread)
{
	int i = 0;

	while (&list[i] != bad &&
	       (list[i].at.line != bad->at.line || list[i].at.column != bad->at.column ||
		list[i].at.in != bad->at.in || list[i].address != bad->address ||
		(thread && list[i].thread != bad->thread)))
		i++;
	return i;
}

/* The threads of those that are like @list[@first], if there are several. */
static void put_threads(struct report *r, const struct lkmm_bad_access *list, int n, int first)
{
	int named = 0;

	for (int i = first + 1; i < n; i++) {
		if (first_like(list, &list[i], false) != first ||
		    first_like(list, &list[i], true) != i)
			continue;
		if (!named++) {
			text_puts(&r->out, " (");
			put_thread(&r->out, r->d->test, list[first].thread);
		}
		text_puts(&r->out, ", ");
		put_thread(&r->out, r->d->test, list[i].thread);
	}
	text_puts(&r->out, named ? ")" : "");
}

/* Faults with @flag: each once, with its threads. */
static void put_bad(struct report *r, const struct lkmm_bad_access *list, int n,
		    enum lkmm_flag flag)
{
	for (int i = 0; i < n; i++) {
		if (first_like(list, &list[i], false) < i)
			continue;
		put_fault(r, list[i].at, flag == LKMM_ASSERTION   ? "this assertion can fail" :
					 flag == LKMM_BAD_POINTER ? "bad pointer: " :
								    "undefined: ");
		if (flag == LKMM_BAD_POINTER)
			put_bad_pointer(&r->out, &r->d->test->program, list[i].address);
		else if (flag == LKMM_UNDEFINED_ARITHMETIC)
			put_undefined(&r->out, list[i].access);
		put_threads(r, list, n, i);
		end_fault(r, lkmm_flag_name[flag]);
	}
}

/* Where @flag is raised. */
static struct lkmm_place place_of_flag(const struct lkmm_answer *a, enum lkmm_flag flag)
{
	for (int i = 0; i < a->nflagged; i++)
		if (a->flagged[i].flag == flag)
			return a->flagged[i].at;
	return start;
}

static void put_flags(struct report *r)
{
	const struct lkmm_answer *a = &r->d->answer;
	unsigned int told = 1u << LKMM_BAD_POINTER | 1u << LKMM_ASSERTION |
			    1u << LKMM_UNDEFINED_ARITHMETIC | 1u << LKMM_USE_AFTER_FREE |
			    1u << LKMM_DOUBLE_FREE | 1u << LKMM_UNINITIALIZED |
			    1u << LKMM_DATA_RACE;
	const struct lkmm_execution *race = r->d->why->race;

	if (a->flags >> LKMM_DATA_RACE & 1) {
		put_fault(r, race ? place_of_race(race) : start, "data race");
		end_fault(r, lkmm_flag_name[LKMM_DATA_RACE]);
	}
	for (int i = 0; i < LKMM_NR_FLAGS; i++)
		if ((a->flags & ~told) >> i & 1) {
			put_fault(r, place_of_flag(a, i), lkmm_flag_name[i]);
			end_fault(r, lkmm_flag_name[i]);
		}
	for (int i = 0; i < a->nmisuses; i++) {
		put_fault(r, a->misuse[i].at[0], "");
		put_misuse(&r->out, r->d->test, &a->misuse[i]);
		end_fault(r, lkmm_flag_name[a->misuse[i].flag]);
	}
	put_bad(r, a->bad, a->nbad, LKMM_BAD_POINTER);
	put_bad(r, a->undefined, a->nundefined, LKMM_UNDEFINED_ARITHMETIC);
	put_bad(r, a->failed, a->nfailed, LKMM_ASSERTION);
}

const struct main_fault main_faults[] = {
	[LLVM_ASSERTION] = { "assertion", "this assertion of main() can fail", "assertion" },
	[LLVM_NULL_POINTER] = { "null-pointer", "main() can use a null pointer here",
				"null pointer" },
	[LLVM_BAD_POINTER] = { "bad-pointer", "main() can use a pointer here that does not point "
					      "to an object", "bad pointer" },
	[LLVM_OUTSIDE] = { "outside", "main() can use memory outside of an object here",
			   "memory outside of an object" },
	[LLVM_LOCK_TAKEN] = { "lock-taken", "main() can wait here for a lock that is never given "
					    "back", "lock that is taken" },
	[LLVM_LOCK_FREE] = { "lock-free", "main() can give back a lock here that is free",
			     "lock that is free" },
	[LLVM_UNDEFINED] = { "undefined", "main() can compute here what has no value: a division "
					  "by zero, or of the least number by -1, or a shift by "
					  "too many bits", "undefined arithmetic" },
};

static void put_faults(struct report *r)
{
	const struct lkmm_answer *a = &r->d->answer;

	put_flags(r);
	if (r->d->failed.at.line) {
		put_fault(r, r->d->failed.at, main_faults[r->d->failed.fault].text);
		end_fault(r, main_faults[r->d->failed.fault].name);
	}
	if (a->blocks) {
		put_fault(r, a->nstanding ? a->standing[0].at : start, "");
		put_blocked(&r->out, r->d->test, a);
		end_fault(r, "waits");
	}
}

bool report_is_bounded(const struct verdict *d)
{
	const struct lkmm_answer *a = &d->answer;

	return d->lost || a->ncut || a->blocks_cut || a->cut_short;
}

int report_turns(const struct report *r)
{
	return r->v->options.unroll ? r->v->options.unroll : VERIFY_TURNS;
}

/* What to do about the loops that were cut, or what else has not been covered; and where. */
static struct lkmm_place put_advice(struct text *out, const struct report *r)
{
	const struct lkmm_answer *a = &r->d->answer;

	if (a->cut_short) {
		text_puts(out, "too many executions to find all that the data race or the like "
			       "may lead to");
		return start;
	}
	if (!a->ncut && a->blocks_cut) {
		text_puts(out, "too many executions to check whether one never ends");
		return start;
	}
	if (!a->ncut) {
		text_puts(out, "executions were left out, by the warnings above: the answer is not "
			       "about these");
		return start;
	}
	text_add(out, "this loop was followed for %d turns only: more (--unroll) may change the "
		      "answer", report_turns(r));
	return a->cut[0];
}

static void put_bound(struct report *r)
{
	struct text advice = { 0 };

	if (!report_is_bounded(r->d))
		return;
	put_where(&r->out, r->file, put_advice(&advice, r));
	text_puts(&r->out, advice.s ? advice.s : "");
	text_puts(&r->out, "\n");
	text_free(&advice);
}

/* It is a note if there are faults in any case. */
static void find_bound(struct report *r)
{
	struct text advice = { 0 };
	struct lkmm_place at;

	if (!report_is_bounded(r->d))
		return;
	at = put_advice(&advice, r);
	find_at(&r->findings, r->file, at, r->faults ? FINDING_NOTE : FINDING_ERROR, "undecided",
		advice.s);
	text_free(&advice);
}

/* What the compiler has changed, and whether that has added faults. */
static void find_optimized(struct report *r)
{
	verify_find_effects(&r->findings, r->file, r->d);
	if (r->d->optimized->worse)
		find_at(&r->findings, r->file, start, FINDING_ERROR, "optimized",
			"after -O2, there are faults that the source has not");
}

/* The next of the loops that were cut, one of each line. */
int report_next_cut(const struct lkmm_answer *a, int k)
{
	int line = a->cut[k].line;

	while (++k < a->ncut && a->cut[k].line == line && a->cut[k].in == a->cut[k - 1].in)
		;
	return k;
}

/* How far the last line holds: "complete up to 2 turns of the loop on line 17". */
static void put_extent(struct report *r)
{
	const struct lkmm_answer *a = &r->d->answer;

	if (a->ncut)
		text_add(&r->out, ", complete up to %d turns of the loop%s on ", report_turns(r),
			 report_next_cut(a, 0) < a->ncut ? "s" : "");
	for (int k = 0; k < a->ncut; k = report_next_cut(a, k)) {
		if (k)
			text_puts(&r->out, report_next_cut(a, k) < a->ncut ? ", " : " and ");
		text_puts(&r->out, place_line(a->cut[k]).s);
	}
	if (r->d->lost)
		text_puts(&r->out, ", but executions were left out");
	if (report_is_bounded(r->d) && !r->faults && !a->positive && !a->negative)
		text_puts(&r->out, "; no execution ends there");
	if (a->cut_short)
		text_puts(&r->out, ", and not all was checked for others");
	else if (a->blocks_cut)
		text_puts(&r->out, a->ncut ? "; not all was checked for executions that never end" :
			  ", but not all was checked for executions that never end");
}

int report_status_of(const struct report *r)
{
	return r->faults ? EXIT_LOOK : report_is_bounded(r->d) ? EXIT_BAD : EXIT_WELL;
}

/* The last line. */
static void put_total(struct report *r)
{
	const struct lkmm_test *t = &r->d->test->program;

	text_add(&r->out, "%s: %s%d thread%s, %d shared location%s: ", r->file,
		 r->v->optimise ? "after -O2: " : "", t->nthreads,
		 t->nthreads == 1 ? "" : "s", t->nlocs, t->nlocs == 1 ? "" : "s");
	if (r->faults)
		text_add(&r->out, "%d fault%s", r->faults, r->faults == 1 ? "" : "s");
	else
		text_puts(&r->out, report_is_bounded(r->d) ? "no fault found" :
			  "no fault in any execution");
	put_extent(r);
	text_puts(&r->out, "\n");
	r->status = report_status_of(r);
}

/* How threads come to the state on which main() fails, also if they leave no other. */
static void report_reached(struct report *r)
{
	struct lkmm_answer a = r->d->answer;

	if (a.observation == LKMM_ALWAYS)
		a.observation = LKMM_SOMETIMES;
	report_condition(&r->out, r->d->test, &a, r->d->why);
}

static void report_verdict(struct report *r)
{
	const struct lkmm_test *t = &r->d->test->program;

	put_faults(r);
	if (t->nthreads && r->faults)
		report_flaws(&r->out, r->d->test, r->d->why, NULL);
	if (r->d->after)
		report_reached(r);
	if (r->d->unexplained)
		text_add(&r->out, "\n  %s of main(): how it comes to fail was not found: %s\n\n",
			 main_faults[r->d->failed.fault].words, r->d->unexplained);
	put_bound(r);
	put_total(r);
	if (r->faults)
		verify_put_test(&r->out, r->v);
}

/* Counts the faults, and prints nothing. */
void report_count_faults(struct report *r)
{
	struct text out = r->out;

	r->out = (struct text){ 0 };
	put_faults(r);
	text_free(&r->out);
	r->out = out;
}

/* The verdict on what the compiler has left: the faults, if the source has not all of them. */
static void report_left(struct report *r, bool worse)
{
	if (r->d->unread || r->d->status != LKMM_OK || verify_other_size(r->d))
		text_puts(&r->err, "lkmm verify: no verdict on the program after -O2:\n");
	if (r->d->unread) {
		report_unread(r);
	} else if (r->d->status != LKMM_OK) {
		report_undecided(r);
	} else if (!report_is_of_other_size(r)) {
		if (worse) {
			report_verdict(r);
			return;
		}
		report_count_faults(r);
		put_bound(r);
		put_total(r);
	}
}

/* @status is the source's, @left that of the program after optimisation. */
int report_status_with(int status, const struct optimized *o, int left)
{
	if (status == EXIT_LOOK || o->lost || o->worse)
		return EXIT_LOOK;
	return status == EXIT_BAD || left == EXIT_BAD || o->no_memory ? EXIT_BAD : EXIT_WELL;
}

/* What the compiler has changed, and what is left. */
static void report_optimized(struct report *r)
{
	struct optimized *o = r->d->optimized;
	struct report left = { .v = &o->v, .d = &o->d, .file = r->file };

	verify_put_effects(&r->out, r->file, r->d);
	if (o->worse)
		put_where(&r->out, r->file, start);
	if (o->worse)
		text_puts(&r->out, "after -O2, there are faults that the source has not:\n");
	left.out = r->out;
	left.err = r->err;
	report_left(&left, o->worse);
	r->out = left.out;
	r->err = left.err;
	r->status = report_status_with(r->status, o, left.status);
}

static void report_in_words(struct report *r)
{
	report_verdict(r);
	if (are_of_several(r->d->shares))
		put_shares(&r->out, r->d->shares);
	if (r->d->optimized)
		report_optimized(r);
	if (!proposes(&r->v->propose))
		return;
	if (r->v->propose.patch)
		r->out.len = 0;
	else
		text_puts(&r->out, "\n");
	verify_propose(r->v, r->d, &r->out, NULL);
}

/* ---- drawings ---- */

/* The execution to draw: NULL if none shows a fault. */
static const struct lkmm_execution *execution_with_fault(const struct verdict *d)
{
	const struct why *w = d->why;

	if (w->race)
		return w->race;
	for (int i = 0; i < LKMM_NR_MISUSES; i++)
		if (w->misuse[i])
			return w->misuse[i];
	if (w->bad || w->failed_assertion)
		return w->bad ? w->bad : w->failed_assertion;
	if (w->undefined)
		return w->undefined;
	return d->after ? w->execution[1] : w->blocked;
}

static void draw_fault(struct report *r)
{
	const struct lkmm_execution *x = execution_with_fault(r->d);
	struct text dot = { 0 };
	const char *wrong;

	if (!x)
		wrong = r->faults ? "nothing to draw: the fault needs no threads" :
				    "nothing to draw: no execution with a fault was found";
	else
		wrong = draw(&dot, r->d->test, x) ? write_drawing(r->v->graph, &dot) :
						    "out of memory";
	if (wrong) {
		put_error(&r->err, r->file, start, wrong);
		r->status = EXIT_BAD;
	}
	text_free(&dot);
}

/* Prints the report, or writes it for other programs. Returns the exit status. */
static int print_report(struct report *r)
{
	struct ci *ci = &r->v->ci;

	if (r->out.failed || r->err.failed) {
		fputs("lkmm verify: out of memory\n", stderr);
		r->status = EXIT_BAD;
	} else {
		if (r->err.s)
			fputs(r->err.s, stderr);
		if (r->out.s && !ci->tap)
			fwrite(r->out.s, 1, r->out.len, stdout);
	}
	text_free(&r->out);
	text_free(&r->err);
	if (fflush(stdout) || ferror(stdout))
		r->status = EXIT_BAD;
	if (!ci_is_wanted(ci))
		return r->status;
	ci_add(ci, r->file, r->status, r->d->seconds, &r->findings);
	if (r->d->shares)
		tell_shares(ci, r->d->shares);
	return ci_finish(ci, "lkmm verify", r->status);
}

int verify_report(struct verify *v, struct verdict *d)
{
	struct report r = { .v = v, .d = d, .file = verify_name(v, 0),
			    .findings.wanted = ci_is_wanted(&v->ci) };

	put_warnings(&r.err, r.file, d->test);
	if (d->unread)
		report_unread(&r);
	else if (d->status != LKMM_OK)
		report_undecided(&r);
	else if (!report_is_of_other_size(&r)) {
		if (v->json)
			report_as_json(&r);
		else
			report_in_words(&r);
		find_bound(&r);
		if (d->optimized)
			find_optimized(&r);
		if (v->graph)
			draw_fault(&r);
	}
	if (interrupted() && proposes(&v->propose) && d->status == LKMM_OK) {
		text_puts(&r.err, "lkmm verify: interrupted: not all changes were tried\n");
		r.status = EXIT_BAD;
	}
	return print_report(&r);
}
