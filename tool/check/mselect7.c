// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lkmm mselect7: of the tests named, the names of those written in one language. herdtools'
 * mselect7 can do more; the kernel's scripts need only this.
 */
#include "base/exit.h"
#include "base/files.h"
#include "tool/commands.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct choice {
	const char *arch;
};

static const struct opt options[] = {
	{ "arch", .kind = OPT_TEXT, .value = "NAME", .at = offsetof(struct choice, arch),
	  .help = "the language: C, for example" },
	{ "help", .help = "print this help" },
};

const struct options mselect7_options = {
	.name = "mselect7", .who = "mselect7", .page = "lkmm(1)", .herd = true,
	.does = "print the names of the tests of one language, as herdtools' mselect7 does",
	.usage = "-arch NAME [FILE|@LIST...]", .arguments = OPT_TESTS,
	.opt = options, .n = sizeof(options) / sizeof(options[0]),
};

/* A test starts with the name of its language. */
static bool is_in(const char *text, size_t size, const char *arch)
{
	size_t n = strlen(arch);

	while (size && isspace((unsigned char)*text)) {
		text++;
		size--;
	}
	return size > n && !memcmp(text, arch, n) && isspace((unsigned char)text[n]);
}

static int select_tests(const struct files *f, const char *arch)
{
	int status = EXIT_WELL;

	for (int i = 0; i < f->n; i++) {
		size_t size;
		char *text = read_file(f->name[i], &size);

		if (!text) {
			fprintf(stderr, "%s:1:1: error: %s\n", f->name[i], strerror(errno));
			status = EXIT_BAD;
		} else if (is_in(text, size, arch)) {
			puts(f->name[i]);
		}
		free(text);
	}
	if (f->failed)
		fputs("mselect7: out of memory\n", stderr);
	return fflush(stdout) || ferror(stdout) || f->failed ? EXIT_BAD : status;
}

static bool read_names(struct files *f)
{
	size_t size;
	char *text = read_stream(stdin, &size);
	bool ok = text && files_add_list(f, text, size);

	if (!text)
		fprintf(stderr, "stdin:1:1: error: %s\n", strerror(errno));
	free(text);
	return ok;
}

int mselect7_main(int argc, char **argv)
{
	struct files f = { 0 };
	struct choice choice = { NULL };
	int status = EXIT_BAD;
	bool ok = true;

	for (int i = 1; i < argc && ok; i++) {
		if (!strcmp(argv[i], "-help") || !strcmp(argv[i], "--help"))
			return options_print_help(&mselect7_options);
		if (argv[i][0] == '-')
			ok = options_take(&mselect7_options, &choice, argc, argv, &i);
		else
			ok = files_add_herd(&f, argv[i]);
	}
	if (ok && !choice.arch)
		status = options_misused(&mselect7_options);
	else if (ok && (f.n || read_names(&f)))
		status = select_tests(&f, choice.arch);
	files_free(&f);
	return status;
}
