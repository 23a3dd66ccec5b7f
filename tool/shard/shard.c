// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "shard.h"
#include "base/checked.h"
#include "base/digest.h"
#include "base/exit.h"

#include <stdlib.h>

void print_answers(const struct answers *n)
{
	printf("%d tests: %d Never, %d Sometimes, %d Always", n->tests, n->never, n->sometimes,
	       n->always);
	if (n->contradict)
		printf("; %d differ from their Result or Flags", n->contradict);
	if (n->undecided)
		printf("; %d not decided", n->undecided);
	if (n->unread)
		printf("; %d could not be read", n->unread);
}

void print_target_answers(int tests, int beyond, int undecided)
{
	printf("%d tests", tests);
	if (beyond)
		printf("; %d end as LKMM forbids", beyond);
	if (undecided)
		printf("; %d not decided for all architectures", undecided);
}

bool shard_parse(const char *value, int *share, int *shares)
{
	int end = 0;

	return sscanf(value, "%6d/%6d%n", share, shares, &end) == 2 && !value[end] && *share >= 1 &&
	       *share <= *shares && *shares <= MOST_SHARES;
}

void shard_take(struct shard *s, struct files *f, uint64_t options)
{
	int n = 0;

	s->tests = f->n;
	s->list = options;
	for (int i = 0; i < f->n; i++) {
		s->list = digest_add(s->list, f->name[i]);
		if (i % s->shares == s->share - 1)
			f->name[n++] = f->name[i];
		else
			free(f->name[i]);
	}
	f->n = n;
}

void shard_add(struct shard *s, int i, const char *file, int status, json_t *test)
{
	int number = s->share - 1 + i * s->shares;

	if (!s->found)
		s->found = json_array();
	s->failed |= (json_object_set_new(test, "number", json_integer(number)) |
		      json_object_set_new(test, "file", json_text(file)) |
		      json_object_set_new(test, "status", json_integer(status)) |
		      json_array_append_new(s->found, test)) != 0;
}

static bool all_have_answers(const json_t *found)
{
	const json_t *test;
	size_t i;

	json_array_foreach(found, i, test)
		if (json_int(test, "status") == EXIT_BAD)
			return false;
	return true;
}

int shard_print(struct shard *s, const char *command, const char *machine)
{
	struct text out = { 0 };
	bool good = all_have_answers(s->found), written = false;
	json_t *o = json_pack("{s:s, s:s, s:i, s:i, s:i, s:s, s:o, s:o}", "shard", command,
			      "version", LKMM_VERSION, "share", s->share, "shares", s->shares,
			      "tests", s->tests, "list", digest_text(s->list).s, "machine",
			      json_text(machine), "found", s->found ? s->found : json_array());

	s->failed |= s->head && json_object_set(o, "head", s->head);
	if (o && !s->failed && put_checked(&out, o)) {
		fwrite(out.s, 1, out.len, stdout);
		written = !fflush(stdout) && !ferror(stdout);
	}
	if (!written)
		fprintf(stderr, "lkmm %s: the result of the share cannot be written\n", command);
	json_decref(o);
	json_decref(s->head);
	s->found = s->head = NULL;
	text_free(&out);
	return good && written ? EXIT_WELL : EXIT_BAD;
}
