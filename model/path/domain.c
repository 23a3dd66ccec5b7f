// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The values that final states may show, from what variables may hold in any execution: ever.c. */
#include "path.h"

struct lkmm_domains {
	struct holds h;
	bool known;
};

struct lkmm_domains *lkmm_find_domains(struct lkmm_arena *a, const struct lkmm_test *t)
{
	struct lkmm_domains *d = lkmm_alloc(a, sizeof(*d));

	return d && lkmm_find_ever(a, t, &d->h, &d->known) ? d : NULL;
}

/* What holds all values of @a; or NULL. */
static const struct held *held_by(const struct lkmm_domains *d, const struct lkmm_atom *a)
{
	if (!d->known || a->part.bits || a->piece)
		return NULL;
	switch (a->kind) {
	case LKMM_FINAL_REGISTER:
		return &d->h.reg[a->reg.thread][a->reg.index];
	case LKMM_FINAL_LOCATION:
		return &d->h.at[a->loc];
	default:
		return NULL;
	}
}

struct lkmm_domain lkmm_domain(const struct lkmm_domains *d, const struct lkmm_atom *a)
{
	const struct held *h = held_by(d, a);
	struct lkmm_domain all = { .others = !h || h->any || h->points || h->within };

	for (int i = 0; h && i < h->n; i++)
		if (lkmm_unknowable(h->v[i]) >= 0 || all.n == LKMM_DOMAIN)
			all.others = true;
		else
			all.value[all.n++] = h->v[i];
	return all;
}
