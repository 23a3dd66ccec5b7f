// SPDX-License-Identifier: GPL-2.0 OR MIT
/* What the figures say, in words; and how they came about. */
#include "bench.h"

#include <stdio.h>
#include <string.h>

void bench_method_text(const struct bench *b, struct text *out)
{
	size_t least = 0;

	for (size_t i = 0; i < b->nrows; i++)
		for (int s = 0; s < BENCH_SETTINGS; s++) {
			const struct bench_cell *c = &b->row[i].cell[BENCH_C_INLINE][s];

			if (c->valid && (!least || c->rounds < least))
				least = c->rounds;
		}
	text_add(out, "%s, %s", b->machine, b->date);
	if (b->load >= 0)
		text_add(out, ", load %.1f when it began", b->load);
	text_add(out, "; measured for %.0f s.\n", b->measured);
	text_add(out, "One thread%s. Every round runs each variant once, for some 20 us, beginning with another one each time;\n"
		      "ratios are taken within the round, and are the median of at least %zu rounds.\n",
		 b->cpu < 0 ? "" : ", which stays on one CPU", least);
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

		/* More than the figures' own uncertainty, too. */
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
		text_add(out, "The other %zu hide the call.\n", b->nrows - n);
}
