// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Commands that are put together word by word and run several at a time. */
#include "command.h"
#include "spawn.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- one ---- */

void command_add(struct command *c, const char *fmt, ...)
{
	char word[2 * COMMAND_PATH];
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(word, sizeof(word), fmt, ap);
	va_end(ap);
	if (len < (int)sizeof(word) && c->n + 1 < COMMAND_WORDS && (c->word[c->n] = strdup(word)))
		c->n++;
	else
		c->failed = true;
}

void command_add_words(struct command *c, const char *text)
{
	for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
		int len = (int)strcspn(text, " ");

		command_add(c, "%.*s", len, text);
		text += len;
	}
}

void command_add_env(struct command *c, const char *name, const char *otherwise)
{
	const char *value = getenv(name);

	command_add_words(c, value && *value ? value : otherwise);
}

const char *command_rustc(void)
{
	const char *rustc = getenv("RUSTC");

	return rustc && *rustc ? rustc : "rustc";
}

void command_free(struct command *c)
{
	while (c->n)
		free(c->word[--c->n]);
}

bool command_find(const char *name, char path[COMMAND_PATH])
{
	const char *dir = getenv("PATH");

	if (strchr(name, '/'))
		return snprintf(path, COMMAND_PATH, "%s", name) < COMMAND_PATH &&
		       !access(path, X_OK);
	while (dir && *dir) {
		int len = (int)strcspn(dir, ":");

		snprintf(path, COMMAND_PATH, "%.*s/%s", len, dir, name);
		if (!access(path, X_OK))
			return true;
		dir += len + (dir[len] == ':');
	}
	return false;
}

bool command_is_there(const char *name)
{
	char path[COMMAND_PATH];

	return command_find(name, path);
}

/* ---- several ---- */

void commands_open(struct commands *s, const char *who, const char *dir)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);

	memset(s, 0, sizeof(*s));
	s->who = who;
	s->dir = dir;
	s->room = cpus < 1 ? 1 : cpus > COMMAND_JOBS ? COMMAND_JOBS : (int)cpus;
}

static void show_log(const char *log)
{
	char line[512];
	FILE *in = fopen(log, "r");

	for (int i = 0; in && i < 20 && fgets(line, sizeof(line), in); i++)
		fputs(line, stderr);
	if (in)
		fclose(in);
}

/* Waits for the command that was started first. Only the first failure is reported. */
static void finish_one(struct commands *s)
{
	if (!spawned_well(s->job[0].pid)) {
		if (s->tell)
			s->tell(s->arg, s->job[0].which, s->job[0].log);
		else if (!s->failed && !s->quiet) {
			fprintf(stderr, "%s: the compiler reports:\n", s->who);
			show_log(s->job[0].log);
		}
		s->failed = true;
	}
	memmove(s->job, s->job + 1, sizeof(s->job[0]) * (size_t)--s->n);
}

/*
 * A compiler's own temporary files go into @dir too, where they are removed even if it is killed.
 */
static int spawn_in(const char *dir, struct command *c, const char *log, pid_t *pid)
{
	const char *before = getenv("TMPDIR");
	char *kept = before ? strdup(before) : NULL;
	int error = c->failed || !c->n || (before && !kept) || setenv("TMPDIR", dir, 1) ?
			    ENOMEM : spawn(c->word, -1, -1, log, pid);

	if (kept)
		setenv("TMPDIR", kept, 1);
	else if (!before)
		unsetenv("TMPDIR");
	free(kept);
	return error;
}

void commands_start(struct commands *s, struct command *c)
{
	int error, n;

	if (s->n == s->room)
		finish_one(s);
	n = s->n;
	s->job[n].which = c->which;
	snprintf(s->job[n].log, sizeof(s->job[n].log), "%s/log%d", s->dir, s->count++);
	error = spawn_in(s->dir, c, s->job[n].log, &s->job[n].pid);
	if (!error)
		s->n++;
	else if (s->tell)
		s->tell(s->arg, c->which, s->job[n].log);
	else if (!s->failed && !s->quiet)
		fprintf(stderr, "%s: '%s' cannot be started: %s\n", s->who, c->n ? c->word[0] : "",
			strerror(error));
	s->failed |= error != 0;
	command_free(c);
}

bool commands_finish(struct commands *s)
{
	while (s->n)
		finish_one(s);
	return !s->failed;
}
