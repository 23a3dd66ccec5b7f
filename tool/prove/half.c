// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A compare-and-exchange of an object in two registers. Each of these is followed as one thing,
 * a half of the value that was found, is expected or is new, in four ways through the sequence: the
 * lower halves of the first two are equal or not, and so are the upper ones. On each it must do
 * what the operation does; docs/prove.md has the reason for what else is asked here.
 */
#include "half.h"
#include "follow.h"

#include <string.h>

enum { HALF = 32 };

/* What 32 bits of a register are. */
struct half {
	enum {
		HALF_UNKNOWN, HALF_NUMBER,
		/* half number .n of the value in memory, of the one that is expected, and so on */
		HALF_FOUND, HALF_EXPECT, HALF_NEW, HALF_POINTER,
		HALF_SIGN,		/* copies of the highest bit below */
		HALF_DIFFERENT		/* of a value that is not 0 */
	} kind;
	uint32_t n;
};

struct value {
	struct half low, high;
};

/* One way through the sequence. */
struct run {
	const struct lkmm_test *test;
	const struct lkmm_thread *thread;
	bool equal[2];			/* which halves found and expected are equal */
	struct value reg[MAX_HALF_REGISTERS];
	struct value written;
	int reads, writes;
	bool linked;			/* the read has made a reservation */
	const char *mistake;
};

static const struct value unknown = { { HALF_UNKNOWN, 0 }, { HALF_UNKNOWN, 0 } };
static const struct value different = { { HALF_DIFFERENT, 0 }, { HALF_DIFFERENT, 0 } };

static const char not_read[] = "what it does to the halves of a value is not known";

static struct value not_known(struct run *r)
{
	if (!r->mistake)
		r->mistake = not_read;
	return unknown;
}

static struct value number(int64_t n)
{
	return (struct value){ { HALF_NUMBER, (uint32_t)n },
			       { HALF_NUMBER, (uint32_t)((uint64_t)n >> HALF) } };
}

static bool is_number(struct half h, uint32_t n)
{
	return h.kind == HALF_NUMBER && h.n == n;
}

/* Both halves of one thing. */
static struct value whole(int kind)
{
	struct value v = { { .n = 0 }, { .n = 1 } };

	v.low.kind = v.high.kind = kind;
	return v;
}

static bool is_whole(const struct value *v, int kind)
{
	return (int)v->low.kind == kind && (int)v->high.kind == kind && !v->low.n &&
	       v->high.n == 1;
}

/* ---- comparisons ---- */

enum answer { NO, YES, PERHAPS };

static enum answer same_half(const struct run *r, struct half a, struct half b)
{
	bool compared = (a.kind == HALF_FOUND && b.kind == HALF_EXPECT) ||
			(a.kind == HALF_EXPECT && b.kind == HALF_FOUND);

	if (a.kind == HALF_NUMBER && b.kind == HALF_NUMBER)
		return a.n == b.n ? YES : NO;
	if (compared && a.n == b.n)
		return r->equal[a.n] ? YES : NO;
	if (a.kind != b.kind || a.n != b.n)
		return PERHAPS;
	return a.kind == HALF_FOUND || a.kind == HALF_EXPECT || a.kind == HALF_NEW ? YES : PERHAPS;
}

static enum answer same(const struct run *r, const struct value *a, const struct value *b)
{
	enum answer low = same_half(r, a->low, b->low), high;

	if (a->low.kind == HALF_DIFFERENT || b->low.kind == HALF_DIFFERENT) {
		const struct value *other = a->low.kind == HALF_DIFFERENT ? b : a;

		return is_number(other->low, 0) && is_number(other->high, 0) ? NO : PERHAPS;
	}
	if (a->high.kind == HALF_SIGN && b->high.kind == HALF_SIGN)
		return low;
	high = same_half(r, a->high, b->high);
	return low == NO || high == NO ? NO : low == YES && high == YES ? YES : PERHAPS;
}

/* ---- expressions ---- */

static struct value eval(struct run *r, const struct lkmm_expr *e);

/* Whether the condition @e holds. */
static bool holds(struct run *r, const struct lkmm_expr *e)
{
	struct value a, b;
	enum answer answer;

	if (e->kind != LKMM_BINARY || (e->op != LKMM_EQ && e->op != LKMM_NE)) {
		not_known(r);
		return false;
	}
	a = eval(r, e->a);
	b = eval(r, e->b);
	answer = same(r, &a, &b);
	if (answer == PERHAPS)
		not_known(r);
	return (answer == YES) == (e->op == LKMM_EQ);
}

static struct value cast(struct value v, struct lkmm_integer to)
{
	if (to.bits == 64 || !to.bits)
		return v;
	if (to.bits != HALF)
		return unknown;
	if (to.is_unsigned)
		v.high = (struct half){ HALF_NUMBER, 0 };
	else if (v.low.kind == HALF_NUMBER)
		v = number((int32_t)v.low.n);
	else
		v.high = (struct half){ HALF_SIGN, 0 };
	return v;
}

/* One of them is 0. */
static struct half either(struct half a, struct half b)
{
	if (is_number(a, 0))
		return b;
	return is_number(b, 0) ? a : (struct half){ HALF_UNKNOWN, 0 };
}

static struct value binary(struct run *r, enum lkmm_operator op, struct value a, struct value b)
{
	enum answer answer;
	struct half zero = { HALF_NUMBER, 0 };
	bool by_half = is_number(b.low, HALF) && is_number(b.high, 0);

	if (op == LKMM_SHL && by_half)
		return (struct value){ zero, a.low };
	if (op == LKMM_SHR && by_half)
		return (struct value){ a.high, { HALF_UNKNOWN, 0 } };
	if (op == LKMM_OR)
		return (struct value){ either(a.low, b.low), either(a.high, b.high) };
	if (op != LKMM_XOR)
		return unknown;
	answer = same(r, &a, &b);
	return answer == YES ? number(0) : answer == NO ? different : unknown;
}

static void write_memory(struct run *r, struct value v)
{
	r->writes++;
	r->written = v;
}

static struct value compare_and_write(struct run *r, const struct lkmm_access *a)
{
	struct value expect = eval(r, a->arg[1]), v = eval(r, a->arg[2]);

	r->reads++;
	if (!is_whole(&expect, HALF_EXPECT))
		r->mistake = "a half is not compared with the half that is expected";
	if (r->equal[0] && r->equal[1])
		write_memory(r, v);
	return whole(HALF_FOUND);
}

static struct value access_memory(struct run *r, const struct lkmm_access *a)
{
	struct value v;

	if (a->kind == LKMM_FENCE)
		return unknown;
	v = eval(r, a->arg[0]);
	if (!is_whole(&v, HALF_POINTER) || (a->accessed.bits && a->accessed.bits != 64))
		return not_known(r);
	if (a->kind == LKMM_OP && a->op->shape == LKMM_SHAPE_CMPXCHG)
		return compare_and_write(r, a);
	if (a->kind == LKMM_STORE_LINKED && r->linked) {
		write_memory(r, eval(r, a->arg[1]));
		return number(0);
	}
	if (a->kind != LKMM_OP || a->op->shape != LKMM_SHAPE_LOAD || !a->linked)
		return not_known(r);
	r->reads++;
	r->linked = true;
	return whole(HALF_FOUND);
}

static struct value eval(struct run *r, const struct lkmm_expr *e)
{
	struct value a;

	switch (e->kind) {
	case LKMM_NUMBER:
		return number(e->number);
	case LKMM_REGISTER:
		return r->reg[e->index];
	case LKMM_ASSIGN:
		return r->reg[e->index] = eval(r, e->a);
	case LKMM_CAST:
		return cast(eval(r, e->a), e->to);
	case LKMM_ACCESS:
		return access_memory(r, e->access);
	case LKMM_BINARY:
		a = eval(r, e->a);
		return binary(r, e->op, a, eval(r, e->b));
	case LKMM_CONDITIONAL:
		return eval(r, holds(r, e->a) ? e->b : e->c);
	default:
		return not_known(r);
	}
}

static void evaluate(void *run, const struct lkmm_expr *e)
{
	eval(run, e);
}

static bool goes_there(void *run, const struct lkmm_expr *e)
{
	return holds(run, e);
}

static void refuse(void *run)
{
	not_known(run);
}

/* ---- what it must have done ---- */

/* The value that is @v in the program: both halves of it are other numbers than all others. */
static struct half first_half(const struct run *r, const struct program *p, int64_t init)
{
	const struct item *i = &p->process[0].item[0];
	int64_t expect = shown_value(p, i->operand[0]), new = shown_value(p, i->operand[1]);

	if (init == lkmm_address(r->test, 0))
		return (struct half){ HALF_POINTER, 0 };
	for (uint32_t k = 0; k < 2; k++) {
		if (init == (int64_t)((uint64_t)expect >> HALF * k & UINT32_MAX))
			return (struct half){ HALF_EXPECT, k };
		if (init == (int64_t)((uint64_t)new >> HALF * k & UINT32_MAX))
			return (struct half){ HALF_NEW, k };
	}
	return (struct half){ HALF_UNKNOWN, 0 };
}

static void begin(struct run *r, const struct program *p)
{
	for (int i = 0; i < r->thread->nregs; i++) {
		r->reg[i] = unknown;
		r->reg[i].low = first_half(r, p, r->thread->reg[i].init);
		if (r->reg[i].low.kind == HALF_POINTER)
			r->reg[i] = whole(HALF_POINTER);
	}
}

static struct value named_value(const struct run *r, const char *name)
{
	for (int i = 0; name && i < r->thread->nregs; i++)
		if (!strcmp(r->thread->reg[i].name, name))
			return r->reg[i];
	return unknown;
}

/* Whether the two registers of the result have what was found. */
static bool is_found(const struct run *r, const struct asm_sequence *row, const struct isa *isa)
{
	struct value v = unknown;

	for (int k = 0; row->held[k][0]; k++) {
		const char *name = row->held[k][0], *reg = asm_register_name(isa, row->held[k][1]);
		size_t n = strlen(row->result);

		if (!strcmp(name, row->result))
			v.low = named_value(r, reg).low;
		else if (!strncmp(name, row->result, n) && !strcmp(name + n, "_high"))
			v.high = named_value(r, reg).low;
	}
	return is_whole(&v, HALF_FOUND);
}

/* Whether the flags tell that it wrote, or that it did not, as the row says. */
static bool tells(const struct run *r, bool wrote)
{
	struct value left = named_value(r, "(flags, left)");
	struct value right = named_value(r, "(flags, right)");

	return same(r, &left, &right) == (wrote ? YES : NO);
}

static void end(struct run *r, const struct asm_sequence *row, const struct isa *isa)
{
	bool writes = r->equal[0] && r->equal[1];

	if (r->mistake)
		return;
	if (r->reads != 1 || r->writes > 1)
		r->mistake = "it reads or writes the object more than once";
	else if (r->linked && !r->writes)
		r->mistake = "the halves that it reads may be of two writes";
	else if (writes && !is_whole(&r->written, HALF_NEW))
		r->mistake = "a half is not stored";
	else if (!writes && r->writes && !is_whole(&r->written, HALF_FOUND))
		r->mistake = "it writes another value though a half differs";
	else if (!is_found(r, row, isa))
		r->mistake = "a half of the result is not what was found";
	else if (row->condition && (strcmp(row->condition, "e") || !tells(r, writes)))
		r->mistake = "its flags do not tell whether both halves were equal";
}

const char *mistake_in_halves(const struct lkmm_test *test, const struct program *p,
			      const struct isa *isa)
{
	const struct asm_sequence *row = p->process[0].item[0].row;

	if (test->thread[0].nregs > MAX_HALF_REGISTERS)
		return "it has too many registers";
	for (int way = 0; way < 4; way++) {
		struct run r = { .test = test, .thread = &test->thread[0],
				 .equal = { way & 1, way >> 1 } };
		struct follower f = { &r, evaluate, goes_there, refuse, NULL };

		begin(&r, p);
		follow(&f, r.thread->body);
		end(&r, row, isa);
		if (r.mistake)
			return r.mistake;
	}
	return NULL;
}
