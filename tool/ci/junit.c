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

static void put_findings(struct text *out, const json_t *findings)
{
	const json_t *f;
	size_t i;

	json_array_foreach(findings, i, f) {
		struct text line = { 0 };

		ci_put_finding(&line, f);
		put_xml(out, line.s ? line.s : "");
		out->failed |= line.failed;
		text_free(&line);
	}
}

/* The finding that stands for the test: the first that is no note. NULL: none. */
static const json_t *main_finding(const json_t *findings)
{
	const json_t *f;
	size_t i;

	json_array_foreach(findings, i, f)
		if (strcmp(ci_word(f, "level"), FINDING_NOTE))
			return f;
	return NULL;
}

static void put_outcome(struct text *out, int status, const json_t *findings)
{
	const json_t *first = main_finding(findings);
	const char *element = status == EXIT_WELL ? "system-out" :
			      status == EXIT_LOOK ? "failure" : "error";

	text_add(out, "    <%s", element);
	if (status != EXIT_WELL) {
		put_attribute(out, "type", first ? ci_word(first, "rule") : element);
		put_attribute(out, "message", first ? ci_word(first, "message") :
			      "see the messages on standard error");
	}
	text_puts(out, ">");
	put_findings(out, findings);
	text_add(out, "</%s>\n", element);
}

static void put_test(struct text *out, const json_t *test, const char *who)
{
	const json_t *findings = json_object_get(test, "findings");
	int status = ci_number(test, "status");
	bool empty = status == EXIT_WELL && !json_array_size(findings);

	text_puts(out, "  <testcase");
	put_attribute(out, "name", ci_word(test, "file"));
	put_attribute(out, "classname", who);
	text_add(out, " time=\"%.3f\"%s>\n", json_real_value(json_object_get(test, "seconds")),
		 empty ? "/" : "");
	if (empty)
		return;
	put_outcome(out, status, findings);
	text_puts(out, "  </testcase>\n");
}

void ci_put_junit(struct text *out, const json_t *tests, const char *who)
{
	int count[EXIT_BAD + 1] = { 0 };
	double seconds = 0;
	const json_t *test;
	size_t i;

	json_array_foreach(tests, i, test) {
		count[ci_number(test, "status")]++;
		seconds += json_real_value(json_object_get(test, "seconds"));
	}
	text_puts(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n <testsuite");
	put_attribute(out, "name", who);
	text_add(out, " tests=\"%zu\" failures=\"%d\" errors=\"%d\" skipped=\"0\" time=\"%.3f\">\n",
		 json_array_size(tests), count[EXIT_LOOK], count[EXIT_BAD], seconds);
	json_array_foreach(tests, i, test)
		put_test(out, test, who);
	text_puts(out, " </testsuite>\n</testsuites>\n");
}
