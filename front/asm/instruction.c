// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The row of the table that an instruction is. */
#include "asm.h"
#include "front/error.h"

#include <string.h>

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
	case 'w':
		return o->kind == ASM_REGISTER && a->isa->width[first->view] == 32;
	case 'z':
		return o->kind == ASM_REGISTER && first->reg->zero;
	case 'i':
		return o->kind == ASM_NUMBER;
	case 'o':
		return o->kind == ASM_REGISTER || o->kind == ASM_NUMBER ||
		       (o->kind == ASM_WORD &&
			find_location(a->l->test, first->text, first->len) >= 0);
	case 'm':
		return o->kind == ASM_MEMORY && !o->changes;
	case 'M':
		return o->kind == ASM_MEMORY;
	case 'n':
		return o->kind == ASM_MEMORY && !o->changes && has_one_part(o);
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

/* The conditions that the flags behind it do not tell; *@sets is whether it sets them. */
static unsigned int unknown_flags(const struct isa_insn *row, bool *sets)
{
	unsigned int unknown = 0;

	*sets = false;
	for (int k = 0; k < ISA_MAX_STEPS && row->step[k].kind != ISA_END; k++) {
		unknown |= row->step[k].unknown;
		*sets |= row->step[k].kind != ISA_GOTO && is_flag(row->step[k].to);
	}
	return unknown;
}

unsigned int asm_asked(enum lkmm_operator op, bool is_unsigned)
{
	if (op == LKMM_EQ || op == LKMM_NE)
		return ISA_ZERO;
	if (is_unsigned)
		return op == LKMM_GT || op == LKMM_LE ? ISA_CARRY | ISA_ZERO : ISA_CARRY;
	return ISA_ORDER;
}

bool asm_asks_sign(const struct isa_value *v)
{
	return v->a.kind == ISA_LEFT && v->b.kind == ISA_NUMBER &&
	       v->op >= LKMM_EQ && v->op <= LKMM_GE;
}

/* What its conditions ask the flags. */
static unsigned int asked(const struct isa_insn *row)
{
	unsigned int asks = 0;

	for (int k = 0; k < ISA_MAX_STEPS && row->step[k].kind != ISA_END; k++) {
		const struct isa_value *when = &row->step[k].when;

		if (is_flag(when->a))
			asks |= asm_asks_sign(when) ? ISA_SIGN :
				asm_asked(when->op, when->is_unsigned);
	}
	return asks;
}

static const char *name_condition(unsigned int asks)
{
	return asks & ISA_CARRY ? "the carry" : asks & ISA_ORDER ? "the order" :
	       asks & ISA_SIGN ? "the sign" : "whether the result is 0";
}

/* The bits that it computes with: those of a register that it names, or 0. */
static int width_of(const struct asm_reading *a, const struct asm_insn *i)
{
	for (int k = 0; k < i->noperands; k++)
		if (i->operand[k].kind == ASM_REGISTER)
			return a->isa->width[i->operand[k].item[0].view];
	return 0;
}

/* Whether its flags are about one value, which is compared with 0. */
static bool has_result(const struct isa_insn *row)
{
	for (int k = 0; k < ISA_MAX_STEPS && row->step[k].kind != ISA_END; k++)
		if (row->step[k].to.kind == ISA_RIGHT)
			return row->step[k].value.a.kind == ISA_NUMBER;
	return false;
}

/* Whether a jump may lead to an instruction behind number @k, up to number @to. */
static bool is_led_to(const struct asm_code *c, int k, int to)
{
	for (int n = 0; n < c->nlabels; n++)
		if (c->label[n].insn > k && c->label[n].insn <= to)
			return true;
	return false;
}

/* The flags are those of the last instruction before it; behind a label, of any before that. */
bool asm_check_flags(struct asm_reading *a, const struct asm_code *c, int k)
{
	struct asm_insn *i = &c->insn[k];
	unsigned int asks = asked(i->row);
	bool any = false;

	for (int at = k; asks && at-- > 0; ) {
		const struct asm_insn *before = &c->insn[at];
		unsigned int unknown;
		bool sets;

		if (!before->row)
			continue;
		unknown = asks & unknown_flags(before->row, &sets);
		if (!sets)
			continue;
		if (asks & ISA_SIGN && ((any && i->compared != width_of(a, before)) ||
					(!width_of(a, before) && !has_result(before->row))))
			unknown |= ISA_SIGN;
		i->compared = width_of(a, before);
		any = true;
		if (unknown)
			litmus_report_uses(a->l, i->at, "'%.*s' behind '%.*s' is not supported: "
					   "its flags are not known to tell %s", i->len, i->name,
					   before->len, before->name, name_condition(unknown));
		if (unknown || !is_led_to(c, at, k))
			return !unknown;
	}
	return true;
}

unsigned int asm_unknown_flags(const struct isa *isa, const char *text)
{
	unsigned int unknown = 0;
	size_t longest = 0;

	for (int k = 0; k < isa->ninsns; k++) {
		size_t n = strlen(isa->insn[k].name);
		bool sets;

		if (n < longest || !asm_same_word(isa->insn[k].name, text, (int)n) ||
		    asm_is_word(text[n]))
			continue;
		unknown = (n > longest ? 0 : unknown) | unknown_flags(&isa->insn[k], &sets);
		longest = n;
	}
	return unknown;
}
