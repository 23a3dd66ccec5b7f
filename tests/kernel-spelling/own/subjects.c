// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "../subject.h"

extern const struct subject ticket_subject, stack_subject, ref_subject, seq_subject, ring_subject,
	dekker_subject, refcount_subject, locks_subject, llist_subject, list_subject;

const struct subject *const subjects[] = {
	&ticket_subject, &stack_subject, &ref_subject, &seq_subject, &ring_subject,
	&dekker_subject, &refcount_subject, &locks_subject, &llist_subject, &list_subject,
	NULL,
};
