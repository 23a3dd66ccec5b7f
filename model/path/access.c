// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Accesses and fences: the events of a path, and the places where it may stop before one. */
#include "run.h"

static int add_event(struct run *r, enum event_type type, enum event_tag tag,
		     const struct sym *address, const struct sym *value, const struct lkmm_expr *e)
{
	struct event *p = lkmm_run_grow(r, r->path->event, r->path->nevents, sizeof(*p));
	int64_t known;

	if (!p)
		return 0;
	if (r->path->nevents == LKMM_MAX_EVENTS) {
		lkmm_run_exceeds(r, LKMM_LIMIT_EVENTS);
		return 0;
	}
	tag = r->test->architecture && !lkmm_is_software(tag) ? TAG_MACHINE : tag;
	if (lkmm_run_is_meaningless(r, tag, e)) {
		r->paths->refused = (struct lkmm_refusal){ .at = e->at };
		lkmm_run_fail(r, LKMM_NO_MEANING);
		return 0;
	}
	r->path->event = p;
	p[r->path->nevents] = (struct event){
		.type = type, .tag = tag, .partner = -1, .address = address, .value = value,
		.linked = -1, .marks = lkmm_marks_of(e->access, type), .branch = r->branch,
		.name = r->thread->in_order ? (unsigned int)r->path->nevents : r->names,
		.source = e, .load = type == EVENT_READ,
		.first = r->path->nevents,
	};
	if (address && !lkmm_sym_is_known(address, &known))
		p[r->path->nevents].splits = r->paths->splits;
	if (tag == TAG_AFTER_CTRL_DEP)
		p[r->path->nevents].passed = r->passed;
	return r->path->nevents++;
}

int lkmm_run_store(struct run *r, const struct sym *address, const struct sym *value,
		   const struct lkmm_expr *e)
{
	return add_event(r, EVENT_WRITE, TAG_MACHINE, address, value, e);
}

static const struct sym *read_value(struct run *r, int event)
{
	return lkmm_sym_new(r, (struct sym){ .kind = SYM_READ, .read = event });
}

static const struct sym *learnt_value(struct run *r, int event, int64_t v)
{
	return lkmm_sym_new(r, (struct sym){ .kind = SYM_KNOWN, .read = event, .number = v });
}

/* ---- accesses to several pieces of a location ---- */

/* What an access is to: an event for each piece, from the lowest address. */
struct target {
	const struct sym *address;
	int n;				/* events */
	int piece[LKMM_MAX_PIECES];	/* or -1, if there are no such */
	struct lkmm_integer type;	/* of the access */
};

static struct target target_of(const struct run *r, const struct sym *address,
			       const struct lkmm_expr *e)
{
	struct target t = { address, 1, { -1 }, e->access->accessed };
	int64_t at;
	int n = 0;

	if (lkmm_sym_is_known(address, &at))
		n = lkmm_pieces(r->test, at, t.type.bits, t.piece);
	if (!n) {
		t.piece[0] = -1;
		return t;
	}
	t.n = n;
	if (!t.type.bits)
		t.type = r->test->loc[t.piece[0]].uncut;
	return t;
}

/* The address of the piece @i of @t, which depends on what that of all of it depends on. */
static const struct sym *address_of(struct run *r, const struct target *t, int i)
{
	int64_t address = lkmm_address(r->test, t->piece[i]);

	return t->address->kind == SYM_NUMBER ? lkmm_sym_number(r, address)
					      : lkmm_sym_known(r, t->address, address);
}

/* Adds an event of @type for each piece of @t; @value: of all of them. The first one. */
static int add_events(struct run *r, const struct target *t, enum event_type type,
		      enum event_tag tag, const struct sym *value, const struct lkmm_expr *e)
{
	int first = r->path->nevents;

	for (int i = 0; i < t->n && r->flow != FLOW_FAILED; i++) {
		const struct sym *address = t->address, *part = value;
		int event, shift = 0;

		if (i) {
			address = address_of(r, t, i);
			shift = lkmm_piece_shift(r->test, t->piece[i]) -
				lkmm_piece_shift(r->test, t->piece[0]);
		}
		if (shift && value)
			part = lkmm_sym_typed_binary(r, LKMM_SHR, true, value,
						     lkmm_sym_number(r, shift));
		event = add_event(r, type, tag, address, part, e);
		if (r->flow == FLOW_FAILED)
			return 0;
		r->path->event[event].first = first;
		r->path->event[event].piece = t->piece[i] >= 0;
	}
	return first;
}

/* The value that the events from @first on have read of @t. */
static const struct sym *value_of(struct run *r, const struct target *t, int first)
{
	const struct sym *v = read_value(r, first);

	for (int i = 1; i < t->n; i++) {
		int shift = lkmm_piece_shift(r->test, t->piece[i]) -
			    lkmm_piece_shift(r->test, t->piece[0]);
		const struct sym *part = read_value(r, first + i);

		part = lkmm_sym_binary(r, LKMM_SHL, part, lkmm_sym_number(r, shift));
		v = lkmm_sym_binary(r, LKMM_OR, v, part);
	}
	return t->piece[0] < 0 ? v : lkmm_sym_cast(r, v, t->type);
}

/* ---- whether an access can be made ---- */

/* Whether @a is an access of pieces, all of them as they have been cut. */
static bool has_pieces(const struct run *r, const struct lkmm_access *a, int64_t address)
{
	int piece[LKMM_MAX_PIECES];

	return lkmm_may_have_pieces(a) &&
	       lkmm_pieces(r->test, address, a->accessed.bits, piece);
}

/* Whether the access @e to *@address, as it is on this path, can be made: not if that is known to
 * be nowhere. */
static bool may_access(struct run *r, const struct lkmm_expr *e, const struct sym **address)
{
	const struct lkmm_access *a = e->access;
	int64_t at;
	int loc;

	/* A thread may have to stop before it assigns a value that the filter excludes. */
	if (r->test->filter)
		lkmm_run_stop(r, NULL, e);
	if (r->flow != FLOW_ON)
		return false;
	if ((*address)->kind != SYM_NUMBER) {
		if (!lkmm_accessed_before(r, *address, a))
			lkmm_run_stop(r, *address, e);
		*address = lkmm_run_split(r, e, *address);
	}
	if (!lkmm_sym_is_known(*address, &at))
		return r->flow == FLOW_ON;
	loc = lkmm_access_target(r->test, a, at, lkmm_is_load(a));
	if (loc == TARGET_PART && !has_pieces(r, a, at)) {
		r->paths->refused = lkmm_refuse(r->test, e, at);
		lkmm_run_fail(r, LKMM_TWO_SIZES);
	} else if (loc == TARGET_NONE) {
		lkmm_run_stop(r, *address, e);
		if (r->flow == FLOW_ON)
			r->flow = FLOW_BAD;
	}
	return r->flow == FLOW_ON;
}

/* Whether a value of type @as may have been read of a variable of another type. */
static bool differs(struct lkmm_integer a, struct lkmm_integer b)
{
	return a.bits && !lkmm_same_integer(a, b);
}

/* The value of a plain load of a location that nothing writes to, or NULL. */
static const struct sym *constant_at(struct run *r, const struct sym *address,
				     const struct lkmm_access *a)
{
	const struct lkmm_location *l;
	int loc;

	if (address->kind != SYM_NUMBER)
		return NULL;
	loc = lkmm_target(r->test, address->number, a->accessed.bits, false);
	l = loc < 0 ? NULL : &r->test->loc[loc];
	if (!l || !l->constant || differs(a->accessed, l->integer))
		return NULL;
	return lkmm_sym_number(r, l->init);
}

bool lkmm_is_of_other_type(const struct run *r, const struct sym *address, struct lkmm_integer as)
{
	int64_t at;
	int loc = -1;

	if (!as.bits)
		return false;
	if (lkmm_sym_is_known(address, &at))
		loc = lkmm_pointee(r->test, at);
	if (loc >= 0)
		return differs(r->test->loc[loc].integer, as);
	for (int i = 0; i < r->test->nlocs; i++)
		if (differs(r->test->loc[i].integer, as))
			return true;
	return false;
}

/* A value that is read has the type of the access. */
static const struct sym *load(struct run *r, enum event_tag tag, const struct sym *address,
			      const struct lkmm_expr *e)
{
	struct target t = target_of(r, address, e);
	const struct sym *v = value_of(r, &t, add_events(r, &t, EVENT_READ, tag, NULL, e));
	struct lkmm_integer as = e->access->accessed;

	return lkmm_is_of_other_type(r, address, as) ? lkmm_sym_cast(r, v, as) : v;
}

/* ---- primitives ---- */

/*
 * @f of an operation whose object holds @v. A computed value is converted to the type @t of the
 * object, also before a comparison; an argument that is passed through has it already.
 */
static const struct sym *apply(struct run *r, const struct lkmm_formula *f, const struct sym *v,
			       const struct sym *const *arg, struct lkmm_integer t)
{
	const struct sym *s;

	switch (f->kind) {
	case LKMM_F_VALUE:
		return v;
	case LKMM_F_ARG:
		return arg[f->number];
	case LKMM_F_NUMBER:
		return lkmm_sym_number(r, f->number);
	case LKMM_F_UNARY:
		return lkmm_sym_unary(r, f->op, apply(r, f->left, v, arg, t));
	default:
		s = apply(r, f->left, v, arg, t);
		s = lkmm_sym_binary(r, f->op, s, apply(r, f->right, v, arg, t));
		return f->op < LKMM_EQ ? lkmm_sym_cast(r, s, t) : s;
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

/* A compare-and-exchange that fails may store the value that it finds. */
static void fail_rmw(struct run *r, const struct lkmm_access *a, const struct sym *v)
{
	if (a->inout < 0)
		return;
	r->reg[a->inout] = lkmm_sym_cast(r, v, r->thread->reg[a->inout].integer);
	lkmm_note_assigned(r, a->inout);
}

static const struct sym *run_rmw(struct run *r, const struct lkmm_expr *e,
				 const struct sym *const *arg)
{
	const struct lkmm_access *a = e->access;
	const struct lkmm_op *op = a->op;
	enum event_tag tag = tag_of(a->order);
	bool fences = tag == TAG_MB && op->returns && r->model->fences_around_rmw;
	int fence = fences ? add_event(r, EVENT_FENCE, TAG_MB, NULL, NULL, e) : -1;
	struct target t = target_of(r, arg[op->object], e);
	int read = add_events(r, &t, EVENT_READ, op->returns ? tag : TAG_NORETURN, NULL, e), write;
	const struct sym *v = value_of(r, &t, read), *holds;

	if (r->flow == FLOW_FAILED)
		return &lkmm_nothing;
	holds = op->when ? apply(r, op->when, lkmm_sym_narrow(r, a, v), arg, a->integer) : NULL;
	for (int i = 0; i < t.n; i++) {
		r->path->event[read + i].rmw = true;
		r->path->event[read + i].load = false;
	}
	if (!holds || lkmm_run_truth(r, holds)) {
		const struct sym *w = apply(r, op->becomes, v, arg, a->integer);

		if (op->when && r->test->architecture && !r->model->knows_no_dependencies)
			lkmm_run_compared(r, holds, arg, &v, &w);
		write = add_events(r, &t, EVENT_WRITE, tag, w, e);
		if (r->flow == FLOW_FAILED)
			return &lkmm_nothing;
		for (int i = 0; i < t.n; i++) {
			r->path->event[write + i].rmw = true;
			r->path->event[read + i].partner = write + i;
		}
		if (fences)
			add_event(r, EVENT_FENCE, TAG_MB, NULL, NULL, e);
	} else {
		if (fences)
			r->path->event[fence].tag = TAG_NOTHING;
		fail_rmw(r, a, v);
	}
	return op->returns ? apply(r, op->returns, v, arg, a->integer) : &lkmm_nothing;
}

static const struct sym *run_op(struct run *r, const struct lkmm_expr *e,
				const struct sym *const *arg)
{
	const struct lkmm_access *a = e->access;
	const struct lkmm_op *op = a->op;
	const struct sym *address = arg[op->object];
	struct target t;

	r->linked = a->linked ? r->path->nevents : r->linked;
	if (!op->becomes)
		return load(r, tag_of(a->order), address, e);
	if (op->when || op->returns || uses_value(op->becomes))
		return run_rmw(r, e, arg);
	t = target_of(r, address, e);
	add_events(r, &t, EVENT_WRITE, tag_of(a->order),
		   apply(r, op->becomes, &lkmm_nothing, arg, a->integer), e);
	if (a->order == LKMM_STORE_MB)
		add_event(r, EVENT_FENCE, TAG_MB, NULL, NULL, e);
	return &lkmm_nothing;
}

static const struct sym *run_lock(struct run *r, const struct sym *address,
				  const struct lkmm_expr *e)
{
	int read = add_event(r, EVENT_READ, TAG_LKR, address, NULL, e), write;

	write = add_event(r, EVENT_WRITE, TAG_LKW, address, lkmm_sym_number(r, 1), e);
	if (r->flow != FLOW_FAILED)
		r->path->event[read].partner = write;
	return learnt_value(r, read, 1);
}

/* ---- objects ---- */

/* The object that the call @e makes now: how often it has made one is counted. */
static int next_object(struct run *r, const struct lkmm_expr *e)
{
	struct made *made = r->made;

	while (made && made->expr != e)
		made = made->next;
	if (!made) {
		made = lkmm_run_alloc(r, sizeof(*made));
		if (!made)
			return -1;
		*made = (struct made){ r->made, e, 0 };
		r->made = made;
	}
	if (made->n == e->access->copies) {
		lkmm_run_exceeds(r, LKMM_LIMIT_OBJECTS);
		return -1;
	}
	return e->access->object + e->access->locations * made->n++;
}

static const struct sym *run_alloc(struct run *r, const struct lkmm_expr *e)
{
	const struct lkmm_access *a = e->access;
	int first = next_object(r, e);

	if (first < 0)
		return &lkmm_nothing;
	for (int i = 0; a->zeroed && i < a->locations; i++) {
		if (!r->test->loc[first + i].allocated)
			continue;
		add_event(r, EVENT_WRITE, TAG_PLAIN,
			  lkmm_sym_number(r, lkmm_address(r->test, first + i)), &lkmm_nothing, e);
	}
	/* A function does this: the compiler does not mix it with the code after it. */
	if (a->zeroed)
		add_event(r, EVENT_FENCE, TAG_BARRIER, NULL, NULL, e);
	return lkmm_sym_number(r, lkmm_address(r->test, first));
}

/* Freeing a null pointer does nothing. */
static const struct sym *run_free(struct run *r, const struct lkmm_expr *e,
				  const struct sym *address)
{
	if (lkmm_run_truth(r, address) && may_access(r, e, &address))
		add_event(r, EVENT_FREE, TAG_FREE, address, NULL, e);
	return &lkmm_nothing;
}

static const struct sym *run_lock_call(struct run *r, const struct lkmm_expr *e,
				       const struct sym *lock)
{
	enum lkmm_access_kind kind = e->access->kind;

	if (kind == LKMM_LOCK)
		lkmm_run_stop_waiting(r, lock, lkmm_sym_number(r, 1), e);
	if (kind == LKMM_UNLOCK) {
		add_event(r, EVENT_WRITE, TAG_UL, lock, lkmm_sym_number(r, 0), e);
		return &lkmm_nothing;
	}
	if (kind == LKMM_IS_LOCKED && lkmm_run_decide(r))
		return learnt_value(r, add_event(r, EVENT_READ, TAG_RL, lock, NULL, e), 1);
	if (kind == LKMM_IS_LOCKED)
		return learnt_value(r, add_event(r, EVENT_READ, TAG_RU, lock, NULL, e), 0);
	if (kind == LKMM_LOCK || lkmm_run_decide(r))
		return run_lock(r, lock, e);
	return learnt_value(r, add_event(r, EVENT_READ, TAG_LF, lock, NULL, e), 0);
}

/* Software has memory of its own for SRCU, if any. */
static bool srcu_has_memory(const struct run *r)
{
	return !r->model->srcu_without_memory && !r->test->architecture;
}

/* Without memory, each call gives another cookie. */
static const struct sym *run_srcu_lock(struct run *r, const struct lkmm_expr *e,
				       const struct sym *address)
{
	const struct sym *cookie;

	if (srcu_has_memory(r))
		return read_value(r, add_event(r, EVENT_READ, TAG_SRCU_LOCK, address, NULL, e));
	cookie = lkmm_sym_number(r, (r->thread - r->test->thread + 1) * (LKMM_MAX_EVENTS + 1) +
				    r->path->nevents);
	add_event(r, EVENT_SRCU, TAG_SRCU_LOCK, address, cookie, e);
	return cookie;
}

static const struct sym *run_await(struct run *r, const struct lkmm_expr *e,
				   const struct sym *const *arg)
{
	const struct sym *v;

	lkmm_run_stop_waiting(r, arg[0], arg[1], e);
	v = load(r, TAG_ONCE, arg[0], e);
	if (r->flow == FLOW_ON && lkmm_run_truth(r, lkmm_sym_binary(r, LKMM_EQ, v, arg[1])))
		r->flow = FLOW_SAME;
	return v;
}

static const struct sym *run_choice(struct run *r, const struct lkmm_expr *e,
				    const struct sym *const *arg)
{
	const struct sym *of = arg[0];
	bool again = of && lkmm_chose_in_vain(r, e, of), one = !again && lkmm_run_decide(r);

	if (again) {
		lkmm_run_stop(r, NULL, e);
		r->flow = FLOW_CUT;
	}
	if (one && of)
		lkmm_note_choice(r, e, of);
	if (!one && e->access->at_last)
		lkmm_note_not_yet(r);
	return arg[1] ? lkmm_sym_known(r, arg[1], one) : lkmm_sym_number(r, one);
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
		[LKMM_FENCE_MACHINE] = TAG_MACHINE,
	};

	return tags[fence];
}

/* In a test that is compiled, instructions follow that stay behind the branches before them. */
static void run_fence(struct run *r, const struct lkmm_expr *e)
{
	enum lkmm_fence fence = e->access->fence;

	if (r->test->compiled && fence == LKMM_FENCE_AFTER_CTRL_DEP)
		lkmm_decide_from_here(r);
	else
		add_event(r, EVENT_FENCE, fence_tag(fence), NULL, NULL, e);
}

/* One that fails: a warning goes on, others end the thread, in whatever section that is. */
static void run_assertion(struct run *r, const struct lkmm_expr *e)
{
	lkmm_run_stop(r, &lkmm_nothing, e);
	if (e->access->kind != LKMM_WARN && !lkmm_end_sections(r->arena, r->path))
		lkmm_run_fail(r, LKMM_NO_MEMORY);
}

/* What is no access. False: @e is one. */
static bool run_other(struct run *r, const struct lkmm_expr *e, const struct sym *const *arg,
		      const struct sym **v)
{
	const struct lkmm_access *a = e->access;

	*v = &lkmm_nothing;
	if (lkmm_is_assertion(a))
		run_assertion(r, e);
	else if (a->kind == LKMM_CHOICE)
		*v = run_choice(r, e, arg);
	else if (a->kind == LKMM_ABANDON)
		r->flow = FLOW_SAME;
	else if (a->kind == LKMM_ALLOC)
		*v = run_alloc(r, e);
	else if (a->kind == LKMM_FREE)
		*v = run_free(r, e, arg[0]);
	else
		return false;
	return true;
}

const struct sym *lkmm_run_access(struct run *r, const struct lkmm_expr *e)
{
	const struct lkmm_access *a = e->access;
	const struct sym *arg[LKMM_MAX_ARGS] = { NULL }, *v;
	struct target t;

	for (int i = 0; i < LKMM_MAX_ARGS; i++)
		if (a->arg[i])
			arg[i] = lkmm_run_expr(r, a->arg[i]);
	if (r->flow != FLOW_ON)
		return &lkmm_nothing;
	if (run_other(r, e, arg, &v))
		return v;
	if (a->kind != LKMM_FENCE && !may_access(r, e, &arg[a->op ? a->op->object : 0]))
		return &lkmm_nothing;
	if (lkmm_is_grace_period(a))
		lkmm_run_stop_waiting(r, arg[0], NULL, e);
	switch (a->kind) {
	case LKMM_OP:
		return run_op(r, e, arg);
	case LKMM_PLAIN_LOAD:
		v = constant_at(r, arg[0], a);
		return v ? v : load(r, TAG_PLAIN, arg[0], e);
	case LKMM_PLAIN_STORE:
		t = target_of(r, arg[0], e);
		add_events(r, &t, EVENT_WRITE, TAG_PLAIN, arg[1], e);
		return arg[1];
	case LKMM_AWAIT:
		return run_await(r, e, arg);
	case LKMM_STORE_LINKED:
		return lkmm_run_store_linked(r, e, arg[0], arg[1]);
	case LKMM_FENCE:
		run_fence(r, e);
		return &lkmm_nothing;
	case LKMM_LOCK:
	case LKMM_TRYLOCK:
	case LKMM_UNLOCK:
	case LKMM_IS_LOCKED:
		return run_lock_call(r, e, arg[0]);
	case LKMM_SRCU_LOCK:
		return run_srcu_lock(r, e, arg[0]);
	case LKMM_SRCU_UNLOCK:
		add_event(r, srcu_has_memory(r) ? EVENT_WRITE : EVENT_SRCU,
			  TAG_SRCU_UNLOCK, arg[0], arg[1], e);
		return &lkmm_nothing;
	case LKMM_SYNC_SRCU:
		add_event(r, EVENT_SRCU, TAG_SYNC_SRCU, arg[0], NULL, e);
		return &lkmm_nothing;
	case LKMM_ALLOC:
	case LKMM_FREE:
	case LKMM_ASSERT:
	case LKMM_BUG:
	case LKMM_WARN: case LKMM_UNDEFINED:
	case LKMM_CHOICE:
	case LKMM_ABANDON:
	case LKMM_MAY_RACE:
	case LKMM_CALLBACK:
		break;
	}
	return &lkmm_nothing;
}
