// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lib/kfifo.c, a fifo of records under a lock: each comes whole, once, with its own length.
 * with: lib/kfifo.c
 * expect: no fault in any execution
 * fault: include/linux/kfifo.h: spin_lock_irqsave(lock, __flags); => ;
 * expect: data race
 * fault: include/linux/kfifo.h: spin_unlock_irqrestore(lock, __flags); => ;
 * expect: executions block
 * fault: lib/kfifo.c: memcpy(fifo->data, src + l, len - l); => ;
 * expect: this assertion
 * fault: lib/kfifo.c: __kfifo_poke_n(fifo, len, recsize); => ;
 * expect: this assertion
 * fault: lib/kfifo.c: fifo->out += n + recsize; => fifo->out += n;
 * expect: this assertion
 * fault: lib/kfifo.c: if (len + recsize > kfifo_unused(fifo)) => if (0)
 * expect: this assertion
 */
#include <linux/kfifo.h>
#include <linux/spinlock.h>
#include <lkmm/verify.h>

static STRUCT_KFIFO_REC_1(4) fifo;
static DEFINE_SPINLOCK(lock);
static int taken;

/* There is no room for another record until the first one was taken. */
static void put(void *arg)
{
	unsigned char two[2] = { 3, 4 };

	(void)arg;
	if (kfifo_in_spinlocked(&fifo, two, 2, &lock))
		lkmm_assert(READ_ONCE(taken));
}

static void get(void *arg)
{
	unsigned char two[2];
	unsigned int n;

	(void)arg;
	spin_lock(&lock);
	n = kfifo_out(&fifo, two, 2);
	WRITE_ONCE(taken, 1);
	spin_unlock(&lock);
	lkmm_assert(n == 2 && two[0] == 1 && two[1] == 2);
}

int main(void)
{
	unsigned char first[2] = { 1, 2 }, next[2] = { 0, 0 };
	int a, b;

	INIT_KFIFO(fifo);
	/* The records begin behind the middle, and go on at the start. */
	kfifo_in(&fifo, first, 1);
	lkmm_assert(kfifo_out(&fifo, first, 1) == 1);
	kfifo_in(&fifo, first, 2);
	a = lkmm_spawn(put, 0);
	b = lkmm_spawn(get, 0);
	lkmm_join(a);
	lkmm_join(b);
	if (kfifo_out(&fifo, next, 2))
		lkmm_assert(next[0] == 3 && next[1] == 4);
	lkmm_assert(kfifo_is_empty(&fifo));
}
