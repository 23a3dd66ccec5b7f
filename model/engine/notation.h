/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Equations as they are written: with @m whose pool the relations live in. See rel.h. */
#ifndef LKMM_ENGINE_NOTATION_H
#define LKMM_ENGINE_NOTATION_H

#include "rel.h"

#define seq(...)	rel_seq(&m->pool, (const rel_t[]){ __VA_ARGS__, NULL })
#define either(...)	rel_either(&m->pool, (const rel_t[]){ __VA_ARGS__, NULL })
#define both(a, b)	rel_both(&m->pool, a, b)
#define minus(a, b)	rel_minus(&m->pool, a, b)
#define product(s, t)	rel_product(&m->pool, s, t)
#define inverse(a)	rel_inverse(&m->pool, a)
#define opt(a)		rel_opt(&m->pool, a)
#define star(a)		rel_star(&m->pool, a)
#define acyclic(a)	rel_acyclic(&m->pool, a)
#define irreflexive(a)	rel_irreflexive(&m->pool, a)
#define set_of(a)	rel_set_of(&m->pool, a)
#define cycles(a)	seq(a, star(a))

/*
 * m->same relates the pieces of one read or write. What leads to one piece leads to all of the
 * access; what leads from one, leads from all of it too.
 */
#define to_accesses(a)	(m->same->empty ? (a) : seq(a, opt(m->same)))
#define of_accesses(a)	(m->same->empty ? (a) : seq(opt(m->same), a, opt(m->same)))

#endif
