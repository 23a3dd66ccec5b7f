// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "include.h"
#include "base/files.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* @path from the folder that @test is in. */
static char *beside(struct lkmm_arena *arena, const char *test, const char *path)
{
	const char *slash = strrchr(test, '/');
	size_t n = slash ? (size_t)(slash + 1 - test) : 0, size = n + strlen(path) + 3;
	char *name = lkmm_alloc(arena, size);

	/* "-" alone would be standard input */
	if (name)
		snprintf(name, size, "%.*s%s%s", (int)n, test, n ? "" : "./", path);
	return name;
}

static const char *refuse(struct lkmm_arena *arena, const char *name, int error, const char **why)
{
	/* read_error() has directories of tests in mind */
	const char *text = error == EISDIR ? strerror(error) : read_error(error);
	size_t size = (name ? strlen(name) : 0) + strlen(text) + 3;
	char *s = name ? lkmm_alloc(arena, size) : NULL;

	if (s)
		snprintf(s, size, "%s: %s", name, text);
	*why = s ? s : text;
	return NULL;
}

static const char *read_beside(void *test, struct lkmm_arena *arena, const char *path,
			       size_t *size, const char **why)
{
	char *name, *text, *copy;

	if (!test) {
		*why = "the test comes from standard input, which has no folder";
		return NULL;
	}
	name = beside(arena, test, path);
	text = name ? read_file(name, size) : NULL;
	if (!text)
		return refuse(arena, name, name ? errno : ENOMEM, why);
	copy = lkmm_alloc(arena, *size + 1);
	if (copy)
		memcpy(copy, text, *size);
	free(text);
	return copy ? copy : refuse(arena, NULL, ENOMEM, why);
}

struct litmus_files include_from(const char *test)
{
	return (struct litmus_files){ read_beside, (void *)test };
}
