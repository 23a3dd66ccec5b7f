/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Commands that are put together word by word and run several at a time: compilers, mostly. */
#ifndef LKMM_COMMAND_H
#define LKMM_COMMAND_H

#include <stdbool.h>
#include <sys/types.h>

enum { COMMAND_PATH = 4096, COMMAND_WORDS = 96, COMMAND_JOBS = 64 };

/* A command that is being put together. */
struct command {
	char *word[COMMAND_WORDS];
	int n;
	bool failed;			/* no memory, or too many words */
	int which;			/* passed on if it fails */
};

void command_add(struct command *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Adds the words of @text, which are separated by spaces. */
void command_add_words(struct command *c, const char *text);
/* Adds the words of the environment variable @name, or of @otherwise if it is not set. */
void command_add_env(struct command *c, const char *name, const char *otherwise);
/* The Rust compiler: $RUSTC, or rustc. */
const char *command_rustc(void);
void command_free(struct command *c);
/* Whether the command @name, with or without a directory, is there to be run. */
bool command_is_there(const char *name);
/* The same, and which file that is. */
bool command_find(const char *name, char path[COMMAND_PATH]);

/* Several at a time. */
struct commands {
	const char *who;		/* prefix of the message if one fails */
	const char *dir;		/* the directory of their output */
	struct {
		pid_t pid;
		int which;
		char log[COMMAND_PATH + 64];
	} job[COMMAND_JOBS];
	int n, room, count;
	bool failed, quiet;		/* quiet: failures are not reported */
	/* Or this is called, with a file that has its output. */
	void (*tell)(void *arg, int which, const char *log);
	void *arg;
};

/* As many at a time as there are CPUs. */
void commands_open(struct commands *s, const char *who, const char *dir);
/* Starts @c, and frees it. Waits for others if too many are running. */
void commands_start(struct commands *s, struct command *c);
/* Waits for all. False if any of them has failed since commands_open(). */
bool commands_finish(struct commands *s);

#endif
