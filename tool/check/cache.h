/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * --cache: answers that are kept in a directory, one file for each test. An answer is taken from
 * there if all that it depends on is the same: cache.c has the list.
 */
#ifndef LKMM_CHECK_CACHE_H
#define LKMM_CHECK_CACHE_H

#include "check.h"

/* The files that a test includes, kept as they are read. */
struct cache_includes {
	struct litmus_files files;	/* for litmus_parse_with(), instead of .from */
	struct litmus_files from;
	json_t *texts;
	bool failed;			/* out of memory, or no text */
};

void cache_includes_open(struct cache_includes *i, struct litmus_files from);
void cache_includes_close(struct cache_includes *i);

/* The options that answers depend on: all but names of files, and the number of threads. */
json_t *check_options_of(const struct check *c);
/* Makes the directory. False after a message. */
bool cache_open(struct check *c);
/*
 * What the answer to the test @file with @text depends on; @model is the digest of its files. NULL:
 * it cannot be kept, since some text is not in UTF-8, or there is no memory.
 */
json_t *cache_key(const struct check *c, const char *file, const char *text, size_t size,
		  const struct cache_includes *i, uint64_t model);
/* Takes the answer from there. False: there is none. */
bool cache_recall(const struct check *c, struct job *job, const json_t *key);
/* Keeps the answer, if it is one, and would be the same at any other time. */
void cache_keep(const struct check *c, struct job *job, const json_t *key);

#endif
