// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Shared by the reports in JSON. */
#include "json.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * JSON is in UTF-8, but names and messages may be in any encoding: each byte that is not
 * part of a character becomes U+FFFD. A struct text that holds nothing has no string.
 */
json_t *json_text(const char *s)
{
	json_t *json = json_string(s ? s : "");
	struct text clean = { 0 };

	if (json)
		return json;
	for (size_t n; s && *s; s += n) {
		json_t *one = NULL;

		for (n = 1; !one && n <= 4 && n <= strlen(s); n++)
			one = json_stringn(s, n);
		n = one ? n - 1 : 1;
		text_put(&clean, one ? s : "\xef\xbf\xbd", one ? n : 3);
		json_decref(one);
	}
	json = clean.failed ? NULL : json_string(clean.s);
	text_free(&clean);
	return json;
}

static int add_to_text(const char *s, size_t n, void *arg)
{
	text_put(arg, s, n);
	return 0;
}

/* One object a line. @bad: some part of it found no memory. */
void put_json(struct text *out, json_t *object, int bad)
{
	/* nine digits: microseconds, in a test that takes minutes */
	if (!object || bad ||
	    json_dump_callback(object, add_to_text, out, JSON_REAL_PRECISION(9)))
		out->failed = true;
	text_puts(out, "\n");
	json_decref(object);
}

void print_json(const char *who, json_t *object, int bad)
{
	struct text out = { 0 };

	put_json(&out, object, bad);
	if (out.failed)
		fprintf(stderr, "%s: out of memory\n", who);
	else
		fwrite(out.s, 1, out.len, stdout);
	text_free(&out);
}

const char *json_word(const json_t *object, const char *name)
{
	const char *s = json_string_value(json_object_get(object, name));

	return s ? s : "";
}

int json_int(const json_t *object, const char *name)
{
	return (int)json_integer_value(json_object_get(object, name));
}

double json_figure(const json_t *object, const char *name)
{
	return json_number_value(json_object_get(object, name));
}

const char *json_read_lines(const char *file, bool (*add)(void *arg, json_t *object), void *arg)
{
	FILE *in = fopen(file, "r");
	bool well = true;
	char *line = NULL;
	size_t size = 0;

	if (!in)
		return strerror(errno);
	while (well && getline(&line, &size, in) > 0) {
		json_t *object = json_loads(line, 0, NULL);

		well = object && add(arg, object);
	}
	free(line);
	well &= feof(in) != 0;
	fclose(in);
	return well ? NULL : "";
}
