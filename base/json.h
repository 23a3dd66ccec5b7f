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

#endif
