// SPDX-License-Identifier: GPL-2.0 OR MIT
/* A run: its memory, and how it ends early. */
#include "run.h"

#include <string.h>

enum { POLL_INTERVAL = 4096 };

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
void *lkmm_run_grow(struct run *r, void *array, int n, size_t size)
{
	void *p;

	if (n & (n - 1))
		return array;
	p = lkmm_run_alloc(r, size * (n ? 2 * (size_t)n : 1));
	if (p && n)
		memcpy(p, array, size * (size_t)n);
	return p;
}

/* srcu_down_read() stands for srcu_read_lock(): a model may have only that. */
bool lkmm_run_is_meaningless(const struct run *r, enum event_tag tag, const struct lkmm_expr *e)
{
	const char *const *known = r->model->srcu_word;

	if (r->model->meaningless >> tag & 1 || !known || !e->word ||
	    (tag != TAG_SRCU_LOCK && tag != TAG_SRCU_UNLOCK && tag != TAG_SYNC_SRCU))
		return r->model->meaningless >> tag & 1;
	while (*known && strcmp(*known, e->word->name))
		known++;
	return !*known;
}
