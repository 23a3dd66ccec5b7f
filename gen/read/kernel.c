// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Reads defs/kernel.tbl, the words of the kernel, and the headers that it names. */
#include "own.h"

#include <string.h>

/* The parameters of "name(a, b)", how many of them there are; and the name without them. */
static int cut_call(const struct field *f, const char *call, char **name)
{
	size_t n = strcspn(call, "(");
	const char *p = call + n;
	int count = 0;

	*name = xstrndup(call, n);
	if (!*p)
		return -1;
	if (call[strlen(call) - 1] != ')')
		error_at(f->at, "'%s': expected NAME(ARGUMENTS)", call);
	if (p[1] != ')')
		for (count = 1; *p; p++)
			count += *p == ',';
	return count;
}

static const char *after(const char *text, const char *prefix)
{
	size_t n = strlen(prefix);

	return strncmp(text, prefix, n) ? NULL : text + n;
}

static void parse_is(const struct field *f, struct word_row *w)
{
	static const struct {
		const char *prefix;
		enum word_is is;
	} kinds[] = {
		{ "model ", WORD_MODEL }, { "fence ", WORD_FENCE }, { "= ", WORD_SAME },
		{ "in ", WORD_DEFINED }, { "process ", WORD_PROCESS },
		{ "use ", WORD_USE },
	};

	w->is = WORD_NONE;
	if (streq(f->text, "none"))
		return;
	for (size_t i = 0; i < COUNT(kinds); i++) {
		if (!(w->other = after(f->text, kinds[i].prefix)))
			continue;
		w->is = kinds[i].is;
		if (w->is == WORD_SAME)
			w->nothers = cut_call(f, w->other, &w->other_name);
		return;
	}
	error_at(f->at, "'%s': expected model KIND, fence KIND, = WORD, in FILE, process WHAT, "
		 "use WORD or none", f->text);
}

static bool is_first_argument(const struct word_row *w)
{
	const char *first = w->call + strlen(w->name) + 1;
	size_t n = strcspn(first, ",)");

	return strlen(w->other) == n && !strncmp(w->other, first, n);
}

static void parse_word(const struct line *l, struct words *words)
{
	struct word_row *w = &words->row[words->nrows];
	struct field f[4];

	if (!words->nfamilies || cut_columns(l, f, 4) != 4) {
		error_at(l->at, "expected 4 columns, two blanks apart, below a 'family': word, "
				"its kind, its origin, its effect");
		return;
	}
	*w = (struct word_row){ .at = l->at, .family = words->nfamilies - 1, .call = f[0].text,
				.follows = f[2].text, .doc = f[3].text };
	w->is_type = after(w->call, "type ");
	if (w->is_type)
		w->call = after(w->call, "type ");
	w->is_rust = after(w->call, "rust ");
	if (w->is_rust)
		w->call = after(w->call, "rust ");
	w->nargs = cut_call(&f[0], w->call, &w->name);
	w->key = w->is_rust ? xprintf("Rust %s", w->name) : w->name;
	parse_is(&f[1], w);
	if (w->is == WORD_SAME && w->nargs > 0 && is_first_argument(w))
		w->is = WORD_ARGUMENT;
	/* A name without arguments can be the same as a call without any: jiffies. */
	if (w->is == WORD_SAME && w->nothers > (w->nargs < 0 ? 0 : w->nargs))
		error_at(f[1].at, "'%s' has more arguments than '%s'", w->other, w->call);
	for (int i = 0; i < words->nrows; i++)
		if (streq(words->row[i].key, w->key))
			error_at(l->at, "'%s' is already defined in line %d", w->name,
				 words->row[i].at.line);
	words->nrows++;
}

static const struct word_row *find_row(const struct words *words, const char *name)
{
	for (int i = 0; i < words->nrows; i++)
		if (streq(words->row[i].key, name))
			return &words->row[i];
	return NULL;
}

static bool is_macro(const struct words *words, const char *name)
{
	const struct word_row *w = find_row(words, name);

	return w && w->is_macro;
}

/* Whether @name is that of an operation: on plain objects, or with an atomic type in front. */
static bool is_op(const struct table *t, const char *name)
{
	for (int i = 0; i < t->nbarriers; i++)
		if (!t->barrier[i].family->words && streq(t->barrier[i].name, name))
			return true;
	for (int i = 0; i < t->nops; i++) {
		const struct op *op = &t->op[i];
		const char *rest = name;

		if (op->family->words)
			continue;

		for (int k = 0; op->family->on == ATOMIC_TYPE && k < t->ntypes && rest == name; k++)
			if (after(name, xprintf("%s_", t->type[k].name)))
				rest = after(name, xprintf("%s_", t->type[k].name));
		for (int k = 0; k < op->norders; k++)
			if (streq(rest, xprintf("%s%s", op->name, order_suffix(op, k))))
				return true;
	}
	return false;
}

/* Whether @name is that of an operation on arrays, which c/litmus.c defines. */
static bool is_array_op(const struct table *t, const char *name)
{
	for (int i = 0; i < t->nops; i++) {
		const struct op *op = &t->op[i];

		if (op->family->on != ARRAY)
			continue;
		if (op->plain && streq(name, xprintf("__%s", op->name)))
			return true;
		for (int k = 0; k < op->norders; k++)
			if (streq(name, xprintf("%s%s", op->name, order_suffix(op, k))))
				return true;
	}
	return false;
}

/* Whether @name occurs in @text as a whole word. */
static bool has_word(const char *text, const char *name)
{
	static const char letters[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
	size_t n = strlen(name);

	for (const char *p = text; (p = strstr(p, name)); p++)
		if ((p == text || !strchr(letters, p[-1])) && (!p[n] || !strchr(letters, p[n])))
			return true;
	return false;
}

/* That of rcu::read_lock is read_lock. */
static const char *last_name(const char *name)
{
	const char *colons = strstr(name, "::");

	return colons ? last_name(colons + 2) : name;
}

/* Whether @text has a "#define" of @name. */
static bool defines_macro(const char *text, const char *name)
{
	static const char define[] = "\n#define ";
	size_t n = strlen(name);

	for (const char *p = text; (p = strstr(p, define)); ) {
		p += strlen(define);
		if (!strncmp(p, name, n) && strchr(" (\n", p[n]))
			return true;
	}
	return false;
}

/* The header that defines @w, which is read with the first word that it defines. */
static void find_header(const char *root, struct word_row *w, struct words *words,
			const struct table *t)
{
	char *path = xprintf("%s/litmus/lib/%s", root, w->other);
	struct word_header *h = words->header, *end = h + words->nheaders;

	while (h < end && !streq(h->name, w->other))
		h++;
	if (h == end) {
		*h = (struct word_header){ .name = w->other, .text = slurp(path, NULL) };
		words->nheaders++;
	}
	if (!h->text)
		error_at(w->at, "cannot read litmus/lib/%s", w->other);
	else if (!is_array_op(t, w->name) && !has_word(h->text, last_name(w->name)))
		error_at(w->at, "litmus/lib/%s does not define '%s'", w->other, w->name);
	else
		w->is_macro = defines_macro(h->text, w->name);
}

/* The original of an alias: an operation, or a word that is not an alias. */
static void check_rows(const struct words *words, const struct table *t)
{
	for (int i = 0; i < words->nrows; i++) {
		struct word_row *w = &words->row[i];
		const struct word_row *other;

		w->is_op = w->is == WORD_SAME && is_op(t, w->other_name);
		if (w->is != WORD_SAME || w->is_op)
			continue;
		other = find_row(words, w->other_name);
		if (other ? other->is > WORD_PROCESS || other->is == WORD_SAME : !w->is_type)
			error_at(w->at, "'%s': expected an operation of ops.tbl, or a word that "
					"is not the same as another", w->other_name);
	}
}

bool parse_words(const char *root, const struct source *src, const struct table *t,
		 struct words *words)
{
	words->row = xalloc((size_t)src->nlines * sizeof(*words->row));
	words->family = xalloc((size_t)src->nlines * sizeof(*words->family));
	words->header = xalloc((size_t)src->nlines * sizeof(*words->header));
	words->beside = xalloc((size_t)src->nlines * sizeof(*words->beside));
	words->own = xalloc((size_t)src->nlines * sizeof(*words->own));
	for (int i = 0; i < src->nlines; i++) {
		const struct line *l = &src->line[i];

		if (l->indented)
			parse_word(l, words);
		else if (parse_own_fact(l, words) || parse_stance(l, words))
			continue;
		else if (!streq(l->field[0].text, "family"))
			error_at(l->at,
				 "'%s': expected family, beside, own, as, by, not, "
				 "or an indented row",
				 l->field[0].text);
		else if (check_shape(l, 3, 3, "family NAME \"TITLE\""))
			words->family[words->nfamilies++] =
				(struct family){ .at = l->at, .name = l->field[1].text,
						 .title = l->field[2].text };
	}
	check_rows(words, t);
	for (int i = 0; i < words->nrows; i++)
		if (words->row[i].is == WORD_DEFINED)
			find_header(root, &words->row[i], words, t);
	check_own(words);
	check_stances(root, words);
	for (int i = 0; i < words->nrows; i++)
		if (words->row[i].is == WORD_SAME)
			words->row[i].is_macro = is_macro(words, words->row[i].other_name);
	return !nr_errors;
}
