// SPDX-License-Identifier: GPL-2.0 OR MIT
/* What the figures say, in words; and how they came about. */
#include "bench.h"

#include <stdio.h>
#include <string.h>

/* The rounds of the figure that has the fewest. */
static size_t least_rounds(const struct bench *b, bool is_contended)
{
	size_t least = 0;

	for (size_t i = 0; i < b->nrows; i++)
		for (int k = 0; k < (is_contended ? b->ncounts : BENCH_SETTINGS); k++) {
			const struct bench_row *row = &b->row[i];
			const struct bench_cell *c = is_contended ? &row->contended[k][BENCH_C_INLINE] :
								    &row->cell[BENCH_C_INLINE][k];

			if (c->valid && (!least || c->rounds < least))
				least = c->rounds;
		}
	return least;
}

/* What contention could not be measured for, for want of quiet. */
static void put_unmeasured(const struct bench *b, struct text *out)
{
	size_t none = 0;

	for (int i = 0; b->setting[BENCH_CONTENDED] && i < b->ncounts; i++)
		for (size_t k = 0; k < b->nrows; k++)
			for (int v = 0; v < BENCH_VARIANTS; v++)
				none += b->row[k].loop[v][BENCH_LATENCY] && !b->row[k].contended[i][v].valid &&
					bench_has(b, v) && !bench_is_barrier(b->row[k].op);
	if (none)
		text_add(out, "%zu figures with several threads are missing: other work took the CPUs away all the time.\n",
			 none);
}

void bench_method_text(const struct bench *b, struct text *out)
{
	size_t rounds = least_rounds(b, false);

	text_add(out, "Measured on %s, %s,\n", b->machine, b->date);
	if (b->load >= 0)
		text_add(out, "with a load of %.1f before it began, ", b->load);
	text_add(out, "for %.0f s.\n", b->measured);
	if (rounds)
		text_add(out, "One thread%s: every round runs each variant for some 20 us, beginning with another\n"
			      "one each time. ns: the median of at least %zu rounds. Ratios: taken within a round, their median.\n",
			 b->cpu < 0 ? "" : " on one CPU", rounds);
	rounds = least_rounds(b, true);
	if (rounds)
		text_add(out, "Several threads, each on a CPU of its own if there are as many: every round runs each variant\n"
			      "for some 0.5 ms, again if a CPU was taken away meanwhile; at least %zu round%s, likewise.\n", rounds,
			 rounds == 1 ? "" : "s");
	put_unmeasured(b, out);
}

/* ---- what calls cost ---- */

/* The best of the ways to call: what cannot be helped if the function is out of line. */
static const struct bench_cell *best_call(const struct bench *b, const struct bench_row *row, enum bench_setting s)
{
	const struct bench_cell *best = NULL;

	for (int v = 0; v < BENCH_VARIANTS; v++) {
		const struct bench_cell *c = &row->cell[v][s];

		if (bench_is_called((enum bench_variant_id)v) && bench_has(b, v) && c->valid &&
		    (!best || c->ratio < best->ratio))
			best = c;
	}
	return best;
}

/* Adds "word" to a list that is broken into lines. */
static void put_item(struct text *out, size_t *column, const char *item)
{
	size_t n = strlen(item);

	if (*column + 2 + n > 98) {
		text_puts(out, *column ? ",\n  " : "  ");
		*column = 2;
	} else if (*column > 2) {
		text_puts(out, ", ");
		*column += 2;
	}
	text_puts(out, item);
	*column += n;
}

/* Those that lose more than a tenth, each with what a call adds. */
static size_t put_losers(const struct bench *b, struct text *out)
{
	size_t n = 0, column = 2;
	char item[160];

	for (size_t i = 0; i < b->nrows; i++) {
		const struct bench_row *row = &b->row[i];
		const struct bench_cell *inlined = &row->cell[BENCH_C_INLINE][BENCH_THROUGHPUT];
		const struct bench_cell *call = best_call(b, row, BENCH_THROUGHPUT);

		/* By more than the figures' own uncertainty. */
		if (!inlined->valid || !call || call->ratio - call->spread <= 1.1)
			continue;
		snprintf(item, sizeof(item), "%s %.1fx (%.2f ns)", row->op->name, call->ratio,
			 call->ns - inlined->ns);
		if (!n++)
			text_puts(out, "Called out of line, even in the cheapest way, these lose more than 10 %: how many times "
				       "what they\ncost inline, and what inlining gains per operation\n  ");
		put_item(out, &column, item);
	}
	if (n)
		text_puts(out, "\n");
	return n;
}

void bench_finding(const struct bench *b, struct text *out)
{
	size_t n;

	if (!b->setting[BENCH_THROUGHPUT])
		return;
	n = put_losers(b, out);
	if (!n)
		text_puts(out, "Called out of line, none of them loses more than 10 %.\n");
	else if (n < b->nrows)
		text_add(out, n + 1 == b->nrows ? "The other one hides the call.\n" : "The other %zu hide the call.\n",
			 b->nrows - n);
}
