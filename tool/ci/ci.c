// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "ci.h"
#include "base/exit.h"

#include <stdio.h>
#include <string.h>

bool ci_is_wanted(const struct ci *ci)
{
	return ci->junit || ci->sarif || ci->tap;
}

/* ---- collecting ---- */

static json_t *finding(const char *file, int line, int column, const char *level, const char *rule,
		       const char *message)
{
	json_t *o = json_object();
	int bad = json_object_set_new(o, "file", json_text(file)) |
		  json_object_set_new(o, "level", json_string(level)) |
		  json_object_set_new(o, "rule", json_text(rule)) |
		  json_object_set_new(o, "message", json_text(message));

	if (line)
		bad |= json_object_set_new(o, "line", json_integer(line));
	if (column)
		bad |= json_object_set_new(o, "column", json_integer(column));
	if (!bad)
		return o;
	json_decref(o);
	return NULL;
}

void find_in(struct findings *f, const char *file, int line, int column, const char *level,
	     const char *rule, const char *message)
{
	if (!f->wanted)
		return;
	if (!f->list)
		f->list = json_array();
	f->failed |= json_array_append_new(f->list, finding(file, line, column, level, rule,
							    message)) != 0;
}

void find_at(struct findings *f, const char *file, struct lkmm_place at, const char *level,
	     const char *rule, const char *message)
{
	struct text path = { 0 };

	if (!f->wanted)
		return;
	put_path(&path, file, at);
	f->failed |= path.failed;
	find_in(f, path.s, at.line, at.column, level, rule, message);
	text_free(&path);
}

void ci_add(struct ci *ci, const char *file, int status, double seconds, struct findings *f)
{
	json_t *o = json_object();
	int bad = f->failed;

	if (!ci->tests)
		ci->tests = json_array();
	bad |= json_object_set_new(o, "file", json_text(file)) |
	       json_object_set_new(o, "status", json_integer(status)) |
	       json_object_set_new(o, "seconds", json_real(seconds)) |
	       json_object_set_new(o, "findings", f->list ? f->list : json_array()) |
	       json_array_append_new(ci->tests, o);
	f->list = NULL;
	ci->failed |= bad != 0;
}

void ci_tell(struct ci *ci, const char *member, const char *text)
{
	json_t *last = json_array_get(ci->tests, json_array_size(ci->tests) - 1);

	ci->failed |= json_object_set_new(last, member, json_text(text)) != 0;
}

void ci_set_machine(struct findings *f, const char *machine)
{
	json_t *one;
	size_t i;

	json_array_foreach(f->list, i, one)
		if (!json_object_get(one, "machine"))
			f->failed |= json_object_set_new(one, "machine", json_text(machine)) != 0;
}

/* ---- writing ---- */

static void put_finding(struct text *out, const json_t *f)
{
	text_puts(out, json_word(f, "file"));
	if (json_int(f, "line"))
		text_add(out, ":%d", json_int(f, "line"));
	if (json_int(f, "column"))
		text_add(out, ":%d", json_int(f, "column"));
	text_add(out, ": %s: ", json_word(f, "level"));
	text_puts(out, json_word(f, "message"));
	text_puts(out, "\n");
}

void ci_put_findings(struct text *out, const json_t *test,
		     void (*put)(struct text *out, const char *lines))
{
	const json_t *f;
	size_t i;

	json_array_foreach(json_object_get(test, "findings"), i, f) {
		struct text line = { 0 };

		put_finding(&line, f);
		put(out, line.s ? line.s : "");
		out->failed |= line.failed;
		text_free(&line);
	}
}

/* Writes @out to @file, or to standard output, and frees it. False after a message. */
static bool write_report(struct text *out, const char *file, const char *who)
{
	const char *error = text_write(out, file);

	if (error)
		fprintf(stderr, "%s: %s: %s\n", who, file ? file : "standard output", error);
	text_free(out);
	return !error;
}

int ci_finish(struct ci *ci, const char *who, int status)
{
	struct text junit = { .failed = ci->failed }, tap = junit, sarif = junit;
	bool good = true;

	if (ci->junit) {
		ci_put_junit(&junit, ci, who);
		good &= write_report(&junit, ci->junit, who);
	}
	if (ci->sarif) {
		ci_put_sarif(&sarif, ci, status);
		good &= write_report(&sarif, ci->sarif, who);
	}
	if (ci->tap) {
		ci_put_tap(&tap, ci);
		good &= write_report(&tap, NULL, who);
	}
	json_decref(ci->tests);
	json_decref(ci->machines);
	ci->tests = ci->machines = NULL;
	ci->finished = true;
	return good ? status : EXIT_BAD;
}

int ci_give_up(struct ci *ci, const char *who, const char *file)
{
	struct findings f = { .wanted = true };

	if (!ci_is_wanted(ci) || ci->finished)
		return EXIT_BAD;
	find_in(&f, file, 0, 0, FINDING_ERROR, "error",
		"no verdict: see the messages on standard error");
	ci_add(ci, file, EXIT_BAD, 0, &f);
	return ci_finish(ci, who, EXIT_BAD);
}
