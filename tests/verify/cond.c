// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A thread waits on a condition variable of POSIX for what another hands over. FAULT 1: with if in
 * place of while: it may wake up without a signal. 2: it looks before it has the mutex, and then
 * waits for a signal that has gone. 3: the other changes the state without the mutex. 4: it sends
 * the signal before the change, and gives the mutex back between. 5: the thread waits without the
 * mutex. 6: there is no signal. 7: it is for another variable. 8: the state is a plain variable,
 * and changes without the mutex.
 * expect 0: no fault in any execution
 * expect 1: this assertion can fail
 * expect 2: executions block: P0 line 51 pthread_cond_wait(&handed, &lock)
 * expect 3: executions block: P0 line 51 pthread_cond_wait(&handed, &lock)
 * expect 4: executions block: P0 line 51 pthread_cond_wait(&handed, &lock)
 * expect 5: cond.c:53:2: unmatched-unlock
 * expect 6: executions block: P0 line 51 pthread_cond_wait(&handed, &lock)
 * expect 7: executions block: P0 line 51 pthread_cond_wait(&handed, &lock)
 * expect 8: data race
 * json 0: "complete": true
 */
#include <assert.h>
#include <lkmm/atomic.h>
#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t handed = PTHREAD_COND_INITIALIZER, other = PTHREAD_COND_INITIALIZER;
static int ready, message;

#if FAULT == 8
#define is_ready() ready
#define set_ready() (ready = 1)
#else
#define is_ready() lkmm_smp_load_acquire(&ready)
#define set_ready() lkmm_smp_store_release(&ready, 1)
#endif

static void *take(void *unused)
{
	(void)unused;
#if FAULT == 2
	if (is_ready())
		return NULL;
#endif
#if FAULT != 5
	pthread_mutex_lock(&lock);
#endif
#if FAULT == 1 || FAULT == 2
	if (FAULT == 2 || !is_ready())
#else
	while (!is_ready())
#endif
		pthread_cond_wait(&handed, &lock);
	assert(FAULT == 2 || message == 42);
	pthread_mutex_unlock(&lock);
	return NULL;
}

static void *hand_over(void *unused)
{
	(void)unused;
	message = 42;
#if FAULT == 3 || FAULT == 8
	set_ready();
#else
	pthread_mutex_lock(&lock);
#if FAULT == 4
	pthread_cond_signal(&handed);
	pthread_mutex_unlock(&lock);
	pthread_mutex_lock(&lock);
#endif
	set_ready();
	pthread_mutex_unlock(&lock);
#endif
#if FAULT < 4 || FAULT == 5
	pthread_cond_signal(&handed);
#elif FAULT == 7
	pthread_cond_signal(&other);
#endif
	return NULL;
}

int main(void)
{
	pthread_t a, b;

	if (pthread_create(&a, NULL, take, NULL) || pthread_create(&b, NULL, hand_over, NULL))
		return 1;
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	assert(message == 42);
	pthread_cond_destroy(&handed);
	pthread_cond_destroy(&other);
	return 0;
}
