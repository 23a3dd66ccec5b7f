// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The figures as a table of at most 100 columns: C inline in nanoseconds, the others as ratios to that. */
#include "bench.h"

#include <stdio.h>
#include <string.h>

enum { NAME_WIDTH = 24, NS_WIDTH = 6, RATIO_WIDTH = 5 };

/* Between lkmm in C, lkmm in Rust, and others. */
static bool begins_group(int v)
{
	return v == BENCH_RUST_INLINE || v == BENCH_C11;
}

static void put_heads(const struct bench *b, struct text *out)
{
	for (int line = 0; line < 2; line++) {
		text_add(out, "%*s", NAME_WIDTH, "");
		for (int v = 0; v < BENCH_VARIANTS; v++) {
			if (!bench_has(b, v))
				continue;
			text_add(out, "%s%*s", begins_group(v) ? " " : "", v ? RATIO_WIDTH : NS_WIDTH,
				 bench_variants[v].head[line]);
		}
		text_puts(out, "\n");
	}
}

/* Without what most of them begin with. */
static const char *short_name(const struct bench_op *op)
{
	return !strncmp(op->name, "atomic_", 7) && strncmp(op->name, "atomic_long_", 12) ? op->name + 7 : op->name;
}

static void put_ns(struct text *out, const struct bench_cell *c)
{
	if (c->valid)
		text_add(out, " %*.*f", NS_WIDTH - 1, c->ns < 9.995 ? 2 : c->ns < 99.95 ? 1 : 0, c->ns);
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

static void put_row(const struct bench *b, struct text *out, const struct bench_op *op, const struct bench_cell *cells,
		    size_t step)
{
	const char *name = short_name(op);

	/* A name that is too long has a line of its own. */
	if (strlen(name) > NAME_WIDTH) {
		text_add(out, "%s\n", name);
		name = "";
	}
	text_add(out, "%-*s", NAME_WIDTH, name);
	put_ns(out, cells);
	for (int v = 1; v < BENCH_VARIANTS; v++) {
		if (!bench_has(b, v))
			continue;
		text_puts(out, begins_group(v) ? " " : "");
		put_ratio(out, &cells[(size_t)v * step], !bench_gives_ordering((enum bench_variant_id)v, op));
	}
	text_puts(out, "\n");
}

static void put_setting(const struct bench *b, struct text *out, enum bench_setting s)
{
	static const char *const about[] = {
		[BENCH_LATENCY] = "Latency: each operation on the same object, and where it can on the result of the last one",
		[BENCH_THROUGHPUT] = "Throughput: each operation on another object, nothing depends on anything",
	};

	text_add(out, "%s\n\n", about[s]);
	put_heads(b, out);
	for (size_t i = 0; i < b->nrows; i++)
		put_row(b, out, b->row[i].op, &b->row[i].cell[0][s], BENCH_SETTINGS);
	text_puts(out, "\n");
}

/* What the columns are. */
static void put_legend(const struct bench *b, struct text *out)
{
	bool weaker = false;

	text_puts(out, "Columns: C inline in ns per operation; the others as ratios to that. .a, .so, PLT: calls of liblkmm.a,\n"
		       "of liblkmm.so with -fno-plt, and through the PLT. gen.: the generic backend. LTO: C bitcode, inlined.\n"
		       "Names: atomic_ in front is left out.\n");
	for (int v = 0; v < BENCH_VARIANTS; v++)
		weaker |= bench_has(b, v) && bench_variants[v].peer;
	if (weaker)
		text_puts(out, "<: weaker than the operation of the Linux kernel on some CPU, whatever it costs here.\n");
	for (int v = 0; v < BENCH_VARIANTS; v++)
		if (!bench_has(b, v))
			text_add(out, "%s is left out: %s\n", bench_variants[v].what, b->missing[v]);
}

void bench_table(const struct bench *b, struct text *out)
{
	for (int s = 0; s < BENCH_SETTINGS; s++)
		if (b->setting[s])
			put_setting(b, out, (enum bench_setting)s);
	for (int i = 0; b->setting[BENCH_CONTENDED] && i < b->ncounts; i++) {
		text_add(out, "Contended: %d threads at the same object\n\n", b->threads[i]);
		put_heads(b, out);
		for (size_t k = 0; k < b->nrows; k++)
			if (b->row[k].contended[i][BENCH_C_INLINE].valid)
				put_row(b, out, b->row[k].op, b->row[k].contended[i], 1);
		text_puts(out, "\n");
	}
	put_legend(b, out);
	text_puts(out, "\n");
	bench_method_text(b, out);
	text_puts(out, "\n");
	bench_finding(b, out);
}
