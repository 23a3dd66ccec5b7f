// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Unknown names, and suggestions for them. */
#include "unknown.h"
#include "error.h"
#include "front/c/c.h"
#include "base/nearest.h"
#include "words.h"

#include <stdio.h>
#include <string.h>

enum { MAX_SHOWN = 60 };

static int shown(const struct token *name)
{
	return name->len > MAX_SHOWN ? MAX_SHOWN : name->len;
}

const char *remedy(const char *name, bool is_type, char *text, size_t size)
{
	const struct word *w = find_word(name, is_type);

	if (!w || w->is == WORD_MODEL || w->is == WORD_DEFINED || w->is == WORD_PROCESS)
		return NULL;
	snprintf(text, size, "%s%s%s", w->is == WORD_NONE ? "" : "use ", w->other,
		 w->is == WORD_NONE || is_type ? "" : "()");
	return text;
}

/* ---- functions ---- */

static void try_ops(struct nearest *n)
{
	static const char *const prefixes[] = { "", "atomic_", "atomic64_", "atomic_long_" };
	char text[2 * NEAREST_TEXT];

	for (int i = 0; i < lkmm_nr_ops; i++) {
		const struct lkmm_op *op = &lkmm_ops[i];

		for (int p = op->atomic; p < (op->atomic ? 4 : 1); p++) {
			for (int o = 0; o < LKMM_NR_ORDERS; o++) {
				if (!(op->orders >> o & 1))
					continue;
				snprintf(text, sizeof(text), "%s%s%s", prefixes[p], op->name,
					 order_suffix(op, (enum lkmm_order)o));
				nearest_try(n, text);
			}
		}
	}
}

void unknown_function(struct litmus *l, const struct token *token)
{
	char name[MAX_SHOWN + 1], hint[2 * NEAREST_TEXT], text[LITMUS_ERROR_TEXT];
	struct nearest n;

	snprintf(name, sizeof(name), "%.*s", token->len, token->text);
	if (!l->out->nerrors && !l->x.error[0])
		snprintf(l->out->unknown, sizeof(l->out->unknown), "%.*s", token->len, token->text);
	/* a macro, where #define is an error already */
	if (litmus_passed_over(l, LITMUS_NO_THREAD, token->text, token->len))
		return;
	if (remedy(name, false, text, sizeof(text))) {
		litmus_report_uses(l, token->at, "unknown function '%s': %s", name, text);
		return;
	}
	nearest_open(&n, token->text, token->len);
	try_ops(&n);
	for (int i = 0; i < lkmm_nr_barriers; i++)
		nearest_try(&n, lkmm_barriers[i].name);
	try_primitives(&n);
	litmus_report_uses(l, token->at, "unknown function '%s'%s", name, nearest_hint(&n, hint));
}

/* ---- variables and registers ---- */

static void try_registers(struct nearest *n, const struct lkmm_thread *t)
{
	for (int i = 0; i < t->nregs; i++)
		if (t->reg[i].name && !t->reg[i].hidden && !strchr(t->reg[i].name, '\''))
			nearest_try(n, t->reg[i].name);
}

void unknown_name(struct litmus *l, const struct token *name)
{
	static const char *const words[] = {
		"return", "break", "continue", "while", "else", "if", "for", "do", "NULL", "true",
		"false",
	};
	char hint[2 * NEAREST_TEXT];
	struct nearest n;

	if (litmus_passed_over(l, litmus_thread(l), name->text, name->len))
		return;
	nearest_open(&n, name->text, name->len);
	try_registers(&n, l->thread);
	for (int i = 0; i < l->nparams; i++)
		nearest_try(&n, l->test->loc[l->param[i].loc].name);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		nearest_try(&n, words[i]);
	nearest_hint(&n, hint);
	if (!hint[0] && find_location(l->test, name->text, name->len) >= 0)
		snprintf(hint, sizeof(hint), ": the variable has to be one");
	litmus_report(l, name->at, "'%.*s' is neither declared here nor a parameter%s", shown(name),
		      name->text, hint);
}

void unknown_register(struct litmus *l, const struct lkmm_thread *t, int thread,
		      const struct token *name)
{
	char hint[2 * NEAREST_TEXT];
	struct nearest n;

	if (litmus_passed_over(l, thread, name->text, name->len))
		return;
	nearest_open(&n, name->text, name->len);
	try_registers(&n, t);
	litmus_report(l, name->at, "'%.*s' is not a register of P%d%s", shown(name), name->text,
		      thread, nearest_hint(&n, hint));
}

void unknown_variable(struct litmus *l, const struct token *name)
{
	static const char *const words[] = { "exists", "forall", "true", "false", "not" };
	char hint[2 * NEAREST_TEXT];
	struct nearest n;

	if (litmus_passed_over(l, LITMUS_ANY_THREAD, name->text, name->len))
		return;
	nearest_open(&n, name->text, name->len);
	for (int i = 0; i < l->test->nlocs; i++)
		nearest_try(&n, l->test->loc[i].name);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		nearest_try(&n, words[i]);
	litmus_report(l, name->at, "there is no variable '%.*s'%s", shown(name), name->text,
		      nearest_hint(&n, hint));
}

void unknown_part(struct litmus *l)
{
	static const char *const words[] = { "exists", "forall", "filter", "locations", "not" };
	const struct token *t = &l->x.tok;
	char hint[2 * NEAREST_TEXT];
	struct nearest n;

	if (t->kind != T_NAME) {
		lex_expected(&l->x, "'exists', '~exists', 'forall', 'filter' or 'locations'");
		return;
	}
	nearest_open(&n, t->text, t->len);
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		nearest_try(&n, words[i]);
	lex_error(&l->x, t->at,
		  "expected 'exists', '~exists', 'forall', 'filter' or 'locations', found '%.*s'%s",
		  t->len > 40 ? 40 : t->len, t->text, nearest_hint(&n, hint));
}

/* ---- types ---- */

void unknown_type(struct litmus *l, const char *word, const struct token *token)
{
	char name[MAX_SHOWN + 8], hint[2 * NEAREST_TEXT], text[LITMUS_ERROR_TEXT];
	struct nearest n;

	if (litmus_passed_over(l, LITMUS_NO_THREAD, token->text, token->len))
		return;
	snprintf(name, sizeof(name), "%s%s%.*s", word, *word ? " " : "", shown(token), token->text);
	if (remedy(name, true, text, sizeof(text))) {
		litmus_report_once(l, token->at, "unknown type '%s': %s", name, text);
		return;
	}
	nearest_open(&n, name, (int)strlen(name));
	try_types(&n);
	if (n.best[0])
		litmus_report_once(l, token->at, "unknown type '%s'%s", name,
				   nearest_hint(&n, hint));
	else
		litmus_report_once(l, token->at,
				   "unknown type '%s': expected an integer type, bool, "
				   "atomic_t, atomic64_t, atomic_long_t, spinlock_t or struct "
				   "srcu_struct", name);
}

/* ---- C's own words ---- */

const char *not_read(const struct token *t)
{
	static const struct {
		const char *word, *error;
	} words[] = {
		{ "#", "preprocessor lines are not supported: write the expanded code" },
		{ "asm", "asm is not supported: write a function of the model, as barrier()" },
		{ "__asm__", "asm is not supported: write a function of the model, as barrier()" },
	};

	size_t len = t->kind == T_STRING ? 1 : (size_t)t->len;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i].word) == len && !memcmp(words[i].word, t->text, len))
			return words[i].error;
	return NULL;
}
