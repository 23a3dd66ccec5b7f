// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Executes main(), which is alone before it starts threads, and after it has joined them. Its
 * values are numbers and addresses, and its branches go one way.
 */
#include "reader.h"

enum { MAX_STEPS = 1000000, MAX_WAITING = 5000, MAX_CALLS = 100, MAX_PHIS = 64 };

static bool goes_on(struct reader *r, const struct ir_instruction *i)
{
	if (++r->steps > r->first_use + MAX_WAITING && r->first_use && !r->prologue)
		r->running = RUN_WAITS;		/* for what threads do */
	else if (r->steps > MAX_STEPS)
		reader_error(r, reader_place(r, i), "main() takes more than %d steps", MAX_STEPS);
	return r->running == RUN_ON && !reader_failed(r);
}

void main_fails(struct reader *r, enum llvm_fault fault, struct lkmm_place at, const char *fmt, ...)
{
	char text[LITMUS_ERROR_TEXT];
	va_list ap;

	if (r->after) {
		r->failed = (struct llvm_failure){ at, fault };
		r->running = RUN_ENDS;
		return;
	}
	va_start(ap, fmt);
	lex_message(text, sizeof(text), fmt, ap);
	va_end(ap);
	reader_error(r, at, "%s", text);
}

/* ---- jumps ---- */

static void enter(struct reader *r, int from, int to)
{
	struct frame *f = r->frame;
	const struct ir_instruction *i = f->f->block[to].first;
	struct known value[MAX_PHIS];
	int n = 0, k = 0;

	note_visit(r, to);
	for (; i && i->op == IR_PHI; i = i->next, n++) {
		if (n == MAX_PHIS) {
			reader_error(r, reader_place(r, i), "more than %d values meet here",
				     MAX_PHIS);
			return;
		}
		value[n] = (struct known){ 0 };
		for (int t = 0; t < i->ntargets; t++)
			if (i->target[t] == from)
				value[n] = known_value(r, i->operand[t], reader_place(r, i));
	}
	for (i = f->f->block[to].first; i && k < n; i = i->next)
		f->value[i->result] = value[k++];
}

/* The number that a branch depends on. */
static int64_t decided(struct reader *r, const struct ir_value *v, struct lkmm_place at)
{
	struct known k = known_value(r, v, at);

	if (k.kind == KNOWN_ADDRESS || k.kind == KNOWN_FUNCTION)
		return 1;
	if (k.kind != KNOWN_NUMBER && !reader_failed(r))
		reader_error(r, at, "main() depends on a value here that is not known, or that "
			     "nothing has set");
	return k.number;
}

/* The block that comes after @i; -1: none. */
static int jump(struct reader *r, const struct ir_instruction *i)
{
	struct lkmm_place at = reader_place(r, i);

	switch (i->op) {
	case IR_BR:
		if (i->ntargets == 1)
			return i->target[0];
		return i->target[!(decided(r, i->operand[0], at) & 1)];
	case IR_SWITCH:
		for (int k = 1; k < i->ntargets; k++)
			if (known_value(r, i->operand[k], at).number ==
			    decided(r, i->operand[0], at))
				return i->target[k];
		return i->target[0];
	case IR_CALL:			/* an invoke */
		translate_instruction_call(r, i);
		return i->target[0];
	case IR_RET:
		return -1;
	case IR_UNREACHABLE:
		r->running = r->running == RUN_ON ? RUN_ENDS : r->running;
		return -1;
	default:
		reader_error(r, at, "the instruction '%s' is not supported",
			     i->word ? i->word : "?");
		return -1;
	}
}

/* Where main() stands, and whether it stops there. */
static bool stands_at(struct reader *r, int block, struct ir_instruction *i)
{
	r->frame->block = block;
	r->frame->now = i;
	if (!r->resumes || r->steps + 1 != r->resume_at)
		return false;
	r->stopped = r->frame;
	r->stopped_in = r->region;
	r->stopped_may_race = r->l.may_race;
	r->running = RUN_WAITS;
	return true;
}

/* The function that is being called, from @i of its block @at on; what it returns. */
static struct known execute_blocks(struct reader *r, int at, struct ir_instruction *i)
{
	const struct ir_function *f = r->frame->f;

	for (;; i = f->block[at].first) {
		const struct ir_block *b = &f->block[at];
		int to;

		for (; i != b->last; i = i->next) {
			if (stands_at(r, at, i))
				return (struct known){ 0 };
			translate(r, i);
			if (!goes_on(r, i))
				return (struct known){ 0 };
			if (r->just_joined)
				save_rest(r, i->next);
		}
		if (stands_at(r, at, b->last))
			return (struct known){ 0 };
		to = jump(r, b->last);
		if (!goes_on(r, b->last))
			return (struct known){ 0 };
		if (to < 0)
			return b->last->noperands ? known_value(r, b->last->operand[0],
								reader_place(r, b->last)) :
						    (struct known){ 0 };
		enter(r, at, to);
		at = to;
	}
}

struct known execute_behind(struct reader *r, const struct known *result)
{
	struct frame *f = r->frame;
	struct ir_instruction *i = f->now;
	int to;

	if (!result)
		return execute_blocks(r, f->block, i);
	set_result(r, i, *result);
	if (!goes_on(r, i))
		return (struct known){ 0 };
	if (i != f->f->block[f->block].last)
		return execute_blocks(r, f->block, i->next);
	to = i->target[0];		/* an invoke */
	enter(r, f->block, to);
	return execute_blocks(r, to, f->f->block[to].first);
}

struct known execute_call(struct reader *r, struct ir_function *f, struct known *argument, int n,
		      struct lkmm_place at)
{
	struct frame *frame = spare_frame(r, f, at);
	struct known result;

	if (!frame || !f->nblocks)
		return (struct known){ 0 };
	if (!frame->visit)
		frame->visit = reader_alloc(r, (size_t)f->nblocks * sizeof(*frame->visit));
	if (!frame->visit)
		return (struct known){ 0 };
	if (++r->depth > MAX_CALLS) {
		reader_error(r, at, "calls are nested more than %d deep", MAX_CALLS);
		return (struct known){ 0 };
	}
	give_arguments(r, frame, argument, n, at);
	r->frame = frame;
	note_visit(r, 0);
	result = execute_blocks(r, 0, f->block[0].first);
	r->frame = frame->outer;
	r->depth--;
	give_frame_back(r, frame);
	return result;
}

void execute_main(struct reader *r)
{
	static const struct lkmm_place start = { 1, 1, NULL };
	static const struct known arguments[2] = { { .kind = KNOWN_NUMBER, .number = 1 } };
	const char *name = r->sources && r->sources->main ? r->sources->main : "main";
	struct ir_function *f = ir_find_function(&r->m, name);
	struct known argument[2] = { arguments[0], arguments[1] };

	if (!f || !f->defined) {
		reader_error(r, start, "there is no %s()%s", name, !r->m.bytes ? "" :
			     ": in Rust it begins '#[no_mangle] pub extern \"C\" fn main() -> "
			     "i32', and starts threads by lkmm::verify::spawn()");
		return;
	}
	r->frame = NULL;
	r->l.thread = NULL;
	r->l.call = NULL;
	r->l.may_race = 0;
	r->region = (struct region){ 0 };
	r->running = RUN_ON;
	r->steps = r->first_use = r->spawned_at = r->depth = 0;
	r->nrestarted = r->njoined = r->nat_exit = 0;
	r->after = r->just_joined = r->looked = false;
	r->failed = (struct llvm_failure){ 0 };
	memory_restart(r);
	execute_call(r, f, argument, f->nparameters, start);
	run_at_exit(r);
	r->waited |= r->running == RUN_WAITS;
	r->running = RUN_NOT;
}
