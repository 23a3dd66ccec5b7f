// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The ways through a function. Where one comes to an instruction again, that was a turn of a loop.
 * It must not have written to the object: then it only adds reads, and all that counts is the turn
 * that leaves the loop. What the turn has changed is not known in the next one, so that this is any
 * later turn.
 */
#include "machine.h"
#include "ways.h"

#include <stdio.h>
#include <string.h>

static bool fail(struct way *w, const char *what, const char *about)
{
	if (!w->found->why[0])
		snprintf(w->found->why, sizeof(w->found->why), "%s%s%s", what, *about ? ": " : "",
			 about);
	w->ended = true;
	return false;
}

bool way_fails(struct way *w, const char *what)
{
	return fail(w, what, w->now ? w->now->text : "");
}

/* ---- places that jumps go to ---- */

static bool is_target(const struct function *f, unsigned long long address)
{
	for (int i = 0; i < f->lines; i++)
		if (f->line[i].jumps && f->line[i].target == address)
			return true;
	return false;
}

/* Of the reads in a turn, those of the object may have given what is returned in the end. */
static void drop_turn(struct way *w, const struct visit *v)
{
	for (int i = v->nevents; i < w->n; i++) {
		struct sketch_event *e = &w->event[i].event;
		int k = 0;

		if (!w->event[i].own)
			continue;
		while (k < w->ndropped && w->dropped[k].marks != e->marks)
			k++;
		if (k == MAX_EVENTS)
			way_fails(w, "too many reads");
		else if (k == w->ndropped)
			w->dropped[w->ndropped++] = *e;
	}
	w->n = v->nevents;
	w->ntrace = v->ntrace;
	if (w->linked >= w->n)
		w->linked = -1;
}

/* Comes to the line number @at again. */
static void turn(struct way *w, struct visit *v)
{
	for (int i = v->nevents; i < w->n; i++)
		if (w->event[i].own && w->event[i].event.kind == SKETCH_WRITE) {
			way_fails(w, "a turn of a loop writes");
			return;
		}
	drop_turn(w, v);
	if (places_join(&v->memory, &w->memory, &w->terms))
		w->ended = w->repeats = true;
	w->memory = v->memory;
	w->nvisits = (int)(v - w->visit) + 1;
}

static void arrive(struct way *w, int at)
{
	struct visit *v;

	if (!is_target(w->f, w->f->line[at].address))
		return;
	for (int i = 0; i < w->nvisits; i++)
		if (w->visit[i].at == at) {
			turn(w, &w->visit[i]);
			return;
		}
	if (w->nvisits == MAX_VISITS) {
		way_fails(w, "too many jumps");
		return;
	}
	v = &w->visit[w->nvisits++];
	*v = (struct visit){ .at = at, .nevents = w->n, .ntrace = w->ntrace,
			     .memory = w->memory };
	for (int i = 0; i < v->memory.n; i++)
		v->memory.place[i].lost = false;
}

/* ---- instructions ---- */

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Calls @use for each register that the instruction names. */
static void each_named(struct way *w, const char *text,
		       void (*use)(struct way *w, const char *reg))
{
	const struct isa *isa = asm_isa_of(w->decoder->arch);
	const char *reg;
	char name[8];
	size_t len;

	text += strcspn(text, " ");
	for (; *text; text += len ? len : 1) {
		for (len = 0; is_word(text[len]); )
			len++;
		if (!len || len >= sizeof(name))
			continue;
		memcpy(name, text, len);
		name[len] = '\0';
		/* x86: %ah and %al are parts of one register. */
		if (len == 2 && name[1] == 'h')
			name[1] = 'l';
		reg = asm_register_name(isa, name);
		if (reg)
			use(w, reg);
	}
}

static void forget(struct way *w, const char *reg)
{
	places_set_register(&w->memory, reg, term_unknown(&w->terms));
}

static void forget_named(struct way *w, const char *text)
{
	each_named(w, text, forget);
	if (machine_moves(w->code, text))
		return;
	for (int i = 0; i < 3 && w->code->implicit[i]; i++)
		places_set_register(&w->memory, w->code->implicit[i],
				    term_unknown(&w->terms));
	way_forget_flags(w);
}

/* One that defs/isa/ lacks, or whose operand the linker will write. */
static void step_unknown(struct way *w, const struct instruction *i)
{
	enum effect effect = i->effect == EFFECT_KNOWN ? effect_of(w->decoder->arch, i->text) :
							i->effect;

	if (effect == EFFECT_OTHER) {
		way_fails(w, "not known");
		return;
	}
	if (effect == EFFECT_FRAME)
		places_forget_stack(&w->memory);
	forget_named(w, i->text);
	if (effect == EFFECT_FRAME)
		places_set_register(&w->memory, w->code->stack, way_new_stack(w));
}

static bool is_hook(const char *name)
{
	return !strcmp(name, "__fentry__") || !strcmp(name, "_mcount");
}

/* Jumps, or not: the line that is next, or -1. */
static int jump(struct way *w, const struct instruction *i, const struct function_line *l, int at)
{
	int target = l->jumps ? function_line_at(w->f, l->target) : -1;
	bool jumps;

	if (i->effect == EFFECT_OTHER)
		return way_fails(w, "goes elsewhere"), -1;
	jumps = w->patched[at] || i->effect != EFFECT_KNOWN ? term_choose(&w->terms) :
							      way_jumps(w, i);
	if (!jumps)
		return at + 1;
	if (target < 0)
		way_fails(w, "goes elsewhere");
	return target;
}

/* Does line @at; the line that is next, or -1 at the end. */
static int step(struct way *w, int at)
{
	const struct function_line *l = &w->f->line[at];
	const struct instruction *i;

	w->now = l;
	if (w->ntrace < MAX_TRACE)
		w->trace[w->ntrace++] = at;
	if (function_leaves(l))
		return -1;
	if (function_pads(l) || is_hook(l->to))
		return at + 1;
	i = decode(w->decoder, l);
	if (!i)
		return -1;
	if (machine_jumps(w->code, l))
		return jump(w, i, l, at);
	way_begin_instruction(w);
	if (i->effect == EFFECT_KNOWN && !l->to[0])
		way_run(w, i);
	else
		step_unknown(w, i);
	return at + 1;
}

/* ---- a way ---- */

static void know(struct way *w, const char *reg)
{
	places_register(&w->memory, &w->terms, reg);
}

static void begin(struct way *w)
{
	const struct machine_code *c = w->code;

	w->n = w->ntrace = w->nvisits = w->instruction = w->stacks = 0;
	w->linked = w->pair[0] = w->pair[1] = -1;
	w->ended = w->repeats = false;
	w->memory = (struct places){ .n = 0 };
	for (int i = 0; i < 4 && !w->f->part; i++) {
		w->argument[i] = term_unknown(&w->terms);
		places_set_register(&w->memory, c->argument[i], w->argument[i]);
	}
	places_set_register(&w->memory, c->stack, way_new_stack(w));
	/* Where it was inlined, any of them may have a value that it uses. */
	for (int i = 0; i < w->f->lines && w->f->part; i++)
		each_named(w, w->f->line[i].text, know);
	w->object = w->what->op && !w->f->part ? w->argument[w->what->op->object] : NULL;
	w->pointer = w->object ? c->argument[w->what->op->object] : NULL;
	w->first = w->memory;
}

static void go(struct way *w)
{
	int at = 0;

	begin(w);
	for (int steps = 0; at >= 0 && !w->ended; steps++) {
		if (at >= w->f->lines)
			way_fails(w, "it has no end");
		else if (steps == MAX_STEPS)
			way_fails(w, "too long");
		if (w->ended)
			return;
		arrive(w, at);
		if (!w->ended)
			at = step(w, at);
	}
	if (w->memory.full)
		way_fails(w, "too many registers and variables");
	if (w->terms.too_many)
		way_fails(w, "too many branches");
	if (!w->ended)
		way_ends(w);
}

static bool is_failed(const struct way *w)
{
	return w->terms.failed || w->decoder->failed;
}

static void walk_all(struct way *w)
{
	bool more = true;

	term_first_way(&w->terms);
	for (; more && !is_failed(w) && !w->found->why[0]; w->found->ways++) {
		if (w->found->ways == MOST_WAYS)
			way_fails(w, "too many ways");
		else
			go(w);
		more = term_next_way(&w->terms);
	}
	if (!is_failed(w) && !w->found->why[0])
		ways_end(w);
}

bool walk(struct decoder *d, const struct function *f, const struct named *what,
	  struct found *found)
{
	struct way *w = way_new(d, f, what, found);
	bool ok;

	*found = (struct found){ .n = 0 };
	if (!w)
		return false;
	if (f->too_long || !f->lines)
		way_fails(w, "the function is too long");
	else if (!ways_reach(w))
		way_fails(w, "there is code that nothing leads to");
	else
		walk_all(w);
	ok = !is_failed(w);
	way_free(w);
	return ok;
}
