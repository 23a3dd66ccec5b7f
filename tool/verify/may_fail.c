// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The final states on which main() may fail, as a condition: the search then looks for these alone,
 * as it does for the condition of a litmus test, and lists no others. main() is executed on all
 * values that it may find, as far as it looks at them: a tree, in which the values that it has
 * looked at lead to a leaf. Other values than those that are known may do anything.
 */
#include "verify.h"

#include <string.h>

/* With more leaves, states are listed. */
enum { MOST_LEAVES = 64 };

/* A value that main() looks at, and which of those that it may have it is. */
struct branch {
	int which, at;
};

struct tree {
	struct llvm_program *program;
	struct litmus_test *l;
	struct lkmm_domains *domains;
	struct lkmm_domain *domain;	/* of each value that is observed */
	int64_t *state;
	struct branch *branch;		/* those that lead to the present leaf */
	int nbranches, nvalues, leaves;
	struct lkmm_cond *cond;
	bool no_memory;
};

/* ---- conditions ---- */

static struct lkmm_cond *new_cond(struct tree *t, enum lkmm_cond_kind kind, struct lkmm_cond *a,
				  struct lkmm_cond *b)
{
	struct lkmm_cond *c = lkmm_alloc(t->l->arena, sizeof(*c));

	t->no_memory |= !c;
	if (c)
		*c = (struct lkmm_cond){ .kind = kind, .a = a, .b = b };
	return c;
}

/* @a, which may be NULL, and @b. */
static struct lkmm_cond *both(struct tree *t, struct lkmm_cond *a, struct lkmm_cond *b)
{
	return a ? new_cond(t, LKMM_BOTH, a, b) : b;
}

static struct lkmm_cond *is(struct tree *t, int which, int64_t value)
{
	struct lkmm_cond *c = new_cond(t, LKMM_SAME, NULL, NULL);

	if (c) {
		c->left = t->l->program.observed[which];
		c->right = (struct lkmm_atom){ .kind = LKMM_CONSTANT, .value = value };
	}
	return c;
}

/* The first @n branches lead there, and what comes behind them is @more, or nothing. */
static void add_leaf(struct tree *t, int n, struct lkmm_cond *more)
{
	while (n--) {
		const struct branch *b = &t->branch[n];
		struct lkmm_cond *c = is(t, b->which, t->domain[b->which].value[b->at]);

		more = more ? new_cond(t, LKMM_BOTH, c, more) : c;
	}
	t->cond = t->cond ? new_cond(t, LKMM_EITHER, t->cond, more) : more;
}

/* The last branch has a value that is not known. */
static void add_others(struct tree *t)
{
	const struct branch *b = &t->branch[t->nbranches - 1];
	const struct lkmm_domain *d = &t->domain[b->which];
	struct lkmm_cond *other = NULL;

	for (int i = 0; i < d->n; i++)
		other = both(t, other, new_cond(t, LKMM_NEITHER, is(t, b->which, d->value[i]),
						NULL));
	add_leaf(t, t->nbranches - 1, other);
}

/* ---- the tree ---- */

/* The values to try: also where none is known, so that main() looks at what comes behind. */
static struct lkmm_domain domain_of(const struct tree *t, const struct lkmm_atom *a)
{
	struct lkmm_domain d = lkmm_domain(t->domains, a);

	if (!d.n) {
		d.n = 2;
		d.value[0] = 0;
		d.value[1] = 1;
		d.others = true;
	}
	return d;
}

/* main() has asked for more values, or for the first ones. */
static bool add_values(struct tree *t)
{
	const struct lkmm_test *p = &t->l->program;
	size_t n = (size_t)p->nobserved + 1, before = (size_t)t->nvalues;
	struct lkmm_domain *domain = lkmm_alloc(t->l->arena, n * sizeof(*domain));
	int64_t *state = lkmm_alloc(t->l->arena, n * sizeof(*state));
	struct branch *branch = lkmm_alloc(t->l->arena, n * sizeof(*branch));

	if (!domain || !state || !branch)
		return false;
	if (before) {
		memcpy(domain, t->domain, before * sizeof(*domain));
		memcpy(state, t->state, before * sizeof(*state));
		memcpy(branch, t->branch, (size_t)t->nbranches * sizeof(*branch));
	}
	for (int i = t->nvalues; i < p->nobserved; i++) {
		domain[i] = domain_of(t, &p->observed[i]);
		state[i] = domain[i].value[0];
	}
	t->domain = domain;
	t->state = state;
	t->branch = branch;
	t->nvalues = p->nobserved;
	return true;
}

/* The next leaf; false: there is none. */
static bool next_leaf(struct tree *t)
{
	for (; t->nbranches; t->nbranches--) {
		struct branch *b = &t->branch[t->nbranches - 1];
		const struct lkmm_domain *d = &t->domain[b->which];

		if (++b->at < d->n) {
			t->state[b->which] = d->value[b->at];
			return true;
		}
		if (d->others)
			add_others(t);
		t->state[b->which] = d->value[0];
	}
	return false;
}

/* What main() does on the present state. False: that is not known. */
static bool try_leaf(struct tree *t)
{
	enum llvm_end end = llvm_try(t->program, t->state);

	if (end == LLVM_MORE)
		return add_values(t) && try_leaf(t);
	if (end != LLVM_ENDS && end != LLVM_FAILS)
		return false;
	for (int which; (which = llvm_look(t->program, t->nbranches)) >= 0;)
		t->branch[t->nbranches++] = (struct branch){ which, 0 };
	if (end == LLVM_FAILS)
		add_leaf(t, t->nbranches, NULL);
	return t->nbranches;
}

/* No assertion of a thread has failed: main() does not come to its end otherwise. */
static void add_threads(struct tree *t)
{
	const struct lkmm_test *p = &t->l->program;

	for (int i = 0; t->cond && i < p->nobserved; i++)
		if (verify_tells_of_failure(p, &p->observed[i]))
			t->cond = both(t, t->cond, is(t, i, 0));
}

bool verify_may_fail(struct llvm_program *p, struct litmus_test *l, struct lkmm_cond **cond)
{
	struct tree t = { .program = p, .l = l,
			  .domains = lkmm_find_domains(l->arena, &l->program) };

	if (!t.domains || !add_values(&t))
		return false;
	do
		if (t.leaves++ == MOST_LEAVES || !try_leaf(&t))
			return false;
	while (next_leaf(&t));
	add_threads(&t);
	*cond = t.cond;
	return !t.no_memory;
}
