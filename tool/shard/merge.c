// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Reads the results of shares, and checks that they belong together. */
#include "shard.h"
#include "base/checked.h"
#include "base/exit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 1 << 30 };

static const char start[] = "{\"shard\": \"";

bool shard_is(const char *name)
{
	char text[sizeof(start)] = "";
	FILE *in = fopen(name, "r");
	size_t n = in ? fread(text, 1, sizeof(start) - 1, in) : 0;

	if (in)
		fclose(in);
	return n == sizeof(start) - 1 && !strcmp(text, start);
}

/* ---- one file ---- */

static bool is_test(const json_t *test, const struct shard_file *f, int tests)
{
	int number = json_int(test, "number"), status = json_int(test, "status");

	return json_is_integer(json_object_get(test, "number")) && number >= 0 && number < tests &&
	       json_is_string(json_object_get(test, "file")) &&
	       number % f->shares == f->share - 1 && status >= EXIT_WELL && status <= EXIT_BAD;
}

/* The tests of the share, in their order, and no others. */
static bool has_its_tests(const struct shard_file *f)
{
	const json_t *found = json_object_get(f->json, "found"), *test;
	int tests = json_int(f->json, "tests"), next = f->share - 1;
	size_t i;

	json_array_foreach(found, i, test) {
		if (!is_test(test, f, tests) || json_int(test, "number") != next)
			return false;
		next += f->shares;
	}
	return json_is_array(found) && next >= tests;
}

/* Why the file is none; NULL: it is. */
static const char *read_file_text(struct shard_file *f, const char *text, size_t size)
{
	if (strncmp(text, start, sizeof(start) - 1))
		return "this is not what 'lkmm check --shard' or 'lkmm run --shard' print";
	if (strlen(text) != size || !is_undamaged(text))
		return "the file is damaged, or not complete";
	f->json = json_loads(text, 0, NULL);
	if (!f->json)
		return "out of memory, or the file is no JSON";
	if (strcmp(json_word(f->json, "version"), LKMM_VERSION))
		return "it is by another version of lkmm than " LKMM_VERSION;
	f->share = json_int(f->json, "share");
	f->shares = json_int(f->json, "shares");
	f->machine = json_word(f->json, "machine");
	if (f->share < 1 || f->share > f->shares || f->shares > MOST_SHARES || !has_its_tests(f))
		return "the file is damaged";
	return NULL;
}

static bool read_shard(struct shard_file *f, const char *name)
{
	size_t size;
	char *text = read_large_file(name, &size, MOST_BYTES);
	const char *wrong;

	f->name = file_title(name);
	wrong = text ? read_file_text(f, text, size) : strerror(errno);
	free(text);
	if (wrong)
		fprintf(stderr, "lkmm merge: %s: %s\n", f->name, wrong);
	return !wrong;
}

/* ---- all of them ---- */

/* Why both are not of one division; NULL if they are. */
static const char *difference(const json_t *a, const json_t *b)
{
	if (strcmp(json_word(a, "shard"), json_word(b, "shard")))
		return "is by another command";
	if (json_int(a, "shares") != json_int(b, "shares"))
		return "is one of another number of shares";
	if (json_int(a, "tests") != json_int(b, "tests") ||
	    strcmp(json_word(a, "list"), json_word(b, "list")))
		return "is about other tests, or was made with other options,";
	if (strcmp(json_word(a, "head"), json_word(b, "head")))
		return "is about other compilers";
	return NULL;
}

/* lkmm run may have run a share on several machines, or several times. */
static bool may_repeat(const struct shard_file *a, const struct shard_file *b)
{
	return !strcmp(json_word(a->json, "shard"), "run") &&
	       strcmp(json_word(a->json, "check"), json_word(b->json, "check"));
}

static bool belong_together(const struct merged *m)
{
	bool good = true;

	for (int i = 1; i < m->n; i++) {
		const char *wrong = difference(m->file[i].json, m->file[0].json);

		if (wrong)
			fprintf(stderr, "lkmm merge: %s %s than %s\n", m->file[i].name, wrong,
				m->file[0].name);
		good &= !wrong;
	}
	return good;
}

static int by_share(const void *a, const void *b)
{
	const struct shard_file *x = a, *y = b;

	return x->share - y->share;
}

/* Each share is there, and is there once. */
static bool are_all(const struct merged *m)
{
	int shares = m->file[0].shares, next = 1;
	bool good = true;

	for (int i = 0; i < m->n; i++) {
		const struct shard_file *f = &m->file[i];

		for (int k = i - 1; k >= 0 && m->file[k].share == f->share; k--) {
			if (may_repeat(&m->file[k], f))
				continue;
			fprintf(stderr, "lkmm merge: %s and %s are both share %d of %d\n",
				m->file[k].name, f->name, f->share, shares);
			good = false;
		}
		for (; next < f->share; next++, good = false)
			fprintf(stderr, "lkmm merge: share %d of %d is missing\n", next, shares);
		next = f->share + 1;
	}
	for (; next <= shares; next++, good = false)
		fprintf(stderr, "lkmm merge: share %d of %d is missing\n", next, shares);
	return good;
}

json_t *shard_test(const struct shard_file *f, int number)
{
	if (number % f->shares != f->share - 1)
		return NULL;
	return json_array_get(json_object_get(f->json, "found"), (size_t)(number / f->shares));
}

json_t *shard_machines(const struct merged *m)
{
	json_t *list = json_array();

	for (int i = 0; i < m->n && list; i++) {
		bool known = false;

		for (int k = 0; k < i; k++)
			known |= !strcmp(m->file[k].machine, m->file[i].machine);
		if (!known && json_array_append_new(list, json_text(m->file[i].machine))) {
			json_decref(list);
			list = NULL;
		}
	}
	return list;
}

static int merge(struct merged *m)
{
	if (!belong_together(m))
		return EXIT_BAD;
	qsort(m->file, (size_t)m->n, sizeof(*m->file), by_share);
	if (!are_all(m))
		return EXIT_BAD;
	m->tests = json_int(m->file[0].json, "tests");
	return strcmp(json_word(m->file[0].json, "shard"), "run") ? merge_check(m) : merge_run(m);
}

int shard_merge(char **name, int n, bool json, struct ci *ci)
{
	struct merged m = { calloc((size_t)n, sizeof(*m.file)), n, 0, json, ci };
	int status = EXIT_BAD;
	bool good = m.file;

	if (!m.file)
		fputs("lkmm merge: out of memory\n", stderr);
	for (int i = 0; i < n && m.file; i++)
		good &= read_shard(&m.file[i], name[i]);
	if (good)
		status = merge(&m);
	for (int i = 0; i < n && m.file; i++)
		json_decref(m.file[i].json);
	free(m.file);
	if (fflush(stdout) || ferror(stdout)) {
		perror("lkmm merge: standard output");
		status = EXIT_BAD;
	}
	return status;
}
