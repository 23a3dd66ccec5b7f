// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Counters that one thread changes, and the handler of its timer: none of their increments is lost,
 * whatever the operation; a second thread only reads, and never sees a counter go back. TAP.
 */
#include <lkmm/atomic.h>
#include <lkmm/local.h>

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/time.h>

#include "../tap.h"

enum { SIGNALS = 200 };

static lkmm_local_t count;
static lkmm_local64_t count64;
static unsigned int object;
static long long other;
static volatile sig_atomic_t handled;
static lkmm_local_t done;

static void on_timer(int signal)
{
	unsigned int found = lkmm_xchg_local(&object, 0x1000);

	(void)signal;
	lkmm_local_inc(&count);
	lkmm_local64_add(1, &count64);
	lkmm_cmpxchg_local(&object, 0x1000, found + 1);
	handled++;
}

static void *look(void *back)
{
	long last = 0;
	int64_t last64 = 0;

	while (!lkmm_local_read(&done)) {
		long now = lkmm_local_read(&count);
		int64_t now64 = lkmm_local64_read(&count64);

		*(int *)back += now < last || now64 < last64;
		last = now;
		last64 = now64;
	}
	return NULL;
}

/* An increment of each, in as many ways as there are; how many. */
static int change(int i)
{
	long old = lkmm_local_read(&count);
	unsigned int found = lkmm_READ_ONCE(object);

	lkmm_local64_inc(&count64);
	while (!lkmm_try_cmpxchg_local(&object, &found, found + 1))
		;
	switch (i % 6) {
	case 0:
		lkmm_local_inc(&count);
		break;
	case 1:
		lkmm_local_add(1, &count);
		break;
	case 2:
		(void)lkmm_local_add_return(1, &count);
		break;
	case 3:
		(void)lkmm_local_sub_and_test(-1, &count);
		break;
	case 4:
		while (!lkmm_local_try_cmpxchg(&count, &old, old + 1))
			;
		break;
	default:
		lkmm_local_add_unless(&count, 1, -1);
	}
	return 1;
}

int main(void)
{
	struct sigaction timer = { .sa_handler = on_timer };
	struct itimerval often = { { 0, 500 }, { 0, 500 } }, never = { 0 };
	pthread_t reader;
	sigset_t alarms, before;
	long own = 0;
	int back = 0;

	other = 1LL << 40;
	tap(lkmm_xchg_local(&other, 3) == 1LL << 40 && lkmm_cmpxchg_local(&other, 3, 4) == 3 &&
	    other == 4, "exchanges of 64 bits");
	sigemptyset(&alarms);
	sigaddset(&alarms, SIGALRM);
	pthread_sigmask(SIG_BLOCK, &alarms, &before);
	pthread_create(&reader, NULL, look, &back);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	sigaction(SIGALRM, &timer, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	for (int i = 0; handled < SIGNALS; i++)
		own += change(i);
	setitimer(ITIMER_REAL, &never, NULL);
	lkmm_local_set(&done, 1);
	pthread_join(reader, NULL);
	tap(lkmm_local_read(&count) == own + handled, "a signal handler's increments are not lost");
	tap(lkmm_local64_read(&count64) == own + handled, "nor those of 64 bits");
	tap(object == (unsigned int)(own + handled), "nor those by compare-and-exchange");
	tap(!back, "another thread sees the counters grow");
	return tap_end();
}
