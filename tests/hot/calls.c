// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * calls WAY [PLUGIN...]: calls operations a number of times that hot.py knows; where is what "SITE name" follows.
 */
#include <lkmm/atomic.h>

#include <dlfcn.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

static lkmm_atomic_t v;
static lkmm_atomic64_t v64;
static int x;

static void plain(void)
{
	for (int i = 0; i < 5000; i++)
		lkmm_atomic_fetch_add(1, &v);		/* SITE fetch_add */
	for (int i = 0; i < 70; i++)
		x += lkmm_READ_ONCE(x);			/* SITE read_once */
	lkmm_atomic64_set_release(&v64, 1);		/* SITE set_release */
	lkmm_smp_mb();					/* SITE mb */
}

/* Not inlined, so that a signal handler that interrupts it counts at the same site. */
__attribute__((__noinline__)) static void *worker(void *arg)
{
	for (long i = 0; i < (long)arg; i++)
		lkmm_atomic_inc(&v);			/* SITE inc */
	return NULL;
}

/* More at the same time than there are tables at first, and more in all than should be left at the end. */
static void threads(void)
{
	pthread_t t[8];

	for (int round = 0; round < 50; round++) {
		for (int i = 0; i < 8; i++)
			if (pthread_create(&t[i], NULL, worker, (void *)(20000l + i)))
				abort();
		for (int i = 0; i < 8; i++)
			pthread_join(t[i], NULL);
	}
}

static void children(char *self)
{
	int status;

	worker((void *)10);
	if (!fork()) {
		worker((void *)777);
		_exit(0);
	}
	wait(&status);
	if (!fork()) {
		worker((void *)33);
		execl(self, self, "plain", NULL);
		_exit(127);
	}
	wait(&status);
	worker((void *)10);
}

/* Each plugin is loaded where the one before it was. */
static void plugins(char **name)
{
	for (int n = 500; *name; name++, n++) {
		void *handle = dlopen(*name, RTLD_NOW);
		void (*run)(int) = handle ? (void (*)(int))dlsym(handle, "run") : NULL;

		if (!run) {
			fputs(dlerror(), stderr);
			exit(9);
		}
		run(n);
		dlclose(handle);
	}
}

#define TEN(what) what what what what what what what what what what
static void many(void)
{
	for (int i = 0; i < 3; i++) {
		TEN(TEN(TEN(lkmm_atomic_dec(&v);)))	/* SITE many */
	}
}

static volatile int signals;

static void handle(int signal)
{
	(void)signal;
	worker((void *)3);
	/* after it, or the call would return to whoever calls handlers */
	signals++;
}

/* Until a thousand have come; how often it counted itself is said on standard output. */
static void interrupted(void)
{
	struct itimerval every = { .it_interval.tv_usec = 200, .it_value.tv_usec = 200 };
	long n = 0;

	signal(SIGALRM, handle);
	setitimer(ITIMER_REAL, &every, NULL);
	for (; signals < 300; n++)
		worker((void *)1);
	signal(SIGALRM, SIG_IGN);
	printf("%ld\n", n + 3 * signals);
}

__attribute__((__noinline__)) static int last(void)
{
	return lkmm_atomic_dec_return(&v);
}

int main(int argc, char **argv)
{
	char *way = argc > 1 ? argv[1] : "";

	plain();
	if (!strcmp(way, "threads"))
		threads();
	if (!strcmp(way, "children"))
		children(argv[0]);
	if (!strcmp(way, "plugins"))
		plugins(argv + 2);
	if (!strcmp(way, "many"))
		many();
	if (!strcmp(way, "interrupted"))
		interrupted();
	if (!strcmp(way, "last"))
		x += last();				/* SITE last */
	if (!strcmp(way, "abort"))
		abort();
	if (!strcmp(way, "fails"))
		return 3;
	return 0;
}
