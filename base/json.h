/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Shared by all reports in JSON. */
#ifndef LKMM_BASE_JSON_H
#define LKMM_BASE_JSON_H

#include "text.h"

#include <jansson.h>

/* A string, of any bytes; NULL: an empty one. */
json_t *json_text(const char *s);
/* Adds @object to @out as a line, and frees it. @bad: out of memory in some part. */
void put_json(struct text *out, json_t *object, int bad);
/* The same to standard output; without memory "@who: out of memory" to standard error. */
void print_json(const char *who, json_t *object, int bad);

/* Members of an object, if it has them: else "" or 0. */
const char *json_word(const json_t *object, const char *name);
int json_int(const json_t *object, const char *name);
double json_figure(const json_t *object, const char *name);
/*
 * Calls @add, which takes it over, for each object of @file, one a line. NULL; or why not all were
 * read, such as that @add has returned false: "" then, or if a line is no object.
 */
const char *json_read_lines(const char *file, bool (*add)(void *arg, json_t *object), void *arg);

#endif
