// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Consequences for an incomplete execution of locks that are passed on, for any order of critical
 * sections: see add_handoff() in lock.c of the engine.
 */
#include "relations.h"

/*
 * Adds it to rfe and po-unlock-lock-po. In mb it is the very section before that counts: that has
 * been computed.
 */
static void hand_on(struct model *m)
{
	struct pool *p = &m->pool;
	rel_t link;

	if (m->handoff->empty)
		return;
	link = rel_seq(p, (const rel_t[]){ m->po, m->tag[TAG_UL], m->handoff, m->tag[TAG_LKR],
					   m->po, NULL });
	m->rfe = rel_either(p, (const rel_t[]){ m->rfe, m->handoff, NULL });
	m->po_unlock_lock_po =
		rel_either(p, (const rel_t[]){ m->po_unlock_lock_po, link, NULL });
}
