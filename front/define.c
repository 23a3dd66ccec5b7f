// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Macros: #define and #undef, and the table of them. */
#include "preprocess.h"
#include "words.h"

#include <stdio.h>
#include <string.h>

enum { MAX_PARAMETERS = 127 };

static bool is_name(const struct token *t, const char *name, int len)
{
	return t->len == len && !memcmp(t->text, name, (size_t)len);
}

static int bucket_of(const struct token *name)
{
	const char *text = name->text;
	unsigned int h = (unsigned int)name->len;

	h = h * 31 + (unsigned char)text[0];
	h = h * 31 + (unsigned char)text[name->len - 1];
	return (int)(h * 31 + (unsigned char)text[name->len / 2]) % MACRO_BUCKETS;
}

/* The macro of this name, even if #undef has taken it away. */
static struct macro *find_entry(const struct preprocessor *pp, const struct token *name)
{
	struct macro *m = pp->bucket[bucket_of(name)];

	while (m && !is_name(name, m->name, m->len))
		m = m->next;
	return m;
}

struct macro *pp_find_macro(struct cutter *c, const struct token *name)
{
	struct macro *m = c->pp ? find_entry(c->pp, name) : NULL;

	if (c->pp && !m && pp_is_word(name)) {
		pp_define_word(c, name);
		m = find_entry(c->pp, name);
	}
	return m && !m->undefined ? m : NULL;
}

/* A word of the kernel that the checker knows. */
static bool is_word(const struct token *name)
{
	const struct word *w;
	struct spelling s;
	char text[80];

	if (name->len >= (int)sizeof(text))
		return false;
	snprintf(text, sizeof(text), "%.*s", name->len, name->text);
	w = find_word(text, false);
	if (w && w->is != WORD_USE && w->is != WORD_NONE)
		return true;
	return find_op(text, &s) || find_barrier(text) || find_primitive(text);
}

bool pp_is_defined(struct cutter *c, const struct token *name)
{
	struct macro *m = find_entry(c->pp, name);

	return m ? !m->undefined : is_word(name);
}

/* ---- #define ---- */

static bool is_parameter(const struct token *t, const struct token_list *params, bool variadic,
			 int64_t *n)
{
	for (int i = 0; t->kind == T_NAME && i < params->n; i++) {
		const struct token *p = &params->t[i];

		*n = i + 1;
		if (is_name(t, p->text, p->len) ||
		    (variadic && i == params->n - 1 && token_is(p, "...") &&
		     token_is(t, "__VA_ARGS__")))
			return true;
	}
	*n = 0;
	return false;
}

/* Behind "(": the names of the parameters. False after an error. */
static bool read_parameters(struct cutter *c, struct macro *m, struct token_list *params)
{
	struct token t;
	int64_t n;

	for (;;) {
		if (!pp_line_token(c, &t))
			break;
		if (token_is(&t, ")") && !params->n)
			return true;
		if ((t.kind != T_NAME && !token_is(&t, "...")) || params->n == MAX_PARAMETERS ||
		    is_parameter(&t, params, false, &n))
			break;
		m->variadic = token_is(&t, "...");
		pp_push(c, params, t);
		if (!pp_line_token(c, &t))
			break;
		if (token_is(&t, "...") && !m->variadic) {
			m->variadic = true;
			if (!pp_line_token(c, &t))
				break;
		}
		if (token_is(&t, ")"))
			return true;
		if (!token_is(&t, ",") || m->variadic)
			break;
	}
	pp_error(c, m->at, "expected the parameters of '%.*s', names between commas and ')'",
		 m->len > 40 ? 40 : m->len, m->name);
	return false;
}

/* What "#" and "##" may not stand beside. */
static bool check_body(struct cutter *c, const struct macro *m)
{
	const struct token_list *b = &m->body;
	int shown = m->len > 40 ? 40 : m->len;

	if (b->n && (token_is(&b->t[0], "##") || token_is(&b->t[b->n - 1], "##"))) {
		pp_error(c, m->at, "'##' needs a token on either side in '%.*s'", shown, m->name);
		return false;
	}
	for (int i = 0; m->kind == MACRO_FUNCTION && i < b->n; i++) {
		if (!token_is(&b->t[i], "#") || (i + 1 < b->n && b->t[i + 1].kind == T_NAME &&
						 b->t[i + 1].number))
			continue;
		pp_error(c, m->at, "'#' needs a parameter behind it in '%.*s'", shown, m->name);
		return false;
	}
	return true;
}

static bool same_body(const struct macro *a, const struct macro *b)
{
	if (a->kind != b->kind || a->nparams != b->nparams || a->variadic != b->variadic ||
	    a->body.n != b->body.n)
		return false;
	for (int i = 0; i < a->body.n; i++)
		if (!is_name(&a->body.t[i], b->body.t[i].text, b->body.t[i].len) ||
		    (i && a->body.t[i].has_blank != b->body.t[i].has_blank) ||
		    a->body.t[i].number != b->body.t[i].number)
			return false;
	return true;
}

void pp_add_macro(struct cutter *c, const struct macro *m)
{
	struct token name = { .text = m->name, .len = m->len };
	struct macro *old = find_entry(c->pp, &name), *next;
	struct macro **bucket = &c->pp->bucket[bucket_of(&name)];

	if (old && m->library && !old->library)
		return;
	if (old && !old->undefined && !old->library) {
		if (!same_body(old, m))
			pp_error(c, m->at, "'%.*s' is defined already, in line %d: #undef it first",
				 m->len > 40 ? 40 : m->len, m->name, old->at.line);
		return;
	}
	if (old) {
		next = old->next;
		*old = *m;
		old->next = next;
		return;
	}
	old = cut_alloc(c, sizeof(*old));
	if (!old) {
		c->stop = true;
		return;
	}
	*old = *m;
	old->next = *bucket;
	*bucket = old;
}

/* The name that is the next token of the line of @directive. */
static bool read_name(struct cutter *c, const char *directive, struct token *name)
{
	struct lkmm_place at = c->at;

	if (pp_line_token(c, name) && name->kind == T_NAME && !token_is(name, "defined") &&
	    !token_is(name, "__VA_ARGS__"))
		return true;
	pp_error(c, at, "expected the name of a macro behind #%s", directive);
	return false;
}

void pp_define(struct cutter *c)
{
	struct token_list params = { 0 };
	struct macro m = { 0 };
	struct token name, t;

	if (!read_name(c, "define", &name))
		return;
	m.name = name.text;
	m.len = name.len;
	m.at = name.at;
	m.library = c->library;
	/* A parenthesis right behind the name, and no other. */
	if (c->p < c->end && *c->p == '(') {
		pp_line_token(c, &t);
		m.kind = MACRO_FUNCTION;
		if (!read_parameters(c, &m, &params))
			return;
	}
	m.nparams = params.n;
	while (pp_line_token(c, &t)) {
		if (t.fault)
			pp_error(c, t.at, "%s", t.fault);
		if (t.kind == T_NAME)
			is_parameter(&t, &params, m.variadic, &t.number);
		pp_push(c, &m.body, t);
	}
	if (check_body(c, &m))
		pp_add_macro(c, &m);
}

void pp_forget_macro(struct cutter *c, const struct token *name)
{
	struct macro m = { .name = name->text, .len = name->len, .undefined = true };
	struct macro *old = find_entry(c->pp, name);

	if (old)
		old->undefined = true;
	else
		pp_add_macro(c, &m);
}

void pp_undef(struct cutter *c)
{
	struct token name;

	if (read_name(c, "undef", &name))
		pp_forget_macro(c, &name);
}

void pp_built_in(struct cutter *c)
{
	static const struct {
		const char *name;
		enum macro_kind kind;
	} list[] = {
		{ "__LINE__", MACRO_LINE }, { "__FILE__", MACRO_FILE },
		{ "__COUNTER__", MACRO_COUNTER },
	};

	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++) {
		struct macro m = { .name = list[i].name, .kind = list[i].kind, .library = true };

		m.len = (int)strlen(m.name);
		pp_add_macro(c, &m);
	}
}
