// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Unknown names in Rust: names of core, or of C, that have another name here. */
#include "front/error.h"
#include "base/nearest.h"
#include "front/primitive.h"
#include "rust.h"

#include <stdio.h>
#include <string.h>

enum { MAX_SHOWN = 60 };

struct counterpart {
	const char *name, *here;
};

static const char *find_counterpart(const struct counterpart *list, size_t n,
				    const struct token *name)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(list[i].name) == (size_t)name->len &&
		    !memcmp(list[i].name, name->text, (size_t)name->len))
			return list[i].here;
	return NULL;
}

static int shown(const struct token *name)
{
	return name->len > MAX_SHOWN ? MAX_SHOWN : name->len;
}

/* ---- functions ---- */

static const struct counterpart functions[] = {
	{ "fence", "smp_mb()" }, { "compiler_fence", "barrier()" },
	{ "spin_loop_hint", "spin_loop()" }, { "yield_now", "spin_loop()" },
	{ "compare_exchange", "the method cmpxchg(old, new, Full)" },
	{ "swap", "the method xchg(new, Full)" },
	{ "mutex_lock", "spin_lock()" }, { "mutex_unlock", "spin_unlock()" },
	{ "call_rcu", "synchronize_rcu()" }, { "mb", "smp_mb()" }, { "rmb", "smp_rmb()" },
	{ "wmb", "smp_wmb()" },
};

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

void rust_unknown_function(struct rust *r, const struct token *name)
{
	const char *here = find_counterpart(functions, sizeof(functions) / sizeof(functions[0]), name);
	char hint[2 * NEAREST_TEXT];
	struct nearest n;

	for (int i = 0; i < lkmm_nr_ops; i++)
		if (!lkmm_ops[i].atomic && strlen(lkmm_ops[i].name) == (size_t)name->len &&
		    !memcmp(lkmm_ops[i].name, name->text, (size_t)name->len))
			rust_error_of_name(r, name->at,
				   "'%s' is C: expected the crate's name, as in read_once(), "
				   "or a method of an Atomic",
				   lkmm_ops[i].name);
	if (here) {
		rust_error_of_name(r, name->at, "unknown function '%.*s': use %s", shown(name), name->text,
			   here);
		return;
	}
	nearest_open(&n, name->text, name->len);
	try_functions(&n);
	rust_error_of_name(r, name->at, "unknown function '%.*s'%s", shown(name), name->text,
		   nearest_hint(&n, hint));
}

/* ---- methods ---- */

static const struct counterpart methods[] = {
	{ "compare_exchange", "cmpxchg(old, new, Full)" },
	{ "compare_exchange_weak", "cmpxchg(old, new, Full)" },
	{ "compare_and_swap", "cmpxchg(old, new, Full)" },
	{ "fetch_update", "a loop with try_cmpxchg(&mut old, new, Full)" },
	{ "update", "a loop with try_cmpxchg(&mut old, new, Full)" },
	{ "try_update", "a loop with try_cmpxchg(&mut old, new, Full)" },
	{ "fetch_max", "a loop with try_cmpxchg(&mut old, new, Full)" },
	{ "fetch_min", "a loop with try_cmpxchg(&mut old, new, Full)" },
	{ "fetch_nand", "a loop with try_cmpxchg(&mut old, new, Full)" },
	{ "fetch_mul", "a loop with try_cmpxchg(&mut old, new, Full)" },
	{ "swap", "xchg(new, Full)" }, { "get", "load(Relaxed)" }, { "set", "store(v, Relaxed)" },
	{ "into_inner", "load(Relaxed)" }, { "get_mut", "load() and store()" },
};

static const struct counterpart lock_methods[] = {
	{ "lock", "spin_lock()" }, { "try_lock", "spin_trylock()" }, { "unlock", "spin_unlock()" },
	{ "is_locked", "spin_is_locked()" },
};

const char *rust_counterpart(const struct rust_type *t, const struct token *name)
{
	if (t->kind == RUST_REFERENCE || t->kind == RUST_POINTER)
		t = t->of;
	if (t->kind == RUST_ATOMIC)
		return find_counterpart(methods, sizeof(methods) / sizeof(methods[0]), name);
	if (t->kind == RUST_SPINLOCK)
		return find_counterpart(lock_methods,
					sizeof(lock_methods) / sizeof(lock_methods[0]), name);
	return NULL;
}

/* ---- orderings ---- */

const char *rust_ordering_hint(const struct token *name, unsigned int orders)
{
	static const struct counterpart full[] = { { "SeqCst", "" }, { "AcqRel", "" } };

	if (!find_counterpart(full, 2, name))
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
