// SPDX-License-Identifier: GPL-2.0 OR MIT
/* A memory model from files, as a value. */
#include "model.h"

#include <string.h>

extern const struct equations lkmm_cat_equations_1, lkmm_cat_equations_4, lkmm_cat_equations_16;

const struct lkmm_model *lkmm_cat_model(struct lkmm_arena *arena, const char *name,
					const struct lkmm_cat_files *files,
					struct lkmm_cat_error *error)
{
	struct cat_reading r = { .arena = arena, .files = files, .error = error };
	struct cat_model *m;
	size_t tests;

	memset(error, 0, sizeof(*error));
	m = lkmm_cat_alloc(&r, sizeof(*m));
	if (!m || !lkmm_cat_build(&r, name, &m->graph, &m->model))
		return NULL;
	if (!lkmm_cat_steps(&r, m))
		return NULL;
	tests = (size_t)(m->graph.nrules + m->graph.nflags);
	m->equations = (struct lkmm_equations){
		.of_size = { &lkmm_cat_equations_1, &lkmm_cat_equations_4,
			     &lkmm_cat_equations_16 },
		.data = m,
		.more = 3 * sizeof(void *) * (size_t)m->graph.n +
			(tests + 1) * ((size_t)m->graph.n + 1) * sizeof(short),
		.relations = 5 * m->graph.n,
	};
	m->model.name = name;
	m->model.relaxed_commute = lkmm_cat_commutes(&m->graph);
	m->model.knows_no_dependencies = !lkmm_cat_uses(&m->graph, BASE_ADDR, BASE_PASSED);
	m->model.any_event_raises_flags = true;
	lkmm_cat_know(&r, m);
	m->model.equations = &m->equations;
	return &m->model;
}
