// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A cycle of accesses as a program: the last access of each process and the first of the next are
 * to one variable. The values are those of accesses that happen in the order of the cycle; the
 * question asks for them.
 */
#include "prove.h"

#include <stdint.h>
#include <string.h>

/* The first value of each variable; a compare-and-exchange that fails expects the other. */
enum { FIRST = 4, NOWHERE = 99 };

static bool is_barrier(const struct asm_sequence *row)
{
	return !row->bits;
}

bool row_reads(const struct asm_sequence *row)
{
	return !is_barrier(row) && row->shape != LKMM_SHAPE_STORE;
}

bool row_writes(const struct asm_sequence *row)
{
	return !is_barrier(row) && row->shape != LKMM_SHAPE_LOAD;
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

const struct asm_sequence *find_access(const char *arch, enum lkmm_shape shape,
				       enum lkmm_order order, int bits, const char *feature)
{
	for (int i = 0; i < asm_nr_sequences; i++) {
		const struct asm_sequence *s = &asm_sequences[i];

		if (!strcmp(s->arch, arch) && s->bits == bits && s->shape == shape &&
		    s->order == order && same_text(s->feature, feature))
			return s;
	}
	return NULL;
}

const struct asm_sequence *find_fence(const char *arch, enum lkmm_fence fence)
{
	for (int i = 0; i < asm_nr_sequences; i++)
		if (!strcmp(asm_sequences[i].arch, arch) && is_barrier(&asm_sequences[i]) &&
		    asm_sequences[i].fence == fence)
			return &asm_sequences[i];
	return NULL;
}

/* ---- values ---- */

/* An operand with which the value @v becomes another one. */
static int64_t operand_for(const struct asm_sequence *row, int64_t v)
{
	if (row->shape != LKMM_SHAPE_COMPUTE)
		return v + 16;
	if (row->shift)
		return row->op == LKMM_AND ? 2 : 0;
	if (row->op == LKMM_AND)
		return row->invert ? 4 : 3;
	return 1;
}

static int64_t becomes(const struct item *i)
{
	int64_t y = i->row->shift ? INT64_C(1) << i->operand[0] : i->operand[0];
	int64_t x = i->row->invert ? ~y : y;

	if (i->row->shape == LKMM_SHAPE_CMPXCHG)
		return i->operand[1];
	if (i->row->shape != LKMM_SHAPE_COMPUTE)
		return i->operand[0];
	switch (i->row->op) {
	case LKMM_ADD:
		return i->found + x;
	case LKMM_SUB:
		return i->found - x;
	case LKMM_AND:
		return i->found & x;
	case LKMM_OR:
		return i->found | x;
	default:
		return i->found ^ x;
	}
}

/* Lets @i happen next. */
static void happen(struct program *p, struct item *i)
{
	i->found = p->final[i->var];
	i->operand[0] = operand_for(i->row, i->found);
	if (i->row->shape == LKMM_SHAPE_CMPXCHG) {
		i->operand[1] = i->operand[0];
		i->operand[0] = i->fails ? NOWHERE : i->found;
	}
	if (row_writes(i->row) && !i->fails)
		p->final[i->var] = becomes(i);
}

/* ---- the cycle ---- */

static void fill(struct process *q, const struct shape *s, const struct asm_sequence *failing)
{
	q->n = s->n;
	for (int i = 0; i < s->n; i++)
		q->item[i] = (struct item){ .row = s->row[i], .fails = s->row[i] == failing,
					    .var = -1 };
}

static int new_variable(struct program *p)
{
	p->final[p->nvars] = FIRST;
	return p->nvars++;
}

/* Whether one of two accesses to a variable, one after the other, writes. */
static bool meet(const struct item *a, const struct item *b)
{
	return (row_writes(a->row) && !a->fails) || (row_writes(b->row) && !b->fails);
}

static void add_between(struct program *p, struct process *q)
{
	for (int i = 1; i < q->n - 1; i++)
		if (!is_barrier(q->item[i].row)) {
			q->item[i].var = new_variable(p);
			happen(p, &q->item[i]);
		}
}

bool make_program(struct program *p, const struct shape *shape, int n,
		  const struct asm_sequence *failing, int bits)
{
	struct item *last;

	*p = (struct program){ .nprocesses = n, .bits = bits };
	for (int i = 0; i < n; i++)
		fill(&p->process[i], &shape[i], i ? NULL : failing);
	last = &p->process[0].item[p->process[0].n - 1];
	last->var = new_variable(p);
	happen(p, last);
	for (int i = 1; i <= n; i++) {
		struct process *q = &p->process[i % n];
		struct item *first = &q->item[0];

		first->var = last->var;
		if (!meet(last, first))
			return false;
		happen(p, first);
		last = first;
		if (i == n || q->n == 1)
			continue;
		last = &q->item[q->n - 1];
		last->var = new_variable(p);
		happen(p, last);
	}
	for (int i = 0; i < n; i++)
		add_between(p, &p->process[i]);
	return true;
}

void make_alone(struct program *p, const struct asm_sequence *row, bool fails,
		const struct asm_sequence *load)
{
	struct process *q = &p->process[0];

	*p = (struct program){ .name = "alone", .nprocesses = 1,
			       .bits = is_barrier(row) ? 32 : row->bits };
	fill(q, &(struct shape){ { is_barrier(row) ? load : row, row }, 1 + is_barrier(row) },
	     fails ? row : NULL);
	q->item[0].var = new_variable(p);
	happen(p, &q->item[0]);
}
