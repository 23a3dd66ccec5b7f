/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* A model from files, as the engine gets it. */
#ifndef LKMM_CAT_MODEL_H
#define LKMM_CAT_MODEL_H

#include "graph.h"
#include "model/engine/value.h"

/*
 * Why a relation is not empty: a way by .there, and back from its end. An intersection has both;
 * else they are the same.
 */
struct way_back {
	int there, back;		/* nodes */
	struct step_name step;		/* back, as one step */
};

/* .equations.data is this. */
struct cat_model {
	struct lkmm_model model;
	struct lkmm_equations equations;
	struct graph_of_model graph;
	struct step_name *step;		/* of each node; .name NULL: it is taken apart */
	struct way_back *back;		/* of each rule; .step.name NULL: there is none */
};

/* What explanations name, in steps.c. False without memory. */
bool lkmm_cat_steps(struct cat_reading *r, struct cat_model *m);

/* Finds out what is known of a model with these equations, in known.c. */
void lkmm_cat_know(struct cat_reading *r, struct cat_model *m);
/* models/lkmm.cat */
extern const char lkmm_cat_kernel_model[];

#endif
