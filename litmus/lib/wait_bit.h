/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * Waiting for a bit or a variable, as include/linux/wait_bit.h and kernel/sched/wait_bit.c have it.
 * The kernel finds the wait queue by a hash of the address; here there is one queue, which any two
 * addresses may share. A waker that has no barrier between its store and the wake-up can miss a
 * sleeper.
 */
static struct wait_queue_head *const __bit_wait = &(struct wait_queue_head){ };

/* wait_bit.c: wake_up_bit(), by __wake_up_bit(). The read of waitqueue_active(), no barrier. */
static inline void wake_up_bit(unsigned long *word, int bit)
{
	if (waitqueue_active(__bit_wait))
		wake_up(__bit_wait);
}

/* wait_bit.c: wake_up_var(). The same. */
#define wake_up_var(var) wake_up_bit(NULL, 0)

/* wait_bit.h: wait_on_bit(). Acquire. There are no signals. */
static inline int wait_on_bit(unsigned long *word, int bit, unsigned int mode)
{
	return wait_event(*__bit_wait, !test_bit_acquire(bit, word));
}

/* wait_bit.h: wait_on_bit_lock(). Full, by test_and_set_bit(). */
static inline int wait_on_bit_lock(unsigned long *word, int bit, unsigned int mode)
{
	return wait_event(*__bit_wait, !test_and_set_bit(bit, word));
}

/* wait_bit.h: wait_var_event() */
#define wait_var_event(var, condition) wait_event(*__bit_wait, condition)

/* wait_bit.h: clear_and_wake_up_bit(). Release, then a full barrier. */
static inline void clear_and_wake_up_bit(int bit, unsigned long *word)
{
	clear_bit_unlock(bit, word);
	smp_mb__after_atomic();
	wake_up_bit(word, bit);
}

/* wait_bit.h: test_and_clear_wake_up_bit(). Full. */
static inline bool test_and_clear_wake_up_bit(int bit, unsigned long *word)
{
	if (!test_and_clear_bit(bit, word))
		return false;
	wake_up_bit(word, bit);
	return true;
}

/* wait_bit.h: atomic_dec_and_wake_up(). Full. */
static inline bool atomic_dec_and_wake_up(atomic_t *var)
{
	if (!atomic_dec_and_test(var))
		return false;
	wake_up_var(var);
	return true;
}

/* wait_bit.h: store_release_wake_up(). Release, then a full barrier. */
#define store_release_wake_up(var, value) \
	do { \
		smp_store_release(var, value); \
		smp_mb(); \
		wake_up_var(var); \
	} while (0)
