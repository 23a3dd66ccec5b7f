/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The rules of the Linux-kernel memory model, in the order in which they are asked. */
#ifndef LKMM_LKMM_RULES_H
#define LKMM_LKMM_RULES_H

enum rule {
	ALLOWED, COHERENCE, ATOMIC, HAPPENS_BEFORE, PROPAGATION, RCU, PLAIN_COHERENCE
};

#endif
