// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Runs the program and reads its results: the lines that runtime/run.c describes. */
#include "run.h"
#include "emit/object.h"
#include "base/progress.h"
#include "base/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The encoding of addresses, as in runtime/run.h. */
#define RUN_ADDRESS (INT64_C(0x4b1d4) << 44)

enum { RUN_OFFSET_BITS = 22 };

static int64_t read_value(const struct trial *t, const char *word, char **end)
{
	int64_t v = strtoll(word, end, 10), object, offset;

	if (v >> 44 != RUN_ADDRESS >> 44)
		return v;
	object = (v - RUN_ADDRESS) >> RUN_OFFSET_BITS;
	offset = (v & ((1 << RUN_OFFSET_BITS) - 1)) - (1 << (RUN_OFFSET_BITS - 1));
	if (object >= t->emit.nobjects)
		return v;
	return lkmm_address(&t->litmus.program, t->emit.object[object].loc[0]) + offset;
}

struct outcome *run_outcome(struct trial *t, const int64_t *value)
{
	size_t size = sizeof(*value) * (size_t)t->emit.nvalues;
	struct outcome *o;

	for (size_t i = 0; i < t->noutcomes; i++)
		if (!memcmp(t->outcome[i].value, value, size))
			return &t->outcome[i];
	o = realloc(t->outcome, sizeof(*o) * (t->noutcomes + 1));
	if (!o)
		return NULL;
	t->outcome = o;
	o += t->noutcomes;
	memset(o, 0, sizeof(*o));
	o->value = lkmm_alloc(t->litmus.arena, size + 1);
	if (!o->value)
		return NULL;
	memcpy(o->value, value, size);
	t->noutcomes++;
	return o;
}

/* "| COUNT...", or nothing */
static void read_slices(struct outcome *o, char *p)
{
	p += strspn(p, " ");
	if (*p++ != '|')
		return;
	for (int i = 0; i < RUN_SLICES; i++)
		o->slice[i] += strtoull(p, &p, 10);
}

/* "state COUNT FORM VALUE..." */
static bool read_state(struct trial *t, char *line)
{
	int64_t value[256];
	char *p;
	uint64_t count = strtoull(line, &p, 10);
	char *form = p + strspn(p, " ");
	struct outcome *o;

	p = form + strspn(form, "0123");
	for (int i = 0; i < t->emit.nvalues; i++)
		value[i] = read_value(t, p, &p);
	o = run_outcome(t, value);
	if (!o)
		return false;
	o->count += count;
	read_slices(o, p);
	for (bool seen[EMIT_FORMS] = { false }; *form >= '0' && *form < '0' + EMIT_FORMS; form++) {
		if (!seen[*form - '0'])
			o->by_form[*form - '0'] += count;
		seen[*form - '0'] = true;
	}
	return true;
}

static bool read_line(struct run *r, struct trial **t, char *line)
{
	if (!strncmp(line, "test ", 5)) {
		int i = atoi(line + 5);

		if (i < 0 || i >= r->nprograms)
			return false;
		*t = r->program[i];
		return true;
	}
	if (!*t)
		return false;
	if (!strncmp(line, "state ", 6))
		return read_state(*t, line + 6);
	if (!strncmp(line, "end ", 4))
		return sscanf(line + 4, "%" SCNu64 " %lf", &(*t)->instances, &(*t)->seconds) == 2;
	if (!strncmp(line, "mode ", 5)) {
		snprintf((*t)->mode, sizeof((*t)->mode), "%s", line + 5);
		return true;
	}
	if (!strncmp(line, "died ", 5)) {
		snprintf((*t)->reason, sizeof((*t)->reason), "%s", line + 5);
		(*t)->not_run = (*t)->reason;
		(*t)->stuck = !strncmp(line + 5, "it did not end", 14);
		return true;
	}
	return false;
}

/* Takes the lines that are complete off @text. */
static bool read_lines(struct run *r, struct trial **t, struct text *text)
{
	char *line = text->s, *end;
	bool ok = true;

	while (ok && line && (end = strchr(line, '\n'))) {
		char *said = line;

		*end = '\0';
		if (r->kernel.dir)
			said = run_console_line(r, line);
		ok = !said || read_line(r, t, said);
		line = end + 1;
	}
	if (line) {
		text->len -= (size_t)(line - text->s);
		memmove(text->s, line, text->len + 1);
	}
	return ok;
}

static bool read_all(struct run *r, int fd)
{
	struct pollfd in = { .fd = fd, .events = POLLIN };
	struct trial *t = NULL;
	struct text text = { 0 };
	char some[4096];
	bool ok = true;

	for (ssize_t n = 1; ok && n > 0;) {
		progress_show(r->begin, "runs test", t ? t->emit.number + 1 : 1, r->nprograms);
		if (poll(&in, 1, 200) <= 0)
			continue;
		n = read(fd, some, sizeof(some));
		if (n < 0 && errno == EINTR)
			n = 1;
		else if (n > 0)
			text_put(&text, some, (size_t)n);
		ok = !text.failed && read_lines(r, &t, &text);
	}
	if (!ok)
		fputs("lkmm run: cannot read the output of the program\n", stderr);
	text_free(&text);
	close(fd);
	return ok;
}

/* The command line of the program, under qemu if need be. */
static void put_program(struct command *c, const struct run *r)
{
	if (r->kernel.dir) {
		run_put_vm(c, r);
		return;
	}
	if (r->emulated)
		command_add(c, "%s", r->arch->qemu);
	if (r->cpu) {
		command_add(c, "-cpu");
		command_add(c, "%s", r->cpu);
	}
	command_add(c, "%s/run", r->dir);
	command_add(c, "--seconds=%.3f", r->seconds);
	command_add(c, "--iterations=%" PRIu64, r->iterations);
	command_add(c, "--forms=%s%s%s%s", r->forms & 1 ? "0" : "", r->forms & 2 ? "1" : "",
		    r->forms & 4 ? "2" : "", r->forms & 8 ? "3" : "");
	if (r->mode)
		command_add(c, "--mode=%s", r->mode);
	if (!r->pin)
		command_add(c, "--no-pin");
	if (r->languages == RUN_MIXED)
		command_add(c, "--mixed");
	if (r->html)
		command_add(c, "--timeline");
}

static bool execute(struct run *r)
{
	struct command c = { .n = 0 };
	int ends[2], error;
	pid_t pid;
	bool ok;

	put_program(&c, r);
	if (c.failed || pipe2(ends, O_CLOEXEC)) {
		perror("lkmm run");
		command_free(&c);
		return false;
	}
	error = spawn(c.word, -1, ends[1], NULL, &pid);
	close(ends[1]);
	command_free(&c);
	if (error) {
		fprintf(stderr, "lkmm run: the program cannot be started: %s\n", strerror(error));
		close(ends[0]);
		return false;
	}
	interrupt_pass_to(pid);
	ok = read_all(r, ends[0]);
	/* The exit status of qemu has no meaning. */
	ok = (spawned_well(pid) || r->kernel.dir) && ok;
	interrupt_pass_to(-1);
	return ok;
}

bool run_execute(struct run *r)
{
	bool ok;

	r->kernel.boots = 0;
	do {
		run_prepare_boot(r);
		ok = execute(r);
	} while (ok && !interrupted() && run_boots_again(r));
	for (int i = 0; i < r->nprograms; i++)
		if (!r->program[i]->not_run && !r->program[i]->seconds)
			r->program[i]->not_run = r->kernel.dir && !interrupted() ?
						 "the VM ended before it had run" : "interrupted";
	return ok;
}
