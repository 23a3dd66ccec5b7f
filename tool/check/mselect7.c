// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lkmm mselect7: of the tests named, the names of those written in one language. herdtools' mselect7
 * can do more; this is what the kernel's scripts ask of it.
 */
#include "base/exit.h"
#include "base/files.h"
#include "tool/commands.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

static int usage(FILE *out)
{
	fputs("usage: mselect7 -arch NAME [FILE|@LIST...]\n", out);
	return out == stdout ? EXIT_WELL : EXIT_BAD;
}

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
	const char *arch = NULL;
	int status = EXIT_BAD;
	bool ok = true;

	for (int i = 1; i < argc && ok; i++) {
		if (!strcmp(argv[i], "-help") || !strcmp(argv[i], "--help"))
			return usage(stdout);
		if (!strcmp(argv[i], "-arch") && i + 1 < argc)
			arch = argv[++i];
		else
			ok = argv[i][0] != '-' && files_add_herd(&f, argv[i]);
	}
	if (!ok || !arch)
		usage(stderr);
	else if (f.n || read_names(&f))
		status = select_tests(&f, arch);
	files_free(&f);
	return status;
}
