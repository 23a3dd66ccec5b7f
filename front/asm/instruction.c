// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The row of the table that an instruction is. */
#include "asm.h"
#include "front/error.h"

/* (x6) and 0(x6): there is one item that is not 0. */
static bool has_one_part(const struct asm_operand *o)
{
	int n = 0;

	for (int i = 0; i < o->nitems; i++)
		n += o->item[i].kind != ASM_NUMBER || o->item[i].number;
	return n == 1;
}

/* Whether the operand @o is one of the kind @kind: defs/isa/README.md lists these. */
static bool fits(const struct asm_reading *a, const struct asm_operand *o, const char *kind)
{
	const struct asm_item *first = &o->item[0];

	switch (kind[0]) {
	case '=':
		return o->kind != ASM_MEMORY && asm_same_word(kind + 1, first->text, first->len);
	case 'r':
		return o->kind == ASM_REGISTER;
	case 'z':
		return o->kind == ASM_REGISTER && first->reg->zero;
	case 'i':
		return o->kind == ASM_NUMBER;
	case 'o':
		return o->kind == ASM_REGISTER || o->kind == ASM_NUMBER ||
		       (o->kind == ASM_WORD &&
			find_location(a->l->test, first->text, first->len) >= 0);
	case 'm':
		return o->kind == ASM_MEMORY;
	case 'n':
		return o->kind == ASM_MEMORY && has_one_part(o);
	default:
		return o->kind == ASM_WORD;
	}
}

static bool is_row(const struct asm_reading *a, const struct asm_insn *i,
		   const struct isa_insn *row)
{
	for (int k = 0; k < ISA_MAX_OPERANDS; k++) {
		if ((k < i->noperands) != (row->operand[k] != NULL))
			return false;
		if (k < i->noperands && !fits(a, &i->operand[k], row->operand[k]))
			return false;
	}
	return true;
}

bool asm_find_row(struct asm_reading *a, struct asm_insn *i)
{
	bool known = false;

	for (int k = 0; k < a->isa->ninsns; k++) {
		const struct isa_insn *row = &a->isa->insn[k];

		if (!asm_same_word(row->name, i->name, i->len))
			continue;
		known = true;
		if (is_row(a, i, row)) {
			i->row = row;
			return true;
		}
	}
	if (known)
		litmus_report_uses(a->l, i->at, "unknown operands of the instruction '%.*s'",
				   i->len, i->name);
	else
		litmus_report_uses(a->l, i->at, "unknown instruction '%.*s'", i->len, i->name);
	return false;
}

static bool is_flag(struct isa_ref r)
{
	return r.kind == ISA_LEFT || r.kind == ISA_RIGHT;
}

static bool sets_flags(const struct isa_insn *row)
{
	for (int k = 0; k < ISA_MAX_STEPS && row->step[k].kind != ISA_END; k++)
		if (row->step[k].kind != ISA_GOTO && is_flag(row->step[k].to))
			return true;
	return false;
}

static bool tells_only_zero(const struct isa_insn *row)
{
	bool tells = false;

	for (int k = 0; k < ISA_MAX_STEPS; k++)
		tells |= row->step[k].only_zero;
	return tells;
}

/* Whether it goes by the order of two numbers, as the carry and the sign do. */
static bool asks_order(const struct isa_insn *row)
{
	for (int k = 0; k < ISA_MAX_STEPS && row->step[k].kind != ISA_END; k++) {
		const struct isa_value *when = &row->step[k].when;

		if (when->op >= LKMM_LT && when->op <= LKMM_GE && is_flag(when->a))
			return true;
	}
	return false;
}

bool asm_check_flags(struct asm_reading *a, const struct asm_code *c, int k)
{
	const struct asm_insn *i = &c->insn[k];

	if (!asks_order(i->row))
		return true;
	while (k-- > 0) {
		const struct asm_insn *before = &c->insn[k];

		if (!before->row || !sets_flags(before->row))
			continue;
		if (tells_only_zero(before->row))
			litmus_report_uses(a->l, i->at, "'%.*s' behind '%.*s' is not supported: it "
					   "is known of the flags only whether the result was 0",
					   i->len, i->name, before->len, before->name);
		return !tells_only_zero(before->row);
	}
	return true;
}
