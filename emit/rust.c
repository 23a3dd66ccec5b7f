// SPDX-License-Identifier: GPL-2.0 OR MIT
/* A process of a litmus test in Rust, as a user of the crate would write it. */
#include "rust.h"

#include <inttypes.h>
#include <string.h>

static void put_list(struct rust_process *p, const struct lkmm_stmt *s, int depth);

static void indent(struct rust_process *p, int depth)
{
	for (int i = 0; i < depth; i++)
		text_puts(p->e->out, "    ");
}

static bool is_returning(const struct lkmm_stmt *s)
{
	for (; s; s = s->next)
		if (s->kind == LKMM_RETURN || is_returning(s->body) || is_returning(s->orelse))
			return true;
	return false;
}

static void look_for_return(void *arg, const struct lkmm_expr *x)
{
	struct rust_process *p = arg;

	p->returns |= x->kind == LKMM_BODY && is_returning(x->body);
}

/* ---- uses of variables and registers ---- */

static void look_at_reading(void *arg, const struct lkmm_expr *x)
{
	struct rust_process *p = arg;

	if (x->kind == LKMM_REGISTER)
		p->used[x->index] = true;
}

static void look_at_use(void *arg, const struct lkmm_expr *x)
{
	struct rust_process *p = arg;
	const struct lkmm_access *a = x->access;
	const struct lkmm_expr *address = a ? a->arg[a->op ? a->op->object : 0] : NULL;
	int loc = emit_direct_place(p->e, address) ? address->index : -1;

	if (x->kind == LKMM_ASSIGN)
		p->assignments[x->index]++;
	/* twice, as it is read and written */
	if (a && a->kind == LKMM_OP && a->op->inout >= 0)
		p->assignments[a->inout] += 2;
	if (loc >= 0) {
		p->is_plain[loc] |= !emit_rust_is_method(p->e, a, p->e->place[loc].integer);
		p->is_atomic[loc] = !p->is_plain[loc];
	}
}

/* A register that gets its only value here, before anything reads it, is declared here. */
static void find_lets(struct rust_process *p)
{
	const struct lkmm_thread *th = &p->e->l->program.thread[p->t];

	for (const struct lkmm_stmt *s = th->body; s && !p->returns; s = s->next) {
		const struct lkmm_expr *x = s->kind == LKMM_EXPR ? s->expr : NULL;

		if (!x || x->kind != LKMM_ASSIGN || p->assignments[x->index] != 1)
			continue;
		memset(p->used, 0, (size_t)th->nregs * sizeof(*p->used));
		emit_each_until(p->e, p->t, s->next, look_at_reading, p);
		p->let_later[x->index] = !p->used[x->index];
	}
	memset(p->used, 0, (size_t)th->nregs * sizeof(*p->used));
	emit_each_until(p->e, p->t, NULL, look_at_reading, p);
}

static bool look(struct rust_process *p)
{
	const struct lkmm_test *test = &p->e->l->program;
	size_t nregs = (size_t)test->thread[p->t].nregs + 1, nlocs = (size_t)test->nlocs + 1;
	struct lkmm_arena *arena = p->e->l->arena;

	p->is_atomic = lkmm_alloc(arena, sizeof(bool) * nlocs);
	p->is_plain = lkmm_alloc(arena, sizeof(bool) * nlocs);
	p->used = lkmm_alloc(arena, sizeof(bool) * nregs);
	p->let_later = lkmm_alloc(arena, sizeof(bool) * nregs);
	p->assignments = lkmm_alloc(arena, sizeof(int) * nregs);
	if (!p->is_atomic || !p->is_plain || !p->used || !p->let_later || !p->assignments) {
		emit_not(p->e, "out of memory");
		return false;
	}
	p->returns = is_returning(test->thread[p->t].body);
	emit_each_until(p->e, p->t, NULL, look_for_return, p);
	emit_each_until(p->e, p->t, NULL, look_at_use, p);
	find_lets(p);
	return true;
}

/* ---- statements ---- */

static void put_block(struct rust_process *p, const struct lkmm_stmt *s, int depth)
{
	text_puts(p->e->out, "{\n");
	put_list(p, s, depth + 1);
	indent(p, depth);
	text_puts(p->e->out, "}");
}

static void put_if(struct rust_process *p, const struct lkmm_stmt *s, int depth)
{
	text_puts(p->e->out, "if ");
	emit_rust_condition(p, s->expr);
	text_puts(p->e->out, " ");
	put_block(p, s->body, depth);
	if (s->orelse) {
		text_puts(p->e->out, " else ");
		put_block(p, s->orelse, depth);
	}
	text_puts(p->e->out, "\n");
}

/* Whether such a jump concerns the loop around the list @s. */
static bool jumps(const struct lkmm_stmt *s, enum lkmm_stmt_kind kind)
{
	for (; s; s = s->next)
		if (s->kind == kind ||
		    ((s->kind == LKMM_IF || s->kind == LKMM_BLOCK) &&
		     (jumps(s->body, kind) || jumps(s->orelse, kind))))
			return true;
	return false;
}

/* Whether there is one in a block: then Rust requires that it names the loop. */
static bool jumps_in_block(const struct lkmm_stmt *s)
{
	for (; s; s = s->next)
		if ((s->kind == LKMM_BLOCK &&
		     (jumps(s->body, LKMM_BREAK) || jumps(s->body, LKMM_CONTINUE))) ||
		    (s->kind == LKMM_IF && (jumps_in_block(s->body) || jumps_in_block(s->orelse))))
			return true;
	return false;
}

/* Notes where the thread stands in a turn. */
static void put_stand(struct rust_process *p, const struct lkmm_stmt *s, int depth)
{
	char place[EMIT_PLACE_TEXT];

	indent(p, depth);
	emit_place_of_loop(p->e, s, place, sizeof(place));
	text_add(p->e->out, "run::stand(b\"%s\\0\");\n", place);
	indent(p, depth);
	text_puts(p->e->out, "run::turn();\n");
}

/* A step, or a test that comes last, has to happen after "continue" as well. */
static void put_turn(struct rust_process *p, const struct lkmm_stmt *s, int depth)
{
	if (!p->e->for_verify)
		put_stand(p, s, depth + 1);
	if (p->loop.labelled) {
		indent(p, depth + 1);
		text_add(p->e->out, "'turn%d: ", depth);
		put_block(p, s->body, depth + 1);
		text_puts(p->e->out, "\n");
	} else {
		put_list(p, s->body, depth + 1);
	}
	if (s->step) {
		indent(p, depth + 1);
		emit_rust_effect(p, s->step);
		text_puts(p->e->out, "\n");
	}
}

static void put_test_after(struct rust_process *p, const struct lkmm_stmt *s, int depth)
{
	if (!s->expr || !s->test_after)
		return;
	indent(p, depth + 1);
	text_puts(p->e->out, "if !(");
	emit_rust_condition(p, s->expr);
	text_puts(p->e->out, ") {\n");
	indent(p, depth + 2);
	text_puts(p->e->out, "break;\n");
	indent(p, depth + 1);
	text_puts(p->e->out, "}\n");
}

static void put_loop(struct rust_process *p, const struct lkmm_stmt *s, int depth)
{
	struct emit_rust_loop outer = p->loop;
	int64_t always = s->expr && s->expr->kind == LKMM_NUMBER && s->expr->number;

	p->loop.labelled = jumps(s->body, LKMM_CONTINUE) && (s->step || s->test_after);
	p->loop.depth = depth;
	p->loop.named = jumps_in_block(s->body);
	if (p->loop.named || (p->loop.labelled && jumps(s->body, LKMM_BREAK)))
		text_add(p->e->out, "'loop%d: ", depth);
	if (s->expr && !always && !s->test_after) {
		text_puts(p->e->out, "while ");
		emit_rust_condition(p, s->expr);
		text_puts(p->e->out, " {\n");
	} else {
		text_puts(p->e->out, "loop {\n");
	}
	put_turn(p, s, depth);
	if (!always)
		put_test_after(p, s, depth);
	indent(p, depth);
	text_puts(p->e->out, "}\n");
	p->loop = outer;
}

static void put_jump(struct rust_process *p, const struct lkmm_stmt *s)
{
	if (s->kind == LKMM_RETURN)
		text_puts(p->e->out, "break 'process;\n");
	else if (s->kind == LKMM_CONTINUE && p->loop.named && !p->loop.labelled)
		text_add(p->e->out, "continue 'loop%d;\n", p->loop.depth);
	else if (!p->loop.labelled && !p->loop.named)
		text_puts(p->e->out, s->kind == LKMM_BREAK ? "break;\n" : "continue;\n");
	else
		text_add(p->e->out, "break '%s%d;\n", s->kind == LKMM_BREAK ? "loop" : "turn",
			 p->loop.depth);
}

static void put_labelled_block(struct rust_process *p, const struct lkmm_stmt *s, int depth)
{
	struct emit_block block;

	emit_open_block(p->e, &block, s);
	if (emit_is_left(s->body, s))
		text_add(p->e->out, "'leave%d: ", block.number);
	put_block(p, s->body, depth);
	text_puts(p->e->out, "\n");
	emit_close_block(p->e);
}

void emit_rust_body(struct rust_process *p, const struct lkmm_expr *x, struct lkmm_integer want)
{
	int depth = p->e->depth;

	text_puts(p->e->out, "{\n");
	put_list(p, x->body, depth + 1);
	if (x->a) {
		indent(p, depth + 1);
		p->e->depth = depth + 1;
		emit_rust_value(p, x->a, want);
		text_puts(p->e->out, "\n");
	}
	p->e->depth = depth;
	indent(p, depth);
	text_puts(p->e->out, "}");
}

/* Notes where the thread stands while @s waits. */
static void put_place(struct rust_process *p, const struct lkmm_stmt *s, int depth)
{
	char place[EMIT_PLACE_TEXT];

	if (p->e->for_verify || !emit_place_of_wait(p->e, s, place, sizeof(place)))
		return;
	indent(p, depth);
	text_add(p->e->out, "run::stand(b\"%s\\0\");\n", place);
}

static void put_stmt(struct rust_process *p, const struct lkmm_stmt *s, int depth)
{
	const char *word = p->e->word;

	if ((s->kind == LKMM_EXPR && !s->expr) || emit_is_callback_wait(p->e, p->t, s))
		return;
	put_place(p, s, depth);
	indent(p, depth);
	p->e->depth = depth;
	switch (s->kind) {
	case LKMM_EXPR:
		p->e->word = emit_word_of(p->e, s);
		emit_rust_effect(p, s->expr);
		p->e->word = word;
		text_puts(p->e->out, "\n");
		return;
	case LKMM_IF:
		put_if(p, s, depth);
		return;
	case LKMM_LOOP:
		put_loop(p, s, depth);
		return;
	case LKMM_BREAK:
	case LKMM_CONTINUE:
	case LKMM_RETURN:
		put_jump(p, s);
		return;
	case LKMM_BLOCK:
		put_labelled_block(p, s, depth);
		return;
	case LKMM_LEAVE:
		text_add(p->e->out, "break 'leave%d;\n", emit_left_block(p->e, s));
		return;
	}
}

static void put_list(struct rust_process *p, const struct lkmm_stmt *s, int depth)
{
	for (; s; s = s->next)
		put_stmt(p, s, depth);
}

/* ---- a process ---- */

static bool is_atomic_parameter(const struct rust_process *p, int o)
{
	const struct emit_object *object = &p->e->object[o];

	return emit_is_variable(object) && p->is_atomic[object->loc[0]];
}

/* The object @o as the type of a parameter. */
static void put_parameter_type(struct rust_process *p, int o)
{
	const struct emit_object *object = &p->e->object[o];
	const struct place *place = &p->e->place[object->loc[0]];

	if (!emit_is_variable(object)) {
		text_puts(p->e->out, "*mut ");
		emit_rust_object_type_name(p->e, o);
	} else if (emit_has_methods(place)) {
		text_puts(p->e->out, place->kind == PLACE_LOCK ? "&SpinLock" : "&SrcuStruct");
	} else {
		text_add(p->e->out, is_atomic_parameter(p, o) ? "&Atomic<%s>" : "*mut %s",
			 emit_rust_type(place->integer));
	}
}

static void put_parameters(struct rust_process *p)
{
	for (int o = 0; o < p->e->nobjects; o++) {
		if (!emit_uses(p->e, p->t, o))
			continue;
		emit_object_name(p->e, o);
		text_puts(p->e->out, ": ");
		put_parameter_type(p, o);
		text_puts(p->e->out, ", ");
	}
}

static bool is_observed(const struct rust_process *p, int r)
{
	for (int i = 0; i < p->e->nvalues; i++)
		if (emit_is_of_process(&p->e->value[i], p->t) &&
		    p->e->value[i].reg.index == r)
			return true;
	return false;
}

static void put_registers(struct rust_process *p)
{
	const struct lkmm_thread *th = &p->e->l->program.thread[p->t];

	for (int r = 0; r < th->nregs; r++) {
		int to = lkmm_pointee(&p->e->l->program, th->reg[r].init);
		struct lkmm_integer type = p->e->reg[p->t][r].integer;
		struct lkmm_expr init = { .kind = to >= 0 ? LKMM_ADDRESS : LKMM_NUMBER, .index = to,
					  .number = th->reg[r].init };

		if (p->let_later[r] ||
		    !(p->used[r] || p->assignments[r] || is_observed(p, r)))
			continue;
		text_puts(p->e->out, p->assignments[r] ? "    let mut " : "    let ");
		emit_register(p->e, p->t, r);
		text_add(p->e->out, ": %s = ", emit_rust_type(type));
		emit_rust_value(p, &init, emit_or_long(type));
		text_puts(p->e->out, ";\n");
	}
}

/* How often an allocation in a loop has been made. */
static void put_counter(void *arg, const struct lkmm_expr *x)
{
	struct rust_process *p = arg;

	if (x->kind == LKMM_ACCESS && x->access->kind == LKMM_ALLOC && x->access->copies > 1 &&
	    !p->e->for_verify)
		text_add(p->e->out, "    let mut made%d = 0;\n", x->access->object);
}

static void put_observed(struct rust_process *p)
{
	int n = 0;

	for (int i = 0; i < p->e->nvalues; i++) {
		struct lkmm_expr reg = { .kind = LKMM_REGISTER, .index = p->e->value[i].reg.index };

		if (!emit_is_of_process(&p->e->value[i], p->t))
			continue;
		text_puts(p->e->out, "    *out");
		if (n)
			text_add(p->e->out, ".add(%d)", n);
		n++;
		text_puts(p->e->out, " = ");
		emit_rust_value(p, &reg, LKMM_SIGNED(64));
		text_puts(p->e->out, ";\n");
	}
}

void emit_rust_process(struct emit *e, int t, const char *form)
{
	struct rust_process p = { .e = e, .t = t };
	const struct lkmm_stmt *body = e->l->program.thread[t].body;

	if (!look(&p))
		return;
	e->nblocks = 0;
	text_add(e->out, "#[no_mangle]\npub unsafe extern \"C\" fn test%d_P%d%s(", e->number, t,
		 form);
	put_parameters(&p);
	text_puts(e->out, "out: *mut i64) {\n");
	put_registers(&p);
	emit_each_until(e, t, NULL, put_counter, &p);
	if (p.returns) {
		text_puts(e->out, "    'process: ");
		put_block(&p, body, 1);
		text_puts(e->out, "\n");
	} else {
		put_list(&p, body, 1);
	}
	put_observed(&p);
	text_puts(e->out, "}\n\n");
}

void emit_rust_call(struct emit *e, int t)
{
	struct rust_process p = { .e = e, .t = t };

	if (!look(&p))
		return;
	text_add(e->out, "test%d_P%d(", e->number, t);
	for (int o = 0; o < e->nobjects; o++) {
		bool refers = is_atomic_parameter(&p, o) ||
			      (emit_is_variable(&e->object[o]) &&
			       emit_has_methods(&e->place[e->object[o].loc[0]]));

		if (!emit_uses(e, t, o))
			continue;
		text_add(e->out, "%saddr_of_mut!(test%d_", refers ? "&*" : "", e->number);
		emit_object_name(e, o);
		text_puts(e->out, refers ? ").cast(), " : "), ");
	}
	text_add(e->out, "addr_of_mut!(test%d_out%d).cast())", e->number, t);
}

static void put_access(void *arg, const struct lkmm_access *a)
{
	emit_rust_access(arg, a);
}

void emit_rust_perpetual(struct emit *e, int t, const char *form)
{
	struct rust_process p = { .e = e, .t = t };
	const struct emit_turn as_rust = {
		.indent = "        ", .log = "*run_log.add(%d) = ", .logged = " as u32;\n",
		.access = put_access, .arg = &p,
	};

	if (!look(&p))
		return;
	text_add(e->out, "#[no_mangle]\npub unsafe extern \"C\" fn test%d_P%d_turns%s(run_n: i32, ",
		 e->number, t, form);
	put_parameters(&p);
	text_puts(e->out, "mut run_log: *mut u32) {\n    for run_i in 1..=run_n {\n");
	emit_perpetual_turn(e, t, &as_rust);
	text_add(e->out, "        run_log = run_log.add(%d);\n    }\n}\n\n",
		 emit_perpetual_loads(e, t));
}
