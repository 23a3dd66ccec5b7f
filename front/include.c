// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * #include: "NAME" is a file that the caller of litmus_parse() reads, its path relative to that of
 * the file with the #include. <NAME> is none: the words of the kernel are built in.
 */
#include "preprocess.h"

#include <stdio.h>
#include <string.h>

enum { MAX_DEPTH = 16, MAX_FILES = 500 };

/* ---- <NAME> ---- */

/* What those headers define is built in, or is nothing that a litmus test has. */
static bool is_built_in(const char *name)
{
	static const char *const list[] = {
		"linux/", "asm/", "asm-generic/", "uapi/", "lkmm/", "stdbool.h", "stddef.h",
		"stdint.h", "inttypes.h", "limits.h", "assert.h",
	};

	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		size_t n = strlen(list[i]);

		if (!strncmp(name, list[i], n) && (list[i][n - 1] == '/' || !name[n]))
			return true;
	}
	return !strcmp(name, "lkmm.h");
}

static void include_built_in(struct cutter *c, const char *name, struct lkmm_place at)
{
	if (is_built_in(name))
		return;
	if (!strcmp(name, "stdatomic.h") || !strcmp(name, "atomic"))
		pp_error(c, at, "<%.40s> is not supported: write the operations of the kernel, as "
			 "smp_load_acquire() and atomic_fetch_add()", name);
	else
		pp_error(c, at, "there is no <%.80s>: the kernel's words are built in; write "
			 "\"NAME\" for a file beside the test", name);
}

/* ---- "NAME" ---- */

/* @name as it is named from the folder of the test; the file at hand may be in another one. */
static char *path_of(struct cutter *c, const char *name)
{
	const char *from = c->pp->file ? c->pp->file->path : "", *slash = strrchr(from, '/');
	size_t n = slash ? (size_t)(slash + 1 - from) : 0;
	char *path = cut_alloc(c, n + strlen(name) + 1);

	if (!path) {
		c->stop = true;
		return NULL;
	}
	memcpy(path, from, n);
	strcpy(path + n, name);
	return path;
}

/* a.h -> b.h -> a.h */
static void too_deep_in(struct cutter *c, const char *path, struct lkmm_place at)
{
	const struct included *list[MAX_DEPTH + 1];
	char chain[160] = "";
	bool circle = false;
	size_t len = 0;
	int n = 0;

	for (const struct included *f = c->pp->file; f && !circle; f = f->outer) {
		circle = !strcmp(f->path, path);
		list[n++] = f;
	}
	while (n-- && len < sizeof(chain))
		len += (size_t)snprintf(chain + len, sizeof(chain) - len, "%.40s -> ",
					list[n]->path);
	if (circle)
		pp_error(c, at, "a file includes itself, %s%.40s: add #pragma once to it", chain,
			 path);
	else
		pp_error(c, at, "files include each other more than %d deep", MAX_DEPTH);
	c->stop = true;
}

static int depth_of(const struct included *f)
{
	int n = 0;

	for (; f; f = f->outer)
		n++;
	return n;
}

static bool was_read_once(const struct preprocessor *pp, const char *path)
{
	for (const struct once *o = pp->once; o; o = o->next)
		if (!strcmp(o->path, path))
			return true;
	return false;
}

static const char *read_file(struct cutter *c, const char *path, size_t *size,
			     struct lkmm_place at)
{
	const struct litmus_files *files = c->test->source.files;
	const char *why = "", *text = NULL;

	if (files)
		text = files->read(files->arg, c->arena, path, size, &why);
	else
		why = "the test is not in a file";
	if (!text)
		pp_error(c, at, "cannot include \"%.80s\": %.120s", path, why);
	c->stop |= !text;
	return text;
}

/* Goes to the text of the file @path, which goes on behind the #include at @at. */
static void enter_file(struct cutter *c, const char *path, struct lkmm_place at)
{
	struct included *f = cut_alloc(c, sizeof(*f));
	struct lkmm_origin *in = cut_alloc(c, sizeof(*in));
	const char *text;
	size_t size;

	if (!f || !in) {
		c->stop = true;
		return;
	}
	text = read_file(c, path, &size, at);
	if (!text)
		return;
	*in = (struct lkmm_origin){ .file = path, .text = text, .size = size, .included = at };
	*f = (struct included){ c->pp->file, path, c->p, c->end, c->at, at };
	cut_keep_plain(c, NULL);
	c->pp->file = f;
	c->included = true;
	c->p = text;
	c->end = text + size;
	c->at = (struct lkmm_place){ .line = 1, .column = 1, .in = in };
	if (cut_at(c, "\xef\xbb\xbf"))
		c->p += 3;
}

static void include_file(struct cutter *c, const char *name, struct lkmm_place at)
{
	char *path = *name ? path_of(c, name) : NULL;

	if (!*name || *name == '/')
		pp_error(c, at, "expected a path from the folder of this file behind #include");
	if (!path || *name == '/' || was_read_once(c->pp, path))
		return;
	if (depth_of(c->pp->file) == MAX_DEPTH)
		too_deep_in(c, path, at);
	else if (c->pp->nfiles++ == MAX_FILES)
		pp_error(c, at, "the test includes more than %d files", MAX_FILES);
	else
		enter_file(c, path, at);
}

/* ---- the directive ---- */

/* The text between @open and @close, in the line; or NULL. */
static const char *quoted(struct cutter *c, char open, char close)
{
	const char *p = c->p, *end;

	while (p < c->end && (*p == ' ' || *p == '\t'))
		p++;
	if (p == c->end || *p != open)
		return NULL;
	for (end = ++p; end < c->end && *end != close && *end != '\n'; end++)
		;
	if (end == c->end || *end != close)
		return NULL;
	cut_advance(c, (size_t)(end + 1 - c->p));
	return cut_keep(c, p, (int)(end - p));
}

/* #include NAME, where that is a macro for a string. */
static const char *name_by_macro(struct cutter *c)
{
	struct token_list line = { 0 };
	struct token t;

	while (pp_line_token(c, &t))
		pp_push(c, &line, t);
	if (!line.n)
		return NULL;
	line = pp_expand(c, &line);
	if (line.n != 1 || line.t[0].kind != T_STRING || *line.t[0].text != '"')
		return NULL;
	return cut_keep(c, line.t[0].text + 1, line.t[0].len - 2);
}

void pp_include(struct cutter *c, struct lkmm_place at)
{
	const char *built_in = quoted(c, '<', '>');
	const char *name = built_in ? NULL : quoted(c, '"', '"');
	struct token t;

	if (!built_in && !name)
		name = name_by_macro(c);
	while (pp_line_token(c, &t))
		;
	if (built_in)
		include_built_in(c, built_in, at);
	else if (name)
		include_file(c, name, at);
	else if (!c->stop)
		pp_error(c, at, "expected the name of a file behind #include, \"NAME\" or <NAME>");
}

void pp_once(struct cutter *c)
{
	struct once *o = c->pp->file ? cut_alloc(c, sizeof(*o)) : NULL;

	if (!c->pp->file)
		return;
	if (!o) {
		c->stop = true;
		return;
	}
	*o = (struct once){ c->pp->once, c->pp->file->path };
	c->pp->once = o;
}

void pp_end_file(struct cutter *c)
{
	struct included *f = c->pp->file;

	for (; c->pp->conditional && c->pp->conditional->file == f;
	     c->pp->conditional = c->pp->conditional->outer)
		pp_error(c, c->pp->conditional->at, "this #if has no #endif");
	c->p = f->p;
	c->end = f->end;
	c->at = f->at;
	c->pp->file = f->outer;
	c->included = f->outer;
}
