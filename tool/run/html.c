// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The results as a self-contained page: for each test its histogram, and a timeline that shows in
 * which parts of the run each outcome was seen.
 */
#include "run.h"
#include "base/page.h"
#include "show/verdict.h"

#include <inttypes.h>
#include <math.h>

/* In units of the pictures: bars, and the height of both. */
enum { BAR = 240, HEIGHT = 24, STEP = BAR / RUN_SLICES, MOST_UNSEEN = 16 };

/* The share of a bar: counts are often of very different sizes, so by their logarithms. */
static double share_of(uint64_t count, uint64_t most)
{
	return most ? log1p((double)count) / log1p((double)most) : 0;
}

static void put_bar(struct text *out, uint64_t count, uint64_t most)
{
	text_add(out, "<td><svg viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" role=\"img\" "
		      "aria-label=\"%" PRIu64 "\"><rect class=\"bar\" y=\"4\" width=\"%.1f\" "
		      "height=\"%d\"/></svg></td>",
		 BAR, HEIGHT, count, BAR * share_of(count, most), HEIGHT - 8);
}

static uint64_t most_in_slice(const struct outcome *o)
{
	uint64_t most = 0;

	for (int i = 0; i < RUN_SLICES; i++)
		most = o->slice[i] > most ? o->slice[i] : most;
	return most;
}

/* A bar for each part of the run: the highest is that in which the outcome was seen most often. */
static void put_timeline(struct text *out, const struct outcome *o)
{
	uint64_t most = most_in_slice(o);

	text_add(out, "<td><svg viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" role=\"img\" "
		      "aria-label=\"when it was seen\"><line x2=\"%d\" y1=\"%d\" y2=\"%d\"/>",
		 BAR, HEIGHT, BAR, HEIGHT, HEIGHT);
	for (int i = 0; i < RUN_SLICES; i++) {
		double height = most ? HEIGHT * (double)o->slice[i] / (double)most : 0;

		/* What was seen at all can be seen here. */
		if (o->slice[i])
			text_add(out, "<rect class=\"bar\" x=\"%d\" y=\"%.1f\" width=\"%d\" "
				      "height=\"%.1f\"><title>%" PRIu64 "</title></rect>",
				 i * STEP, HEIGHT - fmax(height, 1), STEP - 1, fmax(height, 1),
				 o->slice[i]);
	}
	text_puts(out, "</svg></td>");
}

static void put_row(struct text *out, const struct trial *t, const struct outcome *o, uint64_t most)
{
	struct text state = { 0 };

	run_put_outcome(&state, t, o->value);
	text_add(out, "<tr class=\"%s%s\"><td>%" PRIu64 "</td>",
		 o->verdict == RUN_FORBIDDEN ? "forbidden " : o->count ? "" : "unseen ",
		 o->wanted ? "asked" : "", o->count);
	put_bar(out, o->count, most);
	text_puts(out, "<td class=\"state\">");
	text_html(out, state.s);
	text_puts(out, "</td>");
	put_timeline(out, o);
	text_puts(out, "<td class=\"verdict\">");
	text_html(out, run_verdict_name(o));
	text_puts(out, "</td></tr>\n");
	out->failed |= state.failed;
	text_free(&state);
}

static void put_table(struct text *out, const struct trial *t)
{
	size_t shown = t->noutcomes;

	if (shown > t->nseen + MOST_UNSEEN)
		shown = t->nseen + MOST_UNSEEN;
	text_puts(out, "<div class=\"wide\"><table>\n<tr><th>seen</th><th>(logarithmic)</th>"
		       "<th class=\"left\">final state</th><th class=\"left\">when</th>"
		       "<th class=\"left\">verdict</th></tr>\n");
	for (size_t i = 0; i < shown; i++)
		put_row(out, t, &t->outcome[i], t->outcome[0].count);
	text_puts(out, "</table></div>\n");
	if (shown < t->noutcomes)
		text_add(out, "<p>and %zu more allowed outcomes, not seen</p>\n",
			 t->noutcomes - shown);
}

static void put_test(struct text *out, const struct trial *t)
{
	struct text question = { 0 };

	text_puts(out, "<h2>");
	text_html(out, t->error ? t->title : t->litmus.program.name);
	text_puts(out, "</h2>\n<p>");
	if (t->error || t->not_run) {
		text_puts(out, "Not run: ");
		text_html(out, t->error ? t->error : t->not_run);
		text_puts(out, "</p>\n");
		return;
	}
	put_condition(&question, &t->litmus.program);
	text_html(out, question.s);
	text_add(out, ": %s. %" PRIu64 " iterations in %.1f s, ", run_observation(t), t->instances,
		 t->seconds);
	text_html(out, t->mode);
	text_add(out, ". %s.</p>\n",
		 t->forbidden ? "FORBIDDEN outcomes were seen" : "Nothing forbidden was seen");
	put_table(out, t);
	out->failed |= question.failed;
	text_free(&question);
}

void run_html(struct text *out, const struct run *r)
{
	char machine[512];

	run_machine(r, machine, sizeof(machine));
	page_begin(out, "lkmm run");
	text_puts(out, "<h1>lkmm run</h1>\n<p class=\"faint\">");
	text_html(out, machine);
	text_puts(out, ". The outcome that a test asks for is in bold. <em>When</em>: from the "
		       "beginning of the run to its end, each by the part in which it was seen "
		       "most often.</p>\n");
	for (int i = 0; i < r->ntrials; i++)
		put_test(out, &r->trial[i]);
	text_puts(out, "</body>\n</html>\n");
}
