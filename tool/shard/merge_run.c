// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm merge: what shares of lkmm run have seen, and on which machine. */
#include "shard.h"
#include "base/exit.h"

#include <string.h>

static json_int_t whole(const json_t *o, const char *name)
{
	return json_integer_value(json_object_get(o, name));
}

/* ---- one test on several machines ---- */

/* @name of @to grows by that of @from. Not 0 without memory. */
static int add_number(json_t *to, const char *name, const json_t *from)
{
	return json_object_set_new(to, name, json_integer(whole(to, name) + whole(from, name)));
}

static json_t *find_outcome(json_t *outcomes, const char *state)
{
	json_t *o;
	size_t i;

	json_array_foreach(outcomes, i, o)
		if (!strcmp(ci_word(o, "state"), state))
			return o;
	return NULL;
}

/* The verdict that stands for several machines: the gravest of those that saw the outcome. */
static int weight(const char *verdict, json_int_t count)
{
	return !strncmp(verdict, "FORBIDDEN", 9) ? 3 : count ? 2 : !strcmp(verdict,
									     "allowed, not seen");
}

/* Adds @from, seen on @machine, to @to. */
static int add_outcome(json_t *to, const json_t *from, const char *machine)
{
	json_t *seen = json_object_get(to, "machines");
	int bad = 0;

	if (weight(ci_word(from, "verdict"), whole(from, "count")) >
	    weight(ci_word(to, "verdict"), whole(to, "count")))
		bad |= json_object_set(to, "verdict", json_object_get(from, "verdict"));
	bad |= add_number(to, "count", from);
	if (whole(from, "count"))
		bad |= json_object_set_new(seen, machine, json_integer(whole(from, "count") +
								       whole(seen, machine)));
	return bad;
}

static int add_outcomes(json_t *outcomes, const json_t *result, const char *machine)
{
	const json_t *o;
	size_t i;
	int bad = 0;

	json_array_foreach(json_object_get(result, "outcomes"), i, o) {
		json_t *known = find_outcome(outcomes, ci_word(o, "state"));

		if (!known) {
			known = json_pack("{s:O, s:i, s:O, s:O, s:{}}", "state",
					  json_object_get(o, "state"), "count", 0, "verdict",
					  json_object_get(o, "verdict"), "wanted",
					  json_object_get(o, "wanted"), "machines");
			bad |= json_array_append_new(outcomes, known);
		}
		if (known)
			bad |= add_outcome(known, o, machine);
	}
	return bad;
}

/* How it ran on @machine, or why it did not. */
static json_t *way_of(const json_t *result, const char *machine)
{
	static const char *const member[] = { "not_run", "error", "emulated", "mode", "iterations",
					      "seconds" };
	json_t *way = json_pack("{s:s}", "machine", machine);

	for (size_t i = 0; i < sizeof(member) / sizeof(member[0]); i++)
		if (json_object_get(result, member[i]))
			json_object_set(way, member[i], json_object_get(result, member[i]));
	return way;
}

static const char *observation_of(const json_t *o)
{
	json_int_t wanted = whole(o, "positive");

	return !wanted ? "Never" : whole(o, "negative") ? "Sometimes" : "Always";
}

/* Adds the result of one machine to the object of a test. */
static int add_result(json_t *o, const json_t *result, const char *machine)
{
	int bad = json_array_append_new(json_object_get(o, "machines"), way_of(result, machine));

	if (!json_object_get(result, "outcomes"))
		return bad;
	if (!json_object_get(o, "name"))
		bad |= json_object_set(o, "name", json_object_get(result, "name"));
	bad |= add_number(o, "positive", result) | add_number(o, "negative", result) |
	       add_number(o, "forbidden", result);
	if (json_is_true(json_object_get(result, "data_race")))
		bad |= json_object_set_new(o, "data_race", json_true());
	return bad | add_outcomes(json_object_get(o, "outcomes"), result, machine);
}

/* The test @number, of all machines that ran it. NULL after a message. */
static json_t *merge_test(const struct merged *m, int number, int *status)
{
	json_t *o = json_pack("{s:[], s:[], s:b}", "machines", "outcomes", "data_race", 0);
	const json_t *first = NULL;
	int bad = !o;

	for (int i = 0; i < m->n && !bad; i++) {
		const json_t *test = shard_test(&m->file[i], number);

		if (!test)
			continue;
		if (first && strcmp(ci_word(first, "text"), ci_word(test, "text"))) {
			fprintf(stderr, "lkmm merge: %s is another test in %s\n",
				ci_word(test, "file"), m->file[i].name);
			json_decref(o);
			return NULL;
		}
		first = test;
		bad |= json_object_set(o, "file", json_object_get(test, "file"));
		bad |= add_result(o, json_object_get(test, "result"), m->file[i].machine);
		if (ci_number(test, "status") > *status)
			*status = ci_number(test, "status");
	}
	if (!bad && json_object_get(o, "name"))
		bad |= json_object_set_new(o, "observation", json_string(observation_of(o)));
	if (!bad)
		return o;
	fputs("lkmm merge: out of memory\n", stderr);
	json_decref(o);
	return NULL;
}

/* ---- text ---- */

/* As machines are numbered at the top of the report. */
static size_t number_of(const json_t *machines, const char *name)
{
	const json_t *machine;
	size_t i;

	json_array_foreach(machines, i, machine)
		if (!strcmp(json_string_value(machine), name))
			break;
	return i + 1;
}

static void print_ways(const json_t *o, const json_t *machines)
{
	const json_t *way;
	size_t i;

	json_array_foreach(json_object_get(o, "machines"), i, way) {
		const char *not_run = *ci_word(way, "error") ? ci_word(way, "error") :
							       ci_word(way, "not_run");

		printf("machine %zu: ", number_of(machines, ci_word(way, "machine")));
		if (*not_run)
			printf("not run: %s\n", not_run);
		else
			printf("%s, %.1f s%s\n", ci_word(way, "mode"),
			       json_real_value(json_object_get(way, "seconds")),
			       json_is_true(json_object_get(way, "emulated")) ? ", emulated" : "");
	}
}

static void print_outcome(const json_t *outcome, json_t *machines)
{
	json_t *seen = json_object_get(outcome, "machines"), *n;
	const char *name, *separator = ";";

	printf("%-12" JSON_INTEGER_FORMAT "%s>%s   %s", whole(outcome, "count"),
	       json_is_true(json_object_get(outcome, "wanted")) ? "*" : ":",
	       ci_word(outcome, "state"), ci_word(outcome, "verdict"));
	json_object_foreach(seen, name, n) {
		printf("%s machine %zu %" JSON_INTEGER_FORMAT, separator,
		       number_of(machines, name), json_integer_value(n));
		separator = ",";
	}
	putchar('\n');
}

static void print_observation(const json_t *o, const char *name)
{
	printf("Observation %s %s %" JSON_INTEGER_FORMAT " %" JSON_INTEGER_FORMAT "\n", name,
	       ci_word(o, "observation"), whole(o, "positive"), whole(o, "negative"));
	puts(whole(o, "forbidden") ? "FORBIDDEN outcomes seen" : "nothing forbidden seen");
}

static void print_test(const json_t *o, json_t *machines)
{
	const json_t *outcomes = json_object_get(o, "outcomes"), *outcome;
	const char *name = ci_word(o, "name");
	size_t i, seen = 0;

	printf("Test %s\n", *name ? name : ci_word(o, "file"));
	print_ways(o, machines);
	json_array_foreach(outcomes, i, outcome)
		seen += whole(outcome, "count") != 0;
	if (*name)
		printf("Histogram (%zu states)\n", seen);
	json_array_foreach(outcomes, i, outcome)
		print_outcome(outcome, machines);
	if (json_is_true(json_object_get(o, "data_race")))
		puts("Flag data-race: the model promises nothing about this test");
	if (*name)
		print_observation(o, name);
	putchar('\n');
}

static void print_machines(const json_t *machines)
{
	const json_t *machine;
	size_t i;

	json_array_foreach(machines, i, machine)
		printf("machine %zu: %s\n", i + 1, json_string_value(machine));
	putchar('\n');
}

/* ---- all tests ---- */

int merge_run(struct merged *m)
{
	json_t *machines = shard_machines(m);
	int status = EXIT_WELL, forbidden = 0, ran = 0;

	if (ci_is_wanted(m->ci)) {
		fputs("lkmm merge: --junit, --sarif and --tap are for shares of 'lkmm check' and "
		      "'lkmm verify'\n", stderr);
		return EXIT_BAD;
	}
	if (!m->json)
		print_machines(machines);
	for (int number = 0; number < m->tests; number++) {
		json_t *o = merge_test(m, number, &status);

		if (!o) {
			json_decref(machines);
			return EXIT_BAD;
		}
		ran += json_object_get(o, "name") != NULL;
		forbidden += whole(o, "forbidden") > 0;
		if (m->json)
			print_json("lkmm merge", o, 0);
		else
			print_test(o, machines);
		if (!m->json)
			json_decref(o);
	}
	if (!m->json)
		printf("%d tests run, %d not run, %d with forbidden outcomes; %d shares, %zu "
		       "machine%s\n", ran, m->tests - ran, forbidden, m->file[0].shares,
		       json_array_size(machines), json_array_size(machines) == 1 ? "" : "s");
	json_decref(machines);
	return status;
}
