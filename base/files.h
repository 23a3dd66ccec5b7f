/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The files that arguments name, and their contents. */
#ifndef LKMM_FILES_H
#define LKMM_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* A directory among the arguments stands for the *.litmus below it. */
struct files {
	char **name;
	int n, room;
	bool failed;			/* out of memory */
};

void files_add(struct files *f, const char *arg);
/* The names in @dir. */
void list_directory(struct files *f, const char *dir);
/*
 * The same as herdtools do it: the name of a list of files starts with "@". False, after a message,
 * if a list cannot be read.
 */
bool files_add_herd(struct files *f, const char *arg);
/* Takes @text for such a list. */
bool files_add_list(struct files *f, const char *text, size_t size);
void files_free(struct files *f);

/*
 * Reads a whole file, or standard input for "-"; a zero byte follows its contents. NULL and errno
 * on failure; EFBIG if it is too large to be a litmus test.
 */
char *read_file(const char *name, size_t *size);
char *read_stream(FILE *in, size_t *size);
/* The same with a limit of one's own: @most bytes, rounded down to a power of two. */
char *read_large_file(const char *name, size_t *size, size_t most);
/* The name of a file in messages and reports. */
const char *file_title(const char *name);
/* The error, from errno. */
const char *read_error(int error);

#endif
