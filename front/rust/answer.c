// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Words of core, std and the kernel's crate that have another name here: suggestions for each. */
#include "rust.h"

#include <string.h>

/* The kind of a word. */
struct answer {
	enum rust_word kind;
	const char *word;
	const char *with;		/* the ordering that it is called with, or NULL: any */
	const char *here;
};

#define A_LOOP "a loop with try_cmpxchg(&mut old, new, Full)"

static const struct answer answers[] = {
	{ RUST_FUNCTION, "fence", "Acquire",
	  "smp_rmb() before reads, smp_mb() before writes, or load(Acquire)" },
	{ RUST_FUNCTION, "fence", "Release",
	  "smp_wmb() after writes, smp_mb() after reads, or store(v, Release)" },
	{ RUST_FUNCTION, "fence", NULL, "smp_mb(), this model's fence(SeqCst)" },
	{ RUST_FUNCTION, "atomic_thread_fence", NULL, "smp_mb()" },
	{ RUST_FUNCTION, "compiler_fence", NULL, "barrier()" },
	{ RUST_FUNCTION, "spin_loop_hint", NULL, "spin_loop()" },
	{ RUST_FUNCTION, "cpu_relax", NULL, "spin_loop()" },
	{ RUST_FUNCTION, "yield_now", NULL, "spin_loop()" },
	{ RUST_FUNCTION, "sleep", NULL, "remove it: time does not order anything" },
	{ RUST_FUNCTION, "park", NULL, "a loop with spin_loop()" },
	{ RUST_FUNCTION, "spawn", NULL, "a process, fn P1()" },
	{ RUST_FUNCTION, "scope", NULL, "a process, fn P1()" },
	{ RUST_FUNCTION, "compare_exchange", NULL, "the method cmpxchg(old, new, Full)" },
	{ RUST_FUNCTION, "compare_exchange_weak", NULL, "the method cmpxchg(old, new, Full)" },
	{ RUST_FUNCTION, "swap", NULL, "the method xchg(new, Full)" },
	{ RUST_FUNCTION, "replace", NULL, "the method xchg(new, Full)" },
	{ RUST_FUNCTION, "mutex_lock", NULL, "spin_lock(), or lock() of a Mutex<T>" },
	{ RUST_FUNCTION, "mutex_unlock", NULL, "spin_unlock(), or drop the guard of a Mutex<T>" },
	{ RUST_FUNCTION, "call_rcu", NULL, "synchronize_rcu()" },
	{ RUST_FUNCTION, "from_le_bytes", NULL, "shifts, as b[0] as u32 | (b[1] as u32) << 8" },
	{ RUST_FUNCTION, "from_be_bytes", NULL, "shifts, as b[1] as u32 | (b[0] as u32) << 8" },
	{ RUST_FUNCTION, "from_ne_bytes", NULL, "shifts, as b[0] as u32 | (b[1] as u32) << 8" },
	{ RUST_FUNCTION, "transmute", NULL, "'as' and a type" },

	{ RUST_METHOD, "compare_exchange", NULL, "cmpxchg(old, new, Full)" },
	{ RUST_METHOD, "compare_exchange_weak", NULL, "cmpxchg(old, new, Full)" },
	{ RUST_METHOD, "compare_and_swap", NULL, "cmpxchg(old, new, Full)" },
	{ RUST_METHOD, "fetch_update", NULL, A_LOOP },
	{ RUST_METHOD, "update", NULL, A_LOOP },
	{ RUST_METHOD, "try_update", NULL, A_LOOP },
	{ RUST_METHOD, "fetch_max", NULL, A_LOOP },
	{ RUST_METHOD, "fetch_min", NULL, A_LOOP },
	{ RUST_METHOD, "fetch_nand", NULL, A_LOOP },
	{ RUST_METHOD, "fetch_not", NULL, "fetch_xor(-1, Full)" },
	{ RUST_METHOD, "fetch_mul", NULL, A_LOOP },
	{ RUST_METHOD, "swap", NULL, "xchg(new, Full)" },
	{ RUST_METHOD, "get", NULL, "load(Relaxed)" },
	{ RUST_METHOD, "set", NULL, "store(v, Relaxed)" },
	{ RUST_METHOD, "read", NULL, "load(Relaxed)" },
	{ RUST_METHOD, "write", NULL, "store(v, Relaxed)" },
	{ RUST_METHOD, "into_inner", NULL, "load(Relaxed)" },
	{ RUST_METHOD, "get_mut", NULL, "load() and store()" },

	{ RUST_LOCK_METHOD, "lock", NULL, "spin_lock(), or the type SpinLock<T> for a guard" },
	{ RUST_LOCK_METHOD, "try_lock", NULL,
	  "spin_trylock(), or the type SpinLock<T> for a guard" },
	{ RUST_LOCK_METHOD, "unlock", NULL, "spin_unlock()" },
	{ RUST_LOCK_METHOD, "is_locked", NULL, "spin_is_locked()" },

	{ RUST_TYPE, "RwLock", NULL, "SpinLock<T>" },
	{ RUST_TYPE, "RwSemaphore", NULL, "Mutex<T>" },
	{ RUST_TYPE, "SyncUnsafeCell", NULL, "UnsafeCell" },
	{ RUST_TYPE, "ARef", NULL, "a reference, and a Refcount that counts" },
	{ RUST_TYPE, "Rc", NULL, "Arc<T>" },
	{ RUST_TYPE, "Weak", NULL, "a raw pointer" },
	{ RUST_TYPE, "Box", NULL, "KBox<T>" },
	{ RUST_TYPE, "VBox", NULL, "KBox<T>" },
	{ RUST_TYPE, "KVBox", NULL, "KBox<T>" },
	{ RUST_TYPE, "Pin", NULL, "the reference in it" },
	{ RUST_TYPE, "NonNull", NULL, "a raw pointer" },
	{ RUST_TYPE, "Vec", NULL, "an array" },
	{ RUST_TYPE, "KVec", NULL, "an array" },
	{ RUST_TYPE, "OnceCell", NULL, "SetOnce<T>" },
	{ RUST_TYPE, "OnceLock", NULL, "SetOnce<T>" },
	{ RUST_TYPE, "Once", NULL, "an Atomic that says whether it is done" },
	{ RUST_TYPE, "LazyLock", NULL, "an Atomic that says whether it has a value" },
	{ RUST_TYPE, "Condvar", NULL, "CondVar" },
	{ RUST_TYPE, "Barrier", NULL, "an Atomic that counts" },
	{ RUST_TYPE, "LockClassKey", NULL, "remove it: locks need no class here" },
	{ RUST_TYPE, "i128", NULL, "i64" },
	{ RUST_TYPE, "u128", NULL, "u64" },
	{ RUST_TYPE, "AtomicI128", NULL, "Atomic<i64>" },
	{ RUST_TYPE, "AtomicU128", NULL, "Atomic<u64>" },
	{ RUST_TYPE, "f32", NULL, "an integer type" },
	{ RUST_TYPE, "f64", NULL, "an integer type" },
	{ RUST_TYPE, "char", NULL, "u32" },
	{ RUST_TYPE, "str", NULL, "an integer type" },
	{ RUST_TYPE, "String", NULL, "an integer type" },
	{ RUST_TYPE, "Duration", NULL, "remove it: time does not order anything" },

	{ RUST_MACRO, "println", NULL, "remove it: a test prints nothing" },
	{ RUST_MACRO, "print", NULL, "remove it: a test prints nothing" },
	{ RUST_MACRO, "eprintln", NULL, "remove it: a test prints nothing" },
	{ RUST_MACRO, "dbg", NULL, "the value alone" },
	{ RUST_MACRO, "pr_info", NULL, "remove it: a test prints nothing" },
	{ RUST_MACRO, "pr_err", NULL, "remove it: a test prints nothing" },
	{ RUST_MACRO, "pr_warn", NULL, "remove it: a test prints nothing" },
	{ RUST_MACRO, "pr_debug", NULL, "remove it: a test prints nothing" },
	{ RUST_MACRO, "new_spinlock", NULL,
	  "a variable of type SpinLock, in { } before the processes" },
	{ RUST_MACRO, "new_mutex", NULL,
	  "a variable of type SpinLock, in { } before the processes" },
	{ RUST_MACRO, "new_condvar", NULL, "a loop with spin_loop()" },
	{ RUST_MACRO, "static_lock_class", NULL, "remove it: locks need no class here" },
	{ RUST_MACRO, "vec", NULL, "an array" },
	{ RUST_MACRO, "format", NULL, "a number" },
	{ RUST_MACRO, "asm", NULL, "a function of the model, as smp_mb()" },
	{ RUST_MACRO, "thread_local", NULL, "a 'let' variable" },
};

static bool is_word(const struct token *t, const char *word)
{
	return strlen(word) == (size_t)t->len && !memcmp(word, t->text, (size_t)t->len);
}

/* Whether the arguments that @x stands before name the ordering @with. */
static bool called_with(const struct lexer *x, const char *with)
{
	const struct token *t = lex_token(x);

	while (t->kind != T_END && !token_is(t, ")") && !token_is(t, with))
		t++;
	return token_is(t, with);
}

const char *rust_verb(const char *here, const char *verb)
{
	return strncmp(here, "remove ", 7) ? verb : "";
}

const char *rust_answer(const struct rust *r, enum rust_word kind, const struct token *word)
{
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		const struct answer *a = &answers[i];

		if (a->kind == kind && is_word(word, a->word) &&
		    (!a->with || called_with(r->x, a->with)))
			return a->here;
	}
	return NULL;
}
