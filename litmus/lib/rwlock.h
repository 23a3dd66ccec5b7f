/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * rwlock_t and struct rw_semaphore: any number of readers, or one writer. As in
 * kernel/locking/qrwlock.c and kernel/locking/rwsem.c, a reader counts itself at once, and then
 * waits for a writer to leave. The queue of waiters is not modelled. The number is that of the
 * readers, plus 0x40000000 with a writer. Taking is an acquire, releasing a release; the other
 * orderings of spin_lock() and spin_unlock() are not promised.
 */

#define __RW_LOCK_UNLOCKED(name) 0
#define __RWSEM_INITIALIZER(name) 0

/* rwlock_init(), init_rwsem() */
static inline void rwlock_init(rwlock_t *l)
{
	atomic_set(l, 0);
}

/* include/asm-generic/qrwlock.h: queued_read_lock(); rwsem.c: __down_read() */
static inline void read_lock(rwlock_t *l)
{
	if (atomic_add_return_acquire(1, l) >= 0x40000000)
		while (atomic_read_acquire(l) >= 0x40000000)
			cpu_relax();
}

/*
 * include/asm-generic/qrwlock.h: queued_read_trylock(); rwsem.c: __down_read_trylock(). It fails
 * for a writer alone.
 */
static inline int read_trylock(rwlock_t *l)
{
	int old = atomic_read(l);

	do {
		if (old >= 0x40000000)
			return 0;
	} while (!atomic_try_cmpxchg_acquire(l, &old, old + 1));
	return 1;
}

/* include/asm-generic/qrwlock.h: queued_read_unlock(); rwsem.c: __up_read() */
static inline void read_unlock(rwlock_t *l)
{
	atomic_sub_return_release(1, l);
}

/* include/asm-generic/qrwlock.h: queued_write_lock(); rwsem.c: __down_write() */
static inline void write_lock(rwlock_t *l)
{
	while (atomic_cmpxchg_acquire(l, 0, 0x40000000) != 0)
		cpu_relax();
}

/* include/asm-generic/qrwlock.h: queued_write_trylock(); rwsem.c: __down_write_trylock() */
static inline int write_trylock(rwlock_t *l)
{
	return atomic_cmpxchg_acquire(l, 0, 0x40000000) == 0;
}

/* include/asm-generic/qrwlock.h: queued_write_unlock(); rwsem.c: __up_write() */
static inline void write_unlock(rwlock_t *l)
{
	atomic_sub_return_release(0x40000000, l);
}

/*
 * include/asm-generic/qrwlock.h: queued_rwlock_is_locked(); rwsem.c: rwsem_is_locked(). Orders
 * nothing.
 */
static inline int rwsem_is_locked(rwlock_t *l)
{
	return atomic_read(l) != 0;
}

/* rwsem.c: __downgrade_write(). Release: the writer stays as a reader. */
static inline void downgrade_write(rwlock_t *l)
{
	atomic_sub_return_release(0x3fffffff, l);
}

/* kernel/locking/rwsem.c: down_read_interruptible() and its like. There are no signals. */
static inline int down_read_interruptible(rwlock_t *s)
{
	read_lock(s);
	return 0;
}

static inline int down_write_killable(rwlock_t *s)
{
	write_lock(s);
	return 0;
}

/* include/linux/percpu-rwsem.h: percpu_init_rwsem() */
static inline int percpu_init_rwsem(rwlock_t *s)
{
	rwlock_init(s);
	return 0;
}

/* kernel/locking/percpu-rwsem.c: percpu_free_rwsem() */
static inline void percpu_free_rwsem(rwlock_t *s)
{
	barrier();
}

/* kernel/locking/percpu-rwsem.c: percpu_is_write_locked(). A read, and no barrier. */
static inline bool percpu_is_write_locked(rwlock_t *s)
{
	return atomic_read(s) >= 0x40000000;
}
