// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Whether IR is well formed: numbers of operands, blocks with an end, sizes. */
#include "text.h"

enum { MOST_BYTES = 1 << 30, MOST_DEPTH = 64 };

/* The size of @t in bytes, or -1: it has too many, or contains itself. */
static int64_t sane_size(const struct ir_type *t, int depth)
{
	int64_t sum = 0, one;

	if (!t)
		return 0;
	if (depth > MOST_DEPTH || (t->kind == IR_INTEGER && (t->bits < 1 || t->bits > 1 << 20)))
		return -1;
	if (t->kind == IR_ARRAY) {
		one = sane_size(t->of, depth + 1);
		if (one < 0 || t->n < 0 || t->n > MOST_BYTES || one * t->n > MOST_BYTES)
			return -1;
		return one * t->n;
	}
	if (t->kind != IR_STRUCT)
		return t->kind == IR_INTEGER ? t->bits / 8 + 1 : 8;
	for (int i = 0; i < t->nmembers; i++) {
		one = t->member[i] ? sane_size(t->member[i], depth + 1) : -1;
		if (one < 0 || (sum += one) > MOST_BYTES)
			return -1;
	}
	return sum;
}

struct needs {
	int operands;			/* at least */
	int targets;
	bool result;
};

static struct needs needs_of(const struct ir_instruction *i)
{
	switch (i->op) {
	case IR_BR:
		return (struct needs){ i->ntargets == 2, 1, false };
	case IR_SWITCH:
		return (struct needs){ i->ntargets, 1, false };
	case IR_ALLOCA:
		return (struct needs){ 0, 0, true };
	case IR_STORE:
		return (struct needs){ 2, 0, false };
	case IR_CMPXCHG: case IR_SELECT:
		return (struct needs){ 3, 0, true };
	case IR_PHI:
		return (struct needs){ i->ntargets, 1, true };
	case IR_CALL:
		return (struct needs){ 1, 0, false };
	case IR_LOAD: case IR_GEP: case IR_CAST: case IR_ZEXT: case IR_SEXT: case IR_TRUNC:
	case IR_EXTRACTVALUE:
		return (struct needs){ 1, 0, true };
	case IR_RET: case IR_UNREACHABLE: case IR_FENCE: case IR_ASM: case IR_UNKNOWN:
		return (struct needs){ 0, 0, false };
	default:
		return (struct needs){ 2, 0, true };
	}
}

static bool is_valid(const struct ir_instruction *i)
{
	struct needs n = needs_of(i);

	if (i->noperands < n.operands || i->ntargets < n.targets || (n.result && i->result < 0))
		return false;
	if (i->op == IR_PHI && i->noperands != i->ntargets)
		return false;
	if ((i->op == IR_CALL || i->op == IR_RET) && i->ntargets > (i->op == IR_CALL))
		return false;
	for (int k = 0; k < i->noperands; k++)
		if (!i->operand[k])
			return false;
	if ((i->op == IR_ALLOCA || i->op == IR_LOAD || i->op == IR_GEP) && !i->source)
		return false;
	return sane_size(i->source, 0) >= 0 && sane_size(i->type, 0) >= 0 &&
	       (i->op != IR_ATOMICRMW || i->word) &&
	       (i->op != IR_ASM || (i->word && i->constraints));
}

static bool is_end(const struct ir_instruction *i)
{
	return i->op == IR_RET || i->op == IR_BR || i->op == IR_SWITCH ||
	       i->op == IR_UNREACHABLE || i->op == IR_UNKNOWN ||
	       (i->op == IR_CALL && i->ntargets);
}

static bool is_valid_block(const struct ir_block *b, const struct ir_function *f)
{
	if (!b->met || !b->last)
		return false;
	for (const struct ir_instruction *i = b->first; i; i = i->next) {
		if (!is_valid(i) || (i != b->last && is_end(i) && i->op != IR_UNKNOWN))
			return false;
		for (int t = 0; t < i->ntargets; t++)
			if (i->target[t] < 0 || i->target[t] >= f->nblocks)
				return false;
	}
	return is_end(b->last);
}

static bool are_types_valid(struct ir_value **v, int n)
{
	for (int k = 0; k < n; k++)
		if (!v[k] || sane_size(v[k]->type, 0) < 0)
			return false;
	return true;
}

static bool is_valid_function(const struct ir_function *f)
{
	if (!are_types_valid(f->parameter, f->nparameters) ||
	    !are_types_valid(f->value, f->nvalues))
		return false;
	for (int b = 0; b < f->nblocks; b++)
		if (!is_valid_block(&f->block[b], f))
			return false;
	return !f->defined || f->nblocks;
}

void ir_check(struct ir_text *x)
{
	struct ir_module *m = x->m;

	for (int k = 0; k < m->nfunctions && !ir_failed(x); k++) {
		x->line = m->function[k].line;
		if (!is_valid_function(&m->function[k]))
			ir_error(x, "the function '%.80s' cannot be read: it has unknown parts",
				 m->function[k].name);
	}
	for (int k = 0; k < m->nglobals && !ir_failed(x); k++)
		if (sane_size(m->global[k].type, 0) < 0)
			ir_error(x, "the variable '%.80s' is too large", m->global[k].name);
}
