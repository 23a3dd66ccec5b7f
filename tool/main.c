// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm: one command, a file for each subcommand. */
#include "base/exit.h"
#include "commands.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	int (*main)(int argc, char **argv);
	const char *does;
} commands[] = {
	{ "check", check_main, "decide what the memory model allows litmus tests to do" },
	{ "run", run_main, "run litmus tests on this machine" },
	{ "bench", bench_main, "what the operations cost on this machine, and other libraries' beside them" },
	{ "hot", hot_main, "which calls of liblkmm.so in a program cost time" },
	{ "doctor", doctor_main, "which operations are inlined in a program, and which are calls" },
	{ "herd7", herd7_main, "the same, with the options and the output of herd7" },
	{ "mselect7", mselect7_main, "the tests of one language, as herdtools' mselect7" },
};

static void usage(FILE *out)
{
	fputs("usage: lkmm COMMAND ...\n\n", out);
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		fprintf(out, "  %-8s %s\n", commands[i].name, commands[i].does);
}

static int run(const char *name, int argc, char **argv)
{
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++)
		if (!strcmp(name, commands[i].name))
			return commands[i].main(argc, argv);
	return -1;
}

/* A link named herd7 is lkmm herd7. */
static int run_as_called(int argc, char **argv)
{
	const char *slash = argc ? strrchr(argv[0], '/') : NULL;

	return argc ? run(slash ? slash + 1 : argv[0], argc, argv) : -1;
}

int main(int argc, char **argv)
{
	int status = run_as_called(argc, argv);

	if (status >= 0)
		return status;
	if (argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "help"))) {
		usage(stdout);
		return EXIT_WELL;
	}
	if (argc > 1)
		status = run(argv[1], argc - 1, argv + 1);
	if (status >= 0)
		return status;
	usage(stderr);
	return EXIT_BAD;
}
