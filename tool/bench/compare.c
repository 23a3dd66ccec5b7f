// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lkmm bench --compare: two measurements side by side, of two machines, two compilers, or two
 * versions. A figure is known by its function, variant, setting and number of threads.
 */
#include "bench.h"
#include "base/exit.h"
#include "base/json.h"

#include <errno.h>
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

static const char *member(const json_t *o, const char *name)
{
	const char *s = json_string_value(json_object_get(o, name));

	return s ? s : "";
}

static double number(const json_t *o, const char *name)
{
	return json_number_value(json_object_get(o, name));
}

static int threads_of(const json_t *o)
{
	return (int)json_integer_value(json_object_get(o, "threads"));
}

static bool is_figure(const json_t *o)
{
	return *member(o, "function") && *member(o, "variant") && *member(o, "setting") &&
	       number(o, "ns") > 0;
}

/* Takes @o over. */
static bool add_figure(struct measurement *m, json_t *o)
{
	char key[256];

	if (!is_figure(o)) {
		json_decref(o);
		return false;
	}
	snprintf(key, sizeof(key), "%s %s %s %d", member(o, "function"), member(o, "variant"),
		 member(o, "setting"), threads_of(o));
	return !json_object_set_new(m->figures, key, o);
}

/* The line about the measurement, and a line for each figure. False after a message. */
static bool read_measurement(struct measurement *m, const char *file)
{
	FILE *in = fopen(file, "r");
	bool well = true;
	char *line = NULL;
	size_t size = 0;

	m->file = file;
	if (!in) {
		fprintf(stderr, "lkmm bench: %s: %s\n", file, strerror(errno));
		return false;
	}
	m->figures = json_object();
	while (well && getline(&line, &size, in) > 0) {
		json_t *o = json_loads(line, 0, NULL);

		if (!m->head)
			well = (m->head = o);
		else
			well = o && add_figure(m, o);
	}
	free(line);
	well &= feof(in) && *member(m->head, "machine") && json_object_size(m->figures);
	fclose(in);
	if (!well)
		fprintf(stderr, "lkmm bench: %s: not the whole output of lkmm bench --json\n",
			file);
	return well;
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
	return fabs(number(a, "ratio") - number(b, "ratio")) >
	       number(a, "spread") + number(b, "spread");
}

static void put_line(struct text *out, const json_t *a, const json_t *b)
{
	char setting[32];

	if (threads_of(a) > 1)
		snprintf(setting, sizeof(setting), "%s %d", member(a, "setting"), threads_of(a));
	else
		snprintf(setting, sizeof(setting), "%s", member(a, "setting"));
	text_add(out, "%-36s %-12s %8.2f %8.2f %6.2f   %5.2f %5.2f%s\n", member(a, "function"),
		 setting, number(a, "ns"), number(b, "ns"), number(b, "ns") / number(a, "ns"),
		 number(a, "ratio"), number(b, "ratio"), differs(a, b) ? " *" : "");
}

static void put_object(struct text *out, const json_t *a, const json_t *b)
{
	static const char *const same[] = { "operation", "ordering", "function", "family",
					    "variant", "setting", "threads" };
	json_t *o = json_object();
	int bad = 0;

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		bad |= json_object_set(o, same[i], json_object_get(a, same[i]));
	bad |= json_object_set_new(o, "ns", json_pack("[ff]", number(a, "ns"), number(b, "ns")));
	bad |= json_object_set_new(o, "ratio",
				   json_pack("[ff]", number(a, "ratio"), number(b, "ratio")));
	bad |= json_object_set_new(o, "second_to_first",
				   json_real(number(b, "ns") / number(a, "ns")));
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

		if (!b || strcmp(member(a, "variant"), bench_variants[v].id))
			continue;
		if (!n)
			text_add(out, "\n%s\n", bench_variants[v].what);
		quotient[n++] = number(b, "ns") / number(a, "ns");
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
			 member(m[i].head, "machine"), member(m[i].head, "date"), m[i].file);
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
