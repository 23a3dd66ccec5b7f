// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The figures for programs: a line about the measurement, then an object per line for each figure.
 */
#include "bench.h"
#include "base/json.h"

#include <string.h>

static json_t *json_variants(const struct bench *b)
{
	json_t *list = json_object();
	int bad = 0;

	for (int v = 0; v < BENCH_VARIANTS; v++) {
		json_t *one = json_object();

		bad |= json_object_set_new(one, "name", json_string(bench_variants[v].what));
		if (!bench_has(b, v))
			bad |= json_object_set_new(one, "missing", json_text(b->missing[v]));
		bad |= json_object_set_new(list, bench_variants[v].id, one);
	}
	if (!bad)
		return list;
	json_decref(list);
	return NULL;
}

static void put_head(const struct bench *b, struct text *out)
{
	json_t *head = json_object();
	struct text method = { 0 };
	int bad = 0;

	bench_method_text(b, &method);
	bad |= json_object_set_new(head, "machine", json_text(b->machine));
	bad |= json_object_set_new(head, "date", json_string(b->date));
	bad |= json_object_set_new(head, "load", json_real(b->load));
	bad |= json_object_set_new(head, "seconds", json_real(b->measured));
	bad |= json_object_set_new(head, "method", json_text(method.s ? method.s : ""));
	if (b->note)
		bad |= json_object_set_new(head, "note", json_string(b->note));
	bad |= json_object_set_new(head, "variants", json_variants(b));
	text_free(&method);
	put_json(out, head, bad);
}

static void put_cell(struct text *out, const struct bench_op *op, int v, const char *setting,
		     int threads, const struct bench_cell *c)
{
	json_t *o = json_object();
	int bad = 0;

	bad |= json_object_set_new(o, "operation", json_string(op->operation));
	bad |= json_object_set_new(o, "ordering", json_string(op->order));
	bad |= json_object_set_new(o, "function", json_sprintf("lkmm_%s", op->name));
	bad |= json_object_set_new(o, "family", json_string(op->family));
	bad |= json_object_set_new(o, "variant", json_string(bench_variants[v].id));
	bad |= json_object_set_new(o, "setting", json_string(setting));
	bad |= json_object_set_new(o, "threads", json_integer(threads));
	bad |= json_object_set_new(o, "ns", json_real(c->ns));
	bad |= json_object_set_new(o, "ratio", json_real(c->ratio));
	bad |= json_object_set_new(o, "spread", json_real(c->spread));
	bad |= json_object_set_new(o, "rounds", json_integer((json_int_t)c->rounds));
	bad |= json_object_set_new(o, "lkmm_ordering",
				   json_boolean(bench_gives_ordering((enum bench_variant_id)v,
								     op)));
	if (!strcmp(setting, bench_setting_name[BENCH_CONTENDED])) {
		bad |= json_object_set_new(o, "ops_per_second", json_real(threads * 1e9 / c->ns));
		bad |= json_object_set_new(o, "fairness", json_real(c->fairness));
	}
	put_json(out, o, bad);
}

static void put_row(const struct bench *b, struct text *out, const struct bench_row *row)
{
	for (int s = 0; s < BENCH_SETTINGS; s++)
		for (int v = 0; v < BENCH_VARIANTS; v++)
			if (row->cell[v][s].valid)
				put_cell(out, row->op, v, bench_setting_name[s], 1,
					 &row->cell[v][s]);
	for (int i = 0; i < b->ncounts; i++)
		for (int v = 0; v < BENCH_VARIANTS; v++)
			if (row->contended[i][v].valid)
				put_cell(out, row->op, v, bench_setting_name[BENCH_CONTENDED],
					 b->threads[i], &row->contended[i][v]);
}

void bench_json(const struct bench *b, struct text *out)
{
	put_head(b, out);
	for (size_t i = 0; i < b->nrows; i++)
		put_row(b, out, &b->row[i]);
}
