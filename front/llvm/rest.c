// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The rest of main(), which is executed for each final state. Up to where main() looks at what its
 * threads have left, all these executions are the same. So one of them is kept as it stands behind
 * the last thread that it joins before that, and the others begin there: what changes in memory
 * behind it is noted, and taken back.
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

struct rest {
	struct kept_frame *frame;	/* of the calls there, the innermost first */
	int nframes;
	bool *joined;			/* of each thread */
	long steps, spawned_at, first_use;
	int depth, remade, nobjects, njoined, nat_exit, may_race;
	struct region region;
	struct lkmm_place place;
	struct change *change;
	int nchanges, room;
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

static void *copied(struct reader *r, const void *from, size_t size)
{
	void *to = reader_alloc(r, size + 1);

	return to ? memcpy(to, from, size) : NULL;
}

static void keep_frame(struct reader *r, struct kept_frame *k, struct frame *f)
{
	f->kept = true;
	k->frame = f;
	k->was = *f;
	k->was.value = copied(r, f->value, (size_t)f->f->nvalues * sizeof(*f->value));
	k->was.visit = copied(r, f->visit, (size_t)f->f->nblocks * sizeof(*f->visit));
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

static void keep_frames(struct reader *r, struct rest *s)
{
	int n = 0;

	for (const struct frame *f = r->frame; f; f = f->outer)
		n++;
	s->frame = reader_alloc(r, (size_t)n * sizeof(*s->frame));
	if (!s->frame)
		return;
	for (struct frame *f = r->frame; f; f = f->outer)
		keep_frame(r, &s->frame[s->nframes++], f);
}

void save_rest(struct reader *r, struct ir_instruction *next)
{
	struct rest *s;

	r->just_joined = false;
	if (!r->final || r->looked || r->rest_is_kept)
		return;
	s = reader_alloc(r, sizeof(*s));
	if (!s)
		return;
	*s = (struct rest){ .steps = r->steps, .spawned_at = r->spawned_at,
			    .first_use = r->first_use, .depth = r->depth, .remade = r->remade,
			    .nobjects = r->nobjects, .njoined = r->njoined,
			    .nat_exit = r->nat_exit, .may_race = r->l.may_race,
			    .region = r->region, .place = r->place };
	r->frame->now = next;
	keep_frames(r, s);
	s->joined = reader_alloc(r, (size_t)r->nrestarted + 1);
	for (int k = 0; s->joined && k < r->nrestarted; k++)
		s->joined[k] = r->started[k].joined;
	if (!reader_failed(r))
		r->rest = s;
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

static void take_back(struct reader *r, struct rest *s)
{
	while (s->nchanges) {
		const struct change *c = &s->change[--s->nchanges];

		r->object[c->object].leaf[c->part].value = c->was;
	}
	while (r->nobjects > s->nobjects && !r->object[r->nobjects - 1].global)
		r->nobjects--;
	s->nobjects = r->nobjects;	/* variables stay what they are */
}

/* ---- executing it ---- */

static void restore(struct reader *r, struct rest *s)
{
	take_back(r, s);
	for (int k = 0; k < s->nframes; k++)
		restore_frame(&s->frame[k]);
	for (int k = 0; k < r->nrestarted; k++)
		r->started[k].joined = s->joined[k];
	r->steps = s->steps;
	r->spawned_at = s->spawned_at;
	r->first_use = s->first_use;
	r->depth = s->depth;
	r->remade = s->remade;
	r->njoined = s->njoined;
	r->nat_exit = s->nat_exit;
	r->l.may_race = s->may_race;
	r->region = s->region;
	r->place = s->place;
	r->l.thread = NULL;
	r->l.call = NULL;
	r->after = true;
	r->just_joined = r->looked = false;
	r->failed = (struct llvm_failure){ 0 };
	r->running = RUN_ON;
}

void execute_rest(struct reader *r)
{
	struct rest *s = r->rest;
	struct known result;

	if (!s) {
		execute_main(r);
		r->rest_is_kept = r->rest;
		return;
	}
	restore(r, s);
	memory_take_final(r);
	for (int k = 0; k < s->nframes && r->running == RUN_ON && !reader_failed(r); k++) {
		r->frame = s->frame[k].frame;
		result = execute_behind(r, k ? &result : NULL);
		r->depth--;
	}
	run_at_exit(r);
	r->running = RUN_NOT;
}
