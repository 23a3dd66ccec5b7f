// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * ops results|atomicity|steps|broken|unlocked PLUGIN [PREFIX]
 *
 * Tests every row of defs/ops.tbl in the variant of PLUGIN, a shared object of probes. "broken"
 * takes a plugin whose operations are not atomic and requires that each is caught at once: so the
 * atomicity test can fail. "steps" is for operations on objects that one thread changes. "unlocked"
 * is for a plugin whose exchanges and stores are atomic. With PREFIX, only the rows whose names
 * begin with it. Output is TAP; untested rows are skipped.
 */
#include "ops.h"

#include <dlfcn.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>

/*
 * Threads that meet make it likely that a broken operation is seen, not certain: so often it may
 * escape.
 */
enum { TRIES = 3 };

static int nr_failed;
static cpu_set_t cpus;			/* that the process may use */

void settle(int i)
{
	cpu_set_t one;
	int cpu = -1;

	if (CPU_COUNT(&cpus) < 2)
		return;
	for (int n = 0; n <= (i > 0); n++)
		do
			cpu++;		/* CPU_ISSET() may look at it several times */
		while (!CPU_ISSET(cpu, &cpus));
	CPU_ZERO(&one);
	CPU_SET(cpu, &one);
	sched_setaffinity(0, sizeof(one), &one);
}

/* The system switches between them. */
void give_way(void)
{
}

static void report(size_t number, const char *name, const char *wrong, bool tested)
{
	if (!tested && !wrong) {
		printf("ok %zu - %s # SKIP not tested: its threads did not meet\n", number, name);
		return;
	}
	printf("%sok %zu - %s\n", wrong ? "not " : "", number, name);
	if (wrong)
		printf("# %s\n", wrong);
	nr_failed += wrong != NULL;
}

static probe_fn *find_probe(void *plugin, const char *name)
{
	char symbol[128];
	union { void *object; probe_fn *function; } address;

	snprintf(symbol, sizeof(symbol), "probe_%s", name);
	address.object = dlsym(plugin, symbol);
	return address.function;
}

static bool breaks(const char *mode, const struct row *row)
{
	enum breakable how = can_break(row);

	return strcmp(mode, "unlocked") ? how != NEVER : how == BY_UPDATE;
}

/* Changes an object that no other thread does. */
static bool is_local(const struct row *row)
{
	return !strcmp(row->order, "local");
}

static bool concerns(const char *mode, const struct row *row)
{
	if (!strcmp(mode, "results"))
		return true;
	if (!strcmp(mode, "steps"))
		return is_local(row);
	return !is_local(row) || (LKMM_STEPS && !strcmp(mode, "broken"));
}

static const char *check(const char *mode, const struct row *row, probe_fn *probe, bool *tested)
{
	if (!probe)
		return "the plugin has no probe for it";
	if (strcmp(mode, "results") == 0)
		return check_results(row, probe);
	if (strcmp(mode, "atomicity") == 0)
		return check_atomicity(row, probe, tested);
	if (strcmp(mode, "steps") == 0)
		return check_steps(row, probe);
	if (is_local(row)) {
		const char *wrong = check_steps(row, probe);

		return wrong && strstr(wrong, "with a signal") ? NULL :
		       "is not atomic for a signal handler, and the test does not see it";
	}
	if (!breaks(mode, row))
		return NULL;
	for (int i = 0; i < TRIES; i++)
		if (check_atomicity(row, probe, tested) || !*tested)
			return NULL;
	return "is not atomic here, and the test does not see it";
}

/* Without two CPUs, threads never meet. */
static void find_cpus(void)
{
	CPU_ZERO(&cpus);
	sched_getaffinity(0, sizeof(cpus), &cpus);
	if (CPU_COUNT(&cpus) < 2)
		puts("# one CPU: whether operations are atomic cannot be tested here");
}

int main(int argc, char **argv)
{
	const char *prefix = argc > 3 ? argv[3] : "";
	size_t n = 0;
	void *plugin;

	if (argc < 3 || argc > 4 || (strcmp(argv[1], "results") && strcmp(argv[1], "atomicity") &&
				     strcmp(argv[1], "steps") && strcmp(argv[1], "broken") &&
				     strcmp(argv[1], "unlocked"))) {
		fputs("usage: ops results|atomicity|steps|broken|unlocked PLUGIN [PREFIX]\n",
		      stderr);
		return 2;
	}
	plugin = dlopen(argv[2], RTLD_NOW);
	if (!plugin) {
		printf("Bail out! %s\n", dlerror());
		return 2;
	}
	find_cpus();
	for (size_t i = 0; i < nr_rows; i++) {
		bool tested = true;
		const char *wrong;

		if (strncmp(rows[i].name, prefix, strlen(prefix)) ||
		    !concerns(argv[1], &rows[i]))
			continue;
		wrong = check(argv[1], &rows[i], find_probe(plugin, rows[i].name), &tested);
		report(++n, rows[i].name, wrong, tested);
	}
	for (size_t i = 0; i < nr_barriers; i++) {
		probe_fn *probe = find_probe(plugin, barriers[i]);

		if (strncmp(barriers[i], prefix, strlen(prefix)) || !strcmp(argv[1], "steps"))
			continue;
		if (probe)
			probe();
		report(++n, barriers[i], probe ? NULL : "the plugin has no probe for it", true);
	}
	printf("1..%zu\n", n);
	return nr_failed != 0 || !n;
}
