/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Executions as drawings. */
#ifndef LKMM_GRAPH_H
#define LKMM_GRAPH_H

#include "why.h"

/* Adds @x to @out in the language of Graphviz's "neato -n". False without memory. */
bool draw(struct text *out, const struct litmus_test *l, const struct lkmm_execution *x);

/* Whether the format that the name of @file asks for is known: .dot, .svg, .png. */
bool is_drawing(const char *file);
/* Writes the drawing @dot to @file. NULL, or an error message. */
const char *write_drawing(const char *file, const struct text *dot);

#endif
