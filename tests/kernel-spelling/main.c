// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Runs every subject, each for a while. Exit status: the number of those that did not add up. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <linux/compiler.h>

#include "subject.h"

enum { ROUNDS = 200000, SECONDS = 2, MAX_THREADS = 4 };

struct thread {
	pthread_t id;
	const struct subject *subject;
	int nr;
	unsigned long rounds;
};

/* On a busy machine the fair locks hand over once a time slice: then time ends the test. */
static bool stop;
static int running;

static void *run_thread(void *arg)
{
	struct thread *t = arg;

	t->rounds = t->subject->thread(t->nr, ROUNDS, &stop);
	__atomic_fetch_sub(&running, 1, __ATOMIC_RELEASE);
	return NULL;
}

static void wait_or_stop(void)
{
	const struct timespec tick = { .tv_nsec = 1000000 };

	for (int ms = 0; ms < SECONDS * 1000 && __atomic_load_n(&running, __ATOMIC_ACQUIRE); ms++)
		nanosleep(&tick, NULL);
	WRITE_ONCE(stop, true);
}

static bool run(const struct subject *s)
{
	struct thread t[MAX_THREADS];
	unsigned long rounds = 0;
	bool ok;

	WRITE_ONCE(stop, false);
	running = s->threads;
	for (int i = 0; i < s->threads; i++) {
		t[i] = (struct thread){ .subject = s, .nr = i };
		if (pthread_create(&t[i].id, NULL, run_thread, &t[i])) {
			perror("pthread_create");
			exit(2);
		}
	}
	wait_or_stop();
	for (int i = 0; i < s->threads; i++) {
		pthread_join(t[i].id, NULL);
		rounds += t[i].rounds;
	}
	ok = rounds > 0 && s->check(rounds);
	printf("%s %s: %d threads, %lu rounds\n", ok ? "ok  " : "FAIL", s->name, s->threads,
	       rounds);
	return ok;
}

int main(void)
{
	int failed = 0;

	for (int i = 0; subjects[i]; i++)
		failed += !run(subjects[i]);
	return failed;
}
