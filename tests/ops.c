// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * ops results|atomicity|broken PLUGIN
 *
 * Tests every row of defs/ops.tbl in the variant that PLUGIN, a shared object of probes, was built as. "broken" takes a
 * plugin whose operations are not atomic and requires that each is found out: so the atomicity test can fail.
 * Output is TAP.
 */
#include "ops.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

enum { BROKEN_TRIES = 20 };

static int nr_failed;

static void report(size_t number, const char *name, const char *wrong)
{
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

/* An update is lost only when threads meet, which they need not do in one try. */
static const char *check_broken(const struct row *row, probe_fn *probe)
{
	for (int i = 0; i < BROKEN_TRIES; i++)
		if (check_atomicity(row, probe))
			return NULL;
	return "is not atomic here, and the test does not see it";
}

static const char *check(const char *mode, const struct row *row, probe_fn *probe)
{
	if (!probe)
		return "the plugin has no probe for it";
	if (strcmp(mode, "results") == 0)
		return check_results(row, probe);
	if (strcmp(mode, "atomicity") == 0)
		return check_atomicity(row, probe);
	return can_break(row) ? check_broken(row, probe) : NULL;
}

int main(int argc, char **argv)
{
	void *plugin;

	if (argc != 3 || (strcmp(argv[1], "results") && strcmp(argv[1], "atomicity") && strcmp(argv[1], "broken"))) {
		fputs("usage: ops results|atomicity|broken PLUGIN\n", stderr);
		return 2;
	}
	plugin = dlopen(argv[2], RTLD_NOW);
	if (!plugin) {
		printf("Bail out! %s\n", dlerror());
		return 2;
	}
	printf("1..%zu\n", nr_rows + nr_barriers);
	for (size_t i = 0; i < nr_rows; i++)
		report(i + 1, rows[i].name, check(argv[1], &rows[i], find_probe(plugin, rows[i].name)));
	for (size_t i = 0; i < nr_barriers; i++) {
		probe_fn *probe = find_probe(plugin, barriers[i]);

		if (probe)
			probe();
		report(nr_rows + i + 1, barriers[i], probe ? NULL : "the plugin has no probe for it");
	}
	return nr_failed != 0;
}
