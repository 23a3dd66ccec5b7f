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
		if (!strcmp(json_word(o, "state"), state))
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

	if (weight(json_word(from, "verdict"), whole(from, "count")) >
	    weight(json_word(to, "verdict"), whole(to, "count")))
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
		json_t *known = find_outcome(outcomes, json_word(o, "state"));

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

/* How it ran on @machine, where it ended with the exit status @status; or why it did not run. */
static json_t *way_of(const json_t *result, const char *machine, int status)
{
	static const char *const member[] = { "not_run", "error", "line", "column", "emulated",
					      "mode", "iterations", "seconds" };
	json_t *way = json_pack("{s:s}", "machine", machine);

	/* what else lkmm run looks at */
	if (status == EXIT_LOOK && !whole(result, "forbidden"))
		json_object_set_new(way, "stuck", json_true());

	for (size_t i = 0; i < sizeof(member) / sizeof(member[0]); i++)
		if (json_object_get(result, member[i]))
			json_object_set(way, member[i], json_object_get(result, member[i]));
	return way;
}

static const char *why_not_run(const json_t *way)
{
	const char *error = json_word(way, "error");

	return *error ? error : json_word(way, "not_run");
}

static const char *observation_of(const json_t *o)
{
	json_int_t wanted = whole(o, "positive");

	return !wanted ? "Never" : whole(o, "negative") ? "Sometimes" : "Always";
}

/* Adds the result of one machine to the object of a test. */
static int add_result(json_t *o, const json_t *test, const char *machine)
{
	const json_t *result = json_object_get(test, "result");
	int bad = json_array_append_new(json_object_get(o, "machines"),
					way_of(result, machine, json_int(test, "status")));

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
		if (first && strcmp(json_word(first, "text"), json_word(test, "text"))) {
			fprintf(stderr, "lkmm merge: %s is another test in %s\n",
				json_word(test, "file"), m->file[i].name);
			json_decref(o);
			return NULL;
		}
		first = test;
		bad |= json_object_set(o, "file", json_object_get(test, "file"));
		bad |= add_result(o, test, m->file[i].machine);
		if (json_int(test, "status") > *status)
			*status = json_int(test, "status");
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

static void put_ways(struct text *out, const json_t *o, const json_t *machines)
{
	const json_t *way;
	size_t i;

	json_array_foreach(json_object_get(o, "machines"), i, way) {
		text_add(out, "machine %zu: ", number_of(machines, json_word(way, "machine")));
		if (*why_not_run(way))
			text_add(out, "not run: %s\n", why_not_run(way));
		else
			text_add(out, "%s, %.1f s%s%s\n", json_word(way, "mode"),
				 json_real_value(json_object_get(way, "seconds")),
				 json_is_true(json_object_get(way, "emulated")) ? ", emulated" : "",
				 json_is_true(json_object_get(way, "stuck")) ?
				 "; it got stuck: FORBIDDEN" : "");
	}
}

static void put_outcome(struct text *out, const json_t *outcome, const json_t *machines)
{
	json_t *seen = json_object_get(outcome, "machines"), *n;
	const char *name, *separator = ";";

	text_add(out, "%-12" JSON_INTEGER_FORMAT "%s>", whole(outcome, "count"),
		 json_is_true(json_object_get(outcome, "wanted")) ? "*" : ":");
	text_puts(out, json_word(outcome, "state"));
	text_add(out, "   %s", json_word(outcome, "verdict"));
	json_object_foreach(seen, name, n) {
		text_add(out, "%s machine %zu %" JSON_INTEGER_FORMAT, separator,
			 number_of(machines, name), json_integer_value(n));
		separator = ",";
	}
	text_puts(out, "\n");
}

static void put_observation(struct text *out, const json_t *o, const char *name)
{
	text_add(out, "Observation %s %s %" JSON_INTEGER_FORMAT " %" JSON_INTEGER_FORMAT "\n", name,
		 json_word(o, "observation"), whole(o, "positive"), whole(o, "negative"));
	text_puts(out, whole(o, "forbidden") ? "FORBIDDEN outcomes seen\n" :
					       "nothing forbidden seen\n");
}

static void put_test(struct text *out, const json_t *o, const json_t *machines)
{
	const json_t *outcomes = json_object_get(o, "outcomes"), *outcome;
	const char *name = json_word(o, "name");
	size_t i, seen = 0;

	put_ways(out, o, machines);
	json_array_foreach(outcomes, i, outcome)
		seen += whole(outcome, "count") != 0;
	if (*name)
		text_add(out, "Histogram (%zu states)\n", seen);
	json_array_foreach(outcomes, i, outcome)
		put_outcome(out, outcome, machines);
	if (json_is_true(json_object_get(o, "data_race")))
		text_puts(out, "Flag data-race: the model promises nothing about this test\n");
	if (*name)
		put_observation(out, o, name);
}

static void put_machines(struct text *out, const json_t *machines)
{
	const json_t *machine;
	size_t i;

	json_array_foreach(machines, i, machine) {
		text_add(out, "machine %zu: ", i + 1);
		text_puts(out, json_string_value(machine));
		text_puts(out, "\n");
	}
}

/* ---- reports ---- */

/* Adds what @message, which is freed, says about the test @o on @machine; @line 0: about all. */
static void find(struct findings *f, const json_t *o, int line, const char *machine,
		 const char *level, const char *rule, struct text *message)
{
	find_in(f, json_word(o, "file"), line, 0, level, rule, message->s ? message->s : "");
	ci_set_machine(f, machine);
	f->failed |= message->failed;
	text_free(message);
}

static void find_forbidden(struct findings *f, const json_t *o)
{
	json_t *outcome, *n;
	const char *machine;
	size_t i;

	json_array_foreach(json_object_get(o, "outcomes"), i, outcome) {
		if (strncmp(json_word(outcome, "verdict"), "FORBIDDEN", 9))
			continue;
		json_object_foreach(json_object_get(outcome, "machines"), machine, n) {
			struct text message = { 0 };

			text_puts(&message, "the forbidden outcome ");
			text_puts(&message, json_word(outcome, "state"));
			text_add(&message, " was seen %" JSON_INTEGER_FORMAT " times by ",
				 json_integer_value(n));
			text_puts(&message, machine);
			find(f, o, 0, machine, FINDING_ERROR, "forbidden", &message);
		}
	}
}

static void find_way(struct findings *f, const json_t *o, const json_t *way)
{
	bool stuck = json_is_true(json_object_get(way, "stuck"));
	const char *machine = json_word(way, "machine");
	struct text message = { 0 };

	if (!stuck && !*why_not_run(way))
		return;
	text_puts(&message, stuck ? "got stuck, which the model forbids, on " : "not run by ");
	text_puts(&message, machine);
	if (!stuck)
		text_puts(&message, ": ");
	text_puts(&message, stuck ? "" : why_not_run(way));
	if (stuck || *json_word(way, "error"))
		find(f, o, json_int(way, "line"), machine, FINDING_ERROR,
		     stuck ? "forbidden" : "error", &message);
	else
		find(f, o, 0, machine, FINDING_NOTE, "not-run", &message);
}

/* How long all machines took together; and, if none has run the test @o, why the first did not. */
static double seconds_of(const json_t *o, const char **skipped)
{
	const json_t *ways = json_object_get(o, "machines"), *way;
	double seconds = 0;
	size_t i;

	json_array_foreach(ways, i, way)
		seconds += json_real_value(json_object_get(way, "seconds"));
	*skipped = json_object_get(o, "name") ? "" : why_not_run(json_array_get(ways, 0));
	return seconds;
}

/* For the reports that @m->ci asks for. @status: that of the test @o. */
static void add_to_reports(const struct merged *m, const json_t *o, int status)
{
	struct findings f = { .wanted = true };
	struct text text = { 0 };
	const char *skipped;
	double seconds = seconds_of(o, &skipped);
	const json_t *way;
	size_t i;

	find_forbidden(&f, o);
	json_array_foreach(json_object_get(o, "machines"), i, way)
		find_way(&f, o, way);
	put_machines(&text, m->ci->machines);
	put_test(&text, o, m->ci->machines);
	ci_add(m->ci, json_word(o, "file"), status, seconds, &f);
	ci_tell(m->ci, "text", text.s);
	if (*skipped)
		ci_tell(m->ci, "skipped", skipped);
	m->ci->failed |= text.failed;
	text_free(&text);
}

/* ---- all tests ---- */

static void print(struct text *out)
{
	if (out->s)
		fwrite(out->s, 1, out->len, stdout);
	if (out->failed)
		fputs("lkmm merge: out of memory\n", stderr);
	text_free(out);
}

static void print_test(const json_t *o, const json_t *machines)
{
	const char *name = json_word(o, "name");
	struct text out = { 0 };

	text_puts(&out, "Test ");
	text_puts(&out, *name ? name : json_word(o, "file"));
	text_puts(&out, "\n");
	put_test(&out, o, machines);
	text_puts(&out, "\n");
	print(&out);
}

static void print_head(const json_t *machines)
{
	struct text out = { 0 };

	put_machines(&out, machines);
	text_puts(&out, "\n");
	print(&out);
}

struct totals {
	int forbidden, ran;
};

/* One test in all forms that are wanted. False after a message. */
static bool report_test(const struct merged *m, int number, const json_t *machines,
			struct totals *totals, int *status)
{
	int own = EXIT_WELL;
	json_t *o = merge_test(m, number, &own);

	if (!o)
		return false;
	totals->ran += json_object_get(o, "name") != NULL;
	totals->forbidden += whole(o, "forbidden") > 0;
	if (own > *status)
		*status = own;
	if (ci_is_wanted(m->ci))
		add_to_reports(m, o, own);
	if (m->json) {
		print_json("lkmm merge", o, 0);
		return true;
	}
	if (!m->ci->tap)
		print_test(o, machines);
	json_decref(o);
	return true;
}

int merge_run(struct merged *m)
{
	json_t *machines = shard_machines(m);
	bool text = !m->json && !m->ci->tap, good = machines;
	struct totals totals = { 0, 0 };
	int status = EXIT_WELL;

	if (ci_is_wanted(m->ci))
		m->ci->machines = json_incref(machines);
	if (text)
		print_head(machines);
	for (int number = 0; number < m->tests && good; number++)
		good = report_test(m, number, machines, &totals, &status);
	if (good && text)
		printf("%d tests run, %d not run, %d with forbidden outcomes; %d shares, %zu "
		       "machine%s\n", totals.ran, m->tests - totals.ran, totals.forbidden,
		       m->file[0].shares, json_array_size(machines),
		       json_array_size(machines) == 1 ? "" : "s");
	json_decref(machines);
	if (!good)
		return EXIT_BAD;
	return ci_is_wanted(m->ci) ? ci_finish(m->ci, "lkmm run", status) : status;
}
