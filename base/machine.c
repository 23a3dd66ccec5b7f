// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "machine.h"
#include "machines.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

/* The CPU's name in /proc/cpuinfo: each architecture has another key. False without one. */
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
			snprintf(name, size, k == 1 ? "implementer %s" : "%s",
				 value + 1 + strspn(value + 1, " "));
			best = k;
		}
	}
	if (in)
		fclose(in);
	return best < sizeof(keys) / sizeof(keys[0]);
}

void machine_name(char *name, size_t size)
{
	char model[256] = "unknown model";
	struct utsname u;
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);

	cpu_model(model, sizeof(model));
	snprintf(name, size, "%s (%s, %ld CPU%s)", uname(&u) ? "unknown" : u.machine, model, cpus,
		 cpus == 1 ? "" : "s");
}

/* ---- names of architectures ---- */

const struct machine_names *machine_called(const char *name)
{
	static const struct machine_names all[] = {
#define ROW(name, uname, gnu, rust, options, two_forms) { name, uname, gnu, rust, options },
		LKMM_MACHINES(ROW)
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (!strcmp(name, all[i].name) || !strcmp(name, all[i].uname))
			return &all[i];
	return NULL;
}

const struct machine_names *machine_own(void)
{
	struct utsname u;

	return uname(&u) ? NULL : machine_called(u.machine);
}
