/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* What stands below a drawing. */
#ifndef LKMM_LEGEND_H
#define LKMM_LEGEND_H

#include "base/text.h"

#include <stdbool.h>

enum { LEGEND_MAX = 16 };

/* The relations that a drawing has, each once; the others of more than LEGEND_MAX are left out. */
struct legend {
	const char *relation[LEGEND_MAX];
	int n;
	bool more;
};

/* The fill of a box, and the color of a relation and its name. */
#define FILL_WRITE "#fdeedd"
#define FILL_READ "#e1eefb"
#define FILL_BOTH "#efe3f7"
#define FILL_OTHER "#eeeeee"
const char *relation_color(const char *relation);

/* "rfe" for "rf" between two threads, and "rfi" within one; other names stay. */
const char *name_in_full(const char *relation, bool external);

/* @relation is in the drawing. */
void legend_note(struct legend *legend, const char *relation);
/* Adds the legend as a node of Graphviz's, with its upper left corner at @left, @top, in points.
 * @from_file: the relations are those of a model in a file. */
void put_legend(struct text *out, const struct legend *legend, bool from_file, int left, int top);

#endif
