// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The domains of SRCU, for all tests. */
#include "srcu.h"

struct run_domain run_domains[RUN_DOMAINS];
static lkmm_atomic_t next;

uint32_t run_next_domain(void)
{
	return (uint32_t)lkmm_atomic_inc_return_relaxed(&next) % RUN_DOMAINS;
}
