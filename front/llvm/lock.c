// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Mutexes of POSIX and C11, and spinlocks of POSIX: locks of the model. What else there is to wait
 * for is in include/lkmm/verify/threads.c.
 */
#include "reader.h"

#include <string.h>

enum { POSIX_BUSY = 16, C11_BUSY = 1 };	/* EBUSY, thrd_busy */
enum { POSIX_LATE = 110, C11_LATE = 4 };	/* ETIMEDOUT, thrd_timedout */

enum { RECURSIVE = 1, ERROR_CHECKING = 2 };	/* kinds in POSIX; the first one also in C11 */

enum what {
	TAKE, GIVE, TRY,
	MAKE,				/* one that is free */
	NOTHING				/* an end, or an attribute */
};

static const struct function {
	const char *name;
	enum what what;
	int busy;			/* what it returns if the lock is taken */
	int refused;			/* bits of the second argument, a kind of mutex */
} functions[] = {
	{ "pthread_mutex_lock", TAKE, 0, 0 },
	{ "pthread_mutex_trylock", TRY, POSIX_BUSY, 0 },
	/* One that waits and gets the lock tries it just then, and no earlier. */
	{ "pthread_mutex_timedlock", TRY, POSIX_LATE, 0 },
	{ "pthread_mutex_clocklock", TRY, POSIX_LATE, 0 },
	{ "pthread_mutex_unlock", GIVE, 0, 0 },
	{ "pthread_mutex_init", MAKE, 0, 0 },
	{ "pthread_mutex_destroy", NOTHING, 0, 0 },
	{ "pthread_spin_lock", TAKE, 0, 0 },
	{ "pthread_spin_trylock", TRY, POSIX_BUSY, 0 },
	{ "pthread_spin_unlock", GIVE, 0, 0 },
	{ "pthread_spin_init", MAKE, 0, 0 },
	{ "pthread_spin_destroy", NOTHING, 0, 0 },
	{ "mtx_lock", TAKE, 0, 0 },
	{ "mtx_trylock", TRY, C11_BUSY, 0 },
	{ "mtx_timedlock", TRY, C11_LATE, 0 },
	{ "mtx_unlock", GIVE, 0, 0 },
	{ "mtx_init", MAKE, 0, RECURSIVE },
	{ "mtx_destroy", NOTHING, 0, 0 },
	{ "pthread_mutexattr_init", NOTHING, 0, 0 },
	{ "pthread_mutexattr_destroy", NOTHING, 0, 0 },
	{ "pthread_mutexattr_setpshared", NOTHING, 0, 0 },
	{ "pthread_mutexattr_settype", NOTHING, 0, RECURSIVE | ERROR_CHECKING },
	{ "pthread_condattr_init", NOTHING, 0, 0 },
	{ "pthread_condattr_destroy", NOTHING, 0, 0 },
	{ "pthread_condattr_setclock", NOTHING, 0, 0 },
	{ "pthread_condattr_setpshared", NOTHING, 0, 0 },
	{ "pthread_rwlockattr_init", NOTHING, 0, 0 },
	{ "pthread_rwlockattr_destroy", NOTHING, 0, 0 },
	{ "pthread_rwlockattr_setpshared", NOTHING, 0, 0 },
	{ "pthread_attr_init", NOTHING, 0, 0 },
	{ "pthread_attr_destroy", NOTHING, 0, 0 },
	{ "pthread_attr_setdetachstate", NOTHING, 0, 0 },
	{ "pthread_attr_setstacksize", NOTHING, 0, 0 },
};

void lock_in_main(struct reader *r, const struct known *where, bool take, struct lkmm_place at)
{
	struct known taken = memory_load(r, *where, 32, at);

	if (taken.number == take && !reader_failed(r)) {
		main_fails(r, take ? LLVM_LOCK_TAKEN : LLVM_LOCK_FREE, at,
			   take ? "main() waits here for a lock that is taken" :
			   "main() gives back a lock here that is free");
		return;
	}
	taken = known_number(take);
	memory_store(r, *where, 32, taken, at);
}

struct known try_in_main(struct reader *r, const struct known *where, int success, int busy,
			 struct lkmm_place at)
{
	struct known taken = memory_load(r, *where, 32, at);

	if (taken.number)
		return known_number(busy);
	memory_store(r, *where, 32, known_number(1), at);
	return known_number(success);
}

static struct known put_lock(struct reader *r, const struct function *f, const struct known *where,
			     struct lkmm_place at)
{
	static const enum lkmm_access_kind kind[] = {
		[TAKE] = LKMM_LOCK, [GIVE] = LKMM_UNLOCK, [TRY] = LKMM_TRYLOCK,
	};
	struct lkmm_expr *address = as_address(r, where, 4, WRITES, at);
	struct lkmm_expr *e = new_access(&r->l, kind[f->what], address, at);

	if (!e)
		return (struct known){ 0 };
	e->access->accessed = LKMM_SIGNED(32);
	if (f->what == TRY) {
		e = new_binary(&r->l, LKMM_LNOT, e, NULL, at);
		return keep(r, new_binary(&r->l, LKMM_MUL, e, new_number(&r->l, f->busy, at), at),
			    at);
	}
	add_expr(r, e, at);
	return known_number(0);
}

/* The model's locks are free at first, and no store changes them. */
static void make(struct reader *r, const struct function *f, const struct known *where,
		 struct lkmm_place at)
{
	struct known zero = known_number(0);

	if (is_running(r))
		store_to(r, where, 32, &zero, false, at);
	else
		reader_warning(r, at, "%s() in a thread counts as called before the threads start",
			       f->name);
}

/* A recursive mutex would never block its thread, and one that checks for errors neither. */
static void refuse_kind(struct reader *r, const struct function *f, struct known kind,
			struct lkmm_place at)
{
	if (kind.kind != KNOWN_NUMBER || kind.number & f->refused)
		reader_error(r, at, "%s() with this kind of mutex is not supported", f->name);
}

bool lock_call(struct reader *r, const struct ir_instruction *i, const char *name,
	       struct lkmm_place at)
{
	struct known zero = known_number(0), where = argument(r, i, 0, at);
	const struct function *f = functions, *end = f + sizeof(functions) / sizeof(*f);

	while (f < end && strcmp(f->name, name))
		f++;
	if (f == end)
		return false;
	set_result(r, i, zero);
	if (f->refused)
		refuse_kind(r, f, argument(r, i, 1, at), at);
	if (f->what == MAKE)
		make(r, f, &where, at);
	else if (f->what != NOTHING && !is_running(r))
		set_result(r, i, put_lock(r, f, &where, at));
	else if (f->what == TRY)
		set_result(r, i, try_in_main(r, &where, 0, f->busy, at));
	else if (f->what != NOTHING)
		lock_in_main(r, &where, f->what == TAKE, at);
	return true;
}
