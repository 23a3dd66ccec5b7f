// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The memory model that tests are decided by: --model. */
#include "check.h"
#include "base/digest.h"
#include "base/parts.h"

#include <lkmm/check/cat.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

/*
 * arm64: a file of models/. A name with a dot or a slash is that of any file. NULL without memory.
 */
static const char *find_model(struct lkmm_arena *arena, const char *name)
{
	size_t size = PARTS_PATH + strlen(name) + sizeof("/.cat");
	struct parts parts;
	char *path;

	if (strpbrk(name, "./"))
		return name;
	path = lkmm_alloc(arena, size);
	if (!path)
		return NULL;
	parts_find(&parts);
	snprintf(path, size, "%s/%s.cat", parts.models, name);
	return parts.models[0] && !access(path, R_OK) ? path : name;
}

static const char *read_model_file(void *arg, struct lkmm_arena *arena, const char *from,
				   const char **name, size_t *size, const char **why)
{
	const char *path = resolve(arena, from, *name);
	char *text, *copy, *reason;

	uint64_t *digest = arg;

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
		*digest = digest_bytes(digest_add(*digest, path), text, *size);
		*name = path;
	}
	free(text);
	return copy;
}

/* The model @name, and a digest of its files; NULL after a message. */
static const struct lkmm_model *open_file(struct check *c, const char *name, uint64_t *digest)
{
	const struct lkmm_cat_files files = { .read = read_model_file, .arg = digest };
	const struct lkmm_model *model = NULL;
	struct lkmm_cat_error error = { NULL, { 0 }, "" };
	const char *path = NULL;

	*digest = DIGEST_EMPTY;
	if (!c->model_arena)
		c->model_arena = lkmm_arena_new();
	if (c->model_arena)
		path = find_model(c->model_arena, name);
	if (path)
		model = lkmm_cat_model(c->model_arena, path, &files, &error);
	if (!model && !error.file)
		fputs("lkmm: out of memory\n", stderr);
	else if (!model)
		fprintf(stderr, "%s:%d:%d: error: %s\n", error.file, error.at.line,
			error.at.column, error.text);
	return model;
}

/* ---- what only tests in C and Rust have ---- */

/* Whether an option is given that tests in assembly do not have. */
static bool only_source(const struct check *c, const char **why)
{
	*why = c->why    ? "--why does not work with tests in assembly yet" :
	       c->graph  ? "--graph does not work with tests in assembly yet" :
	       c->propose.relax ? "--relax does not work with tests in assembly yet" :
	       proposes(&c->propose) ? "--fix does not work with tests in assembly yet" : NULL;
	return *why;
}

bool model_open(struct check *c)
{
	if (!c->model_name || !strcmp(c->model_name, "lkmm")) {
		c->model = &lkmm_kernel_model;
		return true;
	}
	c->model = strcmp(c->model_name, "sc") ? open_file(c, c->model_name, &c->model_files) :
					    &lkmm_sc_model;
	return c->model;
}

/* ---- tests in assembly ---- */

/* That of the architecture, read once. */
static const struct lkmm_model *machine_model(struct check *c, const struct lkmm_architecture *arch)
{
	const struct lkmm_model *model = NULL;

	pthread_mutex_lock(&c->lock);
	for (int i = 0; i < c->nmachines && !model; i++)
		if (c->machine[i].arch == arch)
			model = c->machine[i].model;
	if (!model && c->nmachines < MAX_MACHINES) {
		uint64_t files;

		model = open_file(c, arch->name, &files);
		if (model)
			c->machine[c->nmachines++] = (struct machine){ arch, model, files };
	}
	pthread_mutex_unlock(&c->lock);
	return model;
}

const struct lkmm_model *model_for(struct check *c, const struct lkmm_test *t, const char **why)
{
	const struct lkmm_model *model = c->model;

	if (t->architecture && only_source(c, why))
		return NULL;
	if (t->architecture && !c->model_name)
		model = machine_model(c, t->architecture);
	*why = !model ? "the model of this architecture cannot be read" :
	       !lkmm_model_knows(model, t) ? "the model is not about tests of this kind" : NULL;
	return *why ? NULL : model;
}

uint64_t model_files(struct check *c, const struct lkmm_model *model)
{
	uint64_t files = model == c->model ? c->model_files : 0;

	pthread_mutex_lock(&c->lock);
	for (int i = 0; i < c->nmachines; i++)
		if (c->machine[i].model == model)
			files = c->machine[i].files;
	pthread_mutex_unlock(&c->lock);
	return files;
}

void model_close(struct check *c)
{
	lkmm_arena_free(c->model_arena);
}
