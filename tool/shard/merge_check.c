// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm merge: what shares of lkmm check have found, as lkmm check would have printed it. */
#include "shard.h"
#include "base/exit.h"

#include <string.h>

static void count(struct answers *n, const json_t *test)
{
	const char *answer = json_word(test, "answer");

	n->never += !strcmp(answer, "Never");
	n->sometimes += !strcmp(answer, "Sometimes");
	n->always += !strcmp(answer, "Always");
	n->contradict += json_is_true(json_object_get(test, "contradicts"));
	n->undecided += !strcmp(answer, "undecided");
	n->unread += !strcmp(answer, "unread");
}

/* The line over a table, or nothing. */
static const char *head_of(const struct merged *m)
{
	return json_word(m->file[0].json, "head");
}

static void print_summary(const struct merged *m, const struct answers *n)
{
	json_t *machines = shard_machines(m);

	if (*head_of(m))
		print_target_answers(n->tests, n->contradict, n->undecided + n->unread);
	else
		print_answers(n);
	printf("; %d shares, %zu machine%s\n", m->file[0].shares, json_array_size(machines),
	       json_array_size(machines) == 1 ? "" : "s");
	json_decref(machines);
}

/* For the reports that @m->ci asks for: what @machine has found. */
static void add_to_reports(const struct merged *m, json_t *test, const char *machine)
{
	struct findings f = { .list = json_incref(json_object_get(test, "findings")) };
	struct text by = { 0 };

	ci_set_machine(&f, machine);
	ci_add(m->ci, json_word(test, "file"), json_int(test, "status"),
	       json_real_value(json_object_get(test, "seconds")), &f);
	text_puts(&by, "decided by ");
	text_puts(&by, machine);
	text_puts(&by, "\n");
	ci_tell(m->ci, "text", by.s);
	m->ci->failed |= by.failed;
	text_free(&by);
}

int merge_check(struct merged *m)
{
	struct answers n = { .tests = m->tests };
	bool json = false;
	int status = EXIT_WELL;

	if (!m->ci->tap)
		fputs(head_of(m), stdout);
	if (ci_is_wanted(m->ci))
		m->ci->machines = shard_machines(m);
	for (int number = 0; number < m->tests; number++) {
		const struct shard_file *f = &m->file[number % m->file[0].shares];
		json_t *test = shard_test(f, number);
		const char *out = json_word(test, "out");

		fputs(json_word(test, "err"), stderr);
		if (!m->ci->tap)
			fputs(out, stdout);
		json |= *out == '{';
		count(&n, test);
		if (json_int(test, "status") > status)
			status = json_int(test, "status");
		if (ci_is_wanted(m->ci))
			add_to_reports(m, test, f->machine);
	}
	if (m->json && !json && m->tests) {
		fputs("lkmm merge: --json is an option of the shares of 'lkmm check'\n", stderr);
		status = EXIT_BAD;
	}
	if (!json && !m->ci->tap)
		print_summary(m, &n);
	return ci_is_wanted(m->ci) ? ci_finish(m->ci, "lkmm check", status) : status;
}
