// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Unknown names in Rust: names of core, or of C, that have another name here. */
#include "front/error.h"
#include "base/nearest.h"
#include "front/primitive.h"
#include "item.h"

#include <stdio.h>
#include <string.h>

enum { MAX_SHOWN = 60 };

static int shown(const struct token *name)
{
	return name->len > MAX_SHOWN ? MAX_SHOWN : name->len;
}

/* ---- functions ---- */

static void try_functions(struct nearest *n)
{
	static const char *const words[] = {
		"spin_loop", "null", "null_mut", "from_ref", "from_ptr", "read_volatile",
		"write_volatile", "Ok", "Err", "Some",
	};
	char lower[NEAREST_TEXT];

	for (int i = 0; i < lkmm_nr_barriers; i++)
		nearest_try(n, lkmm_barriers[i].name);
	for (int i = 0; i < lkmm_nr_ops; i++) {
		if (lkmm_ops[i].atomic || strlen(lkmm_ops[i].name) >= sizeof(lower))
			continue;
		for (size_t k = 0; k <= strlen(lkmm_ops[i].name); k++) {
			char c = lkmm_ops[i].name[k];

			lower[k] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
		}
		nearest_try(n, lower);
	}
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		nearest_try(n, words[i]);
	try_primitives(n);
}

/* Mutex::new() */
static bool unknown_constructor(struct rust *r, const struct token *module,
				const struct token *name)
{
	const char *here = module == name ? NULL : rust_answer(r, RUST_TYPE, module);

	if (here && rust_find_item(r->l, NULL, module))
		rust_error_of_name(r, name->at, "unknown function '%.*s::%.*s': write %s",
				   shown(module), module->text, shown(name), name->text, here);
	else if (here)
		rust_error_of_name(r, module->at, "'%.*s' is not a type here: %s%s",
				   shown(module), module->text, rust_verb(here, "write "), here);
	return here;
}

void rust_unknown_function(struct rust *r, const struct token *module, const struct token *name)
{
	const char *here = rust_answer(r, RUST_FUNCTION, name);
	char hint[2 * NEAREST_TEXT];
	struct nearest n;

	for (int i = 0; i < lkmm_nr_ops; i++)
		if (!lkmm_ops[i].atomic && strlen(lkmm_ops[i].name) == (size_t)name->len &&
		    !memcmp(lkmm_ops[i].name, name->text, (size_t)name->len))
			rust_error_of_name(r, name->at,
				   "'%s' is C: expected the crate's name, as in read_once(), "
				   "or a method of an Atomic",
				   lkmm_ops[i].name);
	if (unknown_constructor(r, module, name))
		return;
	if (here) {
		rust_error_of_name(r, name->at, "unknown function '%.*s': %s%s", shown(name),
				   name->text, rust_verb(here, "use "), here);
		return;
	}
	nearest_open(&n, name->text, name->len);
	try_functions(&n);
	rust_error_of_name(r, name->at, "unknown function '%.*s'%s", shown(name), name->text,
		   nearest_hint(&n, hint));
}

/* ---- methods ---- */

const char *rust_counterpart(const struct rust *r, const struct rust_type *t,
			     const struct token *name)
{
	if (t->kind == RUST_REFERENCE || t->kind == RUST_POINTER)
		t = t->of;
	if (t->kind == RUST_ATOMIC)
		return rust_answer(r, RUST_METHOD, name);
	if (t->kind == RUST_SPINLOCK)
		return rust_answer(r, RUST_LOCK_METHOD, name);
	return NULL;
}

/* ---- macros ---- */

void rust_unknown_macro(struct rust *r, const struct token *name)
{
	const char *here = rust_answer(r, RUST_MACRO, name);

	if (here)
		rust_error_of_name(r, name->at, "%.*s! is not read here: %s%s", shown(name),
				   name->text, rust_verb(here, "write "), here);
	else
		rust_error_of_name(r, name->at, "unknown macro '%.*s!'", shown(name), name->text);
}

/* ---- orderings ---- */

static bool is_word(const struct token *name, const char *word)
{
	return strlen(word) == (size_t)name->len && !memcmp(word, name->text, (size_t)name->len);
}

const char *rust_ordering_hint(const struct token *name, unsigned int orders)
{
	if (is_word(name, "Consume"))
		return ": write Relaxed, an address dependency orders";
	if (!is_word(name, "SeqCst") && !is_word(name, "AcqRel"))
		return "";
	if (orders >> LKMM_FULL & 1)
		return ": write Full";
	if (orders >> LKMM_ACQUIRE & 1)
		return ": write Acquire, and smp_mb() where more has to be ordered";
	if (orders >> LKMM_RELEASE & 1)
		return ": write Release, and smp_mb() where more has to be ordered";
	return ": write Relaxed, and smp_mb() where more has to be ordered";
}

/* ---- variables ---- */

void rust_unknown_variable(struct rust *r, const struct token *name)
{
	static const char *const orderings[] = { "Relaxed", "Acquire", "Release", "Full" };
	char hint[2 * NEAREST_TEXT];
	struct nearest n;

	if (litmus_passed_over(r->l, litmus_thread(r->l), name->text, name->len))
		return;
	for (int i = 0; i < 4; i++)
		if (strlen(orderings[i]) == (size_t)name->len &&
		    !memcmp(orderings[i], name->text, (size_t)name->len))
			rust_error(r, name->at, "expected a value, found the ordering %s",
				   orderings[i]);
	nearest_open(&n, name->text, name->len);
	for (const struct binding *b = r->scope; b; b = b->outer) {
		char text[NEAREST_TEXT];

		snprintf(text, sizeof(text), "%.*s", b->len, b->name);
		nearest_try(&n, text);
	}
	rust_error(r, name->at, "'%.*s' is neither declared here nor a parameter%s", shown(name),
		   name->text, nearest_hint(&n, hint));
}
