// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm: one program, a folder for each command. */
#include "base/exit.h"
#include "base/nearest.h"
#include "base/options.h"
#include "commands.h"

#include <stdio.h>
#include <string.h>

const struct lkmm_command commands[] = {
	{ &check_options, check_main },
	{ &diff_options, diff_main },
	{ &run_options, run_main },
	{ &bench_options, bench_main },
	{ &hot_options, hot_main },
	{ &doctor_options, doctor_main },
	{ &verify_options, verify_main },
	{ &prove_options, prove_main },
	{ &merge_options, merge_main },
	{ &herd7_options, herd7_main },
	{ &mselect7_options, mselect7_main },
	{ &completion_options, completion_main },
	{ &lsp_options, lsp_main },
	{ NULL, NULL },
};

static int usage(FILE *out)
{
	fputs("usage: lkmm COMMAND [OPTION...] [ARGUMENT...]\n\n", out);
	for (const struct lkmm_command *c = commands; c->options; c++)
		fprintf(out, "  %-11s %s\n", c->options->name, c->options->does);
	fputs("\n'lkmm COMMAND --help' lists the options of a command, "
	      "'lkmm --version' prints the version.\nThe manual page is lkmm(1).\n", out);
	return out == stdout && !fflush(out) ? EXIT_WELL : EXIT_BAD;
}

static const struct lkmm_command *find(const char *name)
{
	for (const struct lkmm_command *c = commands; c->options; c++)
		if (!strcmp(name, c->options->name))
			return c;
	return NULL;
}

/* A link named herd7 is lkmm herd7. */
static const struct lkmm_command *find_as_called(const char *path)
{
	const char *slash = strrchr(path, '/');

	return find(slash ? slash + 1 : path);
}

static bool is_one_of(const char *word, const char *const *words)
{
	while (*words && strcmp(word, *words))
		words++;
	return *words;
}

static int complain(const char *word)
{
	char hint[2 * NEAREST_TEXT];
	struct nearest n;

	nearest_open(&n, word, (int)strlen(word));
	for (const struct lkmm_command *c = commands; c->options && *word != '-'; c++)
		nearest_try(&n, c->options->name);
	fprintf(stderr, "lkmm: unknown %s '%s'%s\n'lkmm --help' lists the commands.\n",
		*word == '-' ? "option" : "command", word, nearest_hint(&n, hint));
	return EXIT_BAD;
}

int main(int argc, char **argv)
{
	const struct lkmm_command *c = argc ? find_as_called(argv[0]) : NULL;

	if (c)
		return c->main(argc, argv);
	if (argc < 2)
		return usage(stderr);
	if (is_one_of(argv[1], OPT_LIST("--help", "-h", "help")))
		return usage(stdout);
	if (is_one_of(argv[1], OPT_LIST("--version", "-V")))
		return options_print_version();
	c = find(argv[1]);
	return c ? c->main(argc - 1, argv + 1) : complain(argv[1]);
}
