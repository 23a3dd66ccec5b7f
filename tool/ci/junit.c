// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The results as JUnit writes them. A test that ends with status 1 has a failure, one with status 2
 * an error; the text of both is the findings.
 */
#include "ci.h"
#include "base/exit.h"

#include <string.h>

/* XML has no way to write most control characters. */
static void put_xml(struct text *out, const char *s)
{
	for (; *s; s++) {
		switch (*s) {
		case '&':
			text_puts(out, "&amp;");
			break;
		case '<':
			text_puts(out, "&lt;");
			break;
		case '>':
			text_puts(out, "&gt;");
			break;
		case '"':
			text_puts(out, "&quot;");
			break;
		default:
			text_put(out, (unsigned char)*s < ' ' && *s != '\n' && *s != '\t' ? "?" : s,
				 1);
		}
	}
}

static void put_attribute(struct text *out, const char *name, const char *value)
{
	text_add(out, " %s=\"", name);
	put_xml(out, value);
	text_puts(out, "\"");
}

/* The finding that stands for the test: the first that is no note. NULL: none. */
static const json_t *main_finding(const json_t *findings)
{
	const json_t *f;
	size_t i;

	json_array_foreach(findings, i, f)
		if (strcmp(json_word(f, "level"), FINDING_NOTE))
			return f;
	return NULL;
}

/* Why the test did not go well, and what was found. */
static void put_problem(struct text *out, const json_t *test)
{
	const json_t *first = main_finding(json_object_get(test, "findings"));
	const char *element = json_int(test, "status") == EXIT_LOOK ? "failure" : "error";

	text_add(out, "    <%s", element);
	put_attribute(out, "type", first ? json_word(first, "rule") : element);
	put_attribute(out, "message", first ? json_word(first, "message") :
		      "see the messages on standard error");
	text_puts(out, ">");
	ci_put_findings(out, test, put_xml);
	text_add(out, "</%s>\n", element);
}

/* The elements of a test: a problem, or that it was skipped; and text. */
static void put_outcome(struct text *out, const json_t *test)
{
	bool well = json_int(test, "status") == EXIT_WELL;
	const char *skipped = json_word(test, "skipped"), *text = json_word(test, "text");
	bool findings = well && json_array_size(json_object_get(test, "findings"));

	if (!well) {
		put_problem(out, test);
	} else if (*skipped) {
		text_puts(out, "    <skipped");
		put_attribute(out, "message", skipped);
		text_puts(out, "/>\n");
	}
	if (!findings && !*text)
		return;
	text_puts(out, "    <system-out>");
	if (findings)
		ci_put_findings(out, test, put_xml);
	put_xml(out, text);
	text_puts(out, "</system-out>\n");
}

static void put_test(struct text *out, const json_t *test, const char *who)
{
	struct text inner = { 0 };

	text_puts(out, "  <testcase");
	put_attribute(out, "name", json_word(test, "file"));
	put_attribute(out, "classname", who);
	text_add(out, " time=\"%.3f\"", json_real_value(json_object_get(test, "seconds")));
	put_outcome(&inner, test);
	if (inner.s)
		text_add(out, ">\n%s  </testcase>\n", inner.s);
	else
		text_puts(out, "/>\n");
	out->failed |= inner.failed;
	text_free(&inner);
}

void ci_put_junit(struct text *out, const struct ci *ci, const char *who)
{
	int count[EXIT_BAD + 1] = { 0 }, skipped = 0;
	double seconds = 0;
	const json_t *test;
	size_t i;

	json_array_foreach(ci->tests, i, test) {
		count[json_int(test, "status")]++;
		skipped += json_int(test, "status") == EXIT_WELL && *json_word(test, "skipped");
		seconds += json_real_value(json_object_get(test, "seconds"));
	}
	text_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n <testsuite");
	put_attribute(out, "name", who);
	text_add(out, " tests=\"%zu\" failures=\"%d\" errors=\"%d\" skipped=\"%d\"",
		 json_array_size(ci->tests), count[EXIT_LOOK], count[EXIT_BAD], skipped);
	text_add(out, " time=\"%.3f\">\n", seconds);
	json_array_foreach(ci->tests, i, test)
		put_test(out, test, who);
	text_puts(out, " </testsuite>\n</testsuites>\n");
}
