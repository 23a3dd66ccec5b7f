// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Files beside a model: the .cfg that names them, the .def with its macros, lock.cat. */
#include "config.h"

#include <string.h>

/* A file that is read line by line. */
struct lines {
	const char *file, *p, *end;
	int line;
};

static bool open_file(struct cat_reading *r, struct cat_place at, const char *from,
		      const char *name, struct lines *l)
{
	const char *why = "", *text;
	size_t size;

	text = r->files->read(r->files->arg, r->arena, from, &name, &size, &why);
	if (!text) {
		WRONG(r, at, why);
		return false;
	}
	*l = (struct lines){ name, text, text + size, 0 };
	return true;
}

/* The next line, from @start to @end. */
static bool next_line(struct lines *l, const char **start, const char **end)
{
	if (l->p == l->end)
		return false;
	*start = l->p;
	while (l->p < l->end && *l->p != '\n')
		l->p++;
	*end = l->p;
	l->p += l->p < l->end;
	l->line++;
	return true;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* The next word of a line, or NULL. */
static const char *next_word(struct cat_reading *r, const char **p, const char *end)
{
	const char *start;
	char *word;

	while (*p < end && is_blank(**p))
		++*p;
	start = *p;
	while (*p < end && !is_blank(**p))
		++*p;
	if (*p == start)
		return NULL;
	word = lkmm_cat_alloc(r, (size_t)(*p - start) + 1);
	if (word)
		memcpy(word, start, (size_t)(*p - start));
	return word;
}

/* ---- .cfg ---- */

bool lkmm_cat_is_config(const char *name)
{
	size_t n = strlen(name);

	return n > 4 && !strcmp(name + n - 4, ".cfg");
}

static void take_variant(struct cat_reading *r, struct cat_config *c, struct cat_file_name value)
{
	int n = 0;

	while (c->variant[n])
		n++;
	if (n == MAX_VARIANTS)
		WRONG(r, value.at, "the model has too many variants");
	else
		c->variant[n] = value.name;
	c->tags_on_both_halves |= !strcmp(value.name, "lkmmv2");
}

static void take_option(struct cat_reading *r, struct cat_config *c, const char *option,
			struct cat_file_name value)
{
	if (!strcmp(option, "bell"))
		c->bell = value;
	else if (!strcmp(option, "model") || !strcmp(option, "cat"))
		c->model = value;
	else if (!strcmp(option, "macros"))
		c->macros = value;
	else if (!strcmp(option, "variant"))
		take_variant(r, c, value);
}

/* Options that are about drawings, and others, have no effect. */
static bool read_options(struct cat_reading *r, struct lines *l, struct cat_config *c)
{
	const char *p, *end;

	while (!r->failed && next_line(l, &p, &end)) {
		const char *option = next_word(r, &p, end), *value;

		if (!option || *option == '#')
			continue;
		value = next_word(r, &p, end);
		if (value)
			take_option(r, c, option, (struct cat_file_name){
				value, { l->file, { .line = l->line, .column = 1 } } });
	}
	return !r->failed;
}

/* ---- .def ---- */

static bool has(const char *p, const char *end, const char *text)
{
	size_t n = strlen(text);

	for (; (size_t)(end - p) >= n; p++)
		if (!memcmp(p, text, n))
			return true;
	return false;
}

/* "srcu_read_lock(X)  __srcu{srcu-lock}(X)" */
static void take_srcu_word(struct cat_reading *r, struct cat_config *c, const char *p,
			   const char *end)
{
	const char *start = p;
	char *word;
	int n = 0;

	while (p < end && *p != '(' && !is_blank(*p))
		p++;
	word = lkmm_cat_alloc(r, (size_t)(p - start) + 1);
	while (c->srcu_word[n])
		n++;
	if (n == MAX_SRCU_WORDS)
		WRONG(r, c->macros.at, "there are too many macros of SRCU");
	else if (word)
		c->srcu_word[n] = memcpy(word, start, (size_t)(p - start));
}

/* Of all macros, only those of SRCU mean different things in different versions of the kernel. */
static bool read_macros(struct cat_reading *r, const char *from, struct cat_config *c)
{
	struct lines l;
	const char *p, *end;

	c->srcu_word = lkmm_cat_alloc(r, sizeof(*c->srcu_word) * (MAX_SRCU_WORDS + 1));
	if (!c->srcu_word || !open_file(r, c->macros.at, from, c->macros.name, &l))
		return false;
	while (next_line(&l, &p, &end) && !r->failed) {
		c->srcu_without_memory |= has(p, end, "__srcu{srcu-lock}");
		if (has(p, end, "__srcu{"))
			take_srcu_word(r, c, p, end);
	}
	return !r->failed;
}

bool lkmm_cat_read_config(struct cat_reading *r, const char *name, struct cat_config *c)
{
	const struct cat_place start = { name, { .line = 1, .column = 1 } };
	struct lines l;

	memset(c, 0, sizeof(*c));
	if (!open_file(r, start, NULL, name, &l) || !read_options(r, &l, c))
		return false;
	if (!c->model.name) {
		WRONG(r, start, "expected a line 'model FILE'");
		return false;
	}
	return !c->macros.name || read_macros(r, name, c);
}

/* ---- lock.cat ---- */

static uint64_t hash(const char *p, const char *end)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	for (; p < end; p++)
		h = (h ^ (unsigned char)*p) * UINT64_C(0x100000001b3);
	return h;
}

bool lkmm_cat_knows_locks(struct cat_reading *r, struct cat_place at, const char *from,
			  const char *name)
{
	/* of Linux 6.1; 6.12 */
	static const uint64_t known[] = {
		UINT64_C(0xc95618d739dc5ac4), UINT64_C(0x7fb0d98760f4f1fc)
	};
	struct lines l;

	if (!open_file(r, at, from, name, &l))
		return false;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (hash(l.p, l.end) == known[i])
			return true;
	return false;
}
