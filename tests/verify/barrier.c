// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Two threads in two phases, with a barrier of POSIX between them: each writes its half, and then
 * reads the other's. FAULT 1: one of them does not wait; 2: the barrier is for three; 3: it is
 * for one.
 * expect 0: no fault in any execution
 * expect 1: executions block
 * expect 2: executions block
 * expect 3: data race
 */
#include <assert.h>
#include <pthread.h>
#include <stddef.h>

static pthread_barrier_t barrier;
static pthread_spinlock_t lock;
static int half[2], last;

static void work(int mine)
{
	half[mine] = 1;
#if FAULT == 1
	if (mine)
#endif
	if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD) {
		pthread_spin_lock(&lock);
		last++;
		pthread_spin_unlock(&lock);
	}
	assert(half[!mine] == 1);
}

static void *first(void *unused)
{
	(void)unused;
	work(0);
	return NULL;
}

static void *second(void *unused)
{
	(void)unused;
	work(1);
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	pthread_barrier_init(&barrier, NULL, FAULT == 2 ? 3 : FAULT == 3 ? 1 : 2);
	pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE);
	pthread_create(&a, NULL, first, NULL);
	pthread_create(&b, NULL, second, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	assert(last == 1);
	pthread_barrier_destroy(&barrier);
	return 0;
}
