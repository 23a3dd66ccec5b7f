// SPDX-License-Identifier: GPL-2.0 OR MIT
/* An instruction of LLVM IR. */
#include "text.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	const char *word;
	enum ir_op op;
} ops[] = {
	{ "ret", IR_RET }, { "br", IR_BR }, { "switch", IR_SWITCH },
	{ "unreachable", IR_UNREACHABLE },
	{ "alloca", IR_ALLOCA }, { "load", IR_LOAD }, { "store", IR_STORE }, { "fence", IR_FENCE },
	{ "cmpxchg", IR_CMPXCHG }, { "atomicrmw", IR_ATOMICRMW }, { "getelementptr", IR_GEP },
	{ "bitcast", IR_CAST }, { "inttoptr", IR_CAST }, { "ptrtoint", IR_CAST },
	{ "ptrtoaddr", IR_CAST }, { "addrspacecast", IR_CAST }, { "freeze", IR_CAST },
	{ "zext", IR_ZEXT }, { "sext", IR_SEXT }, { "trunc", IR_TRUNC },
	{ "add", IR_ADD }, { "sub", IR_SUB }, { "mul", IR_MUL }, { "udiv", IR_UDIV },
	{ "sdiv", IR_SDIV }, { "urem", IR_UREM }, { "srem", IR_SREM }, { "shl", IR_SHL },
	{ "lshr", IR_LSHR }, { "ashr", IR_ASHR }, { "and", IR_AND }, { "or", IR_OR },
	{ "xor", IR_XOR },
	{ "icmp", IR_ICMP }, { "select", IR_SELECT }, { "phi", IR_PHI }, { "call", IR_CALL },
	{ "invoke", IR_CALL },
	{ "extractvalue", IR_EXTRACTVALUE }, { "insertvalue", IR_INSERTVALUE },
};

static const char *const predicates[] = {
	[IR_EQ] = "eq", [IR_NE] = "ne", [IR_UGT] = "ugt", [IR_UGE] = "uge", [IR_ULT] = "ult",
	[IR_ULE] = "ule", [IR_SGT] = "sgt", [IR_SGE] = "sge", [IR_SLT] = "slt", [IR_SLE] = "sle",
};

enum ir_op ir_op_of(const char *word)
{
	for (size_t k = 0; k < sizeof(ops) / sizeof(ops[0]); k++)
		if (!strcmp(ops[k].word, word))
			return ops[k].op;
	return IR_UNKNOWN;
}

/* ---- parts ---- */

static void add_operand(struct ir_text *x, struct ir_instruction *i, struct ir_value *v)
{
	i->operand = ir_grow(x, i->operand, i->noperands, sizeof(struct ir_value *));
	if (i->operand)
		i->operand[i->noperands++] = v;
}

/* Whether another operand follows, and not the alignment or metadata. */
static bool more(struct ir_text *x)
{
	return ir_goes_on(x) && ir_accept(x, ",") && !ir_at(x, "!") && !ir_at_word(x, "align");
}

/* %label */
static void add_target(struct ir_text *x, struct ir_instruction *i)
{
	ir_expect(x, "%");
	i->target = ir_grow(x, i->target, i->ntargets, sizeof(int));
	if (i->target)
		i->target[i->ntargets++] = ir_block(x, ir_name(x));
}

static void label(struct ir_text *x, struct ir_instruction *i)
{
	ir_expect(x, "label");
	add_target(x, i);
}

/* A value of the type of the operand before. */
static void add_alike(struct ir_text *x, struct ir_instruction *i)
{
	add_operand(x, i, ir_value(x, i->noperands ? i->operand[0]->type : NULL));
}

/* The words between an opcode and its first type. */
static void flags(struct ir_text *x, struct ir_instruction *i)
{
	static const char *const passed_over[] = {
		"nuw", "nsw", "exact", "inbounds", "nusw", "nneg", "disjoint", "samesign",
		"inalloca", "swifterror", "weak", "fast", "nnan", "ninf", "nsz", "arcp", "contract",
		"afn", "reassoc", "tail", "musttail", "notail",
	};

	for (bool found = true; found;) {
		found = false;
		if (ir_accept_word(x, "volatile"))
			found = i->is_volatile = true;
		if (ir_accept_word(x, "atomic"))
			found = i->is_atomic = true;
		for (size_t k = 0; k < sizeof(passed_over) / sizeof(passed_over[0]); k++)
			found |= ir_accept_word(x, passed_over[k]);
	}
	if (ir_at_word(x, "inrange"))
		ir_skip_brackets(x);
}

/* "syncscope(...) acquire", of an atomic access */
static void ordering(struct ir_text *x, struct ir_instruction *i)
{
	if (!i->is_atomic)
		return;
	if (ir_accept_word(x, "syncscope")) {
		i->is_single = ir_at(x, "(\"singlethread\")");
		ir_skip_brackets(x);
	}
	i->ordering = ir_word(x);
}

/* ---- kinds of instructions ---- */

static void branch(struct ir_text *x, struct ir_instruction *i)
{
	if (ir_at_word(x, "label")) {
		label(x, i);
		return;
	}
	add_operand(x, i, ir_operand(x));
	ir_expect(x, ",");
	label(x, i);
	ir_expect(x, ",");
	label(x, i);
}

/* The value, then the cases; the first target is the default. */
static void switch_(struct ir_text *x, struct ir_instruction *i)
{
	add_operand(x, i, ir_operand(x));
	ir_expect(x, ",");
	label(x, i);
	ir_expect(x, "[");
	x->in_line = false;
	while (!ir_failed(x) && !ir_accept(x, "]")) {
		add_operand(x, i, ir_operand(x));
		ir_expect(x, ",");
		label(x, i);
	}
}

static void phi(struct ir_text *x, struct ir_instruction *i)
{
	i->type = ir_type(x);
	do {
		ir_expect(x, "[");
		add_operand(x, i, ir_value(x, i->type));
		ir_expect(x, ",");
		add_target(x, i);
		ir_expect(x, "]");
	} while (more(x));
}

/* Operand 0 is the function. The target of an invoke is the block that comes next. */
static bool starts_threads(const struct ir_value *function)
{
	/* lkmm/rcu_verify.h has __lkmm_rcu_call() in between */
	static const char *const names[] = { "lkmm_spawn", "lkmm_call_rcu", "__lkmm_rcu_call",
					     "pthread_create", "thrd_create" };

	for (size_t k = 0; function && function->name && k < sizeof(names) / sizeof(names[0]); k++)
		if (!strcmp(function->name, names[k]))
			return true;
	/* lkmm::verify::spawn() of the crate, for any type */
	return function && function->name && strstr(function->name, "4lkmm6verify5spawn");
}

/* Calls of @v say nothing of where its address goes. */
static void is_called(struct ir_value *v)
{
	while (v && v->kind == IR_EXPRESSION && v->expression->op == IR_CAST &&
	       v->expression->noperands)
		v = v->expression->operand[0];
	if (v && v->kind == IR_GLOBAL)
		v->is_called = true;
}

static void arguments(struct ir_text *x, struct ir_instruction *i)
{
	ir_expect(x, "(");
	while (!ir_failed(x) && !ir_accept(x, ")")) {
		add_operand(x, i, ir_operand(x));
		if (!ir_at(x, ")"))
			ir_expect(x, ",");
	}
}

/* asm sideeffect "TEXT", "CONSTRAINTS"(...) */
static void assembly(struct ir_text *x, struct ir_instruction *i)
{
	if (!strcmp(i->word, "invoke")) {
		i->op = IR_UNKNOWN;
		i->word = "inline assembly";
		ir_skip_line(x);
		return;
	}
	i->op = IR_ASM;
	while (ir_goes_on(x) && *x->p != '"' && ir_word(x)[0])
		;
	i->word = ir_name(x);
	ir_expect(x, ",");
	ir_blanks(x);
	i->constraints = ir_name(x);
	arguments(x, i);
}

static void call(struct ir_text *x, struct ir_instruction *i)
{
	struct ir_value *function;

	ir_skip_attributes(x);
	if (ir_at_word(x, "cc"))
		ir_word(x);
	i->type = ir_type(x);
	if (i->type && i->type->kind == IR_POINTER && i->type->of &&
	    i->type->of->kind == IR_FUNCTION)
		i->type = i->type->of;
	if (i->type && i->type->kind == IR_FUNCTION)
		i->type = i->type->of;
	if (ir_at_word(x, "asm")) {
		assembly(x, i);
		return;
	}
	function = ir_value(x, ir_pointer_type(x));
	is_called(function);
	add_operand(x, i, function);
	arguments(x, i);
	for (int k = 1; k < i->noperands && i->operand && starts_threads(function); k++)
		is_called(i->operand[k]);
	if (strcmp(i->word, "invoke"))
		return;
	while (*x->p && *x->p != '\n')	/* attributes, such as #14 */
		x->p++;
	x->in_line = false;
	ir_expect(x, "to");
	label(x, i);
	ir_expect(x, "unwind");
	ir_expect(x, "label");
}

static void indices(struct ir_text *x, struct ir_instruction *i)
{
	while (more(x)) {
		i->index = ir_grow(x, i->index, i->nindices, sizeof(int64_t));
		if (i->index)
			i->index[i->nindices++] = ir_number(x);
	}
}

/* alloca T, i64 8: an array; how many may not be known. */
static void allocate(struct ir_text *x, struct ir_instruction *i)
{
	const struct ir_value *n = more(x) ? ir_operand(x) : NULL;

	if (!n)
		return;
	if (n->kind == IR_NUMBER && n->number > 0) {
		i->source = n->number == 1 ? i->source : ir_array_type(x, i->source, n->number);
	} else {
		i->op = IR_UNKNOWN;
		i->word = "alloca of a size that varies";
	}
}

static void memory(struct ir_text *x, struct ir_instruction *i)
{
	if (i->op == IR_ALLOCA || i->op == IR_LOAD || i->op == IR_GEP) {
		i->source = i->type = ir_type(x);
		if (i->op != IR_LOAD)
			i->type = ir_pointer_type(x);
		if (i->op == IR_ALLOCA) {
			allocate(x, i);
			return;
		}
		ir_expect(x, ",");
	}
	if (i->op == IR_ATOMICRMW)
		i->word = ir_word(x);
	i->is_atomic |= i->op == IR_ATOMICRMW || i->op == IR_CMPXCHG;
	do {
		add_operand(x, i, ir_operand(x));
	} while (more(x));
	if (i->op != IR_GEP)
		ordering(x, i);
	if (i->noperands > 1 && (!i->operand || !i->operand[1]))
		return;
	if (i->op == IR_ATOMICRMW && i->noperands > 1)
		i->type = i->operand[1]->type;
	if (i->op == IR_CMPXCHG && i->noperands > 1)
		i->type = ir_pair(x, i->operand[1]->type);
}

enum ir_predicate ir_predicate(struct ir_text *x)
{
	static const size_t n = sizeof(predicates) / sizeof(predicates[0]);
	const char *w = ir_word(x);
	size_t k = 0;

	while (k < n && strcmp(predicates[k], w))
		k++;
	if (k == n)
		ir_error(x, "unknown comparison '%s'", w);
	return (enum ir_predicate)k;
}

static void compute(struct ir_text *x, struct ir_instruction *i)
{
	if (i->op == IR_ICMP)
		i->predicate = ir_predicate(x);
	add_operand(x, i, ir_operand(x));
	if (ir_failed(x))
		return;
	i->type = i->operand[0]->type;
	while (more(x)) {
		if (i->op == IR_SELECT)
			add_operand(x, i, ir_operand(x));
		else
			add_alike(x, i);
	}
	if (i->op == IR_SELECT && i->noperands == 3)
		i->type = i->operand[1]->type;
	if (i->op == IR_ICMP)
		i->type = ir_truth_type(x);
	if (ir_goes_on(x) && ir_accept_word(x, "to"))
		i->type = ir_type(x);
}

static void aggregate(struct ir_text *x, struct ir_instruction *i)
{
	add_operand(x, i, ir_operand(x));
	if (i->op == IR_INSERTVALUE) {
		ir_expect(x, ",");
		add_operand(x, i, ir_operand(x));
	}
	indices(x, i);
	if (ir_failed(x))
		return;
	i->type = i->operand[0]->type;
	for (int k = 0; i->op == IR_EXTRACTVALUE && k < i->nindices && i->type; k++)
		i->type = i->type->kind == IR_ARRAY ? i->type->of :
			  i->index[k] < i->type->nmembers ? i->type->member[i->index[k]] : NULL;
}

static void read_rest(struct ir_text *x, struct ir_instruction *i)
{
	flags(x, i);
	switch (i->op) {
	case IR_RET:
		if (!ir_accept_word(x, "void"))
			add_operand(x, i, ir_operand(x));
		break;
	case IR_BR:
		branch(x, i);
		break;
	case IR_SWITCH:
		switch_(x, i);
		break;
	case IR_PHI:
		phi(x, i);
		break;
	case IR_CALL:
		call(x, i);
		break;
	case IR_ALLOCA: case IR_LOAD: case IR_STORE: case IR_GEP: case IR_ATOMICRMW:
	case IR_CMPXCHG:
		memory(x, i);
		break;
	case IR_FENCE:
		i->is_atomic = true;
		ordering(x, i);
		break;
	case IR_EXTRACTVALUE: case IR_INSERTVALUE:
		aggregate(x, i);
		break;
	case IR_UNREACHABLE: case IR_UNKNOWN:
		break;
	default:
		compute(x, i);
	}
}

/* What ends the line: of it, the place in the source is read. */
static void read_end(struct ir_text *x, struct ir_instruction *i)
{
	while (*x->p && *x->p != '\n') {
		if (!strncmp(x->p, "align ", 6))
			i->align = ir_int(x->p + 6);
		if (!strncmp(x->p, "!dbg !", 6))
			i->debug = ir_int(x->p + 6) + x->m->base;
		if (*x->p == '"' || *x->p == '(' || *x->p == '[' || *x->p == '{')
			ir_skip_brackets(x);
		else
			x->p++;
	}
}

struct ir_instruction *ir_instruction(struct ir_text *x)
{
	struct ir_instruction *i = ir_alloc(x, sizeof(*i));
	const char *result = NULL, *w;

	if (!i)
		return NULL;
	i->result = i->debug = -1;
	i->line = x->line;
	if (ir_accept(x, "%")) {
		result = ir_name(x);
		ir_expect(x, "=");
	}
	flags(x, i);
	w = ir_word(x);
	i->op = ir_op_of(w);
	i->word = w;
	x->in_line = true;
	if (ir_goes_on(x))
		read_rest(x, i);
	x->in_line = false;
	read_end(x, i);
	if (result && i->type) {
		struct ir_value *v = ir_local(x, result, i->type);

		if (v) {
			v->type = i->type;
			i->result = v->index;
		}
	}
	return i;
}
