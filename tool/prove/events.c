// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The events of a sequence: its instructions are read as a litmus test that has nothing else. Where
 * it may jump forward, it does if the operation fails, and does not otherwise.
 */
#include "general.h"
#include "half.h"
#include "word.h"
#include "front/test.h"

#include <string.h>

struct walk {
	struct class *c;
	const struct lkmm_stmt *leaving;
	int linked;			/* the last load with a reservation, or -1 */
	int instruction;
	bool failed;
};

uint64_t event_marks(uint64_t marks, enum sketch_kind kind)
{
	for (int i = 0; i < lkmm_nr_marks; i++) {
		const struct lkmm_mark *m = &lkmm_marks[i];
		bool has = kind == SKETCH_READ	? m->reads :
			   kind == SKETCH_WRITE ? m->writes : m->fences;

		if (!has)
			marks &= ~(UINT64_C(1) << i);
	}
	return marks;
}

static int add_event(struct walk *w, enum sketch_kind kind, uint64_t marks)
{
	struct events *e = &w->c->events;

	if (e->n == MAX_EVENTS) {
		w->failed = true;
		return 0;
	}
	e->event[e->n] = (struct sketch_event){ .kind = kind, .marks = event_marks(marks, kind),
						.instruction = w->instruction };
	return e->n++;
}

static void add_access(struct walk *w, const struct lkmm_access *a)
{
	struct events *e = &w->c->events;
	int first = -1;

	w->instruction++;
	if (a->kind == LKMM_FENCE) {
		add_event(w, SKETCH_FENCE, a->marks);
	} else if (a->kind == LKMM_STORE_LINKED) {
		e->write = add_event(w, SKETCH_WRITE, a->marks);
		e->pair[0] = e->read = w->linked;
		e->pair[1] = e->write;
	} else if (a->kind != LKMM_OP) {
		w->failed = true;
	} else if (a->op->shape == LKMM_SHAPE_STORE) {
		e->write = add_event(w, SKETCH_WRITE, a->marks);
	} else {
		e->read = first = add_event(w, SKETCH_READ, a->marks);
		w->linked = a->linked ? first : w->linked;
		if (a->op->shape == LKMM_SHAPE_LOAD || w->c->fails)
			return;
		e->write = add_event(w, SKETCH_WRITE, a->marks);
		e->pair[0] = first;
		e->pair[1] = e->write;
	}
}

static void walk_expr(struct walk *w, const struct lkmm_expr *e)
{
	if (!e)
		return;
	walk_expr(w, e->a);
	walk_expr(w, e->b);
	walk_expr(w, e->c);
	if (e->kind == LKMM_ACCESS)
		add_access(w, e->access);
}

static void walk_stmts(struct walk *w, const struct lkmm_stmt *s)
{
	for (; s && !w->leaving; s = s->next)
		switch (s->kind) {
		case LKMM_EXPR:
			walk_expr(w, s->expr);
			break;
		case LKMM_IF:
			if (w->c->fails)
				walk_stmts(w, s->body);
			break;
		case LKMM_BLOCK:
			walk_stmts(w, s->body);
			if (w->leaving == s)
				w->leaving = NULL;
			break;
		case LKMM_LEAVE:
			w->leaving = s->leaves;
			break;
		default:
			w->failed = true;
		}
}

/* A barrier is behind a load, as a test needs a variable: it is taken away again. */
static void drop_first(struct events *e)
{
	e->n--;
	memmove(e->event, e->event + 1, sizeof(*e->event) * (size_t)e->n);
	e->pair[0] -= e->pair[0] >= 0;
	e->pair[1] -= e->pair[1] >= 0;
	e->read = e->write = -1;
}

/* What @test, which is @p, does beside the operation, or does not; NULL: nothing. */
static const char *mistake(const struct lkmm_test *test, const struct program *p,
			   const struct asm_sequence *row, bool fails)
{
	if (row->halves)
		return mistake_in_halves(test, p, asm_isa_of(row->arch));
	if (asm_uses_word(row) && !word_is_as_object(test, row->bits, fails))
		return "it does more to the word than to the object";
	return NULL;
}

static bool read_events(struct prover *v, const struct text *t, const struct program *p,
			const struct asm_sequence *row, struct class *c)
{
	const char *wrong;
	struct walk w = { .c = c, .linked = -1 };
	struct litmus_test test;
	bool parsed = !t->failed && litmus_parse_last_turns(&test, t->s, t->len);

	if (t->failed)
		text_puts(&v->error, "out of memory");
	else if (!parsed)
		text_puts(&v->error, test.nerrors ? test.error[0].text : "out of memory");
	else
		walk_stmts(&w, test.program.thread[0].body);
	wrong = parsed && !w.failed ? mistake(&test.program, p, row, c->fails) : NULL;
	if (wrong) {
		text_puts(&v->error, wrong);
		parsed = false;
	}
	if (!t->failed)
		lkmm_arena_free(test.arena);
	if (w.failed)
		text_puts(&v->error, "an instruction that no sequence has had yet");
	return parsed && !w.failed;
}

bool find_class(struct prover *v, const struct asm_sequence *row, bool fails, struct class *c)
{
	struct program p;
	struct text t = { 0 };
	bool found;

	*c = (struct class){ .order = row->order, .fence = row->fence, .barrier = !row->bits,
			     .fails = fails,
			     .word = !row->bits ? row->name : fails ? "fails" : order_word(row),
			     .locks = row->bits == 32 && row->shape == LKMM_SHAPE_EXCHANGE &&
				      row->order == LKMM_ACQUIRE,
			     .unlocks = row->bits == 32 && row->shape == LKMM_SHAPE_STORE &&
					row->order == LKMM_RELEASE,
			     .returning = row->shape != LKMM_SHAPE_COMPUTE || row->result ||
					  row->condition };
	c->events.read = c->events.write = c->events.pair[0] = c->events.pair[1] = -1;
	make_alone(&p, row, fails, find_access(v->arch, LKMM_SHAPE_LOAD, LKMM_RELAXED, 32, NULL));
	found = write_assembly(&t, &p, v->arch) && read_events(v, &t, &p, row, c);
	text_free(&t);
	if (found && c->barrier)
		drop_first(&c->events);
	return found;
}

static bool same_event(const struct sketch_event *a, const struct sketch_event *b)
{
	return a->kind == b->kind && a->marks == b->marks;
}

bool same_class(const struct class *a, const struct class *b)
{
	if (a->barrier != b->barrier || a->fails != b->fails || a->returning != b->returning ||
	    a->events.n != b->events.n)
		return false;
	if (a->barrier ? a->fence != b->fence : !a->fails && a->order != b->order)
		return false;
	for (int i = 0; i < a->events.n; i++)
		if (!same_event(&a->events.event[i], &b->events.event[i]) ||
		    (i && (a->events.event[i].instruction == a->events.event[i - 1].instruction) !=
			  (b->events.event[i].instruction == b->events.event[i - 1].instruction)))
			return false;
	return a->events.read == b->events.read && a->events.write == b->events.write &&
	       a->events.pair[0] == b->events.pair[0] && a->events.pair[1] == b->events.pair[1];
}

static void add_to(struct kind *k, const struct sketch_event *e)
{
	const uint64_t some = e->marks | k->event.marks | k->event.may;

	k->event.kind = e->kind;
	k->event.marks = k->found ? k->event.marks & e->marks : e->marks;
	k->event.may = some & ~k->event.marks;
	k->found = true;
}

void add_kinds(struct general *g, const struct class *c)
{
	const struct events *e = &c->events;

	if (e->read >= 0 && c->returning)
		add_to(&g->kind[USED_READ], &e->event[e->read]);
	if (e->read >= 0)
		add_to(&g->kind[ANY_READ], &e->event[e->read]);
	if (e->write >= 0)
		add_to(&g->kind[ANY_WRITE], &e->event[e->write]);
}

/* The mark after @last in the alphabet; or NULL. */
static const char *next_mark(uint64_t marks, const char *last)
{
	const char *next = NULL;

	for (int i = 0; i < lkmm_nr_marks; i++) {
		const char *name = lkmm_marks[i].name;

		if (marks >> i & 1 && strcmp(name, last) > 0 && (!next || strcmp(name, next) < 0))
			next = name;
	}
	return next;
}

static void put_kind(struct text *out, const struct sketch_event *e)
{
	text_put(out, &"RWF"[e->kind], 1);
	for (const char *m = next_mark(e->marks, ""); m; m = next_mark(e->marks, m))
		text_add(out, ".%s", m);
}

void put_class(struct text *out, const struct class *c)
{
	const struct sketch_event *e = c->events.event;

	text_puts(out, c->word ? c->word : "function");
	if (!c->returning && !c->barrier)
		text_puts(out, " unused");
	for (int i = 0; i < c->events.n; i++) {
		text_puts(out, i && e[i].instruction == e[i - 1].instruction ? "+" : " ");
		put_kind(out, &e[i]);
	}
}
