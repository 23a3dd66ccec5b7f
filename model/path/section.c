// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Critical sections of RCU and SRCU that are open where a path stops: they get an end that never
 * comes. Without it they would be no sections, and grace periods could end before them.
 */
#include "path.h"

#include <string.h>

static bool depends_on(const struct sym *s, int read)
{
	if (!s)
		return false;
	return ((s->kind == SYM_READ || s->kind == SYM_KNOWN) && s->read == read) ||
	       depends_on(s->a, read) || depends_on(s->b, read) || depends_on(s->c, read);
}

/* Without memory, a cookie is a number that nothing else is. */
static bool is_cookie_of(const struct event *lock, const struct sym *s)
{
	return lock->type == EVENT_SRCU && s && s->kind == SYM_NUMBER &&
	       s->number == lock->value->number;
}

/*
 * Whether the critical section of SRCU that begins with event @lock of @p is open at its end, and
 * its cookie in nobody else's hands.
 */
static bool is_open_section(const struct path *p, int lock)
{
	const struct event *l = &p->event[lock];

	if (l->tag != TAG_SRCU_LOCK)
		return false;
	for (const struct event *e = l + 1; e < p->event + p->nevents; e++)
		if (is_cookie_of(l, e->value) ||
		    (e->type == EVENT_WRITE && depends_on(e->value, lock)))
			return false;
	return true;
}

int lkmm_open_sections(const struct path *p)
{
	int depth = 0, n = 0;

	for (int i = 0; i < p->nevents; i++) {
		depth += p->event[i].tag == TAG_RCU_LOCK;
		depth -= p->event[i].tag == TAG_RCU_UNLOCK && depth;
		n += is_open_section(p, i);
	}
	return depth + n;
}

bool lkmm_stops_in_section(const struct path *p)
{
	return lkmm_open_sections(p) || (p->nevents && p->event[p->nevents - 1].endless);
}

/* The end of the section that begins with event @lock, as event @at. */
static struct event end_of_section(const struct path *p, int lock, const struct sym *cookie, int at)
{
	struct event e = p->event[lock];

	e.endless = true;
	e.load = false;
	e.tag = cookie ? TAG_SRCU_UNLOCK : TAG_RCU_UNLOCK;
	if (e.type == EVENT_SRCU)
		cookie = e.value;
	else
		e.type = cookie ? EVENT_WRITE : EVENT_FENCE;
	e.value = cookie;
	e.first = at;
	return e;
}

bool lkmm_end_sections(struct lkmm_arena *a, struct path *p)
{
	int n = lkmm_open_sections(p), was = p->nevents, at = was, last = 0;
	struct event *event;
	struct sym *cookie;

	if (!n)
		return true;
	event = lkmm_alloc(a, sizeof(*event) * (size_t)(was + n));
	cookie = lkmm_alloc(a, sizeof(*cookie) * (size_t)was);
	if (!event || !cookie)
		return false;
	memcpy(event, p->event, sizeof(*event) * (size_t)was);
	for (int i = 0; i < was; i++) {
		last = p->event[i].tag == TAG_RCU_LOCK ? i : last;
		if (!is_open_section(p, i))
			continue;
		cookie[i] = (struct sym){ .kind = SYM_READ, .read = i, .size = 1, .depth = 1 };
		event[at] = end_of_section(p, i, &cookie[i], at);
		at++;
	}
	for (; at < was + n; at++)
		event[at] = end_of_section(p, last, NULL, at);
	p->nevents = at;
	p->event = event;
	return true;
}
