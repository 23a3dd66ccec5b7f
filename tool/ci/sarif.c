// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The findings in SARIF 2.1.0, the format of static analysers (OASIS, 2020). */
#include "ci.h"
#include "base/exit.h"

#include <string.h>

/* Sections of SARIF 2.1.0 are behind the names of its objects. */

/* The rules that are no flags of a model: those have names that tell. */
static const struct {
	const char *rule, *meaning;
} rules[] = {
	{ "call", "an operation is a call, and not inlined" },
	{ "error", "the input is not valid, or something is missing" },
	{ "flags", "the flags are not those that the test expects" },
	{ "forbidden", "a machine has shown what the model forbids" },
	{ "not-run", "the test did not run on a machine" },
	{ "optimized", "what the compiler's -O2 has made of the program" },
	{ "result", "the answer is not the one that the test expects" },
	{ "unassigned", "a register of the condition is not assigned" },
	{ "undecided", "there is no verdict: a limit, a loop that was cut, or an interrupt" },
	{ "waits", "a thread waits for ever" },
	{ "warning", "the input may not mean what its author expects" },
};

static const char *meaning_of(const char *rule)
{
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (!strcmp(rules[i].rule, rule))
			return rules[i].meaning;
	return rule;
}

/* 3.4: a path as a relative reference; an absolute one with its scheme. */
static json_t *uri_of(const char *path)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
				    "-._~/";
	struct text out = { 0 };
	json_t *uri;

	while (!strncmp(path, "./", 2))
		path += 2;
	text_puts(&out, *path == '/' ? "file://" : "");
	for (; *path; path++) {
		if (strchr(plain, *path))
			text_put(&out, path, 1);
		else
			text_add(&out, "%%%02X", (unsigned char)*path);
	}
	uri = out.failed ? NULL : json_text(out.s);
	text_free(&out);
	return uri;
}

/* 3.28 */
static json_t *location_of(const json_t *f)
{
	json_t *region = json_object(), *physical;
	int line = json_int(f, "line"), column = json_int(f, "column"), bad = 0;

	if (line)
		bad |= json_object_set_new(region, "startLine", json_integer(line));
	if (line && column)
		bad |= json_object_set_new(region, "startColumn", json_integer(column));
	physical = json_pack("{s:{s:o}}", "artifactLocation", "uri", uri_of(json_word(f, "file")));
	if (line)
		bad |= json_object_set(physical, "region", region);
	json_decref(region);
	if (!bad)
		return json_pack("{s:o}", "physicalLocation", physical);
	json_decref(physical);
	return NULL;
}

/* 3.27 */
static json_t *result_of(const json_t *f, const struct ci *ci)
{
	json_t *o = json_pack("{s:s, s:s, s:{s:s}, s:[o]}", "ruleId", json_word(f, "rule"),
			      "level", json_word(f, "level"),
			      "message", "text", json_word(f, "message"),
			      "locations", location_of(f));
	const json_t *machine;
	size_t i;

	/* 3.48: which of the invocations has found it */
	json_array_foreach(ci->machines, i, machine)
		if (o && !strcmp(json_string_value(machine), json_word(f, "machine")) &&
		    json_object_set_new(o, "provenance", json_pack("{s:i}", "invocationIndex",
								   (int)i))) {
			json_decref(o);
			return NULL;
		}
	return o;
}

/* 3.20: of each machine one. */
static json_t *invocations_of(const struct ci *ci, int status)
{
	json_t *list = json_array();
	const json_t *machine;
	size_t i;
	int bad = 0;

	json_array_foreach(ci->machines, i, machine)
		bad |= json_array_append_new(list, json_pack("{s:b, s:i, s:s}",
			"executionSuccessful", status != EXIT_BAD, "exitCode", status,
			"machine", json_string_value(machine)));
	if (!ci->machines)
		bad |= json_array_append_new(list, json_pack("{s:b, s:i}", "executionSuccessful",
							     status != EXIT_BAD, "exitCode",
							     status));
	if (!bad)
		return list;
	json_decref(list);
	return NULL;
}

/* 3.49: a rule, once. Not 0 without memory. */
static int add_rule(json_t *list, const char *rule)
{
	const json_t *known;
	size_t i;

	json_array_foreach(list, i, known)
		if (!strcmp(json_word(known, "id"), rule))
			return 0;
	return json_array_append_new(list, json_pack("{s:s, s:{s:s}}", "id", rule,
						     "shortDescription", "text",
						     meaning_of(rule)));
}

/* Fills the rules and results from all tests. Not 0 without memory. */
static int add_results(json_t *rule, json_t *result, const struct ci *ci)
{
	const json_t *test, *f;
	size_t i, k;
	int bad = 0;

	json_array_foreach(ci->tests, i, test)
		json_array_foreach(json_object_get(test, "findings"), k, f)
			bad |= add_rule(rule, json_word(f, "rule")) |
			       json_array_append_new(result, result_of(f, ci));
	return bad;
}

void ci_put_sarif(struct text *out, const struct ci *ci, int status)
{
	json_t *rule = json_array(), *result = json_array(), *log;
	int bad = add_results(rule, result, ci);

	/* 3.13, 3.14, 3.18, 3.20 */
	log = json_pack("{s:s, s:s, s:[{s:{s:{s:s, s:s, s:o}}, s:o, s:s, s:o}]}",
			"$schema", "https://json.schemastore.org/sarif-2.1.0.json",
			"version", "2.1.0",
			"runs", "tool", "driver", "name", "lkmm", "version", LKMM_VERSION,
			"rules", rule,
			"invocations", invocations_of(ci, status),
			"columnKind", "unicodeCodePoints", "results", result);
	put_json(out, log, bad);
}
