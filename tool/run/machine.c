// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The machine that tests run on, in a few words, and which of its CPUs. */
#include "run.h"
#include "base/machine.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void run_machine(const struct run *r, char *name, size_t size)
{
	char own[400];

	machine_name(own, sizeof(own));
	if (r->kernel.dir)
		snprintf(name, size, "Linux %s on %s %s under qemu-system on %s", r->kernel.release,
			 r->arch->name, r->cpu, own);
	else if (r->emulated)
		snprintf(name, size, "%s%s%s under qemu-user on %s", r->arch->name,
			 r->cpu ? " " : "", r->cpu ? r->cpu : "", own);
	else
		snprintf(name, size, "%s", own);
}

/* ---- which CPUs ---- */

/* "0,2-3": the CPUs that we may use, which our children inherit. */
static bool keep_to(const char *v)
{
	cpu_set_t set;
	char *end;

	CPU_ZERO(&set);
	for (;; v = end + 1) {
		long first = strtol(v, &end, 10), last = first;

		if (end == v)
			return false;
		if (*end == '-') {
			v = end + 1;
			last = strtol(v, &end, 10);
			if (end == v)
				return false;
		}
		if (first < 0 || last < first || last >= CPU_SETSIZE)
			return false;
		for (long cpu = first; cpu <= last; cpu++)
			CPU_SET((size_t)cpu, &set);
		if (*end != ',')
			break;
	}
	return !*end && !sched_setaffinity(0, sizeof(set), &set);
}

bool run_parse_affinity(struct run *r, const char *v)
{
	r->pin = strcmp(v, "none");
	return !r->pin || !strcmp(v, "permute") || keep_to(v);
}
