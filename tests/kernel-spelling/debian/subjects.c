// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "../subject.h"

extern const struct subject ticket_subject, qspinlock_subject, qrwlock_subject, llist_subject,
	refcount_subject, circ_buf_subject;

const struct subject *const subjects[] = {
	&ticket_subject, &qspinlock_subject, &qrwlock_subject, &llist_subject, &refcount_subject,
	&circ_buf_subject, NULL,
};
