/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Memory models as data: a model is read from files in the language cat, as herd7's are, and is
 * then a value like the models that are built in.
 */
#ifndef LKMM_CHECK_CAT_H
#define LKMM_CHECK_CAT_H

#include <lkmm/check/check.h>

#ifdef __GNUC__
#pragma GCC visibility push(default)
#endif

/*
 * How the files of a model are read: the library does no I/O. .read() returns the text of the file
 * *@name, which the file @from includes (NULL: it is the model itself), in memory that lives as
 * long as @arena, and sets *@name to the name for messages; or NULL and *@why.
 */
struct lkmm_cat_files {
	const char *(*read)(void *arg, struct lkmm_arena *arena, const char *from,
			    const char **name, size_t *size, const char **why);
	void *arg;
};

/* The first mistake in a model. .file is NULL without memory. */
struct lkmm_cat_error {
	const char *file;
	struct lkmm_place at;
	char text[200];
};

/**
 * lkmm_cat_model() - read a memory model
 * @arena: the model lives as long as this
 * @name: the file, as @files knows it
 * @files: how files are read
 * @error: filled in if there is a mistake
 *
 * Return: the model, or NULL.
 */
const struct lkmm_model *lkmm_cat_model(struct lkmm_arena *arena, const char *name,
					const struct lkmm_cat_files *files,
					struct lkmm_cat_error *error);

#ifdef __GNUC__
#pragma GCC visibility pop
#endif

#endif
