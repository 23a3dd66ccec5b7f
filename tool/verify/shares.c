// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lkmm_check() by several threads, each of which takes a share of the executions. This one waits,
 * shows progress, and puts the answers together.
 */
#include "verify.h"
#include "show/why.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { POLL_NS = 50000000 };

struct shares;

struct worker {
	struct shares *all;
	struct lkmm_options options;
	struct lkmm_progress progress;	/* its own */
	struct lkmm_progress shown;	/* a copy, under the lock */
	struct lkmm_answer answer;
	enum lkmm_status status;
	struct why why;
	pthread_t thread;
	bool started, done;
};

struct shares {
	const struct lkmm_test *test;
	pthread_mutex_t lock;
	pthread_cond_t ended;
	bool over;			/* they are to stop */
	int n;
	struct worker worker[VERIFY_JOBS];
};

/* For struct lkmm_options.stop of a worker. */
static bool is_over(void *arg)
{
	struct worker *w = arg;
	bool over;

	pthread_mutex_lock(&w->all->lock);
	w->shown = w->progress;
	over = w->all->over;
	pthread_mutex_unlock(&w->all->lock);
	return over;
}

static void *work(void *arg)
{
	struct worker *w = arg;

	w->status = lkmm_check(w->all->test, &lkmm_kernel_model, &w->options, &w->answer);
	pthread_mutex_lock(&w->all->lock);
	w->shown = w->progress;
	w->done = true;
	pthread_cond_signal(&w->all->ended);
	pthread_mutex_unlock(&w->all->lock);
	return NULL;
}

/* The progress of all together: as far as the one that is furthest behind. False: all are done. */
static bool add_up(const struct shares *s, uint64_t before, struct lkmm_progress *sum)
{
	const struct lkmm_progress *last = NULL;

	sum->executions = before;
	for (int i = 0; i < s->n; i++) {
		const struct worker *w = &s->worker[i];

		sum->executions += w->shown.executions;
		if (!w->done && (!last || w->shown.stage < last->stage ||
				 (w->shown.stage == last->stage && w->shown.part < last->part)))
			last = &w->shown;
	}
	if (!last)
		return false;
	sum->stage = last->stage;
	sum->part = last->part;
	return true;
}

static void wait_for_all(struct shares *s, const struct lkmm_options *o)
{
	uint64_t before = o->progress->executions;

	pthread_mutex_lock(&s->lock);
	while (add_up(s, before, o->progress)) {
		struct timespec t;

		s->over |= o->stop(o->stop_arg);
		clock_gettime(CLOCK_REALTIME, &t);
		t.tv_nsec += POLL_NS;
		t.tv_sec += t.tv_nsec / 1000000000;
		t.tv_nsec %= 1000000000;
		pthread_cond_timedwait(&s->ended, &s->lock, &t);
	}
	pthread_mutex_unlock(&s->lock);
}

/* Starts the worker @i. From then on its state is its own, until it is done. */
static void start(struct shares *s, int i, const struct lkmm_options *o)
{
	struct worker *w = &s->worker[i];
	int shares = o->shares ? o->shares : 1;

	w->all = s;
	w->options = *o;
	w->options.share = o->share * s->n + i;
	w->options.shares = shares * s->n;
	w->options.progress = &w->progress;
	w->options.stop = is_over;
	w->options.stop_arg = w;
	w->options.show = why_keep;
	w->options.show_arg = &w->why;
	w->why.arena = lkmm_arena_new();
	w->started = w->why.arena && !pthread_create(&w->thread, NULL, work, w);
	if (w->started)
		return;
	w->done = true;
	w->status = LKMM_NO_MEMORY;
}

/* Frees it, too. */
static enum lkmm_status put_together(struct shares *s, struct lkmm_answer *answer, struct why *why)
{
	enum lkmm_status status = LKMM_OK;

	for (int i = 0; i < s->n; i++) {
		struct worker *w = &s->worker[i];

		if (w->started)
			pthread_join(w->thread, NULL);
		if (status == LKMM_OK && w->status != LKMM_OK) {
			status = w->status;
			answer->limit = w->answer.limit;
			answer->refused = w->answer.refused;
		}
		if (status == LKMM_OK && i == 0) {
			*answer = w->answer;
			w->answer = (struct lkmm_answer){ 0 };
		} else if (status == LKMM_OK && !lkmm_answer_merge(s->test, answer, &w->answer)) {
			status = LKMM_NO_MEMORY;
		}
		why_merge(why, &w->why);
		lkmm_answer_free(&w->answer);
		if (w->why.arena)
			lkmm_arena_free(w->why.arena);
	}
	return status;
}

enum lkmm_status verify_search(const struct lkmm_test *t, int jobs, const struct lkmm_options *o,
			       struct lkmm_answer *answer, struct why *why)
{
	struct shares *s;
	enum lkmm_status status;

	if (jobs < 2)
		return lkmm_check(t, &lkmm_kernel_model, o, answer);
	*answer = (struct lkmm_answer){ 0 };
	s = calloc(1, sizeof(*s));
	if (!s)
		return LKMM_NO_MEMORY;
	s->test = t;
	s->n = jobs;
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->ended, NULL);
	for (int i = 0; i < s->n; i++)
		start(s, i, o);
	wait_for_all(s, o);
	status = put_together(s, answer, why);
	pthread_cond_destroy(&s->ended);
	pthread_mutex_destroy(&s->lock);
	free(s);
	return status;
}
