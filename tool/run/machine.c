// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The machine that tests run on, in a few words, and which of its CPUs. */
#include "run.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

/* What /proc/cpuinfo calls it: each architecture has a key of its own. False if it says nothing. */
static bool cpu_model(char *name, size_t size)
{
	static const char *const keys[] = { "model name", "CPU implementer", "uarch", "isa" };
	char line[512];
	size_t best = sizeof(keys) / sizeof(keys[0]);
	FILE *in = fopen("/proc/cpuinfo", "r");

	while (in && fgets(line, sizeof(line), in)) {
		const char *value = strchr(line, ':');

		line[strcspn(line, "\n")] = '\0';
		for (size_t k = 0; value && k < best; k++) {
			if (strncmp(line, keys[k], strlen(keys[k])))
				continue;
			snprintf(name, size, k == 1 ? "implementer %s" : "%s", value + 1 + strspn(value + 1, " "));
			best = k;
		}
	}
	if (in)
		fclose(in);
	return best < sizeof(keys) / sizeof(keys[0]);
}

void run_this_machine(char *name, size_t size)
{
	char model[256] = "unknown model";
	struct utsname u;
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);

	cpu_model(model, sizeof(model));
	snprintf(name, size, "%s (%s, %ld CPU%s)", uname(&u) ? "unknown" : u.machine, model, cpus,
		 cpus == 1 ? "" : "s");
}

void run_machine(const struct run *r, char *name, size_t size)
{
	char own[400];

	run_this_machine(own, sizeof(own));
	if (r->kernel.dir)
		snprintf(name, size, "Linux %s on %s %s under qemu-system on %s", r->kernel.release, r->arch->name,
			 r->cpu, own);
	else if (r->emulated)
		snprintf(name, size, "%s%s%s under qemu-user on %s", r->arch->name, r->cpu ? " " : "",
			 r->cpu ? r->cpu : "", own);
	else
		snprintf(name, size, "%s", own);
}

/* ---- which CPUs ---- */

/* "0,2-3": what we may run on, our children may. */
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
