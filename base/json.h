/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What all reports in JSON share. */
#ifndef LKMM_BASE_JSON_H
#define LKMM_BASE_JSON_H

#include "text.h"

#include <jansson.h>

/* A string, whatever bytes it is made of. */
json_t *json_text(const char *s);
/* Adds @object to @out as a line, and frees it. @bad: some part of it found no memory. */
void put_json(struct text *out, json_t *object, int bad);

#endif
