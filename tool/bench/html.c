// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The figures as a self-contained page: no script, no network. For each setting two
 * charts, in which a row is an operation and a mark a variant, and a table.
 */
#include "bench.h"
#include "scale.h"
#include "base/page.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* ---- marks: the colour is the language or library, the shape how it is called ---- */

struct mark {
	const char *colour, *path;
};

#define DOT "M-3.4 0a3.4 3.4 0 1 0 6.8 0a3.4 3.4 0 1 0-6.8 0"
#define SQUARE "M-3-3h6v6h-6z"
#define DIAMOND "M0-4.2 4.2 0 0 4.2-4.2 0z"
#define TRIANGLE "M0-4 3.9 3h-7.8z"
#define CROSS "M-3.6-1.3h2.3v-2.3h2.6v2.3h2.3v2.6h-2.3v2.3h-2.6v-2.3h-2.3z"

static const struct mark marks[BENCH_VARIANTS] = {
	[BENCH_C_INLINE] = { "#2166d1", DOT },
	[BENCH_C_STATIC] = { "#2166d1", SQUARE },
	[BENCH_C_SHARED] = { "#2166d1", DIAMOND },
	[BENCH_C_SHARED_PLT] = { "#2166d1", TRIANGLE },
	[BENCH_GENERIC] = { "#7d8590", CROSS },
	[BENCH_RUST_INLINE] = { "#d3541b", DOT },
	[BENCH_RUST_STATIC] = { "#d3541b", SQUARE },
	[BENCH_RUST_SHARED] = { "#d3541b", DIAMOND },
	[BENCH_BITCODE] = { "#8b46c4", CROSS },
	[BENCH_C11] = { "#1a7f64", DOT },
	[BENCH_RUST_CORE] = { "#d3541b", TRIANGLE },
	[BENCH_LIBURCU] = { "#b8860b", SQUARE },
	[BENCH_CK] = { "#b0307a", DIAMOND },
	[BENCH_LIBATOMIC_OPS] = { "#7d8590", CROSS },
};

static void put_marks(struct text *out)
{
	text_puts(out, "<svg width=\"0\" height=\"0\" style=\"position: absolute\" "
		       "aria-hidden=\"true\"><defs>\n");
	for (int v = 0; v < BENCH_VARIANTS; v++)
		text_add(out, "<path id=\"%s\" d=\"%s\" fill=\"%s\" fill-opacity=\".8\"/>\n",
			 bench_variants[v].id, marks[v].path, marks[v].colour);
	text_puts(out, "</defs></svg>\n");
}

/* A chart compares C inline with some others. */
static bool is_in_chart(const struct bench *b, int v, bool peers)
{
	return bench_has(b, v) && (v == BENCH_C_INLINE || bench_variants[v].peer == peers);
}

static void put_key(const struct bench *b, struct text *out, bool peers)
{
	text_puts(out, "<figcaption class=\"key\">");
	for (int v = 0; v < BENCH_VARIANTS; v++) {
		if (!is_in_chart(b, v, peers))
			continue;
		text_add(out, "<span><svg viewBox=\"-6 -6 12 12\"><use href=\"#%s\"/></svg> ",
			 bench_variants[v].id);
		text_html(out, bench_variants[v].what);
		text_puts(out, "</span>\n");
	}
	text_puts(out, "</figcaption>\n");
}

/* ---- a setting ---- */

/* Where its figures are: .count is an index into the numbers of threads, or -1. */
struct place {
	const struct bench *b;
	enum bench_setting setting;
	int count;
};

static const struct bench_cell *cell(const struct place *p, size_t row, int v)
{
	const struct bench_row *r = &p->b->row[row];

	return p->count < 0 ? &r->cell[v][p->setting] : &r->contended[p->count][v];
}

static bool has_row(const struct place *p, size_t row)
{
	return cell(p, row, BENCH_C_INLINE)->valid;
}

static bool begins_family(const struct place *p, size_t row)
{
	for (size_t i = row; i > 0; i--)
		if (has_row(p, i - 1))
			return strcmp(p->b->row[row].op->family, p->b->row[i - 1].op->family) != 0;
	return true;
}

/* ---- charts ---- */

enum { CHART_WIDTH = 1000, CHART_LEFT = 190, CHART_RIGHT = 980, CHART_TOP = 24, ROW_HEIGHT = 15,
       FAMILY_HEIGHT = 20 };

static double at(const struct bench_scale *s, double ns)
{
	return CHART_LEFT + (CHART_RIGHT - CHART_LEFT) * bench_scale_at(s, ns);
}

static struct bench_scale find_scale(const struct place *p)
{
	double least = INFINITY, most = 0;

	for (size_t i = 0; i < p->b->nrows; i++)
		for (int v = 0; v < BENCH_VARIANTS; v++) {
			const struct bench_cell *c = cell(p, i, v);

			if (!c->valid || !(c->ns > 0))
				continue;
			least = fmin(least, c->ns);
			most = fmax(most, c->ns);
		}
	return most > 0 ? bench_scale(least, most) : bench_scale(1, 10);
}

static void put_grid(struct text *out, const struct bench_scale *s, int bottom)
{
	struct bench_ticks ticks = bench_ticks(s);
	char number[BENCH_TICK_TEXT];

	for (int i = 0; i < ticks.n; i++) {
		double x = at(s, ticks.value[i]);

		bench_tick_text(ticks.value[i], number);
		text_add(out, "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>", x, x,
			 CHART_TOP - 4, bottom);
		text_add(out, "<text class=\"axis\" x=\"%.1f\" y=\"%d\" "
			      "text-anchor=\"middle\">%s</text>", x,
			 CHART_TOP - 10, number);
		text_add(out, "<text class=\"axis\" x=\"%.1f\" y=\"%d\" "
			      "text-anchor=\"middle\">%s</text>\n", x,
			 bottom + 14, number);
	}
	text_add(out, "<text class=\"axis\" x=\"%d\" y=\"%d\" text-anchor=\"end\">ns</text>\n",
		 CHART_LEFT - 20, CHART_TOP - 10);
}

static int chart_bottom(const struct place *p)
{
	int y = CHART_TOP;

	for (size_t i = 0; i < p->b->nrows; i++)
		if (has_row(p, i))
			y += ROW_HEIGHT + (begins_family(p, i) ? FAMILY_HEIGHT : 0);
	return y;
}

/*
 * Marks at the same place would hide each other: each variant has a separate height in the row.
 */
static void put_row_of_marks(struct text *out, const struct place *p, const struct bench_scale *s,
			     size_t row, int y, bool peers)
{
	const struct bench_op *op = p->b->row[row].op;
	int n = 0, i = 0;

	for (int v = 0; v < BENCH_VARIANTS; v++)
		n += is_in_chart(p->b, v, peers);
	text_add(out, "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", CHART_LEFT - 8,
		 y + 4, op->name);
	text_add(out, "<line x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>\n", CHART_LEFT, CHART_RIGHT,
		 y, y);
	for (int v = 0; v < BENCH_VARIANTS; v++) {
		const struct bench_cell *c = cell(p, row, v);

		if (!is_in_chart(p->b, v, peers))
			continue;
		i++;
		if (!c->valid || !(c->ns > 0))
			continue;
		text_add(out, "<use href=\"#%s\" x=\"%.1f\" y=\"%.1f\"><title>%s: ",
			 bench_variants[v].id, at(s, c->ns), y + 8.0 * (i - 0.5) / n - 4, op->name);
		text_html(out, bench_variants[v].what);
		text_add(out, ", %.3g ns, %.2f times C inline</title></use>\n", c->ns, c->ratio);
	}
}

static void put_chart(struct text *out, const struct place *p, bool peers)
{
	struct bench_scale s = find_scale(p);
	int bottom = chart_bottom(p), y = CHART_TOP;

	text_add(out, "<h3>%s</h3>\n<figure>\n",
		 peers ? "Compared with other libraries" : "By variant");
	put_key(p->b, out, peers);
	text_add(out, "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\">\n", CHART_WIDTH,
		 bottom + 20);
	put_grid(out, &s, bottom);
	for (size_t i = 0; i < p->b->nrows; i++) {
		if (!has_row(p, i))
			continue;
		if (begins_family(p, i)) {
			text_add(out, "<text class=\"family\" x=\"0\" y=\"%d\">%s</text>\n",
				 y + FAMILY_HEIGHT - 4, p->b->row[i].op->family);
			y += FAMILY_HEIGHT;
		}
		put_row_of_marks(out, p, &s, i, y + ROW_HEIGHT / 2, peers);
		y += ROW_HEIGHT;
	}
	text_puts(out, "</svg>\n</figure>\n");
}

/* ---- tables ---- */

static void put_ratio(struct text *out, const struct bench_cell *c, bool weaker)
{
	double excess = c->valid ? log2(c->ratio) / 3 : 0;

	if (!c->valid) {
		text_puts(out, "<td class=\"faint\">-</td>");
		return;
	}
	excess = excess > 1 ? 1 : excess < -1 ? -1 : excess;
	if (c->ratio > 1.1)
		text_add(out, "<td style=\"background: rgba(var(--warm), %.2f)\">",
			 0.12 + 0.5 * excess);
	else if (c->ratio < 0.9)
		text_add(out, "<td style=\"background: rgba(var(--cool), %.2f)\">",
			 0.12 - 0.5 * excess);
	else
		text_puts(out, "<td>");
	text_add(out, "%s%.*f</td>", weaker ? "&lt;" : "",
		 c->ratio < 9.995 ? 2 : c->ratio < 99.95 ? 1 : 0, c->ratio);
}

static void put_table(struct text *out, const struct place *p)
{
	text_puts(out, "<details><summary>Table: ns for C inline, and ratios to that</summary>"
		       "<div class=\"wide\"><table>\n<tr><th></th>");
	for (int v = 0; v < BENCH_VARIANTS; v++)
		if (bench_has(p->b, v))
			text_add(out, "<th>%s %s</th>", bench_variants[v].head[0],
				 bench_variants[v].head[1]);
	text_puts(out, p->count < 0 ? "</tr>\n" : "<th>fairness</th></tr>\n");
	for (size_t i = 0; i < p->b->nrows; i++) {
		const struct bench_op *op = p->b->row[i].op;

		if (!has_row(p, i))
			continue;
		text_add(out, "<tr><td>%s</td><td>%.3g</td>", op->name,
			 cell(p, i, BENCH_C_INLINE)->ns);
		for (int v = BENCH_C_INLINE + 1; v < BENCH_VARIANTS; v++)
			if (bench_has(p->b, v))
				put_ratio(out, cell(p, i, v),
					  !bench_gives_ordering((enum bench_variant_id)v, op));
		if (p->count >= 0)
			text_add(out, "<td>%.2f</td>", cell(p, i, BENCH_C_INLINE)->fairness);
		text_puts(out, "</tr>\n");
	}
	text_puts(out, "</table></div></details>\n");
}

/* ---- the page ---- */

static void put_setting(struct text *out, const struct place *p)
{
	const struct bench *b = p->b;
	bool peers = false;

	text_add(out, "<section id=\"%s", bench_setting_name[p->setting]);
	if (p->count < 0)
		text_add(out, "\">\n<h2>%s</h2>\n",
			 p->setting == BENCH_LATENCY ? "Latency" : "Throughput");
	else
		text_add(out, "-%d\">\n<h2>Contended by %d threads</h2>\n", b->threads[p->count],
			 b->threads[p->count]);
	text_add(out, "<p class=\"faint\">%s</p>\n", bench_setting_about[p->setting]);
	put_chart(out, p, false);
	for (int v = 0; v < BENCH_VARIANTS; v++)
		peers |= bench_variants[v].peer && bench_has(b, v);
	if (peers)
		put_chart(out, p, true);
	put_table(out, p);
	text_puts(out, "</section>\n");
}

static void put_settings(const struct bench *b, struct text *out)
{
	struct place p = { .b = b, .count = -1 };

	for (int s = BENCH_SETTINGS - 1; s >= 0; s--) {
		p.setting = (enum bench_setting)s;
		if (b->setting[s])
			put_setting(out, &p);
	}
	p.setting = BENCH_CONTENDED;
	for (p.count = 0; b->setting[BENCH_CONTENDED] && p.count < b->ncounts; p.count++)
		put_setting(out, &p);
}

void bench_html(const struct bench *b, struct text *out)
{
	struct text words = { 0 };

	page_begin(out, "lkmm bench");
	put_marks(out);
	text_puts(out, "<h1>The cost of lkmm's operations</h1>\n<p class=\"faint\">");
	bench_method_text(b, &words);
	text_html(out, words.s ? words.s : "");
	text_puts(out, "</p>\n");
	text_free(&words);
	bench_finding(b, &words);
	if (words.len) {
		text_puts(out, "<pre id=\"finding\">");
		text_html(out, words.s);
		text_puts(out, "</pre>\n");
	}
	text_free(&words);
	text_puts(out, "<p class=\"faint\">In tables, &lt; marks an operation that is weaker than "
		       "the Linux kernel's on some CPU.</p>\n");
	for (int v = 0; v < BENCH_VARIANTS; v++) {
		if (bench_has(b, v))
			continue;
		text_puts(out, "<p class=\"missing\">");
		text_html(out, bench_variants[v].what);
		text_puts(out, " is skipped: ");
		text_html(out, b->missing[v]);
		text_puts(out, "</p>\n");
	}
	put_settings(b, out);
	text_puts(out, "</body>\n</html>\n");
}
