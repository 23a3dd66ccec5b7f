// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The figures as a table of at most 100 columns: C inline in nanoseconds, the others as ratios to
 * that.
 */
#include "bench.h"

#include <stdio.h>
#include <string.h>

enum { NAME_WIDTH = 24, NS_WIDTH = 6, RATIO_WIDTH = 5 };

/* Between lkmm in C, lkmm in Rust, and others. */
static bool begins_group(int v)
{
	return v == BENCH_RUST_INLINE || v == BENCH_C11;
}

/* Without the common prefix. */
static const char *short_name(const struct bench_op *op)
{
	return !strncmp(op->name, "atomic_", 7) && strncmp(op->name, "atomic_long_", 12) ?
	       op->name + 7 : op->name;
}

static void put_ns(struct text *out, const struct bench_cell *c)
{
	if (c->valid)
		text_add(out, " %*.*f", NS_WIDTH - 1, c->ns < 9.995 ? 2 : c->ns < 99.95 ? 1 : 0,
			 c->ns);
	else
		text_add(out, "%*s", NS_WIDTH, "-");
}

static void put_ratio(struct text *out, const struct bench_cell *c, bool weaker)
{
	if (!c->valid)
		text_add(out, "%*s", RATIO_WIDTH, "-");
	else
		text_add(out, "%s%*.*f", weaker ? "<" : " ", RATIO_WIDTH - 1,
			 c->ratio < 9.995 ? 2 : c->ratio < 99.95 ? 1 : 0, c->ratio);
}

/* How a table is laid out: that of contention has the fairness too, and less room for names. */
struct layout {
	int name_width;
	bool contended;
};

static const struct layout alone = { NAME_WIDTH, false },
	contended = { NAME_WIDTH - RATIO_WIDTH + 1, true };

static void put_heads(const struct bench *b, struct text *out, const struct layout *l)
{
	for (int line = 0; line < 2; line++) {
		text_add(out, "%*s", l->name_width, "");
		for (int v = 0; v < BENCH_VARIANTS; v++) {
			if (!bench_has(b, v))
				continue;
			text_add(out, "%s%*s", begins_group(v) ? " " : "",
				 v ? RATIO_WIDTH : NS_WIDTH, bench_variants[v].head[line]);
			if (v == BENCH_C_INLINE && l->contended)
				text_add(out, "%*s", RATIO_WIDTH, line ? "fair" : "");
		}
		text_puts(out, "\n");
	}
}

static void put_row(const struct bench *b, struct text *out, const struct layout *l,
		    const struct bench_op *op, const struct bench_cell *cells, size_t step)
{
	const char *name = short_name(op);

	if (!cells->valid)
		return;
	/* A name that is too long takes a separate line. */
	if ((int)strlen(name) > l->name_width) {
		text_add(out, "%s\n", name);
		name = "";
	}
	text_add(out, "%-*s", l->name_width, name);
	put_ns(out, cells);
	if (l->contended)
		text_add(out, "%*.2f", RATIO_WIDTH, cells->fairness);
	for (int v = BENCH_C_INLINE + 1; v < BENCH_VARIANTS; v++) {
		if (!bench_has(b, v))
			continue;
		text_puts(out, begins_group(v) ? " " : "");
		put_ratio(out, &cells[(size_t)v * step],
			  !bench_gives_ordering((enum bench_variant_id)v, op));
	}
	text_puts(out, "\n");
}

static void put_setting(const struct bench *b, struct text *out, enum bench_setting s)
{
	text_add(out, "%s. %s\n\n", s == BENCH_LATENCY ? "Latency" : "Throughput",
		 bench_setting_about[s]);
	put_heads(b, out, &alone);
	for (size_t i = 0; i < b->nrows; i++)
		put_row(b, out, &alone, b->row[i].op, &b->row[i].cell[BENCH_C_INLINE][s],
			BENCH_SETTINGS);
	text_puts(out, "\n");
}

static void put_contended(const struct bench *b, struct text *out, int count)
{
	text_add(out, "Contended by %d threads. %s ns: of each thread;\n"
		      "fair: operations of the slowest thread, per one of the fastest.\n\n",
		      b->threads[count],
		 bench_setting_about[BENCH_CONTENDED]);
	put_heads(b, out, &contended);
	for (size_t i = 0; i < b->nrows; i++)
		put_row(b, out, &contended, b->row[i].op, b->row[i].contended[count], 1);
	text_puts(out, "\n");
}

/* The legend of the columns. */
static void put_legend(const struct bench *b, struct text *out)
{
	bool weaker = false;

	text_puts(out, "Columns: C inline in ns per operation; the others as ratios to that. .a, "
		       ".so, PLT: calls of\n"
		       "liblkmm.a, of liblkmm.so with -fno-plt, and through the PLT. gen.: the "
		       "generic backend. LTO: C\n"
		       "bitcode, inlined. core: core::sync::atomic. AO: libatomic_ops. In names, "
		       "atomic_ is left out.\n");
	for (int v = 0; v < BENCH_VARIANTS; v++)
		weaker |= bench_has(b, v) && bench_variants[v].peer;
	if (weaker)
		text_puts(out, "<: weaker than the operation of the Linux kernel on some CPU.\n");
	for (int v = 0; v < BENCH_VARIANTS; v++)
		if (!bench_has(b, v))
			text_add(out, "%s is skipped: %s\n", bench_variants[v].what, b->missing[v]);
}

void bench_table(const struct bench *b, struct text *out)
{
	for (int s = 0; s < BENCH_SETTINGS; s++)
		if (b->setting[s])
			put_setting(b, out, (enum bench_setting)s);
	for (int i = 0; b->setting[BENCH_CONTENDED] && i < b->ncounts; i++)
		put_contended(b, out, i);
	put_legend(b, out);
	text_puts(out, "\n");
	bench_method_text(b, out);
	text_puts(out, "\n");
	bench_finding(b, out);
}
