// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The memory model that tests are decided by: --model. */
#include "check.h"

#include <lkmm/check/cat.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- models in files ---- */

/* @name as the file @from means it: from the folder that @from is in. */
static const char *resolve(struct lkmm_arena *arena, const char *from, const char *name)
{
	const char *slash = from && *name != '/' ? strrchr(from, '/') : NULL;
	size_t n = slash ? (size_t)(slash + 1 - from) : 0, size = n + strlen(name) + 1;
	char *path = lkmm_alloc(arena, size);

	if (path)
		snprintf(path, size, "%.*s%s", (int)n, from ? from : "", name);
	return path;
}

static const char *read_model_file(void *arg, struct lkmm_arena *arena, const char *from,
				   const char **name, size_t *size, const char **why)
{
	const char *path = resolve(arena, from, *name);
	char *text, *copy, *reason;

	(void)arg;
	*why = strerror(ENOMEM);
	if (!path)
		return NULL;
	text = read_file(path, size);
	if (!text) {
		const char *error = strerror(errno);
		size_t room = strlen(path) + strlen(error) + 3;

		reason = from ? lkmm_alloc(arena, room) : NULL;
		if (reason)
			snprintf(reason, room, "%s: %s", path, error);
		*why = reason ? reason : error;
		return NULL;
	}
	copy = lkmm_alloc(arena, *size + 1);
	if (copy) {
		memcpy(copy, text, *size);
		*name = path;
	}
	free(text);
	return copy;
}

static bool open_file(struct check *c)
{
	static const struct lkmm_cat_files files = { .read = read_model_file };
	struct lkmm_cat_error error;

	c->model_arena = lkmm_arena_new();
	if (c->model_arena)
		c->model = lkmm_cat_model(c->model_arena, c->model_name, &files, &error);
	if (c->model)
		return true;
	if (!c->model_arena || !error.file)
		fputs("lkmm: out of memory\n", stderr);
	else
		fprintf(stderr, "%s:%d:%d: error: %s\n", error.file, error.at.line,
			error.at.column, error.text);
	return false;
}

/* ---- what only the default model has ---- */

static bool only_by_default(const struct check *c)
{
	const struct {
		bool given;
		const char *option;
	} options[] = {
		{ c->why, "--why" }, { c->graph, "--graph" },
		{ proposes(&c->propose), c->propose.relax ? "--relax" : "--fix" },
		{ c->options.search != LKMM_SEARCH_PATHS, "--search" },
	};

	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
		if (!options[i].given)
			continue;
		fprintf(stderr, "lkmm check: %s works with the model lkmm only\n",
			options[i].option);
		return false;
	}
	return true;
}

bool model_open(struct check *c)
{
	if (!c->model_name || !strcmp(c->model_name, "lkmm")) {
		c->model = &lkmm_kernel_model;
		return true;
	}
	if (!only_by_default(c))
		return false;
	if (strcmp(c->model_name, "sc"))
		return open_file(c);
	c->model = &lkmm_sc_model;
	return true;
}

void model_close(struct check *c)
{
	lkmm_arena_free(c->model_arena);
}
