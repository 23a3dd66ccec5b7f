// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Symbolic values: computed by a thread from the values it has read. */
#include "run.h"

enum { MAX_SYM_SIZE = 8192 };

const struct sym lkmm_nothing = { .kind = SYM_NUMBER };

static int sym_size(const struct sym *s)
{
	return s ? s->size : 0;
}

static int sym_mixed(const struct sym *s)
{
	return s ? s->mixed : 0;
}

static int sym_depth(const struct sym *s)
{
	return s ? s->depth : 0;
}

/* The only read of two values: of @s, which may be NULL, and of one with the only read @other. */
static int both_reads(const struct sym *s, int other)
{
	int read = s ? lkmm_only_read(s) : LKMM_NO_READ;

	if (read == LKMM_NO_READ || read == other)
		return other;
	return other == LKMM_NO_READ ? read : LKMM_SOME_READS;
}

/* ---- one symbol for all that are computed alike, on whatever path ---- */

static uint64_t mix(uint64_t h, uint64_t part)
{
	return ((h << 5 | h >> 59) ^ part) * UINT64_C(0x9e3779b97f4a7c15);
}

static size_t hash_of(const struct sym *s)
{
	uint64_t h = (uint64_t)s->kind | (uint64_t)s->op << 8 | (uint64_t)s->is_unsigned << 16 |
		     (uint64_t)s->weak << 17 | (uint64_t)s->to.bits << 18 |
		     (uint64_t)s->to.is_unsigned << 26 | (uint64_t)(unsigned int)s->read << 32;

	h = mix(h, (uint64_t)s->number ^ (uintptr_t)s->a);
	if (s->b)
		h = mix(h, (uintptr_t)s->b ^ ((uintptr_t)s->c << 24));
	return (size_t)(h >> 20);
}

static bool is_alike(const struct sym *s, const struct sym *r)
{
	return s->kind == r->kind && s->op == r->op && s->is_unsigned == r->is_unsigned &&
	       s->weak == r->weak && lkmm_same_integer(s->to, r->to) && s->number == r->number &&
	       s->read == r->read && s->a == r->a && s->b == r->b && s->c == r->c;
}

/* Where the table has, or is to have, one like @s. */
static const struct sym **place_of(const struct run *r, const struct sym *s)
{
	size_t i = hash_of(s) & (r->sym_room - 1);

	while (r->sym[i] && !is_alike(r->sym[i], s))
		i = (i + 1) & (r->sym_room - 1);
	return &r->sym[i];
}

/* Makes room for one more in the table. False if that fails. */
static bool grow_table(struct run *r)
{
	size_t room = r->sym_room;
	const struct sym **old = r->sym, **more;

	if (2 * r->nsyms < room)
		return true;
	more = lkmm_run_alloc(r, sizeof(*more) * (room ? 2 * room : 64));
	if (!more)
		return false;
	r->sym = more;
	r->sym_room = room ? 2 * room : 64;
	for (size_t i = 0; i < room; i++)
		if (old[i])
			*place_of(r, old[i]) = old[i];
	return true;
}

/* A value that is doubled again and again would take exponential time to evaluate. */
const struct sym *lkmm_sym_new(struct run *r, struct sym s)
{
	const struct sym **place;
	struct sym *p;

	if (!grow_table(r))
		return &lkmm_nothing;
	place = place_of(r, &s);
	if (*place)
		return *place;
	p = lkmm_run_alloc(r, sizeof(*p));
	if (!p)
		return &lkmm_nothing;
	*p = s;
	p->size = 1 + sym_size(s.a) + sym_size(s.b) + sym_size(s.c);
	p->depth = 1 + sym_depth(s.a);
	if (p->depth <= sym_depth(s.b))
		p->depth = 1 + sym_depth(s.b);
	if (p->depth <= sym_depth(s.c))
		p->depth = 1 + sym_depth(s.c);
	p->only = both_reads(p->a, both_reads(p->b, both_reads(p->c, LKMM_NO_READ)));
	p->mixed = sym_mixed(s.a) + sym_mixed(s.b) + sym_mixed(s.c) +
		   (p->only == LKMM_SOME_READS);
	if (p->size > MAX_SYM_SIZE || p->depth > LKMM_MAX_OPERATIONS) {
		lkmm_run_exceeds(r, LKMM_LIMIT_OPERATIONS);
		return &lkmm_nothing;
	}
	*place = p;
	r->nsyms++;
	return p;
}

const struct sym *lkmm_sym_number(struct run *r, int64_t n)
{
	return lkmm_sym_new(r, (struct sym){ .kind = SYM_NUMBER, .number = n });
}

const struct sym *lkmm_sym_unary(struct run *r, enum lkmm_operator op, const struct sym *a)
{
	if (a->kind == SYM_NUMBER)
		return lkmm_sym_number(r, lkmm_unary(op, a->number));
	return lkmm_sym_new(r, (struct sym){ .kind = SYM_UNARY, .op = op, .a = a });
}

/* @is_unsigned: the operands are, and have 64 bits */
const struct sym *lkmm_sym_typed_binary(struct run *r, enum lkmm_operator op, bool is_unsigned,
					  const struct sym *a, const struct sym *b)
{
	int64_t v;

	if (a->kind == SYM_NUMBER && b->kind == SYM_NUMBER &&
	    lkmm_binary(op, is_unsigned, a->number, b->number, &v))
		return lkmm_sym_number(r, v);
	return lkmm_sym_new(r, (struct sym){ .kind = SYM_BINARY, .op = op, .a = a, .b = b,
					     .is_unsigned = is_unsigned });
}

const struct sym *lkmm_sym_binary(struct run *r, enum lkmm_operator op, const struct sym *a,
				    const struct sym *b)
{
	return lkmm_sym_typed_binary(r, op, false, a, b);
}

const struct sym *lkmm_sym_known(struct run *r, const struct sym *s, int64_t v)
{
	return lkmm_sym_binary(r, LKMM_ADD, lkmm_sym_number(r, v),
			       lkmm_sym_binary(r, LKMM_SUB, s, s));
}

/* As lkmm_sym_known() makes it. */
bool lkmm_sym_is_known(const struct sym *s, int64_t *v)
{
	const struct sym *number = s->kind == SYM_BINARY && s->op == LKMM_ADD ? s->a : s;

	*v = number->number;
	return number->kind == SYM_NUMBER &&
	       (number == s || (s->b->kind == SYM_BINARY && s->b->op == LKMM_SUB &&
				s->b->a == s->b->b));
}

int lkmm_known_location(const struct lkmm_test *t, const struct event *e)
{
	int64_t v;

	return e->address && lkmm_sym_is_known(e->address, &v) ? lkmm_pointee(t, v) : -1;
}

/* The value @a has the type @to: an access of that type has read it. */
static bool has_type(const struct run *r, const struct sym *a, struct lkmm_integer to)
{
	const struct event *e = a->kind == SYM_READ ? &r->path->event[a->read] : NULL;
	const struct lkmm_access *access = e && e->source ? e->source->access : NULL;

	return access && !e->piece && lkmm_same_integer(access->accessed, to) &&
	       !lkmm_is_of_other_type(r, e->address, to);
}

const struct sym *lkmm_sym_cast(struct run *r, const struct sym *a, struct lkmm_integer to)
{
	if (!to.bits || to.bits == 64 || (a->kind == SYM_CAST && lkmm_same_integer(a->to, to)))
		return a;
	/* Bits that are cut off make no difference before. */
	while (a->kind == SYM_CAST && !a->weak && a->to.bits >= to.bits)
		a = a->a;
	if (has_type(r, a, to))
		return a;
	if (a->kind == SYM_CONDITIONAL && a->b == a->c)
		return lkmm_sym_chosen(r, a->a, lkmm_sym_cast(r, a->b, to));
	if (a->kind == SYM_NUMBER)
		return lkmm_sym_number(r, lkmm_truncate(a->number, to));
	return lkmm_sym_new(r, (struct sym){ .kind = SYM_CAST, .to = to, .a = a });
}

bool lkmm_sym_same(const struct sym *a, const struct sym *b)
{
	if (a == b)
		return true;
	if (!a || !b || a->kind != b->kind || a->op != b->op || a->number != b->number ||
	    a->read != b->read || a->is_unsigned != b->is_unsigned || a->weak != b->weak ||
	    !lkmm_same_integer(a->to, b->to))
		return false;
	return lkmm_sym_same(a->a, b->a) && lkmm_sym_same(a->b, b->b) && lkmm_sym_same(a->c, b->c);
}

bool lkmm_is_copy(const struct sym *s)
{
	while (s->kind == SYM_CAST)
		s = s->a;
	return s->kind == SYM_READ;
}

int lkmm_only_read(const struct sym *s)
{
	if (s->kind == SYM_READ)
		return s->read;
	return s->kind == SYM_NUMBER || s->kind == SYM_KNOWN ? LKMM_NO_READ : s->only;
}

int lkmm_last_read(const struct sym *s)
{
	int last = s->kind == SYM_READ || s->kind == SYM_KNOWN ? s->read : -1;
	const struct sym *const part[] = { s->a, s->b, s->c };

	for (int i = 0; i < 3; i++) {
		int read = part[i] ? lkmm_last_read(part[i]) : -1;

		if (read > last)
			last = read;
	}
	return last;
}

bool lkmm_sym_value(const struct sym *s, bool (*read)(void *arg, int event, int64_t *v), void *arg,
		    int64_t *v)
{
	int64_t a, b;

	switch (s->kind) {
	case SYM_NUMBER:
	case SYM_KNOWN:
		*v = s->number;
		return true;
	case SYM_READ:
		return read(arg, s->read, v);
	case SYM_BINARY:
		if (!lkmm_sym_value(s->a, read, arg, &a))
			return false;
		if ((s->op == LKMM_LAND && !a) || (s->op == LKMM_LOR && a)) {
			*v = s->op == LKMM_LOR;
			return true;
		}
		return lkmm_sym_value(s->b, read, arg, &b) &&
		       lkmm_binary(s->op, s->is_unsigned, a, b, v);
	default:
		break;
	}
	if (!lkmm_sym_value(s->a, read, arg, &a))
		return false;
	if (s->kind == SYM_CONDITIONAL)
		return lkmm_sym_value(a ? s->b : s->c, read, arg, v);
	*v = s->kind == SYM_CAST ? lkmm_truncate(a, s->to) : lkmm_unary(s->op, a);
	return true;
}

static bool read_this(void *arg, int event, int64_t *v)
{
	(void)event;
	*v = *(const int64_t *)arg;
	return true;
}

bool lkmm_sym_value_of(const struct sym *s, int64_t read, int64_t *v)
{
	return lkmm_sym_value(s, read_this, &read, v);
}
