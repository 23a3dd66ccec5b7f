/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * For programs that lkmm verify reads: threads, and what must hold. The functions have no other
 * definition: such programs are not run.
 *
 *	static void count(void *arg) { lkmm_atomic_inc(arg); }
 *
 *	int main(void)
 *	{
 *		static lkmm_atomic_t n;
 *		int a = lkmm_spawn(count, &n), b = lkmm_spawn(count, &n);
 *
 *		lkmm_join(a);
 *		lkmm_join(b);
 *		lkmm_assert(lkmm_atomic_read(&n) == 2);
 *	}
 */
#ifndef LKMM_VERIFY_H
#define LKMM_VERIFY_H

#ifdef __cplusplus
extern "C" {
#endif

/* Starts a thread that calls @function on @arg. Return: its number, for lkmm_join(). */
int lkmm_spawn(void (*function)(void *arg), void *arg);

/* Waits for the end of @thread. */
void lkmm_join(int thread);

/* Any number from @low to @high, of 16 at most: there are executions for each. */
long lkmm_any(long low, long high);

/* The number of this thread, from 0 on: main() is 0 as well. */
int lkmm_thread(void);

void lkmm_verify_fails(void) __attribute__((noreturn));
void lkmm_verify_excludes(void) __attribute__((noreturn));

/* @condition holds here in every execution. */
#define lkmm_assert(condition) ((condition) ? (void)0 : lkmm_verify_fails())

/* Only executions in which @condition holds here count. */
#define lkmm_assume(condition) ((condition) ? (void)0 : lkmm_verify_excludes())

/* The locks of the kernel, RCU and SRCU, which the memory model knows. */

typedef struct {
	int locked;
} lkmm_spinlock_t;

void lkmm_spin_lock(lkmm_spinlock_t *l);
void lkmm_spin_unlock(lkmm_spinlock_t *l);
int lkmm_spin_trylock(lkmm_spinlock_t *l);
int lkmm_spin_is_locked(lkmm_spinlock_t *l);

void lkmm_rcu_read_lock(void);
void lkmm_rcu_read_unlock(void);
void lkmm_synchronize_rcu(void);

/* Calls @function on @arg after a grace period of RCU, in a thread of its own. */
void lkmm_call_rcu(void (*function)(void *arg), void *arg);

struct lkmm_srcu_struct {
	int section;
};

int lkmm_srcu_read_lock(struct lkmm_srcu_struct *s);
void lkmm_srcu_read_unlock(struct lkmm_srcu_struct *s, int section);
void lkmm_synchronize_srcu(struct lkmm_srcu_struct *s);

#ifdef __cplusplus
}
#endif

#endif
