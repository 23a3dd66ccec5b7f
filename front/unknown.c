// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Unknown names, and suggestions for them. */
#include "unknown.h"
#include "error.h"
#include "front/c/c.h"
#include "base/nearest.h"
#include "primitive.h"

#include <stdio.h>
#include <string.h>

enum { MAX_SHOWN = 60 };

static int shown(const struct token *name)
{
	return name->len > MAX_SHOWN ? MAX_SHOWN : name->len;
}

/* What of the kernel, of C11 or of a compiler has another name here. */
struct counterpart {
	const char *name, *here;
};

static const char *find_counterpart(const struct counterpart *list, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(list[i].name, name))
			return list[i].here;
	return NULL;
}

/* ---- functions ---- */

static const struct counterpart functions[] = {
	{ "mutex_lock", "spin_lock" }, { "mutex_unlock", "spin_unlock" },
	{ "mutex_trylock", "spin_trylock" }, { "mutex_is_locked", "spin_is_locked" },
	{ "down", "spin_lock" }, { "up", "spin_unlock" },
	{ "down_read", "spin_lock" }, { "up_read", "spin_unlock" },
	{ "down_write", "spin_lock" }, { "up_write", "spin_unlock" },
	{ "read_lock", "spin_lock" }, { "read_unlock", "spin_unlock" },
	{ "write_lock", "spin_lock" }, { "write_unlock", "spin_unlock" },
	{ "raw_spin_lock", "spin_lock" }, { "raw_spin_unlock", "spin_unlock" },
	{ "spin_lock_irq", "spin_lock" }, { "spin_unlock_irq", "spin_unlock" },
	{ "spin_lock_bh", "spin_lock" }, { "spin_unlock_bh", "spin_unlock" },
	{ "spin_lock_irqsave", "spin_lock" }, { "spin_unlock_irqrestore", "spin_unlock" },
	{ "pthread_mutex_lock", "spin_lock" }, { "pthread_mutex_unlock", "spin_unlock" },
	{ "ACCESS_ONCE", "READ_ONCE" }, { "mb", "smp_mb" }, { "rmb", "smp_rmb" },
	{ "wmb", "smp_wmb" }, { "dma_rmb", "smp_rmb" }, { "dma_wmb", "smp_wmb" },
	{ "smp_load", "READ_ONCE" }, { "smp_store", "WRITE_ONCE" },
	{ "atomic_load", "atomic_read" }, { "atomic_store", "atomic_set" },
	{ "atomic_load_explicit", "READ_ONCE" }, { "atomic_store_explicit", "WRITE_ONCE" },
	{ "atomic_fetch_add_explicit", "atomic_fetch_add_relaxed" },
	{ "atomic_exchange", "atomic_xchg" }, { "atomic_exchange_explicit", "xchg_relaxed" },
	{ "atomic_compare_exchange_strong", "atomic_try_cmpxchg" },
	{ "atomic_compare_exchange_weak", "atomic_try_cmpxchg" },
	{ "atomic_thread_fence", "smp_mb" }, { "__sync_synchronize", "smp_mb" },
	{ "__atomic_thread_fence", "smp_mb" }, { "__atomic_load_n", "smp_load_acquire" },
	{ "__atomic_store_n", "smp_store_release" }, { "__atomic_exchange_n", "xchg" },
	{ "__atomic_fetch_add", "atomic_fetch_add" }, { "__sync_fetch_and_add", "atomic_fetch_add" },
	{ "__sync_val_compare_and_swap", "cmpxchg" }, { "call_rcu", "synchronize_rcu" },
	{ "rcu_barrier", "synchronize_rcu" }, { "synchronize_sched", "synchronize_rcu" },
};

static void try_ops(struct nearest *n)
{
	static const char *const prefixes[] = { "", "atomic_", "atomic64_", "atomic_long_" };
	static const char *const suffixes[] = { "_relaxed", "_acquire", "_release", "" };
	char text[2 * NEAREST_TEXT];

	for (int i = 0; i < lkmm_nr_ops; i++) {
		const struct lkmm_op *op = &lkmm_ops[i];

		for (int p = op->atomic; p < (op->atomic ? 4 : 1); p++) {
			for (int o = 0; o < 4; o++) {
				if (o < 3 && (!(op->orders >> o & 1) || o == (int)op->bare))
					continue;
				snprintf(text, sizeof(text), "%s%s%s", prefixes[p], op->name,
					 suffixes[o]);
				nearest_try(n, text);
			}
		}
	}
}

void unknown_function(struct litmus *l, const struct token *token)
{
	char name[MAX_SHOWN + 1], hint[2 * NEAREST_TEXT];
	const char *here;
	struct nearest n;

	snprintf(name, sizeof(name), "%.*s", token->len, token->text);
	if (!l->out->nerrors && !l->x.error[0])
		snprintf(l->out->unknown, sizeof(l->out->unknown), "%.*s", token->len, token->text);
	/* a macro, where #define is an error already */
	if (litmus_passed_over(l, LITMUS_NO_THREAD, token->text, token->len))
		return;
	here = find_counterpart(functions, sizeof(functions) / sizeof(functions[0]), name);
	if (here) {
		litmus_report_uses(l, token->at, "unknown function '%s': use %s()", name, here);
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
		if (t->reg[i].name && !strchr(t->reg[i].name, '\''))
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
	litmus_report(l, name->at, "'%.*s' is not a register of P%d%s", shown(name), name->text, thread,
		      nearest_hint(&n, hint));
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

static const struct counterpart kernel_types[] = {
	{ "struct mutex", "spinlock_t" }, { "struct rt_mutex", "spinlock_t" },
	{ "struct semaphore", "spinlock_t" }, { "struct rw_semaphore", "spinlock_t" },
	{ "struct spinlock", "spinlock_t" }, { "raw_spinlock_t", "spinlock_t" },
	{ "rwlock_t", "spinlock_t" }, { "seqlock_t", "spinlock_t" }, { "mutex_t", "spinlock_t" },
	{ "pthread_mutex_t", "spinlock_t" }, { "arch_spinlock_t", "spinlock_t" },
	{ "refcount_t", "atomic_t" }, { "struct kref", "atomic_t" }, { "kref_t", "atomic_t" },
	{ "atomic_int", "atomic_t" }, { "atomic_long", "atomic_long_t" }, { "local_t", "atomic_t" },
	{ "u128", "u64" }, { "__int128", "long" }, { "s128", "s64" },
	{ "float", "int" }, { "double", "long" }, { "srcu_t", "struct srcu_struct" },
};

void unknown_type(struct litmus *l, const char *word, const struct token *token)
{
	char name[MAX_SHOWN + 8], hint[2 * NEAREST_TEXT];
	const char *here;
	struct nearest n;

	if (litmus_passed_over(l, LITMUS_NO_THREAD, token->text, token->len))
		return;
	snprintf(name, sizeof(name), "%s%s%.*s", word, *word ? " " : "", shown(token), token->text);
	here = find_counterpart(kernel_types, sizeof(kernel_types) / sizeof(kernel_types[0]), name);
	if (here) {
		litmus_report_once(l, token->at, "unknown type '%s': use %s", name, here);
		return;
	}
	nearest_open(&n, name, (int)strlen(name));
	try_types(&n);
	if (n.best[0])
		litmus_report_once(l, token->at, "unknown type '%s'%s", name,
				   nearest_hint(&n, hint));
	else
		litmus_report_once(l, token->at, "unknown type '%s': expected an integer type, bool, "
				   "atomic_t, atomic64_t, atomic_long_t, spinlock_t or struct "
				   "srcu_struct", name);
}

/* ---- what C has ---- */

const char *not_read(const struct token *t)
{
	static const struct {
		const char *word, *error;
	} words[] = {
		{ "struct", "structs are not supported yet: a variable for each member" },
		{ "union", "unions are not supported: write a variable" },
		{ "enum", "enums are not supported: write the number" },
		{ "typedef", "typedef is not supported: write the type" },
		{ "#", "preprocessor lines are not supported: write the expanded code" },
		{ "->", "structs are not supported yet: a variable for each member" },
		{ ".", "structs are not supported yet: a variable for each member" },
		{ "goto", "goto is not supported: write if, while, do or for" },
		{ "switch", "switch is not supported: write if, while, do or for" },
		{ "asm", "asm is not supported: write a function of the model, as barrier()" },
		{ "__asm__", "asm is not supported: write a function of the model, as barrier()" },
		{ "typeof", "typeof is not supported: write the type" },
		{ "__typeof__", "typeof is not supported: write the type" },
		{ "__auto_type", "__auto_type is not supported: write the type" },
		{ "\"", "strings are not supported: write a number" },
		{ "'", "characters are not supported: write the number" },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strlen(words[i].word) == (size_t)t->len &&
		    !memcmp(words[i].word, t->text, (size_t)t->len))
			return words[i].error;
	return NULL;
}
