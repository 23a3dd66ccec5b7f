/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* A model from files, as the engine gets it. */
#ifndef LKMM_CAT_MODEL_H
#define LKMM_CAT_MODEL_H

#include "graph.h"
#include "model/engine/value.h"

/* .equations.data is this. */
struct cat_model {
	struct lkmm_model model;
	struct lkmm_equations equations;
	struct graph_of_model graph;
	struct step_name *step;		/* of each node; .name NULL: it is taken apart */
};

/* What explanations name, in steps.c. NULL without memory. */
struct step_name *lkmm_cat_steps(struct cat_reading *r, const struct graph_of_model *g);

#endif
