// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A sequence that changes an object of 8 or 16 bits in the word that holds it. It is as good as one
 * that accesses the object alone if it writes the other bits of the word back as it has read them,
 * and does the same to the object wherever that is in the word: docs/prove.md has the reason. So
 * its registers are followed bit by bit, for each place.
 */
#include "word.h"
#include "follow.h"

#include <string.h>

enum { WORD = 32, MAX_WORD_REGISTERS = 32, MAX_NOTES = 256, MEMORY = -1 };

/* A bit of a register: it is known, or one of a register at the beginning, or of the word. */
struct bit {
	enum { BIT_UNKNOWN, BIT_0, BIT_1, BIT_OF } kind;
	int source, n;
};

struct value {
	struct bit bit[64];
};

/* One way through the sequence, with the object at bit @place of the word. */
struct run {
	const struct lkmm_test *test;
	const struct lkmm_thread *thread;
	int bits, place;
	bool fails;
	struct value reg[MAX_WORD_REGISTERS];
	/* what is done to the object: bits that are written, compared and returned */
	struct bit note[MAX_NOTES];
	int nnotes;
	bool linked;			/* by the last load */
	bool bad;
};

static const struct bit unknown = { BIT_UNKNOWN, 0, 0 };

static struct bit number_bit(bool one)
{
	return (struct bit){ one ? BIT_1 : BIT_0, 0, 0 };
}

static bool same_bit(struct bit a, struct bit b)
{
	return a.kind == b.kind && a.source == b.source && a.n == b.n;
}

static struct value number(int64_t n)
{
	struct value v;

	for (int i = 0; i < 64; i++)
		v.bit[i] = number_bit((uint64_t)n >> i & 1);
	return v;
}

static struct value nothing_known(void)
{
	struct value v;

	for (int i = 0; i < 64; i++)
		v.bit[i] = unknown;
	return v;
}

/* False if a bit is not known. */
static bool as_number(const struct value *v, int64_t *n)
{
	uint64_t u = 0;

	for (int i = 0; i < 64; i++) {
		if (v->bit[i].kind != BIT_0 && v->bit[i].kind != BIT_1)
			return false;
		u |= (uint64_t)(v->bit[i].kind == BIT_1) << i;
	}
	*n = (int64_t)u;
	return true;
}

static struct value extend(struct value v, struct lkmm_integer to)
{
	for (int i = to.bits; to.bits && i < 64; i++)
		v.bit[i] = to.is_unsigned ? number_bit(false) : v.bit[to.bits - 1];
	return v;
}

/* ---- operators ---- */

static struct bit combine(enum lkmm_operator op, struct bit a, struct bit b)
{
	bool and = op == LKMM_AND;

	if (a.kind == BIT_0)
		return and ? a : b;
	if (b.kind == BIT_0)
		return and ? b : a;
	if (same_bit(a, b) && a.kind != BIT_UNKNOWN)
		return op == LKMM_XOR ? number_bit(false) : a;
	if (op == LKMM_XOR)
		return unknown;
	if (a.kind == BIT_1)
		return and ? b : a;
	if (b.kind == BIT_1)
		return and ? a : b;
	return unknown;
}

static struct value shift(const struct value *v, int64_t left)
{
	struct value to;

	for (int64_t i = 0; i < 64; i++) {
		int64_t from = i - left;

		to.bit[i] = from < 0 ? number_bit(false) : v->bit[from < 64 ? from : 63];
	}
	return to;
}

/* As long as, from the lowest bit on, both are known. */
static struct value sum(const struct value *a, const struct value *b, bool minus)
{
	struct value v = nothing_known();
	int carry = minus;

	for (int i = 0; i < 64; i++) {
		struct bit x = a->bit[i], y = b->bit[i];
		int both;

		if ((x.kind != BIT_0 && x.kind != BIT_1) || (y.kind != BIT_0 && y.kind != BIT_1))
			break;
		both = (x.kind == BIT_1) + ((y.kind == BIT_1) != minus) + carry;
		v.bit[i] = number_bit(both & 1);
		carry = both >> 1;
	}
	return v;
}

static struct value binary(enum lkmm_operator op, const struct value *a, const struct value *b)
{
	struct value v = nothing_known();
	int64_t count;

	if (op == LKMM_ADD || op == LKMM_SUB)
		return sum(a, b, op == LKMM_SUB);
	if (op == LKMM_AND || op == LKMM_OR || op == LKMM_XOR)
		for (int i = 0; i < 64; i++)
			v.bit[i] = combine(op, a->bit[i], b->bit[i]);
	else if ((op == LKMM_SHL || op == LKMM_SHR) && as_number(b, &count) && count >= 0 &&
		 count < 64)
		v = shift(a, op == LKMM_SHL ? count : -count);
	return v;
}

/* ---- what is done to the object ---- */

/* Notes a bit by its place in the object. Other parts of memory must not be in it. */
static void note(struct run *r, struct bit b)
{
	if (b.kind == BIT_OF && b.source == MEMORY) {
		b.n -= r->place;
		r->bad |= b.n < 0 || b.n >= r->bits;
	}
	if (r->nnotes == MAX_NOTES)
		r->bad = true;
	else
		r->note[r->nnotes++] = b;
}

static bool same_notes(const struct run *a, const struct run *b)
{
	for (int i = 0; i < a->nnotes && a->nnotes == b->nnotes; i++)
		if (!same_bit(a->note[i], b->note[i]))
			return false;
	return a->nnotes == b->nnotes;
}

static bool is_in_object(const struct run *r, int i)
{
	return i >= r->place && i < r->place + r->bits;
}

static void write_word(struct run *r, const struct value *v)
{
	for (int i = 0; i < WORD; i++) {
		if (is_in_object(r, i)) {
			r->bad |= v->bit[i].kind == BIT_UNKNOWN;
			note(r, v->bit[i]);
		} else {
			r->bad |= !same_bit(v->bit[i], (struct bit){ BIT_OF, MEMORY, i });
		}
	}
}

/* Whether @x is a bit of the object that was found, and @y that bit of an operand. */
static bool is_pair(const struct run *r, struct bit x, struct bit y)
{
	return x.kind == BIT_OF && x.source == MEMORY && y.kind == BIT_OF && y.source != MEMORY &&
	       x.n - r->place == y.n && y.n >= 0 && y.n < r->bits;
}

/*
 * Beside the object, bits are the same on both sides, or copies of its highest one; or the object
 * is there, where the word is rotated.
 */
static void compare(struct run *r, const struct value *a, const struct value *b)
{
	int top = r->place + r->bits - 1;

	for (int i = 0; i < 64; i++) {
		struct bit x = a->bit[i], y = b->bit[i];
		bool same = same_bit(x, y), in = is_in_object(r, i),
		     top_of_both = same_bit(x, a->bit[top]) && same_bit(y, b->bit[top]);

		r->bad |= x.kind == BIT_UNKNOWN || y.kind == BIT_UNKNOWN;
		r->bad |= !in && !same && !top_of_both && !is_pair(r, x, y);
		if (in ? !same : !same && !top_of_both) {
			note(r, x);
			note(r, y);
		}
	}
}

/* ---- expressions ---- */

static struct value eval(struct run *r, const struct lkmm_expr *e);

/* Whether @v is the address of the word. */
static bool is_word(const struct run *r, const struct value *v)
{
	int64_t object = lkmm_address(r->test, 0);

	for (int i = 0; i < 64; i++) {
		struct bit b = v->bit[i];

		if (i < 2 ? b.kind != BIT_0 :
		    b.kind != BIT_OF || b.source == MEMORY || b.n != i ||
		    (r->thread->reg[b.source].init & -4) != object)
			return false;
	}
	return true;
}

static struct value word_found(void)
{
	struct value v;

	for (int i = 0; i < WORD; i++)
		v.bit[i] = (struct bit){ BIT_OF, MEMORY, i };
	return extend(v, LKMM_SIGNED(WORD));
}

/*
 * It writes if all of the word is still as it was read before. Then it finds the same, and what is
 * written was made of that.
 */
static struct value compare_and_write(struct run *r, const struct lkmm_access *a)
{
	struct value expect = eval(r, a->arg[1]), v = eval(r, a->arg[2]);

	for (int i = 0; i < WORD; i++)
		r->bad |= !same_bit(expect.bit[i], (struct bit){ BIT_OF, MEMORY, i });
	write_word(r, &v);
	return word_found();
}

static struct value access_memory(struct run *r, const struct lkmm_access *a)
{
	struct value v = nothing_known();

	if (a->kind == LKMM_FENCE)
		return v;
	v = eval(r, a->arg[0]);
	r->bad |= !is_word(r, &v) || a->accessed.bits;
	if (a->kind == LKMM_OP && a->op->shape == LKMM_SHAPE_CMPXCHG)
		return compare_and_write(r, a);
	if (a->kind == LKMM_STORE_LINKED) {
		r->bad |= !r->linked;
		v = eval(r, a->arg[1]);
		write_word(r, &v);
		return nothing_known();
	}
	r->bad |= a->kind != LKMM_OP || a->op->shape != LKMM_SHAPE_LOAD;
	r->linked = a->linked;
	return word_found();
}

static struct value eval(struct run *r, const struct lkmm_expr *e)
{
	struct value a, b;

	switch (e->kind) {
	case LKMM_NUMBER:
		return number(e->number);
	case LKMM_REGISTER:
		return r->reg[e->index];
	case LKMM_ASSIGN:
		return r->reg[e->index] = eval(r, e->a);
	case LKMM_CAST:
		return extend(eval(r, e->a), e->to);
	case LKMM_ACCESS:
		return access_memory(r, e->access);
	case LKMM_BINARY:
		a = eval(r, e->a);
		b = eval(r, e->b);
		if (e->op == LKMM_EQ || e->op == LKMM_NE)
			compare(r, &a, &b);
		return binary(e->op, &a, &b);
	default:
		r->bad = true;
		return nothing_known();
	}
}

static void evaluate(void *run, const struct lkmm_expr *e)
{
	eval(run, e);
}

/* All conditions ask whether it fails. */
static bool goes_there(void *run, const struct lkmm_expr *e)
{
	struct run *r = run;

	eval(r, e);
	return r->fails;
}

static void refuse(void *run)
{
	((struct run *)run)->bad = true;
}

/* ---- all places ---- */

/* Of the address, the object's place in the word is known. */
static void begin(struct run *r)
{
	int byte = r->place >> 3;

	if (r->test->architecture && r->test->architecture->big_endian)
		byte = (WORD - r->place - r->bits) >> 3;
	for (int i = 0; i < r->thread->nregs; i++) {
		for (int k = 0; k < 64; k++)
			r->reg[i].bit[k] = (struct bit){ BIT_OF, i, k };
		if ((r->thread->reg[i].init & -4) != lkmm_address(r->test, 0))
			continue;
		r->reg[i].bit[0] = number_bit(byte & 1);
		r->reg[i].bit[1] = number_bit(byte >> 1 & 1);
	}
}

/* One of the registers that the test asks about has the object as it was found. */
static void end(struct run *r)
{
	bool found = false;

	for (int i = 0; i < r->test->nobserved; i++) {
		const struct lkmm_atom *a = &r->test->observed[i];
		bool all = a->kind == LKMM_FINAL_REGISTER;

		for (int k = 0; k < r->bits && a->kind == LKMM_FINAL_REGISTER; k++) {
			struct bit b = r->reg[a->reg.index].bit[k];

			note(r, b);
			all &= same_bit(b, (struct bit){ BIT_OF, MEMORY, r->place + k });
		}
		found |= all;
	}
	r->bad |= !found;
}

/* ---- values on a way through a function ---- */

struct term_place {
	const struct term *object, *memory;
	int place;
};

static struct value value_of(const struct term_place *p, const struct term *t)
{
	struct value v = nothing_known(), b;

	switch (t->kind) {
	case TERM_NUMBER:
		return number(t->number);
	case TERM_CAST:
		return extend(value_of(p, t->a), t->to);
	case TERM_BINARY:
		v = value_of(p, t->a);
		b = value_of(p, t->b);
		return binary(t->op, &v, &b);
	case TERM_UNKNOWN:
		break;
	}
	for (int i = 0; i < 64; i++)
		v.bit[i] = (struct bit){ BIT_OF, t == p->memory ? MEMORY : (int)t->number, i };
	if (t == p->object) {
		v.bit[0] = number_bit(p->place >> 3 & 1);
		v.bit[1] = number_bit(p->place >> 4 & 1);
	}
	return t == p->memory ? extend(v, LKMM_SIGNED(WORD)) : v;
}

bool word_is_kept(const struct term *value, const struct term *object, const struct term *memory,
		  int bits)
{
	struct run first = { .bad = false }, r;

	for (int place = 0; place < WORD; place += bits) {
		struct term_place p = { object, memory, place };
		struct value v = value_of(&p, value);

		r = (struct run){ .bits = bits, .place = place };
		write_word(&r, &v);
		if (!place)
			first = r;
		if (r.bad || !same_notes(&r, &first))
			return false;
	}
	return true;
}

/* ---- sequences ---- */

bool word_is_as_object(const struct lkmm_test *test, int bits, bool fails)
{
	struct run first = { .bad = false }, r;

	if (test->thread[0].nregs > MAX_WORD_REGISTERS)
		return false;
	for (int place = 0; place < WORD; place += bits) {
		struct follower f = { &r, evaluate, goes_there, refuse, NULL };

		r = (struct run){ .test = test, .thread = &test->thread[0], .bits = bits,
				  .place = place, .fails = fails };
		begin(&r);
		follow(&f, r.thread->body);
		end(&r);
		if (!place)
			first = r;
		if (r.bad || !same_notes(&r, &first))
			return false;
	}
	return true;
}
