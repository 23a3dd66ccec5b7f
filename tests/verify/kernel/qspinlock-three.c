// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * qspinlock.c with three threads, one of which may wait in the queue.
 * with: kernel/locking/qspinlock.c
 * long
 * expect: no fault in any execution
 */
#define THREADS 3
#include "qspinlock.c"
