/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Executions as drawings. */
#ifndef LKMM_GRAPH_H
#define LKMM_GRAPH_H

#include "why.h"

/* Adds @x to @out in the language of Graphviz's "neato -n". False without memory. */
bool draw(struct text *out, const struct litmus_test *l, const struct lkmm_execution *x);

#endif
