// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Runs a thread symbolically. Wherever the run could go two ways it takes the next of a list of
 * decisions; running the thread again and again, each time with the next list, visits all paths
 * without any state to save and restore.
 */
#include "run.h"

#include <string.h>

enum { MAX_SYM_SIZE = 8192, DEFAULT_UNROLL = 2, POLL_INTERVAL = 4096 };

void lkmm_run_fail(struct run *r, enum lkmm_status status)
{
	r->status = status;
	r->flow = FLOW_FAILED;
}

void lkmm_run_exceeds(struct run *r, enum lkmm_limit limit)
{
	lkmm_run_fail(r, LKMM_TOO_LARGE);
	r->limit = limit;
}

/* A run does nothing for long without memory, so this is where it is stopped. */
void *lkmm_run_alloc(struct run *r, size_t size)
{
	const struct lkmm_options *o = r->options;
	void *p = NULL;

	if (o->stop && ++r->polls % POLL_INTERVAL == 0 && o->stop(o->stop_arg))
		lkmm_run_fail(r, LKMM_STOPPED);
	else if (size > r->memory)
		lkmm_run_exceeds(r, LKMM_LIMIT_MEMORY);
	else if (!(p = lkmm_alloc(r->arena, size)))
		lkmm_run_fail(r, LKMM_NO_MEMORY);
	else
		r->memory -= size;
	return p;
}

/* An array with room for element @n; it grows at powers of two. */
static void *run_grow(struct run *r, void *array, int n, size_t size)
{
	void *p;

	if (n & (n - 1))
		return array;
	p = lkmm_run_alloc(r, size * (n ? 2 * (size_t)n : 1));
	if (p && n)
		memcpy(p, array, size * (size_t)n);
	return p;
}

/* ---- symbolic values ---- */

static const struct sym nothing = { .kind = SYM_NUMBER };

static int sym_size(const struct sym *s)
{
	return s ? s->size : 0;
}

static int sym_depth(const struct sym *s)
{
	return s ? s->depth : 0;
}

/* A value that is doubled again and again would take exponential time to evaluate. */
static const struct sym *sym_new(struct run *r, struct sym s)
{
	struct sym *p = lkmm_run_alloc(r, sizeof(*p));

	if (!p)
		return &nothing;
	*p = s;
	p->size = 1 + sym_size(s.a) + sym_size(s.b) + sym_size(s.c);
	p->depth = 1 + sym_depth(s.a);
	if (p->depth <= sym_depth(s.b))
		p->depth = 1 + sym_depth(s.b);
	if (p->depth <= sym_depth(s.c))
		p->depth = 1 + sym_depth(s.c);
	if (p->size > MAX_SYM_SIZE || p->depth > LKMM_MAX_OPERATIONS) {
		lkmm_run_exceeds(r, LKMM_LIMIT_OPERATIONS);
		return &nothing;
	}
	return p;
}

static const struct sym *sym_number(struct run *r, int64_t n)
{
	return sym_new(r, (struct sym){ .kind = SYM_NUMBER, .number = n });
}

static const struct sym *sym_unary(struct run *r, enum lkmm_operator op, const struct sym *a)
{
	if (a->kind == SYM_NUMBER)
		return sym_number(r, lkmm_unary(op, a->number));
	return sym_new(r, (struct sym){ .kind = SYM_UNARY, .op = op, .a = a });
}

/* @type: -64 for operands that are unsigned and have that many bits */
static const struct sym *sym_typed_binary(struct run *r, enum lkmm_operator op, int type,
					  const struct sym *a, const struct sym *b)
{
	int64_t v;

	if (a->kind == SYM_NUMBER && b->kind == SYM_NUMBER &&
	    lkmm_binary(op, type, a->number, b->number, &v))
		return sym_number(r, v);
	return sym_new(r, (struct sym){ .kind = SYM_BINARY, .op = op, .number = type, .a = a,
					.b = b });
}

static const struct sym *sym_binary(struct run *r, enum lkmm_operator op, const struct sym *a,
				    const struct sym *b)
{
	return sym_typed_binary(r, op, 0, a, b);
}

static const struct sym *sym_cast(struct run *r, const struct sym *a, int width)
{
	if (!width || width == 64 || width == -64 || (a->kind == SYM_CAST && a->number == width))
		return a;
	if (a->kind == SYM_NUMBER)
		return sym_number(r, lkmm_truncate(a->number, width));
	return sym_new(r, (struct sym){ .kind = SYM_CAST, .number = width, .a = a });
}

bool lkmm_sym_same(const struct sym *a, const struct sym *b)
{
	if (a == b)
		return true;
	if (!a || !b || a->kind != b->kind || a->op != b->op || a->number != b->number ||
	    a->read != b->read)
		return false;
	return lkmm_sym_same(a->a, b->a) && lkmm_sym_same(a->b, b->b) && lkmm_sym_same(a->c, b->c);
}

/* ---- decisions ---- */

bool lkmm_run_decide(struct run *r)
{
	if (r->taken == r->ndecisions) {
		if (r->ndecisions == r->room) {
			bool *p = lkmm_run_alloc(r, 2 * (size_t)r->room + 16);

			if (!p)
				return false;
			if (r->room)
				memcpy(p, r->decision, (size_t)r->room);
			r->decision = p;
			r->room = 2 * r->room + 16;
		}
		r->decision[r->ndecisions++] = false;
	}
	return r->decision[r->taken++];
}

static void add_fact(struct run *r, const struct sym *s, bool truth)
{
	struct fact *p = run_grow(r, r->path->fact, r->path->nfacts, sizeof(*p));

	if (!p)
		return;
	r->path->fact = p;
	p[r->path->nfacts++] = (struct fact){ s, truth, r->path->nevents };
}

static bool is_truth(const struct sym *s)
{
	return (s->kind == SYM_UNARY && s->op == LKMM_LNOT) ||
	       (s->kind == SYM_BINARY && s->op >= LKMM_EQ && s->op <= LKMM_LOR);
}

/* What is true if and only if @s is, or with *@truth turned if and only if it is not. */
static const struct sym *without_not(const struct sym *s, bool *truth)
{
	for (;;) {
		bool compares = s->kind == SYM_BINARY && (s->op == LKMM_EQ || s->op == LKMM_NE) &&
				s->b->kind == SYM_NUMBER && s->b->number >> 1 == 0;

		if (s->kind == SYM_CAST && is_truth(s->a)) {
			s = s->a;
		} else if (s->kind == SYM_UNARY && s->op == LKMM_LNOT) {
			s = s->a;
			*truth = !*truth;
		} else if (compares && (is_truth(s->a) || (s->a->kind == SYM_CAST && is_truth(s->a->a)))) {
			*truth ^= (s->op == LKMM_EQ) == (s->b->number == 0);
			s = s->a;
		} else {
			return s;
		}
	}
}

static bool is_equality(const struct sym *s)
{
	return s->kind == SYM_BINARY && (s->op == LKMM_EQ || s->op == LKMM_NE);
}

/* @s, which may be what was read from a variable, converted to the type that variable has. */
static const struct sym *without_cast(const struct run *r, const struct sym *s)
{
	const struct sym *address;
	int loc;

	if (s->kind != SYM_CAST || s->a->kind != SYM_READ)
		return s;
	address = r->path->event[s->a->read].address;
	loc = address->kind == SYM_NUMBER ? lkmm_pointee(r->test, address->number) : -1;
	return loc >= 0 && s->number == r->test->loc[loc].width ? s->a : s;
}

static bool same_operand(const struct run *r, const struct sym *a, const struct sym *b)
{
	return lkmm_sym_same(without_cast(r, a), without_cast(r, b));
}

/* Whether @fact says if @s is true, which is then *@truth. */
static bool fact_decides(const struct run *r, const struct fact *fact, const struct sym *s,
			 bool *truth)
{
	bool own = fact->truth;
	const struct sym *f = without_not(fact->sym, &own);

	if (is_equality(f) && is_equality(s)) {
		*truth = own == (f->op == s->op);
		return (same_operand(r, f->a, s->a) && same_operand(r, f->b, s->b)) ||
		       (same_operand(r, f->a, s->b) && same_operand(r, f->b, s->a));
	}
	*truth = own;
	return lkmm_sym_same(f, s);
}

/* The number @a decides @s, which is && or ||, whatever the other side is. */
static bool side_decides(const struct sym *a, const struct sym *s)
{
	return s->kind == SYM_BINARY && (s->op == LKMM_LAND || s->op == LKMM_LOR) &&
	       a->kind == SYM_NUMBER && !a->number == (s->op == LKMM_LAND);
}

bool lkmm_run_truth(struct run *r, const struct sym *s)
{
	bool same = true, truth;
	const struct sym *core = without_not(s, &same);

	if (core->kind == SYM_NUMBER || core->kind == SYM_KNOWN)
		return !core->number ^ same;
	if (side_decides(core->a, core) || side_decides(core->b, core))
		return (core->op == LKMM_LOR) == same;
	for (int i = 0; i < r->path->nfacts; i++)
		if (fact_decides(r, &r->path->fact[i], core, &truth))
			return truth == same;
	truth = lkmm_run_decide(r);
	add_fact(r, s, truth);
	return truth;
}

/* ---- events ---- */

static int add_event(struct run *r, enum event_type type, enum event_tag tag,
		     const struct sym *address, const struct sym *value, const struct lkmm_expr *e)
{
	struct event *p = run_grow(r, r->path->event, r->path->nevents, sizeof(*p));

	if (!p)
		return 0;
	if (r->path->nevents == LKMM_MAX_EVENTS) {
		lkmm_run_exceeds(r, LKMM_LIMIT_EVENTS);
		return 0;
	}
	r->path->event = p;
	p[r->path->nevents] = (struct event){
		.type = type, .tag = tag, .partner = -1, .address = address, .value = value,
		.branch = r->branch, .name = r->names, .source = e,
		.load = type == EVENT_READ,
	};
	if (tag == TAG_AFTER_CTRL_DEP)
		p[r->path->nevents].passed = r->passed;
	return r->path->nevents++;
}

static const struct sym *read_value(struct run *r, int event)
{
	return sym_new(r, (struct sym){ .kind = SYM_READ, .read = event });
}

static const struct sym *learnt_value(struct run *r, int event, int64_t v)
{
	return sym_new(r, (struct sym){ .kind = SYM_KNOWN, .read = event, .number = v });
}

/* ---- where a path may stop ---- */

/*
 * Keeps the path up to here as one that stops before @e, which accesses the address @bad: unless
 * this is a part of it that an earlier run has been through.
 */
void lkmm_run_stop(struct run *r, const struct sym *bad, const struct lkmm_expr *e)
{
	struct paths *all = r->paths;
	const struct sym **reg;
	struct path **stop, *p;

	if (r->flow != FLOW_ON || r->taken < r->ndecisions)
		return;
	stop = run_grow(r, all->stop, all->nstops, sizeof(*stop));
	p = lkmm_run_alloc(r, sizeof(*p));
	reg = lkmm_run_alloc(r, sizeof(*reg) * ((size_t)r->thread->nregs + 1));
	if (!stop || !p || !reg)
		return;
	*p = *r->path;
	p->reg = reg;
	for (int i = 0; i < r->thread->nregs; i++)
		reg[i] = r->reg[i] == r->first_reg[i] ? NULL : r->reg[i];
	p->stop = e;
	p->bad = bad;
	all->stop = stop;
	all->stop[all->nstops++] = p;
}

static bool accessed_before(const struct run *r, const struct sym *address, int size)
{
	for (int i = 0; i < r->path->nevents; i++) {
		const struct event *e = &r->path->event[i];

		if (e->address && e->source->access->size == size &&
		    lkmm_sym_same(e->address, address))
			return true;
	}
	return false;
}

/* Whether the access @e to @address can be made: not if that is known to be nowhere. */
static bool may_access(struct run *r, const struct lkmm_expr *e, const struct sym *address)
{
	const struct lkmm_access *a = e->access;
	bool is_load = a->kind == LKMM_PLAIN_LOAD || (a->op && !a->op->becomes);
	int64_t offset;
	int loc;

	/* A thread may have to stop before it assigns what the filter does not allow. */
	if (r->test->filter)
		lkmm_run_stop(r, NULL, e);
	if (r->flow != FLOW_ON)
		return false;
	if (address->kind != SYM_NUMBER) {
		if (!accessed_before(r, address, a->size))
			lkmm_run_stop(r, address, e);
		return r->flow == FLOW_ON;
	}
	loc = lkmm_target(r->test, address->number, a->size, is_load);
	if (loc == TARGET_PART) {
		r->paths->refused = (struct lkmm_refusal){
			e->at, lkmm_object(r->test, address->number, &offset), a->size };
		lkmm_run_fail(r, LKMM_TWO_SIZES);
	} else if (loc == TARGET_NONE) {
		lkmm_run_stop(r, address, e);
		if (r->flow == FLOW_ON)
			r->flow = FLOW_BAD;
	}
	return r->flow == FLOW_ON;
}

/* Whether a value of @size bits may have been read of a variable of another type. */
static bool is_of_other_type(const struct run *r, const struct sym *address, int size)
{
	int loc = -1;

	if (!size)
		return false;
	if (address->kind == SYM_NUMBER)
		loc = lkmm_pointee(r->test, address->number);
	if (loc >= 0)
		return r->test->loc[loc].width && r->test->loc[loc].width != size;
	for (int i = 0; i < r->test->nlocs; i++)
		if (r->test->loc[i].width && r->test->loc[i].width != size)
			return true;
	return false;
}

/* What is read is of the type that it is read as. */
static const struct sym *load(struct run *r, enum event_tag tag, const struct sym *address,
			      const struct lkmm_expr *e)
{
	const struct sym *v = read_value(r, add_event(r, EVENT_READ, tag, address, NULL, e));
	int size = e->access->size;

	return is_of_other_type(r, address, size) ? sym_cast(r, v, size) : v;
}

/* ---- primitives ---- */

/*
 * @f of an operation whose object holds @v. What it computes has the @width of the object, and that
 * is what a comparison compares; a value handed through has it already.
 */
static const struct sym *apply(struct run *r, const struct lkmm_formula *f, const struct sym *v,
			       const struct sym *const *arg, int width)
{
	const struct sym *s;

	switch (f->kind) {
	case LKMM_F_VALUE:
		return v;
	case LKMM_F_ARG:
		return arg[f->number];
	case LKMM_F_NUMBER:
		return sym_number(r, f->number);
	case LKMM_F_UNARY:
		return sym_unary(r, f->op, apply(r, f->left, v, arg, width));
	default:
		s = apply(r, f->left, v, arg, width);
		s = sym_binary(r, f->op, s, apply(r, f->right, v, arg, width));
		return f->op < LKMM_EQ ? sym_cast(r, s, width) : s;
	}
}

static bool uses_value(const struct lkmm_formula *f)
{
	return f && (f->kind == LKMM_F_VALUE || uses_value(f->left) || uses_value(f->right));
}

static enum event_tag tag_of(enum lkmm_order order)
{
	switch (order) {
	case LKMM_ACQUIRE:
		return TAG_ACQUIRE;
	case LKMM_RELEASE:
		return TAG_RELEASE;
	case LKMM_FULL:
		return TAG_MB;
	default:
		return TAG_ONCE;
	}
}

static const struct sym *run_rmw(struct run *r, const struct lkmm_expr *e,
				 const struct sym *const *arg)
{
	const struct lkmm_access *a = e->access;
	const struct lkmm_op *op = a->op;
	enum event_tag tag = tag_of(a->order);
	int read = add_event(r, EVENT_READ, op->returns ? tag : TAG_NORETURN, arg[op->object], NULL,
			     e),
	    write;
	const struct sym *v = read_value(r, read);

	if (r->flow == FLOW_FAILED)
		return &nothing;
	r->path->event[read].rmw = true;
	r->path->event[read].load = false;
	if (!op->when || lkmm_run_truth(r, apply(r, op->when, v, arg, a->width))) {
		write = add_event(r, EVENT_WRITE, tag, arg[op->object],
				  apply(r, op->becomes, v, arg, a->width), e);
		if (r->flow == FLOW_FAILED)
			return &nothing;
		r->path->event[write].rmw = true;
		r->path->event[read].partner = write;
	} else if (a->inout >= 0) {
		r->reg[a->inout] = sym_cast(r, v, r->thread->reg[a->inout].width);
		lkmm_note_assigned(r, a->inout);
	}
	return op->returns ? apply(r, op->returns, v, arg, a->width) : &nothing;
}

static const struct sym *run_op(struct run *r, const struct lkmm_expr *e,
				const struct sym *const *arg)
{
	const struct lkmm_access *a = e->access;
	const struct lkmm_op *op = a->op;
	const struct sym *address = arg[op->object];

	if (!op->becomes)
		return load(r, tag_of(a->order), address, e);
	if (op->when || op->returns || uses_value(op->becomes))
		return run_rmw(r, e, arg);
	add_event(r, EVENT_WRITE, tag_of(a->order), address, apply(r, op->becomes, &nothing, arg, a->width),
		  e);
	if (a->order == LKMM_STORE_MB)
		add_event(r, EVENT_FENCE, TAG_MB, NULL, NULL, e);
	return &nothing;
}

static const struct sym *run_lock(struct run *r, const struct sym *address, const struct lkmm_expr *e)
{
	int read = add_event(r, EVENT_READ, TAG_LKR, address, NULL, e), write;

	write = add_event(r, EVENT_WRITE, TAG_LKW, address, sym_number(r, 1), e);
	if (r->flow != FLOW_FAILED)
		r->path->event[read].partner = write;
	return learnt_value(r, read, 1);
}

static enum event_tag fence_tag(enum lkmm_fence fence)
{
	static const enum event_tag tags[] = {
		[LKMM_FENCE_COMPILER] = TAG_BARRIER,
		[LKMM_FENCE_MB] = TAG_MB,
		[LKMM_FENCE_RMB] = TAG_RMB,
		[LKMM_FENCE_WMB] = TAG_WMB,
		[LKMM_FENCE_BEFORE_ATOMIC] = TAG_BEFORE_ATOMIC,
		[LKMM_FENCE_AFTER_ATOMIC] = TAG_AFTER_ATOMIC,
		[LKMM_FENCE_AFTER_SPINLOCK] = TAG_AFTER_SPINLOCK,
		[LKMM_FENCE_AFTER_UNLOCK_LOCK] = TAG_AFTER_UNLOCK_LOCK,
		[LKMM_FENCE_AFTER_CTRL_DEP] = TAG_AFTER_CTRL_DEP,
		[LKMM_FENCE_RELAX] = TAG_BARRIER,
		[LKMM_FENCE_AFTER_SRCU_READ_UNLOCK] = TAG_AFTER_SRCU_READ_UNLOCK,
		[LKMM_FENCE_RCU_LOCK] = TAG_RCU_LOCK,
		[LKMM_FENCE_RCU_UNLOCK] = TAG_RCU_UNLOCK,
		[LKMM_FENCE_SYNC_RCU] = TAG_SYNC_RCU,
	};

	return tags[fence];
}

static const struct sym *run_access(struct run *r, const struct lkmm_expr *e)
{
	const struct lkmm_access *a = e->access;
	const struct sym *arg[LKMM_MAX_ARGS] = { NULL };

	for (int i = 0; i < LKMM_MAX_ARGS; i++)
		if (a->arg[i])
			arg[i] = lkmm_run_expr(r, a->arg[i]);
	if (a->kind != LKMM_FENCE && !may_access(r, e, arg[a->op ? a->op->object : 0]))
		return &nothing;
	switch (a->kind) {
	case LKMM_OP:
		return run_op(r, e, arg);
	case LKMM_PLAIN_LOAD:
		return load(r, TAG_PLAIN, arg[0], e);
	case LKMM_PLAIN_STORE:
		add_event(r, EVENT_WRITE, TAG_PLAIN, arg[0], arg[1], e);
		return arg[1];
	case LKMM_FENCE:
		add_event(r, EVENT_FENCE, fence_tag(a->fence), NULL, NULL, e);
		return &nothing;
	case LKMM_LOCK:
		lkmm_run_stop(r, NULL, e);
		return run_lock(r, arg[0], e);
	case LKMM_TRYLOCK:
		if (lkmm_run_decide(r))
			return run_lock(r, arg[0], e);
		return learnt_value(r, add_event(r, EVENT_READ, TAG_LF, arg[0], NULL, e), 0);
	case LKMM_UNLOCK:
		add_event(r, EVENT_WRITE, TAG_UL, arg[0], sym_number(r, 0), e);
		return &nothing;
	case LKMM_IS_LOCKED:
		if (lkmm_run_decide(r))
			return learnt_value(r, add_event(r, EVENT_READ, TAG_RL, arg[0], NULL, e),
					    1);
		return learnt_value(r, add_event(r, EVENT_READ, TAG_RU, arg[0], NULL, e), 0);
	case LKMM_SRCU_LOCK:
		return read_value(r, add_event(r, EVENT_READ, TAG_SRCU_LOCK, arg[0], NULL, e));
	case LKMM_SRCU_UNLOCK:
		add_event(r, EVENT_WRITE, TAG_SRCU_UNLOCK, arg[0], arg[1], e);
		return &nothing;
	case LKMM_SYNC_SRCU:
		add_event(r, EVENT_SRCU, TAG_SYNC_SRCU, arg[0], NULL, e);
		return &nothing;
	}
	return &nothing;
}

/* ---- expressions ---- */

bool lkmm_has_effect(const struct lkmm_expr *e)
{
	for (; e; e = e->a)
		if (e->kind == LKMM_ACCESS || e->kind == LKMM_ASSIGN || lkmm_has_effect(e->b) ||
		    lkmm_has_effect(e->c))
			return true;
	return false;
}

/* Evaluates @e where it depends on @cond having been decided. */
static const struct sym *run_under(struct run *r, const struct sym *cond, const struct lkmm_expr *e)
{
	const struct branch *outer = r->branch;
	struct branch *b = lkmm_run_alloc(r, sizeof(*b));
	const struct sym *s;

	if (!b)
		return &nothing;
	*b = (struct branch){ cond, outer };
	r->branch = b;
	s = lkmm_run_expr(r, e);
	r->branch = outer;
	return s;
}

static const struct sym *run_logic(struct run *r, const struct lkmm_expr *e)
{
	const struct sym *a = lkmm_run_expr(r, e->a), *b;

	lkmm_note_side(r, e->a, a);
	if (!lkmm_has_effect(e->b)) {
		b = lkmm_run_expr(r, e->b);
		lkmm_note_side(r, e->b, b);
		return sym_binary(r, e->op, a, b);
	}
	if (lkmm_run_truth(r, a) == (e->op == LKMM_LOR))
		return sym_binary(r, LKMM_NE, a, &nothing);
	b = run_under(r, a, e->b);
	return sym_binary(r, e->op, a, b);
}

static const struct sym *run_conditional(struct run *r, const struct lkmm_expr *e)
{
	const struct sym *a = lkmm_run_expr(r, e->a);

	if (lkmm_has_effect(e->b) || lkmm_has_effect(e->c) || a->kind == SYM_NUMBER)
		return run_under(r, a, lkmm_run_truth(r, a) ? e->b : e->c);
	return sym_new(r, (struct sym){ .kind = SYM_CONDITIONAL, .a = a, .b = lkmm_run_expr(r, e->b),
					.c = lkmm_run_expr(r, e->c) });
}

static const struct sym *run_kind(struct run *r, const struct lkmm_expr *e);

/* The @n operators of a chain as a + b + c + ...: it may be too long for recursion. */
static const struct sym *run_chain(struct run *r, const struct lkmm_expr *e, int n)
{
	const struct lkmm_expr **link = lkmm_run_alloc(r, sizeof(*link) * (size_t)n);
	const struct sym *s;

	if (!link)
		return &nothing;
	for (int i = n; i--; e = e->a)
		link[i] = e;
	s = lkmm_run_expr(r, e);
	for (int i = 0; i < n; i++) {
		if (link[i]->kind == LKMM_CAST)
			s = sym_cast(r, s, link[i]->index);
		else
			s = sym_typed_binary(r, link[i]->op, link[i]->index, s,
					     lkmm_run_expr(r, link[i]->b));
		r->names += lkmm_makes_name(link[i]);
	}
	return s;
}

const struct sym *lkmm_run_expr(struct run *r, const struct lkmm_expr *e)
{
	const struct sym *s;
	int n = 0;

	if (r->flow >= FLOW_BAD)
		return &nothing;
	if (r->values && (s = lkmm_recall(r, e)))
		return s;
	for (const struct lkmm_expr *a = e; lkmm_is_link(a); a = a->a)
		n++;
	if (n > LKMM_LONG_CHAIN)
		return run_chain(r, e, n);
	s = run_kind(r, e);
	r->names += lkmm_makes_name(e);
	return s;
}

static const struct sym *run_kind(struct run *r, const struct lkmm_expr *e)
{
	const struct sym *a;

	switch (e->kind) {
	case LKMM_NUMBER:
		return sym_number(r, e->number);
	case LKMM_ADDRESS:
		return sym_number(r, lkmm_address(r->test, e->index));
	case LKMM_REGISTER:
		lkmm_note_read(r, e->index);
		return r->reg[e->index];
	case LKMM_UNARY:
		return sym_unary(r, e->op, lkmm_run_expr(r, e->a));
	case LKMM_BINARY:
		if (e->op == LKMM_LAND || e->op == LKMM_LOR)
			return run_logic(r, e);
		a = lkmm_run_expr(r, e->a);
		return sym_typed_binary(r, e->op, e->index, a, lkmm_run_expr(r, e->b));
	case LKMM_CONDITIONAL:
		return run_conditional(r, e);
	case LKMM_CAST:
		return sym_cast(r, lkmm_run_expr(r, e->a), e->index);
	case LKMM_ASSIGN:
		a = sym_cast(r, lkmm_run_expr(r, e->a), r->thread->reg[e->index].width);
		r->reg[e->index] = a;
		lkmm_note_assigned(r, e->index);
		return a;
	case LKMM_COMMA:
		lkmm_run_expr(r, e->a);
		return lkmm_run_expr(r, e->b);
	case LKMM_ACCESS:
		return run_access(r, e);
	}
	return &nothing;
}

/* ---- statements ---- */

void lkmm_run_branch(struct run *r, const struct branch **list, const struct sym *cond)
{
	struct branch *b;

	/* No read decides what a number says. */
	if (cond->kind == SYM_NUMBER || !(b = lkmm_run_alloc(r, sizeof(*b))))
		return;
	*b = (struct branch){ cond, *list };
	*list = b;
}

/* Runs @s where it depends on @cond. */
static void run_body(struct run *r, const struct sym *cond, const struct lkmm_stmt *s)
{
	lkmm_run_branch(r, &r->branch, cond);
	lkmm_run_list(r, s);
}

/* Whether @s never goes on to what follows it. */
static bool always_jumps(const struct lkmm_stmt *s)
{
	for (; s; s = s->next)
		if (s->kind == LKMM_BREAK || s->kind == LKMM_CONTINUE || s->kind == LKMM_RETURN ||
		    (s->kind == LKMM_IF && always_jumps(s->body) && always_jumps(s->orelse)))
			return true;
	return false;
}

static void run_if(struct run *r, const struct lkmm_stmt *s)
{
	const struct branch *outer = r->branch;
	const struct sym *cond = lkmm_run_whole(r, s->expr);
	bool truth = lkmm_run_truth(r, cond);

	lkmm_note_test(r, s, cond);
	if (!truth)
		r->names += lkmm_count_list(s->body).names;
	run_body(r, cond, truth ? s->body : s->orelse);
	if (!truth)
		r->way += lkmm_count_list(s->body).ways;
	if (r->flow != FLOW_ON || always_jumps(truth ? s->orelse : s->body))
		lkmm_run_branch(r, &r->passed, cond);
	r->branch = outer;
}

static void run_stmt(struct run *r, const struct lkmm_stmt *s)
{
	switch (s->kind) {
	case LKMM_EXPR:
		if (s->expr)
			lkmm_run_whole(r, s->expr);
		break;
	case LKMM_IF:
		run_if(r, s);
		break;
	case LKMM_LOOP:
		lkmm_run_loop(r, s);
		break;
	case LKMM_BREAK:
		r->flow = FLOW_BREAK;
		break;
	case LKMM_CONTINUE:
		r->flow = FLOW_CONTINUE;
		break;
	case LKMM_RETURN:
		r->flow = FLOW_RETURN;
		break;
	}
}

void lkmm_run_list(struct run *r, const struct lkmm_stmt *s)
{
	unsigned int way = 0;

	for (; s && r->flow == FLOW_ON; s = s->next) {
		struct names n = lkmm_count_stmt(s);
		unsigned int start = r->names;

		r->way = 0;
		run_stmt(r, s);
		r->names = start + n.names;
		if (n.ways > 1) {
			struct names rest = lkmm_count_list(s->next);

			r->names += (n.ways - 1 - r->way) * rest.names;
			way = way * n.ways + r->way;
		}
	}
	r->way = way;
}

/* ---- all paths ---- */

static void run_thread(struct run *r)
{
	r->taken = 0;
	r->names = 0;
	r->flow = FLOW_ON;
	r->branch = r->passed = NULL;
	r->turn = NULL;
	r->values = NULL;
	r->path = lkmm_run_alloc(r, sizeof(*r->path));
	r->reg = lkmm_run_alloc(r, (sizeof(*r->reg) + 1) * ((size_t)r->thread->nregs + 1));
	if (!r->path || !r->reg)
		return;
	r->path->reg = r->reg;
	r->path->assigned = (bool *)(r->reg + r->thread->nregs + 1);
	for (int i = 0; i < r->thread->nregs; i++)
		r->reg[i] = r->first_reg[i];
	lkmm_run_list(r, r->thread->body);
}

/* Turns the list of decisions into the next one. False after the last. */
static bool next_decisions(struct run *r)
{
	while (r->ndecisions && r->decision[r->ndecisions - 1])
		r->ndecisions--;
	if (!r->ndecisions)
		return false;
	r->decision[r->ndecisions - 1] = true;
	return true;
}

/* One more of the paths in *@list, of which there are *@n. */
static bool add_path(struct run *r, struct path ***list, int *n)
{
	struct path **p = run_grow(r, *list, *n, sizeof(*p));

	if (!p)
		return false;
	*list = p;
	r->path->index = *n;
	p[(*n)++] = r->path;
	return true;
}

static bool start(struct run *r)
{
	r->first_reg = lkmm_run_alloc(r, sizeof(*r->first_reg) * ((size_t)r->thread->nregs + 1));
	for (int i = 0; r->first_reg && i < r->thread->nregs; i++)
		r->first_reg[i] = sym_number(r, r->thread->reg[i].init);
	return r->status == LKMM_OK;
}

enum lkmm_status lkmm_list_paths(struct lkmm_arena *a, const struct lkmm_test *test, int thread,
				 const struct lkmm_options *o, size_t *memory, struct paths *paths)
{
	struct run r = {
		.arena = a, .thread = &test->thread[thread], .test = test, .options = o,
		.memory = *memory, .unroll = o->unroll ? o->unroll : DEFAULT_UNROLL,
		.loops = paths->loops, .paths = paths,
	};
	int runs = 0;

	paths->names = lkmm_count_list(r.thread->body).names;
	paths->n = paths->ncut = paths->nstops = 0;
	if (!start(&r))
		return r.status;
	do {
		if (runs++ == LKMM_MAX_WAYS)
			lkmm_run_exceeds(&r, LKMM_LIMIT_WAYS);
		else
			run_thread(&r);
		if (r.status == LKMM_OK && r.flow == FLOW_CUT)
			add_path(&r, &paths->cut, &paths->ncut);
		else if (r.status == LKMM_OK && r.flow != FLOW_SAME && r.flow != FLOW_BAD)
			add_path(&r, &paths->path, &paths->n);
		paths->limit = r.limit;
		if (r.status != LKMM_OK)
			return r.status;
	} while (next_decisions(&r));
	paths->loops = r.loops;
	*memory = r.memory;
	return LKMM_OK;
}
