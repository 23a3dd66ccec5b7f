// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Locks, RCU, SRCU and other words of the kernel as functions, for Rust: many are macros in C. */
#include "lock.h"
#include "rcu.h"
#include "srcu.h"

#define CALL(type, name, parameters, call) \
	type run_call_##name parameters;   \
	type run_call_##name parameters { call; }

CALL(void, stand, (const char *where), run_stand(where))
CALL(int, choice, (int64_t value), return run_choice(value))
CALL(void, rcu_read_lock, (void), run_rcu_read_lock())
CALL(void, rcu_read_unlock, (void), run_rcu_read_unlock())
CALL(void, synchronize_rcu, (void), run_synchronize_rcu())
CALL(void, spin_lock, (struct run_lock *s), run_spin_lock(s))
CALL(bool, spin_trylock, (struct run_lock *s), return run_spin_trylock(s))
CALL(void, spin_unlock, (struct run_lock *s), run_spin_unlock(s))
CALL(bool, spin_is_locked, (struct run_lock *s), return run_spin_is_locked(s))
CALL(int, srcu_read_lock, (struct run_srcu *s), return run_srcu_read_lock(s))
CALL(void, srcu_read_unlock, (struct run_srcu *s, int index), run_srcu_read_unlock(s, index))
CALL(void, synchronize_srcu, (struct run_srcu *s), run_synchronize_srcu(s))

#define RUN_WORD CALL
#include "words.h"
