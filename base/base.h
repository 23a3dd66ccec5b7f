/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What the subcommands share. */
#ifndef LKMM_TOOL_H
#define LKMM_TOOL_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Exit statuses of every subcommand. */
enum { EXIT_WELL, EXIT_LOOK, EXIT_BAD };

/* Text that grows. */
struct text {
	char *s;
	size_t len, size;
	bool failed;			/* out of memory */
};

void text_add(struct text *t, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void text_put(struct text *t, const char *s, size_t n);
void text_puts(struct text *t, const char *s);
void text_number(struct text *t, int64_t v);
/* For a comment in a program: what might end the comment, or be a comment of its own, becomes "_". */
void text_comment(struct text *t, const char *s);
void text_free(struct text *t);

/* The files named by arguments: directories stand for the *.litmus below them. */
struct files {
	char **name;
	int n, room;
	bool failed;
};

void files_add(struct files *f, const char *arg);
/* The names in @dir. */
void list_directory(struct files *f, const char *dir);
/* The same as herdtools do it: the name of a list of files starts with "@". False, having said so,
 * if a list cannot be read. */
bool files_add_herd(struct files *f, const char *arg);
/* Takes @text for such a list. */
bool files_add_list(struct files *f, const char *text, size_t size);
void files_free(struct files *f);
/* Reads a whole file, or standard input for "-"; a zero byte follows what was read. NULL and errno on failure; EFBIG if it is too
 * large to be a litmus test. */
char *read_file(const char *name, size_t *size);
char *read_stream(FILE *in, size_t *size);
/* How messages and reports name it. */
const char *file_title(const char *name);
/* What is wrong, from errno. */
const char *read_error(int error);

int check_main(int argc, char **argv);
int run_main(int argc, char **argv);
int bench_main(int argc, char **argv);
int hot_main(int argc, char **argv);
int doctor_main(int argc, char **argv);
int herd7_main(int argc, char **argv);
int mselect7_main(int argc, char **argv);

#endif
