// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "scratch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool scratch_open(char dir[SCRATCH_PATH], const char *keep, const char *subcommand)
{
	const char *tmp = getenv("TMPDIR");

	if (keep) {
		snprintf(dir, SCRATCH_PATH, "%s", keep);
		if (!mkdir(dir, 0777) || errno == EEXIST)
			return true;
	} else {
		snprintf(dir, SCRATCH_PATH, "%s/lkmm-%s-XXXXXX", tmp && *tmp ? tmp : "/tmp", subcommand);
		if (mkdtemp(dir))
			return true;
	}
	fprintf(stderr, "%s:1:1: error: %s\n", dir, strerror(errno));
	dir[0] = '\0';
	return false;
}

void scratch_remove(const char *dir, const char *keep)
{
	struct files f = { 0 };
	char path[SCRATCH_PATH + 300];

	if (keep || !dir[0])
		return;
	list_directory(&f, dir);
	for (int i = 0; i < f.n; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, f.name[i]);
		unlink(path);
	}
	files_free(&f);
	rmdir(dir);
}

bool scratch_write(const char *dir, const char *name, const struct text *text)
{
	char path[SCRATCH_PATH + 300];
	FILE *out;
	bool ok;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	errno = ENOMEM;
	out = text->failed ? NULL : fopen(path, "w");
	ok = out && fwrite(text->s, 1, text->len, out) == text->len;
	if (!out || fclose(out) || !ok) {
		fprintf(stderr, "%s:1:1: error: %s\n", path, strerror(errno));
		return false;
	}
	return true;
}
