// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm hot: what is said of a program. */
#include "hot.h"

void hot_report(struct hot *h)
{
	for (int i = 0; i < h->nprocesses; i++) {
		struct hot_process *p = &h->process[i];

		printf("%s, process %d: %llu calls\n", p->program, p->pid, (unsigned long long)p->calls);
		for (int c = 0; c < p->ncalls; c++)
			printf("%12llu  %s  %s+0x%llx\n", (unsigned long long)p->call[c].calls, p->call[c].op,
			       p->call[c].object, (unsigned long long)p->call[c].offset);
	}
}
