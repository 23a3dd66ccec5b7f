// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The row of the table that an instruction is. */
#include "asm.h"
#include "front/error.h"

/* Whether the operand @o is one of the kind @kind: defs/isa/README.md lists these. */
static bool fits(const struct asm_operand *o, const char *kind)
{
	const struct asm_item *first = &o->item[0];

	switch (kind[0]) {
	case '=':
		return o->kind == ASM_WORD && asm_same_word(kind + 1, first->text, first->len);
	case 'r':
		return o->kind == ASM_REGISTER;
	case 'z':
		return o->kind == ASM_REGISTER && first->reg->zero;
	case 'i':
		return o->kind == ASM_NUMBER;
	case 'o':
		return o->kind != ASM_MEMORY;
	case 'm':
		return o->kind == ASM_MEMORY;
	case 'n':
		return o->kind == ASM_MEMORY && o->nitems == 1;
	default:
		return o->kind == ASM_WORD;
	}
}

static bool is_row(const struct asm_insn *i, const struct isa_insn *row)
{
	for (int k = 0; k < ISA_MAX_OPERANDS; k++) {
		if ((k < i->noperands) != (row->operand[k] != NULL))
			return false;
		if (k < i->noperands && !fits(&i->operand[k], row->operand[k]))
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
		if (is_row(i, row)) {
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
