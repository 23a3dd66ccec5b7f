// SPDX-License-Identifier: GPL-2.0 OR MIT
/* A process of a litmus test in C, as a user of the library would write it. */
#include "object.h"
#include "own.h"
#include "front/primitive.h"

#include <inttypes.h>
#include <string.h>

const char *c_type(struct lkmm_integer t)
{
	switch (t.bits) {
	case 8:
		return t.is_unsigned ? "uint8_t" : "int8_t";
	case 16:
		return t.is_unsigned ? "uint16_t" : "int16_t";
	case 32:
		return t.is_unsigned ? "unsigned int" : "int";
	default:
		return t.is_unsigned ? "unsigned long" : "long";
	}
}

static void indent(struct emit *e, int depth);
static void put_list(struct emit *e, int t, const struct lkmm_stmt *s, int depth);
static void put_expr(struct emit *e, int t, const struct lkmm_expr *x);

/* ---- expressions ---- */

static const char *const operators[] = {
	[LKMM_ADD] = "+", [LKMM_SUB] = "-", [LKMM_MUL] = "*", [LKMM_DIV] = "/", [LKMM_MOD] = "%",
	[LKMM_AND] = "&", [LKMM_OR] = "|", [LKMM_XOR] = "^", [LKMM_SHL] = "<<", [LKMM_SHR] = ">>",
	[LKMM_EQ] = "==", [LKMM_NE] = "!=", [LKMM_LT] = "<", [LKMM_LE] = "<=", [LKMM_GT] = ">",
	[LKMM_GE] = ">=", [LKMM_LAND] = "&&", [LKMM_LOR] = "||", [LKMM_NEG] = "-",
	[LKMM_NOT] = "~", [LKMM_LNOT] = "!",
	[LKMM_POPCOUNT] = "run_popcount", [LKMM_CTZ] = "run_ctz", [LKMM_CLZ] = "run_clz",
};

static void put_number(struct emit *e, int64_t v)
{
	if (v == INT64_MIN)
		text_puts(e->out, "INT64_MIN");
	else
		text_add(e->out, "%" PRId64 "%s", v, v > INT32_MAX || v < INT32_MIN ? "L" : "");
}

/* Puts parentheses around everything that has parts, to be independent of precedence. */
void emit_c_part(struct emit *e, int t, const struct lkmm_expr *x)
{
	bool simple = (x->kind == LKMM_NUMBER && x->number >= 0) || x->kind == LKMM_REGISTER ||
		      (x->kind == LKMM_ACCESS && x->access->kind != LKMM_PLAIN_STORE);

	text_puts(e->out, simple ? "" : "(");
	put_expr(e, t, x);
	text_puts(e->out, simple ? "" : ")");
}

/* In a place where a comma has another meaning. */
void emit_c_value(struct emit *e, int t, const struct lkmm_expr *x)
{
	if (x->kind == LKMM_COMMA)
		emit_c_part(e, t, x);
	else
		put_expr(e, t, x);
}

/* As a statement expression of GNU C. */
static void put_body(struct emit *e, int t, const struct lkmm_expr *x)
{
	int depth = e->depth;

	text_puts(e->out, "({\n");
	put_list(e, t, x->body, depth + 1);
	if (x->a) {
		indent(e, depth + 1);
		e->depth = depth + 1;
		put_expr(e, t, x->a);
		text_puts(e->out, ";\n");
	}
	e->depth = depth;
	indent(e, depth);
	text_puts(e->out, "})");
}

/* A word that a kernel has as it is. */
static void put_own(struct emit *e, int t, const struct own_word *own, const struct lkmm_word *w)
{
	text_add(e->out, "kernel_%s(", own->call);
	for (int i = 0; i < own->nargs; i++) {
		text_puts(e->out, i ? ", " : "");
		emit_c_value(e, t, w->arg[i]);
	}
	text_puts(e->out, ")");
}

/*
 * The operand @a of @x, which is computed as a @want. Where C would compute it as a @natural, of 32
 * bits or of another sign, there is a cast; @only: of this operand alone, which gives the other one
 * its type, too.
 */
static void put_operand(struct emit *e, int t, const struct lkmm_expr *a,
			struct lkmm_integer natural, struct lkmm_integer want, bool only)
{
	struct lkmm_integer type = emit_type_of(e, t, a);
	bool casts = want.bits == 64 && !lkmm_same_integer(natural, want) &&
		     (only ? !lkmm_same_integer(type, want) :
			     type.bits == 64 && type.is_unsigned && !want.is_unsigned);

	if (casts && a->kind == LKMM_NUMBER && a->number >= 0) {
		text_add(e->out, "%" PRId64 "%s", a->number, want.is_unsigned ? "UL" : "L");
		return;
	}
	if (casts)
		text_add(e->out, "(%s)", c_type(want));
	emit_c_part(e, t, a);
}

static void put_binary(struct emit *e, int t, const struct lkmm_expr *x)
{
	struct lkmm_integer want = emit_operand_type(e, t, x), a = emit_type_of(e, t, x->a);
	bool shifts = x->op == LKMM_SHL || x->op == LKMM_SHR;
	struct lkmm_integer natural = shifts ? emit_promote(a) :
					       emit_common(a, emit_type_of(e, t, x->b));

	put_operand(e, t, x->a, natural, want, true);
	text_add(e->out, " %s ", operators[x->op]);
	if (shifts)
		emit_c_part(e, t, x->b);
	else
		put_operand(e, t, x->b, natural, want, false);
}

static void put_unary(struct emit *e, int t, const struct lkmm_expr *x)
{
	struct lkmm_integer natural = emit_promote(emit_type_of(e, t, x->a));

	text_puts(e->out, operators[x->op]);
	if (x->op < LKMM_POPCOUNT) {
		put_operand(e, t, x->a, natural, emit_is_long(x) ? x->type.integer : natural, true);
		return;
	}
	text_puts(e->out, "(");
	emit_c_value(e, t, x->a);
	text_puts(e->out, ")");
}

/* A kernel has WRITE_ONCE(), smp_mb() and their like as statements. */
static void put_access(struct emit *e, int t, const struct lkmm_access *a)
{
	bool statement = e->in_kernel && (a->kind == LKMM_FENCE ||
					  (a->kind == LKMM_OP && !a->op->returns));

	text_puts(e->out, statement ? "({ " : "");
	emit_c_access(e, t, a);
	text_puts(e->out, statement ? "; })" : "");
}

static void put_expr(struct emit *e, int t, const struct lkmm_expr *x)
{
	const struct own_word *own = emit_own_word(e, x);

	if (own) {
		put_own(e, t, own, x->word);
		return;
	}
	switch (x->kind) {
	case LKMM_NUMBER:
		put_number(e, x->number);
		break;
	case LKMM_ADDRESS:
		text_puts(e->out, "(long)");
		emit_c_address(e, x->index);
		break;
	case LKMM_REGISTER:
		emit_register(e, t, x->index);
		break;
	case LKMM_UNARY:
		put_unary(e, t, x);
		break;
	case LKMM_BINARY:
		put_binary(e, t, x);
		break;
	case LKMM_CONDITIONAL:
		emit_c_part(e, t, x->a);
		text_puts(e->out, " ? ");
		emit_c_part(e, t, x->b);
		text_puts(e->out, " : ");
		emit_c_part(e, t, x->c);
		break;
	case LKMM_CAST:
		text_add(e->out, "(%s)", c_type(emit_cast_type(e, t, x)));
		emit_c_part(e, t, x->a);
		break;
	case LKMM_ASSIGN:
		emit_register(e, t, x->index);
		text_puts(e->out, " = ");
		emit_c_value(e, t, x->a);
		break;
	case LKMM_COMMA:
		emit_c_part(e, t, x->a);
		text_puts(e->out, ", ");
		emit_c_part(e, t, x->b);
		break;
	case LKMM_ACCESS:
		put_access(e, t, x->access);
		break;
	case LKMM_BODY:
		put_body(e, t, x);
		break;
	}
}

/* ---- statements ---- */

static void indent(struct emit *e, int depth)
{
	for (int i = 0; i < depth; i++)
		text_puts(e->out, "\t");
}

static void put_if(struct emit *e, int t, const struct lkmm_stmt *s, int depth)
{
	text_puts(e->out, "if (");
	put_expr(e, t, s->expr);
	text_puts(e->out, ") {\n");
	put_list(e, t, s->body, depth + 1);
	indent(e, depth);
	if (s->orelse) {
		text_puts(e->out, "} else {\n");
		put_list(e, t, s->orelse, depth + 1);
		indent(e, depth);
	}
	text_puts(e->out, "}\n");
}

/* Notes where the thread stands in a turn. */
static void put_turn(struct emit *e, const struct lkmm_stmt *s, int depth)
{
	char place[EMIT_PLACE_TEXT];

	indent(e, depth);
	emit_place_of_loop(e, s, place, sizeof(place));
	text_add(e->out, "run_stand(\"%s\");\n", place);
	indent(e, depth);
	text_puts(e->out, "run_turn();\n");
}

static void put_loop(struct emit *e, int t, const struct lkmm_stmt *s, int depth)
{
	text_puts(e->out, s->test_after ? "do {\n" : "for (; ");
	if (!s->test_after) {
		if (s->expr)
			put_expr(e, t, s->expr);
		text_puts(e->out, "; ");
		if (s->step)
			put_expr(e, t, s->step);
		text_puts(e->out, ") {\n");
	}
	if (!e->for_verify)
		put_turn(e, s, depth + 1);
	put_list(e, t, s->body, depth + 1);
	indent(e, depth);
	if (!s->test_after) {
		text_puts(e->out, "}\n");
		return;
	}
	text_puts(e->out, "} while (");
	if (s->expr)
		put_expr(e, t, s->expr);
	else
		text_puts(e->out, "true");
	text_puts(e->out, ");\n");
}

static void put_block(struct emit *e, int t, const struct lkmm_stmt *s, int depth)
{
	struct emit_block block;

	emit_open_block(e, &block, s);
	text_puts(e->out, "{\n");
	put_list(e, t, s->body, depth + 1);
	indent(e, depth);
	text_puts(e->out, "}\n");
	emit_close_block(e);
	if (emit_is_left(s->body, s))
		text_add(e->out, "leave%d:;\n", block.number);
}

/* A void expression. Each side of a comma may be a statement. */
static void put_effect(struct emit *e, int t, const struct lkmm_expr *x, int depth)
{
	if (x->kind == LKMM_COMMA && !emit_own_word(e, x)) {
		put_effect(e, t, x->a, depth);
		indent(e, depth);
		put_effect(e, t, x->b, depth);
		return;
	}
	if (x->kind == LKMM_ACCESS && !emit_own_word(e, x))
		emit_c_access(e, t, x->access);
	else
		put_expr(e, t, x);
	text_puts(e->out, ";\n");
}

/* Notes where the thread stands while @s waits. */
static void put_place(struct emit *e, const struct lkmm_stmt *s, int depth)
{
	char place[EMIT_PLACE_TEXT];

	if (e->for_verify || !emit_place_of_wait(e, s, place, sizeof(place)))
		return;
	indent(e, depth);
	text_add(e->out, "run_stand(\"%s\");\n", place);
}

static void put_stmt(struct emit *e, int t, const struct lkmm_stmt *s, int depth)
{
	const char *word = e->word;

	if ((s->kind == LKMM_EXPR && !s->expr) || emit_is_callback_wait(e, t, s))
		return;
	put_place(e, s, depth);
	indent(e, depth);
	e->depth = depth;
	switch (s->kind) {
	case LKMM_EXPR:
		e->word = emit_word_of(e, s);
		put_effect(e, t, s->expr, depth);
		e->word = word;
		return;
	case LKMM_IF:
		put_if(e, t, s, depth);
		return;
	case LKMM_LOOP:
		put_loop(e, t, s, depth);
		return;
	case LKMM_BREAK:
		text_puts(e->out, "break;\n");
		return;
	case LKMM_CONTINUE:
		text_puts(e->out, "continue;\n");
		return;
	case LKMM_RETURN:
		e->returns = true;
		text_puts(e->out, "goto end;\n");
		return;
	case LKMM_BLOCK:
		put_block(e, t, s, depth);
		return;
	case LKMM_LEAVE:
		text_add(e->out, "goto leave%d;\n", emit_left_block(e, s));
		return;
	}
}

static void put_list(struct emit *e, int t, const struct lkmm_stmt *s, int depth)
{
	for (; s; s = s->next)
		put_stmt(e, t, s, depth);
}

/* ---- a process ---- */

static void put_parameters(struct emit *e, int t)
{
	for (int o = 0; o < e->nobjects; o++) {
		if (!emit_uses(e, t, o))
			continue;
		emit_c_pointer_to(e, o);
		text_puts(e->out, ", ");
	}
	text_puts(e->out, "int64_t *out");
}

/* How often an allocation in a loop has been made. */
static void put_counter(void *arg, const struct lkmm_expr *x)
{
	struct emit *e = arg;

	if (x->kind == LKMM_ACCESS && x->access->kind == LKMM_ALLOC && x->access->copies > 1 &&
	    !e->for_verify)
		text_add(e->out, "\tint made%d = 0;\n", x->access->object);
}

static void put_registers(struct emit *e, int t)
{
	const struct lkmm_thread *th = &e->l->program.thread[t];

	for (int r = 0; r < th->nregs; r++) {
		int to = lkmm_pointee(&e->l->program, th->reg[r].init);

		text_add(e->out, "\t%s ", c_type(e->reg[t][r].integer));
		emit_register(e, t, r);
		text_puts(e->out, to >= 0 ? " = (long)" : " = ");
		if (to >= 0)
			emit_c_address(e, to);
		else
			put_number(e, th->reg[r].init);
		text_puts(e->out, ";\n");
	}
	if (th->nregs)
		text_puts(e->out, "\n");
}

static void put_observed(struct emit *e, int t)
{
	int n = 0;

	if (e->returns)
		text_puts(e->out, "end:\n");
	for (int i = 0; i < e->nvalues; i++) {
		if (!emit_is_of_process(&e->value[i], t))
			continue;
		text_add(e->out, "\tout[%d] = ", n++);
		emit_register(e, t, e->value[i].reg.index);
		text_puts(e->out, ";\n");
	}
	if (!n)
		text_puts(e->out, "\t(void)out;\n");
}

void emit_c_prototype(struct emit *e, int t, const char *form)
{
	text_add(e->out, "void test%d_P%d%s(", e->number, t, form);
	put_parameters(e, t);
	text_puts(e->out, ");\n");
}

void emit_c_process(struct emit *e, int t)
{
	text_add(e->out, "static inline void test%d_P%d(", e->number, t);
	put_parameters(e, t);
	text_puts(e->out, ")\n{\n");
	put_registers(e, t);
	emit_each_until(e, t, NULL, put_counter, e);
	e->returns = false;
	e->nblocks = 0;
	put_list(e, t, e->l->program.thread[t].body, 1);
	put_observed(e, t);
	text_puts(e->out, "}\n\n");
}
