// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lkmm bench --compare: two measurements side by side, of two machines, two compilers, or two
 * versions. A figure is known by its function, variant, setting and number of threads.
 */
#include "bench.h"
#include "base/exit.h"
#include "base/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- one file ---- */

struct measurement {
	const char *file;
	json_t *head;
	json_t *figures;		/* an object: each figure by its key */
};

static int threads_of(const json_t *o)
{
	return json_int(o, "threads");
}

static bool is_figure(const json_t *o)
{
	return *json_word(o, "function") && *json_word(o, "variant") && *json_word(o, "setting") &&
	       json_figure(o, "ns") > 0;
}

/* Takes @o over. */
static bool add_figure(struct measurement *m, json_t *o)
{
	char key[256];

	if (!is_figure(o)) {
		json_decref(o);
		return false;
	}
	snprintf(key, sizeof(key), "%s %s %s %d", json_word(o, "function"), json_word(o, "variant"),
		 json_word(o, "setting"), threads_of(o));
	return !json_object_set_new(m->figures, key, o);
}

/* The line about the measurement, and a line for each figure. */
static bool add_line(void *into, json_t *o)
{
	struct measurement *m = into;

	if (m->head)
		return add_figure(m, o);
	m->head = o;
	return true;
}

/* False after a message. */
static bool read_measurement(struct measurement *m, const char *file)
{
	const char *wrong;

	m->file = file;
	m->figures = json_object();
	wrong = json_read_lines(file, add_line, m);
	if (!wrong && (!*json_word(m->head, "machine") || !json_object_size(m->figures)))
		wrong = "";
	if (wrong)
		fprintf(stderr, "lkmm bench: %s: %s\n", file, *wrong ? wrong :
			"not the whole output of lkmm bench --json");
	return !wrong;
}

static void free_measurement(struct measurement *m)
{
	json_decref(m->head);
	json_decref(m->figures);
}

/* ---- one figure of both ---- */

/*
 * The ratios to C inline are taken within a round, so other work on a machine matters little to
 * them: whether they differ by more than chance is known, for nanoseconds it is not.
 */
static bool differs(const json_t *a, const json_t *b)
{
	return fabs(json_figure(a, "ratio") - json_figure(b, "ratio")) >
	       json_figure(a, "spread") + json_figure(b, "spread");
}

static double quotient_of(const json_t *a, const json_t *b)
{
	return json_figure(b, "ns") / json_figure(a, "ns");
}

static json_t *both(const json_t *a, const json_t *b, const char *name)
{
	return json_pack("[ff]", json_figure(a, name), json_figure(b, name));
}

static void put_line(struct text *out, const json_t *a, const json_t *b)
{
	char setting[32];

	if (threads_of(a) > 1)
		snprintf(setting, sizeof(setting), "%s %d", json_word(a, "setting"), threads_of(a));
	else
		snprintf(setting, sizeof(setting), "%s", json_word(a, "setting"));
	text_add(out, "%-36s %-12s %8.2f %8.2f %6.2f   %5.2f %5.2f%s\n", json_word(a, "function"),
		 setting, json_figure(a, "ns"), json_figure(b, "ns"), quotient_of(a, b),
		 json_figure(a, "ratio"), json_figure(b, "ratio"), differs(a, b) ? " *" : "");
}

static void put_object(struct text *out, const json_t *a, const json_t *b)
{
	static const char *const same[] = { "operation", "ordering", "function", "family",
					    "variant", "setting", "threads" };
	json_t *o = json_object();
	int bad = 0;

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		bad |= json_object_set(o, same[i], json_object_get(a, same[i]));
	bad |= json_object_set_new(o, "ns", both(a, b, "ns"));
	bad |= json_object_set_new(o, "ratio", both(a, b, "ratio"));
	bad |= json_object_set_new(o, "second_to_first", json_real(quotient_of(a, b)));
	bad |= json_object_set_new(o, "differs", json_boolean(differs(a, b)));
	put_json(out, o, bad);
}

/* ---- a variant ---- */

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The lines of the variant @v, with the median of its quotients. False without memory. */
static bool put_variant(struct text *out, const struct measurement *m, int v)
{
	double *quotient = calloc(json_object_size(m[0].figures), sizeof(*quotient));
	const char *key;
	size_t n = 0;
	json_t *a;

	if (!quotient)
		return false;
	json_object_foreach(m[0].figures, key, a) {
		const json_t *b = json_object_get(m[1].figures, key);

		if (!b || strcmp(json_word(a, "variant"), bench_variants[v].id))
			continue;
		if (!n)
			text_add(out, "\n%s\n", bench_variants[v].what);
		quotient[n++] = quotient_of(a, b);
		put_line(out, a, b);
	}
	if (n) {
		qsort(quotient, n, sizeof(*quotient), by_value);
		text_add(out, "%-36s %-12s %8s %8s %6.2f\n", "the median", "", "", "",
			 (quotient[(n - 1) / 2] + quotient[n / 2]) / 2);
	}
	free(quotient);
	return true;
}

/* ---- both ---- */

static size_t count_alone(const struct measurement *one, const struct measurement *other)
{
	const char *key;
	size_t n = 0;
	json_t *o;

	json_object_foreach(one->figures, key, o)
		n += !json_object_get(other->figures, key);
	return n;
}

static bool put_table(struct text *out, const struct measurement *m)
{
	for (int i = 0; i < 2; i++)
		text_add(out, "%s: %s, %s: %s\n", i ? "second" : "first",
			 json_word(m[i].head, "machine"), json_word(m[i].head, "date"), m[i].file);
	text_add(out, "\n%49s %8s %8s %6s   %11s\n", "", "first", "second", "second",
		 "to C inline");
	text_add(out, "%49s %8s %8s %6s   %5s %5s\n", "", "ns", "ns", "/first", "first", "second");
	for (int v = 0; v < BENCH_VARIANTS; v++)
		if (!put_variant(out, m, v))
			return false;
	text_add(out, "\n*: the ratio to C inline differs by more than chance explains.\n"
		      "Only in the first: %zu figures; only in the second: %zu.\n",
		 count_alone(&m[0], &m[1]), count_alone(&m[1], &m[0]));
	return true;
}

static void put_objects(struct text *out, const struct measurement *m)
{
	const char *key;
	json_t *a;

	json_object_foreach(m[0].figures, key, a) {
		const json_t *b = json_object_get(m[1].figures, key);

		if (b)
			put_object(out, a, b);
	}
}

int bench_compare(const char *first, const char *second, bool json)
{
	struct measurement m[2] = { 0 };
	struct text out = { 0 };
	bool well = read_measurement(&m[0], first) && read_measurement(&m[1], second);

	if (well && count_alone(&m[0], &m[1]) == json_object_size(m[0].figures)) {
		fprintf(stderr, "lkmm bench: %s and %s have no figure in common\n", first, second);
		well = false;
	}
	if (well && json)
		put_objects(&out, m);
	else if (well && !put_table(&out, m))
		out.failed = true;
	if (well)
		well = bench_put(NULL, &out);
	text_free(&out);
	free_measurement(&m[0]);
	free_measurement(&m[1]);
	return well ? EXIT_WELL : EXIT_BAD;
}
