// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * qspinlock.c with three threads, one of which may wait in the queue.
 * with: kernel/locking/qspinlock.c
 * long
 * expect: no fault in any execution
 * fault: include/asm-generic/qspinlock.h: smp_store_release( => WRITE_ONCE(*
 * expect: data race
 * fault: include/asm-generic/qspinlock.h: _cmpxchg_acquire( => _cmpxchg_relaxed(
 * expect: data race
 * fault: kernel/locking/qspinlock.c: atomic_fetch_or_acquire( => atomic_fetch_or_relaxed(
 * expect: data race
 * fault: kernel/locking/qspinlock.c: cond_load_acquire(&lock => cond_load_relaxed(&lock
 * expect: data race
 * fault: kernel/locking/qspinlock.c: if (val & _Q_LOCKED_MASK)\n => if (0)\n
 * expect: data race
 */
#define THREADS 3
#include "qspinlock.c"
