// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A cycle of accesses as a program: the last access of each process and the first of the next are
 * to one variable. The values are those of accesses that happen in the order of the cycle; the
 * question asks for them.
 */
#include "prove.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The first value of each variable; a compare-and-exchange that fails expects the other. */
enum { FIRST = 4, NOWHERE = 99 };

static bool is_barrier(const struct asm_sequence *row)
{
	return !row->bits;
}

int row_bits(const struct asm_sequence *row)
{
	return is_barrier(row) ? 32 : row->bits == 128 ? 64 : row->bits;
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

static int64_t binary(enum lkmm_operator op, int64_t a, int64_t b)
{
	switch (op) {
	case LKMM_ADD:
		return a + b;
	case LKMM_SUB:
		return a - b;
	case LKMM_AND:
		return a & b;
	case LKMM_OR:
		return a | b;
	case LKMM_XOR:
		return a ^ b;
	case LKMM_EQ:
		return a == b;
	case LKMM_NE:
		return a != b;
	case LKMM_LT:
		return a < b;
	case LKMM_LE:
		return a <= b;
	case LKMM_GT:
		return a > b;
	case LKMM_GE:
		return a >= b;
	default:
		return 0;
	}
}

/* The formula @f of an operation that finds @i->found. */
static int64_t formula(const struct item *i, const struct lkmm_formula *f)
{
	int64_t v;

	switch (f->kind) {
	case LKMM_F_VALUE:
		return i->found;
	case LKMM_F_ARG:
		return i->operand[f->number - (f->number > i->row->formulas->object)];
	case LKMM_F_NUMBER:
		return f->number;
	case LKMM_F_UNARY:
		v = formula(i, f->left);
		return f->op == LKMM_NOT ? ~v : f->op == LKMM_NEG ? -v : !v;
	case LKMM_F_BINARY:
		return binary(f->op, formula(i, f->left), formula(i, f->right));
	}
	return 0;
}

/* The last operand of some is a value with which they fail. */
static void find_operands(struct item *i)
{
	i->operand[0] = 1;
	i->operand[1] = i->fails ? i->found : NOWHERE;
}

static int64_t becomes(const struct item *i)
{
	int64_t y = i->row->shift ? INT64_C(1) << i->operand[0] : i->operand[0];
	int64_t x = i->row->invert ? ~y : y;

	if (i->row->formulas)
		return formula(i, i->row->formulas->becomes);
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

static void set_operands(struct item *i)
{
	i->operand[0] = operand_for(i->row, i->found);
	if (i->row->shape == LKMM_SHAPE_CMPXCHG) {
		i->operand[1] = i->operand[0];
		i->operand[0] = i->fails ? NOWHERE : i->found;
	}
	if (i->row->formulas)
		find_operands(i);
	if (i->given)
		i->operand[0] = *i->given;
	for (int k = 0; k < 2; k++)
		if (i->row->operand[k] && i->row->operand[k][0] == '#')
			i->operand[k] = strtoll(i->row->operand[k] + 1, NULL, 0);
}

/* A value that @i finds, so that it fails, or does not. */
static int64_t needed_by(const struct item *i)
{
	const char *last = i->row->operand[1];
	const int64_t values[] = { FIRST, 0, -1, 1,
				   last && *last == '#' ? strtoll(last + 1, NULL, 0) : 0 };
	const struct lkmm_op *op = i->row->formulas;
	struct item x = *i;

	for (size_t k = 0; op && op->when && k < sizeof(values) / sizeof(values[0]); k++) {
		x.found = values[k];
		set_operands(&x);
		if (!formula(&x, op->when) == x.fails)
			return values[k];
	}
	return FIRST;
}

/* Lets @i happen next. */
static void happen(struct program *p, struct item *i)
{
	const struct lkmm_op *op = i->row->formulas;

	i->found = p->final[i->var];
	set_operands(i);
	i->returned = op && op->returns ? formula(i, op->returns) : i->found;
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

static void fill_all(struct program *p, const struct shape *shape,
		     const struct asm_sequence *failing)
{
	for (int n = 0; n < p->nprocesses; n++) {
		fill(&p->process[n], &shape[n], n ? NULL : failing);
		for (int i = 0; i < shape[n].n; i++)
			p->halves |= shape[n].row[i]->halves;
	}
}

static int new_variable(struct program *p, int64_t first)
{
	p->first[p->nvars] = p->final[p->nvars] = first;
	return p->nvars++;
}

/* The variable of @last, which @next accesses then, and must find what it needs. */
static void share_variable(struct program *p, struct item *last, const struct item *next)
{
	int64_t needed = needed_by(next);
	bool writes = row_writes(last->row);

	if (writes && needed != FIRST) {
		p->needed = needed;
		last->given = &p->needed;
	}
	last->var = new_variable(p, last->row->formulas ? needed_by(last) :
				    writes ? FIRST : needed);
	happen(p, last);
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
			q->item[i].var = new_variable(p, needed_by(&q->item[i]));
			happen(p, &q->item[i]);
		}
}

bool make_program(struct program *p, const struct shape *shape, int n,
		  const struct asm_sequence *failing, int bits)
{
	struct item *last;

	*p = (struct program){ .nprocesses = n, .bits = bits };
	fill_all(p, shape, failing);
	last = &p->process[0].item[p->process[0].n - 1];
	share_variable(p, last, &p->process[1 % n].item[0]);
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
		share_variable(p, last, &p->process[(i + 1) % n].item[0]);
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
			       .bits = row_bits(row) };
	fill_all(p, &(struct shape){ { is_barrier(row) ? load : row, row }, 1 + is_barrier(row) },
		 fails ? row : NULL);
	q->item[0].var = new_variable(p, needed_by(&q->item[0]));
	happen(p, &q->item[0]);
}
