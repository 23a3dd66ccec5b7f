/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Drawings by way of Graphviz. */
#ifndef LKMM_GRAPHVIZ_H
#define LKMM_GRAPHVIZ_H

#include "text.h"

/* Whether the format that the name of @file asks for is known: .dot, .svg, .png. */
bool is_drawing(const char *file);
/* Writes the drawing @dot, in Graphviz's language, to @file. NULL, or an error message. */
const char *write_drawing(const char *file, const struct text *dot);

#endif
