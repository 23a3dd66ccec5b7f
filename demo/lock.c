// SPDX-License-Identifier: GPL-2.0 OR MIT
/* A ticket lock that all take, and plain data under it. */
#include "demo.h"

enum { TIMES = 20000 };

bool demo_lock(void)
{
	struct account account = { .next = LKMM_ATOMIC_INIT(0) };
	uint64_t each[VARIANTS], right = 0, expected = (uint64_t)TIMES * THREADS_EACH * VARIANTS;
	const char *wrong = NULL;

	demo_run_all(offsetof(struct demo_variant, deposit), &account, TIMES, each);
	for (size_t i = 0; i < VARIANTS; i++)
		right += each[i];
	if (right != expected)
		wrong = "data changed while another thread had the lock, or nobody could get it";
	else if (account.balance[0] + account.balance[1] != 0)
		wrong = "the balance is wrong";
	return demo_report("ticket lock: deposits", each, account.deposits, expected, wrong);
}
