// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The rest of main(), which is executed for each final state. Up to where main() looks at what its
 * threads have left, all these executions are the same. So one of them is kept as it stands behind
 * the last thread that it joins before that, and the others begin there: what changes in memory
 * behind it is noted, and taken back.
 *
 * So it is with two states in which the first values that main() looks at are the same. It is kept
 * as it stands before it looks at each value, and the next execution begins at the first look at
 * one that is another. If there is none, it would be the last execution again, with the same end.
 */
#include "reader.h"

#include <string.h>

struct kept_frame {
	struct frame *frame, was;
};

struct change {
	int object, part;
	struct known was;
};

/* How main() stands before an instruction. */
struct stand {
	struct kept_frame *frame;	/* of the calls there, the innermost first */
	int nframes, room;
	bool *joined;			/* of each thread */
	long steps, spawned_at, first_use;
	int depth, remade, nobjects, njoined, nat_exit, may_race;
	struct region region;
	struct lkmm_place place;
	int nchanges, nlooks;		/* up to there */
};

/* A final value that main() has looked at. */
struct look {
	int which;
	int64_t value;
};

struct rest {
	struct stand *stand;		/* the first one is behind a thread that it joins */
	int nstands;
	struct change *change;
	int nchanges, room;
	struct look *look;		/* in the order in which main() looks */
	bool *looked;			/* of each value */
	int nlooks, nvalues;
	bool ended;			/* the last execution came to its end, and all was well */
};

/* ---- frames ---- */

struct frame *spare_frame(struct reader *r, struct ir_function *f, struct lkmm_place at)
{
	struct frame **p = &r->spare, *frame;

	while (*p && (*p)->f != f)
		p = &(*p)->outer;
	frame = *p;
	if (!frame)
		return open_frame(r, f, at);
	*p = frame->outer;
	*frame = (struct frame){ .outer = r->frame, .f = f, .value = frame->value, .at = at,
				 .call = r->calls, .returned = -1, .visit = frame->visit };
	memset(frame->value, 0, (size_t)f->nvalues * sizeof(*frame->value));
	memset(frame->visit, 0, (size_t)f->nblocks * sizeof(*frame->visit));
	return frame;
}

void give_frame_back(struct reader *r, struct frame *frame)
{
	if (!r->final || frame->kept)
		return;
	frame->outer = r->spare;
	r->spare = frame;
}

static void *copied(struct reader *r, void *to, const void *from, size_t size)
{
	to = to ? to : reader_alloc(r, size + 1);
	return to ? memcpy(to, from, size) : NULL;
}

/* @k has room for another frame of the same function, or none yet. */
static void keep_frame(struct reader *r, struct kept_frame *k, struct frame *f)
{
	bool again = k->frame && k->was.f == f->f;
	struct known *value = again ? k->was.value : NULL;
	struct visit *visit = again ? k->was.visit : NULL;

	f->kept = true;
	k->frame = f;
	k->was = *f;
	k->was.value = copied(r, value, f->value, (size_t)f->f->nvalues * sizeof(*value));
	k->was.visit = copied(r, visit, f->visit, (size_t)f->f->nblocks * sizeof(*visit));
}

static void restore_frame(const struct kept_frame *k)
{
	struct frame *f = k->frame;
	struct known *value = f->value;
	struct visit *visit = f->visit;

	*f = k->was;
	f->value = memcpy(value, k->was.value, (size_t)f->f->nvalues * sizeof(*value));
	f->visit = memcpy(visit, k->was.visit, (size_t)f->f->nblocks * sizeof(*visit));
}

/* ---- where it stands ---- */

static void keep_frames(struct reader *r, struct stand *s)
{
	int n = 0;

	for (const struct frame *f = r->frame; f; f = f->outer)
		n++;
	if (n > s->room) {
		s->frame = reader_alloc(r, (size_t)n * sizeof(*s->frame));
		s->room = s->frame ? n : 0;
	}
	for (struct frame *f = r->frame; f && s->nframes < s->room; f = f->outer)
		keep_frame(r, &s->frame[s->nframes++], f);
}

/* @s has room from before, or none. */
static void keep_stand(struct reader *r, struct stand *s)
{
	*s = (struct stand){ .frame = s->frame, .room = s->room, .joined = s->joined,
			     .steps = r->steps, .spawned_at = r->spawned_at,
			     .first_use = r->first_use, .depth = r->depth, .remade = r->remade,
			     .nobjects = r->nobjects, .njoined = r->njoined,
			     .nat_exit = r->nat_exit, .may_race = r->l.may_race,
			     .region = r->region, .place = r->place };
	keep_frames(r, s);
	s->joined = s->joined ? s->joined : reader_alloc(r, (size_t)r->nrestarted + 1);
	for (int k = 0; s->joined && k < r->nrestarted; k++)
		s->joined[k] = r->started[k].joined;
}

void save_rest(struct reader *r, struct ir_instruction *next)
{
	struct rest *s;

	r->just_joined = false;
	if (!r->final || r->looked || r->rest_is_kept || r->leaving)
		return;
	s = reader_alloc(r, sizeof(*s));
	if (!s)
		return;
	*s = (struct rest){ .stand = reader_alloc(r, sizeof(*s->stand)), .nstands = 1 };
	if (!s->stand)
		return;
	r->frame->now = next;
	keep_stand(r, &s->stand[0]);
	if (!reader_failed(r))
		r->rest = s;
}

/* ---- what main() looks at ---- */

/* The frames of the last stand, but for those of the one before: none of them is needed. */
static void leave_stand(struct reader *r, struct rest *s)
{
	const struct stand *last = &s->stand[--s->nstands], *before = last - 1;

	for (int k = 0; k < last->nframes; k++) {
		struct frame *f = last->frame[k].frame;
		bool needed = false;

		for (int i = 0; i < before->nframes; i++)
			needed |= before->frame[i].frame == f;
		if (needed)
			continue;
		f->kept = false;
		give_frame_back(r, f);
	}
}

/* More values are asked for than before, or it is the first time: nothing is known. */
static void forget_looks(struct reader *r, struct rest *s)
{
	size_t n = (size_t)r->l.test->nobserved;
	struct stand *all = reader_alloc(r, (n + 1) * sizeof(*all));

	while (s->nstands > 1)
		leave_stand(r, s);
	s->look = reader_alloc(r, (n + 1) * sizeof(*s->look));
	s->looked = reader_alloc(r, n + 1);
	s->nlooks = 0;
	s->ended = false;
	if (!all || !s->look || !s->looked)
		return;
	all[0] = s->stand[0];
	s->stand = all;
	s->nvalues = (int)n;
}

/* main() stands before a load, which has changed nothing yet, and further on than was kept. */
static bool is_worth_keeping(const struct reader *r, const struct rest *s)
{
	return r->frame->now->op == IR_LOAD && !r->leaving &&
	       (s->nstands == 1 || s->stand[s->nstands - 1].nlooks < s->nlooks);
}

void note_look(struct reader *r, const struct leaf *p)
{
	struct rest *s = r->rest;

	if (!s || !p->final || p->final > s->nvalues || s->looked[p->final - 1])
		return;
	if (is_worth_keeping(r, s)) {
		struct stand *here = &s->stand[s->nstands++];

		keep_stand(r, here);
		here->nchanges = s->nchanges;
		here->nlooks = s->nlooks;
	}
	s->looked[p->final - 1] = true;
	s->look[s->nlooks++] = (struct look){ p->final - 1, r->final[p->final - 1] };
}

/* How many values, of those that main() has looked at, are the same again. */
static int count_same(const struct reader *r, const struct rest *s)
{
	int n = 0;

	while (n < s->nlooks && r->final[s->look[n].which] == s->look[n].value)
		n++;
	return n;
}

/* Goes back to where it stands before it looks at more than @n values. */
static void go_back(struct reader *r, struct rest *s, int n)
{
	while (s->nstands > 1 && s->stand[s->nstands - 1].nlooks > n)
		leave_stand(r, s);
	for (n = s->stand[s->nstands - 1].nlooks; s->nlooks > n;)
		s->looked[s->look[--s->nlooks].which] = false;
}

int look_of_rest(const struct reader *r, int n)
{
	return r->rest && n < r->rest->nlooks ? r->rest->look[n].which : -1;
}

bool notes_looks(const struct reader *r)
{
	return r->rest && r->rest->nvalues;
}

bool is_still_to_come(const struct reader *r, int value)
{
	return !r->rest || !r->rest->nvalues || !r->rest->looked[value];
}

/* ---- memory ---- */

void note_change(struct reader *r, const struct object *o, const struct leaf *p)
{
	struct rest *s = r->rest;
	struct change *more;

	if (!s)
		return;
	if (s->nchanges == s->room) {
		more = reader_alloc(r, (2 * (size_t)s->room + 64) * sizeof(*more));
		if (!more)
			return;
		if (s->nchanges)
			memcpy(more, s->change, (size_t)s->nchanges * sizeof(*more));
		s->change = more;
		s->room = 2 * s->room + 64;
	}
	s->change[s->nchanges++] = (struct change){ (int)(o - r->object), (int)(p - o->leaf),
						    p->value };
}

static void take_back(struct reader *r, struct rest *s, struct stand *to)
{
	while (s->nchanges > to->nchanges) {
		const struct change *c = &s->change[--s->nchanges];

		r->object[c->object].leaf[c->part].value = c->was;
	}
	while (r->nobjects > to->nobjects && !r->object[r->nobjects - 1].global)
		r->nobjects--;
	to->nobjects = r->nobjects;	/* variables stay what they are */
}

/* ---- executing it ---- */

static void restore(struct reader *r, struct rest *s)
{
	struct stand *to = &s->stand[s->nstands - 1];

	take_back(r, s, to);
	for (int k = 0; k < to->nframes; k++)
		restore_frame(&to->frame[k]);
	for (int k = 0; k < r->nrestarted; k++)
		r->started[k].joined = to->joined[k];
	r->steps = to->steps;
	r->spawned_at = to->spawned_at;
	r->first_use = to->first_use;
	r->depth = to->depth;
	r->remade = to->remade;
	r->njoined = to->njoined;
	r->nat_exit = to->nat_exit;
	r->l.may_race = to->may_race;
	r->region = to->region;
	r->place = to->place;
	r->l.thread = NULL;
	r->l.call = NULL;
	r->after = true;
	r->just_joined = r->looked = false;
	r->failed = (struct llvm_failure){ 0 };
	r->running = RUN_ON;
}

/* From where it stands. */
static void go_on(struct reader *r, struct rest *s)
{
	const struct stand *from = &s->stand[s->nstands - 1];
	struct known result;

	for (int k = 0; k < from->nframes && r->running == RUN_ON && !reader_failed(r); k++) {
		r->frame = from->frame[k].frame;
		result = execute_behind(r, k ? &result : NULL);
		r->depth--;
	}
	run_at_exit(r);
}

void execute_rest(struct reader *r)
{
	struct rest *s = r->rest;
	int same;

	if (!s) {
		execute_main(r);
		r->rest_is_kept = r->rest;
		return;
	}
	if (s->nvalues != r->l.test->nobserved)
		forget_looks(r, s);
	if (reader_failed(r))
		return;
	same = count_same(r, s);
	if (s->ended && same == s->nlooks)
		return;
	s->ended = false;
	go_back(r, s, same);
	restore(r, s);
	memory_take_final(r);
	go_on(r, s);
	r->running = RUN_NOT;
	s->ended = !r->failed.at.line && !r->resume_at && !reader_failed(r) &&
		   s->nvalues == r->l.test->nobserved;
}
