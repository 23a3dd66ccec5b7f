// SPDX-License-Identifier: GPL-2.0 OR MIT
/* What an instruction does: the steps of its row, as statements on registers and memory. */
#include "asm.h"
#include "front/error.h"

#include <string.h>

/* ---- accesses to memory ---- */

static const struct lkmm_formula old = { .kind = LKMM_F_VALUE };
static const struct lkmm_formula first = { .kind = LKMM_F_ARG, .number = 1 };
static const struct lkmm_formula second = { .kind = LKMM_F_ARG, .number = 2 };

static const struct lkmm_op load = {
	.name = "load", .shape = LKMM_SHAPE_LOAD, .nargs = 1, .inout = -1, .returns = &old,
};
static const struct lkmm_op store = {
	.name = "store", .shape = LKMM_SHAPE_STORE, .nargs = 2, .inout = -1, .becomes = &first,
};
static const struct lkmm_op exchange = {
	.name = "exchange", .shape = LKMM_SHAPE_EXCHANGE, .nargs = 2, .inout = -1,
	.becomes = &first, .returns = &old,
};

static const struct lkmm_formula is_expected = {
	.kind = LKMM_F_BINARY, .op = LKMM_EQ, .left = &old, .right = &first,
};
static const struct lkmm_op compare_exchange = {
	.name = "compare and exchange", .shape = LKMM_SHAPE_CMPXCHG, .nargs = 3, .inout = -1,
	.when = &is_expected, .becomes = &second, .returns = &old,
};

/* old OP argument, for each operator that an update can have. */
#define BINARY(operator) { .kind = LKMM_F_BINARY, .op = operator, .left = &old, .right = &first }
static const struct lkmm_formula updated[] = {
	BINARY(LKMM_ADD), BINARY(LKMM_SUB), BINARY(LKMM_AND), BINARY(LKMM_OR), BINARY(LKMM_XOR),
};
#define UPDATE(n) { .name = "update", .shape = LKMM_SHAPE_COMPUTE, .nargs = 2, .inout = -1,	\
		    .becomes = &updated[n], .returns = &old }
static const struct lkmm_op update[] = { UPDATE(0), UPDATE(1), UPDATE(2), UPDATE(3), UPDATE(4) };

static const struct lkmm_op *find_update(enum lkmm_operator op)
{
	for (size_t i = 0; i < sizeof(updated) / sizeof(updated[0]); i++)
		if (updated[i].op == op)
			return &update[i];
	return NULL;
}

/* ---- values ---- */

/* Registers of the processor that no test can name. */
static int flags_register(struct litmus *l, bool right)
{
	const char *name = right ? "(flags, right)" : "(flags, left)";
	int reg = add_register(l, l->thread, name, (int)strlen(name), LKMM_SIGNED(0));

	if (reg >= 0)
		l->thread->reg[reg].hidden = true;
	return reg;
}

/* What a pair of registers gets. */
static struct lkmm_expr *both_halves(struct litmus *l, struct lkmm_place at)
{
	static const char name[] = "(pair)";
	int reg = add_register(l, l->thread, name, (int)strlen(name), LKMM_SIGNED(0));

	if (reg >= 0)
		l->thread->reg[reg].hidden = true;
	return new_local(l, reg, at);
}

static int register_number(struct asm_reading *a, const struct isa_register *reg)
{
	const char *name = reg->name[a->isa->view];

	if (!name)
		name = reg->name[0];
	return add_register(a->l, a->l->thread, name, (int)strlen(name), LKMM_SIGNED(0));
}

/* The bits of the register @item, if its name is that of a part of it; or 0. */
static int bits_of_part(const struct asm_reading *a, const struct asm_item *item)
{
	int bits = a->isa->width[item->view];

	return bits < 32 ? bits : 0;
}

/*
 * A name of 32 bits stands for the lower half of a register. What is written by it clears the upper
 * half (AMD64 and A64 alike). What is read by it is a number with sign, as most variables of tests
 * are; only the bits matter to what computes, and comparisons say which they mean. A test whose
 * final states have such names (X86) has no other half. Instructions in the place of C get numbers
 * of the right type.
 */
static bool is_half(const struct asm_reading *a, const struct asm_item *item)
{
	return !a->l->test->compiled && a->isa->width[item->view] == 32 &&
	       a->isa->width[0] == 64;
}

static struct lkmm_expr *upper_half_clear(struct asm_reading *a, const struct asm_item *item,
					  struct lkmm_expr *e, struct lkmm_place at)
{
	if (!is_half(a, item))
		return e;
	if (a->isa->width[a->isa->view] == 32)
		return new_cast(a->l, LKMM_SIGNED(32), e, at);
	return new_cast(a->l, LKMM_UNSIGNED(32), e, at);
}

/* A register that the table names, and no operand. */
static struct asm_item named_register(const struct asm_reading *a, struct isa_ref r)
{
	return (struct asm_item){
		.kind = ASM_REGISTER, .reg = &a->isa->reg[r.n], .view = r.view,
	};
}

static struct lkmm_expr *register_value(struct asm_reading *a, const struct asm_item *item,
					struct lkmm_place at)
{
	struct lkmm_expr *all = new_local(a->l, register_number(a, item->reg), at);
	int bits = bits_of_part(a, item);

	if (is_half(a, item))
		return new_cast(a->l, LKMM_SIGNED(32), all, at);
	return bits ? new_cast(a->l, LKMM_UNSIGNED(bits), all, at) : all;
}

static struct lkmm_expr *item_value(struct asm_reading *a, const struct asm_item *item,
				    struct lkmm_place at)
{
	int loc;

	if (item->kind == ASM_NUMBER)
		return new_number(a->l, item->number, at);
	if (item->kind == ASM_REGISTER && item->reg->zero)
		return new_number(a->l, 0, at);
	if (item->kind == ASM_REGISTER)
		return register_value(a, item, at);
	loc = find_location(a->l->test, item->text, item->len);
	if (loc < 0)
		loc = add_location(a->l, item->text, item->len);
	return new_index(a->l, LKMM_ADDRESS, loc, at);
}

/* A number that adds nothing is left out: the offset of most addresses. */
static struct lkmm_expr *operand_value(struct asm_reading *a, const struct asm_operand *o)
{
	struct lkmm_expr *sum = NULL;

	for (int i = 0; i < o->nitems; i++) {
		const struct asm_item *item = &o->item[i];
		struct lkmm_expr *e;

		if (o->nitems > 1 && item->kind == ASM_NUMBER && !item->number)
			continue;
		e = item_value(a, item, o->at);
		if (item->to.bits)
			e = new_cast(a->l, item->to, e, o->at);
		if (item->shift)
			e = new_binary(a->l, LKMM_SHL, e, new_number(a->l, item->shift, o->at),
				       o->at);
		sum = sum ? new_binary(a->l, LKMM_ADD, sum, e, o->at) : e;
	}
	return sum ? sum : new_number(a->l, 0, o->at);
}

/* @e, the operand number @n, by the word that may come behind it: w2, sxtw. */
static struct lkmm_expr *extended(struct asm_reading *a, const struct asm_insn *i, int n,
				  struct lkmm_expr *e)
{
	const struct asm_item *word = n < i->noperands ? &i->operand[n].item[0] : NULL;
	const struct isa_extension *x = a->isa->extension;

	if (!word || i->operand[n].kind != ASM_WORD || i->operand[n - 1].kind != ASM_REGISTER)
		return e;
	for (; x && x->name; x++)
		if (asm_same_word(x->name, word->text, word->len))
			return new_cast(a->l, x->to, e, i->at);
	return e;
}

/* One of the two registers of a pair. */
static struct isa_ref half_of(struct isa_ref r, bool high)
{
	if (high)
		r.n = r.kind == ISA_REGISTER ? r.high - 1 : r.high;
	r.high = 0;
	return r;
}

static struct lkmm_expr *ref_value(struct asm_reading *a, const struct asm_insn *i,
				   struct isa_ref r);

static struct lkmm_expr *pair_value(struct asm_reading *a, const struct asm_insn *i,
				    struct isa_ref r)
{
	struct lkmm_expr *low = ref_value(a, i, half_of(r, false));
	struct lkmm_expr *high = ref_value(a, i, half_of(r, true));

	high = new_binary(a->l, LKMM_SHL, high, new_number(a->l, 32, i->at), i->at);
	return new_binary(a->l, LKMM_OR, high, new_cast(a->l, LKMM_UNSIGNED(32), low, i->at),
			  i->at);
}

static struct lkmm_expr *ref_value(struct asm_reading *a, const struct asm_insn *i,
				   struct isa_ref r)
{
	struct asm_item item;

	if (r.high)
		return pair_value(a, i, r);
	switch (r.kind) {
	case ISA_OPERAND:
		return extended(a, i, r.n, operand_value(a, &i->operand[r.n - 1]));
	case ISA_REGISTER:
		item = named_register(a, r);
		return register_value(a, &item, i->at);
	case ISA_LEFT:
	case ISA_RIGHT:
		return new_local(a->l, flags_register(a->l, r.kind == ISA_RIGHT), i->at);
	case ISA_NONE:
	case ISA_NUMBER:
	case ISA_OLD:
		break;
	}
	return new_number(a->l, r.n, i->at);
}

static struct lkmm_expr *right_side(struct asm_reading *a, const struct asm_insn *i,
				    const struct isa_value *v)
{
	struct lkmm_expr *e = ref_value(a, i, v->b), *inverted;

	if (!v->invert)
		return e;
	inverted = new_expr(a->l, LKMM_UNARY, i->at);
	if (inverted) {
		inverted->op = LKMM_NOT;
		inverted->a = e;
	}
	return inverted;
}

/* The low five bits of @e. */
static struct lkmm_expr *low_bits(struct asm_reading *a, const struct asm_insn *i,
				  struct lkmm_expr *e)
{
	return new_binary(a->l, LKMM_AND, e, new_number(a->l, 31, i->at), i->at);
}

static struct lkmm_expr *word_shift(struct asm_reading *a, const struct asm_insn *i,
				    const struct isa_value *v, struct lkmm_expr *e)
{
	struct lkmm_expr *count = low_bits(a, i, ref_value(a, i, v->b)), *back, *in;

	e = new_binary(a->l, v->op, new_cast(a->l, LKMM_UNSIGNED(32), e, i->at), count, i->at);
	if (!v->rotate)
		return e;
	back = low_bits(a, i, new_binary(a->l, LKMM_SUB, new_number(a->l, 0, i->at),
					 ref_value(a, i, v->b), i->at));
	in = new_binary(a->l, LKMM_SHR, new_cast(a->l, LKMM_UNSIGNED(32), ref_value(a, i, v->a),
						 i->at), back, i->at);
	return new_cast(a->l, LKMM_UNSIGNED(32), new_binary(a->l, LKMM_OR, e, in, i->at), i->at);
}

/* The difference that set the flags, if @left was compared. */
static struct lkmm_expr *result(struct asm_reading *a, const struct asm_insn *i,
				struct lkmm_expr *left)
{
	struct isa_ref right = { .kind = ISA_RIGHT };
	struct lkmm_expr *e = new_binary(a->l, LKMM_SUB, left, ref_value(a, i, right), i->at);

	return i->compared ? new_cast(a->l, LKMM_SIGNED(i->compared), e, i->at) : e;
}

static struct lkmm_expr *value(struct asm_reading *a, const struct asm_insn *i,
			       const struct isa_value *v)
{
	struct lkmm_expr *e = ref_value(a, i, v->a);

	if (asm_asks_sign(v))
		e = result(a, i, e);
	if (v->word)
		return word_shift(a, i, v, e);
	if (v->b.kind)
		e = new_binary(a->l, v->op, e, right_side(a, i, v), i->at);
	if (v->is_unsigned)
		set_unsigned(e, LKMM_UNSIGNED(64));
	return e;
}

/* ---- steps ---- */

static void add_statement(struct asm_reading *a, struct asm_insn *i, struct lkmm_expr *e)
{
	struct lkmm_stmt *s = new_stmt(a->l, LKMM_EXPR, i->at);

	if (!s)
		return;
	s->expr = e;
	if (i->last)
		i->last->next = s;
	else
		i->first = s;
	i->last = s;
}

/* The register @item = @e. One that is always 0 does not change, nor do the bits of no part. */
static struct lkmm_expr *assign_register(struct asm_reading *a, const struct asm_item *item,
					 struct lkmm_expr *e, struct lkmm_place at)
{
	int reg, bits = bits_of_part(a, item);

	if (item->reg->zero)
		return e;
	reg = register_number(a, item->reg);
	e = upper_half_clear(a, item, e, at);
	if (bits) {
		int64_t rest = -(INT64_C(1) << bits);

		e = new_binary(a->l, LKMM_OR,
			       new_binary(a->l, LKMM_AND, new_local(a->l, reg, at),
					  new_number(a->l, rest, at), at),
			       new_cast(a->l, LKMM_UNSIGNED(bits), e, at), at);
	}
	return new_assign(a->l, new_local(a->l, reg, at), e, at);
}

static void assign(struct asm_reading *a, struct asm_insn *i, struct isa_ref r,
		   struct lkmm_expr *e);

static void assign_pair(struct asm_reading *a, struct asm_insn *i, struct isa_ref r,
			struct lkmm_expr *e)
{
	struct lkmm_integer half = LKMM_UNSIGNED(32);
	struct lkmm_expr *all = both_halves(a->l, i->at);

	add_statement(a, i, new_assign(a->l, all, e, i->at));
	all = both_halves(a->l, i->at);
	assign(a, i, half_of(r, false), new_cast(a->l, half, all, i->at));
	all = new_binary(a->l, LKMM_SHR, both_halves(a->l, i->at), new_number(a->l, 32, i->at),
			 i->at);
	assign(a, i, half_of(r, true), new_cast(a->l, half, all, i->at));
}

/* @r = @e */
static void assign(struct asm_reading *a, struct asm_insn *i, struct isa_ref r,
		   struct lkmm_expr *e)
{
	struct asm_item named;

	if (r.high) {
		assign_pair(a, i, r, e);
		return;
	}
	switch (r.kind) {
	case ISA_NONE:
		break;
	case ISA_OPERAND:
		e = assign_register(a, &i->operand[r.n - 1].item[0], e, i->at);
		break;
	case ISA_REGISTER:
		named = named_register(a, r);
		e = assign_register(a, &named, e, i->at);
		break;
	default:
		e = new_assign(a->l, ref_value(a, i, r), e, i->at);
	}
	add_statement(a, i, e);
}

/* The bits of the first register that the instruction @i names, or 64. */
static int bits_of_insn(const struct asm_reading *a, const struct asm_insn *i)
{
	for (int k = 0; k < i->noperands; k++)
		if (i->operand[k].kind == ASM_REGISTER)
			return a->isa->width[i->operand[k].item[0].view];
	return 64;
}

/*
 * Results of computing have the width of the register. The two that flags are about have that of
 * the instruction, with sign: then numbers without sign, too, come in their order.
 */
static struct lkmm_expr *fit(struct asm_reading *a, const struct asm_insn *i,
			     const struct isa_step *s, struct lkmm_expr *e)
{
	bool flags = s->to.kind == ISA_LEFT || s->to.kind == ISA_RIGHT;
	int view = s->to.kind == ISA_OPERAND ? i->operand[s->to.n - 1].item[0].view : 0;
	int bits = a->isa->width[view], most = a->l->test->compiled ? 64 : 32;

	if (flags && !a->l->test->compiled && !s->as.bits)
		return new_cast(a->l, LKMM_SIGNED(bits_of_insn(a, i)), e, i->at);
	return !flags && s->value.b.kind && bits && bits < most ?
		       new_cast(a->l, LKMM_UNSIGNED(bits), e, i->at) : e;
}

static struct lkmm_expr *computed(struct asm_reading *a, const struct asm_insn *i,
				  const struct isa_step *s)
{
	struct lkmm_expr *e = value(a, i, &s->value), *cond;

	e = fit(a, i, s, e);
	if (!s->when.a.kind)
		return e;
	cond = new_expr(a->l, LKMM_CONDITIONAL, i->at);
	if (cond) {
		cond->a = value(a, i, &s->when);
		cond->b = e;
		cond->c = ref_value(a, i, s->otherwise);
	}
	return cond;
}

static const struct lkmm_op *op_of(const struct isa_step *s)
{
	if (s->kind == ISA_LOAD)
		return &load;
	if (s->kind != ISA_UPDATE)
		return &store;
	if (s->when.a.kind)
		return &compare_exchange;
	return s->value.a.kind == ISA_OLD ? find_update(s->value.op) : &exchange;
}

static bool is_half_ref(const struct asm_reading *a, const struct asm_insn *i, struct isa_ref r)
{
	struct asm_item named;

	if (r.kind == ISA_OPERAND)
		return i->operand[r.n - 1].kind == ASM_REGISTER &&
		       is_half(a, &i->operand[r.n - 1].item[0]);
	if (r.kind != ISA_REGISTER)
		return false;
	named = named_register(a, r);
	return is_half(a, &named);
}

/*
 * The memory that a step accesses: by a name of 32 bits, as many, by a pair of these twice as many.
 * What a try gives is no access.
 */
static struct lkmm_integer accessed(const struct asm_reading *a, const struct asm_insn *i,
				    const struct isa_step *s)
{
	bool pair = s->to.high || s->value.a.high;
	bool half = (s->kind != ISA_TRY && is_half_ref(a, i, s->to)) ||
		    is_half_ref(a, i, s->value.a) || is_half_ref(a, i, s->value.b);

	if (pair && !s->as.bits)
		return LKMM_SIGNED(64);
	return half && !s->as.bits ? LKMM_SIGNED(32) : s->as;
}

/*
 * What is loaded fills the register: "$1 = $1 s32", or by the width of an update. Instructions in
 * the place of C have numbers of its types, which fill registers already.
 */
static bool fills(const struct asm_reading *a, const struct isa_step *s)
{
	bool set = s->kind == ISA_SET && !s->value.b.kind && !s->when.a.kind &&
		   s->to.kind == ISA_OPERAND && s->value.a.kind == ISA_OPERAND &&
		   s->to.n == s->value.a.n;

	return a->l->test->compiled && s->as.bits == 32 && (set || s->kind == ISA_UPDATE);
}

static struct lkmm_expr *access_memory(struct asm_reading *a, struct asm_insn *i,
				       const struct isa_step *s)
{
	bool compares = s->kind == ISA_UPDATE && s->when.a.kind;
	struct lkmm_expr *e = new_access(a->l, s->kind == ISA_TRY ? LKMM_STORE_LINKED : LKMM_OP,
					 value(a, i, &s->address), i->at);

	if (!e)
		return NULL;
	if (s->kind != ISA_TRY)
		e->access->op = op_of(s);
	e->access->marks = s->marks;
	e->access->linked = s->linked;
	e->access->integer = e->access->accessed = accessed(a, i, s);
	if (compares)
		e->access->arg[1] = right_side(a, i, &s->when);
	if (compares && s->as.bits && !fills(a, s))
		e->access->arg[1] = new_cast(a->l, s->as, e->access->arg[1], i->at);
	if (s->kind != ISA_LOAD)
		e->access->arg[1 + compares] = s->value.a.kind == ISA_OLD ?
					       right_side(a, i, &s->value) : value(a, i, &s->value);
	return e;
}

/* What a narrow instruction gives: of try, that is whether it wrote. */
static struct lkmm_expr *narrow(struct asm_reading *a, const struct asm_insn *i,
				const struct isa_step *s, struct lkmm_expr *e)
{
	bool gives = s->to.kind != ISA_NONE && s->kind != ISA_TRY && !fills(a, s);

	return gives && s->as.bits ? new_cast(a->l, s->as, e, i->at) : e;
}

static void make_step(struct asm_reading *a, struct asm_insn *i, const struct isa_step *s)
{
	struct lkmm_expr *e;

	switch (s->kind) {
	case ISA_SET:
		assign(a, i, s->to, narrow(a, i, s, computed(a, i, s)));
		break;
	case ISA_FENCE:
		e = new_fence(a->l, LKMM_FENCE_MACHINE, i->at);
		if (e)
			e->access->marks = s->marks;
		add_statement(a, i, e);
		break;
	case ISA_GOTO:
		i->target = &i->operand[s->to.n - 1];
		if (s->when.a.kind)
			i->cond = value(a, i, &s->when);
		break;
	case ISA_LOAD:
	case ISA_STORE:
	case ISA_UPDATE:
	case ISA_TRY:
		assign(a, i, s->to, narrow(a, i, s, access_memory(a, i, s)));
		break;
	case ISA_END:
		break;
	}
}

/*
 * "[X1, #4]!": the register becomes the address, and the access is at it. What the instruction does
 * if it names the register otherwise, too, is not defined.
 */
static void change_address(struct asm_reading *a, struct asm_insn *i, struct asm_operand *o)
{
	for (int k = 0; k < i->noperands; k++)
		if (&i->operand[k] != o && i->operand[k].item[0].reg == o->item[0].reg)
			litmus_report(a->l, o->at, "the address of '%.*s' changes a register that "
				      "it names otherwise, too", i->len, i->name);
	add_statement(a, i, assign_register(a, &o->item[0], operand_value(a, o), o->at));
	o->nitems = 1;
}

void asm_make_steps(struct asm_reading *a, struct asm_insn *i)
{
	for (int k = 0; k < i->noperands; k++)
		if (i->operand[k].changes)
			change_address(a, i, &i->operand[k]);
	for (int k = 0; k < ISA_MAX_STEPS && i->row->step[k].kind != ISA_END; k++)
		make_step(a, i, &i->row->step[k]);
}
