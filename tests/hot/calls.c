// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * calls WAY [HOW|PLUGIN...]: calls operations a number of times that hot.py knows; comments "SITE
 * name" mark the places.
 */
#include <lkmm/atomic.h>

#include <dlfcn.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
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

/* Not inlined: a signal handler that interrupts it counts at the same site. */
__attribute__((__noinline__)) static void *worker(void *arg)
{
	for (long i = 0; i < (long)arg; i++)
		lkmm_atomic_inc(&v);			/* SITE inc */
	return NULL;
}

/*
 * More at the same time than there are tables at first, and more in all than should be left at the
 * end.
 */
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

/* Children with different numbers of calls, each made in another way, and none by fork(). */
static int in_child(void *calls)
{
	worker(calls);
	_exit(0);
}

static void clones(void)
{
	static char stack[65536];
	int status;

	worker((void *)10);
#ifdef HAVE__FORK
	if (!_Fork())
		in_child((void *)301);
	wait(&status);
#endif
	if (!syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL))
		in_child((void *)302);
	wait(&status);
	if (clone(in_child, stack + sizeof(stack), SIGCHLD, (void *)303) < 0)
		abort();
	wait(&status);
	worker((void *)10);
}

/* ---- forbidden system calls ---- */

static void limit_files(rlim_t size)
{
	struct rlimit limit = { size, size };

	if (setrlimit(RLIMIT_FSIZE, &limit))
		abort();
}

/* Killed for all but these; by the general system call, or by that which is older. */
static void allow(bool by_syscall, const unsigned int *calls, size_t n)
{
	struct sock_filter code[64] =
		{ BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)) };
	struct sock_fprog program = { .filter = code };
	unsigned short at = 1;

	for (size_t i = 0; i < n; i++) {
		code[at++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, calls[i],
							  0, 1);
		code[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	}
	code[at++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS);
	program.len = at;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		abort();
	if (by_syscall ? syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program)
		       : prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		abort();
}

static const unsigned int few[] = { SYS_exit, SYS_exit_group, SYS_rt_sigreturn };
static const unsigned int fork_too[] = {
	SYS_exit, SYS_exit_group, SYS_clone, SYS_wait4, SYS_set_robust_list,
#ifdef SYS_rseq
	SYS_rseq,
#endif
};

/* Asks for the kernel's features, as libraries do, which confines nothing. */
static void probe(void)
{
	if (!prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL) ||
	    !syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, NULL))
		abort();
}

/* False: that is none. */
static bool confine(const char *how)
{
	if (!strcmp(how, "strict"))
		return !prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT);
	if (!strcmp(how, "filter"))
		allow(false, few, sizeof(few) / sizeof(few[0]));
	else if (!strcmp(how, "filter-syscall"))
		allow(true, few, sizeof(few) / sizeof(few[0]));
	else if (!strcmp(how, "filter-fork"))
		allow(true, fork_too, sizeof(fork_too) / sizeof(fork_too[0]));
	else
		return false;
	return true;
}

/*
 * With objects at the same place as the program, and elsewhere; and with more calls of one
 * operation than are timed.
 */
static void confined(const char *how)
{
	if (!confine(how))
		abort();
	worker((void *)5000);
	many();
	if (!strcmp(how, "filter-fork")) {
		int status;

		if (!fork()) {
			worker((void *)77);
			_exit(0);
		}
		wait(&status);
	}
	syscall(SYS_exit, 0);
}

static volatile int signals;

static void handle(int signal)
{
	(void)signal;
	worker((void *)3);
	/* after it, or the call would return to the code that calls handlers */
	signals++;
}

/* Until a thousand have come; its own count goes to standard output. */
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
	char *way = argc > 1 ? argv[1] : "", *how = argc > 2 ? argv[2] : "";

	if (!strcmp(way, "limited")) {
		if (!strcmp(how, "ignored"))
			signal(SIGXFSZ, SIG_IGN);
		limit_files(0);
	}
	if (!strcmp(way, "confined-first"))
		confine(how);
	plain();
	if (!strcmp(way, "confined-first"))
		syscall(SYS_exit, 0);
	if (!strcmp(way, "confined"))
		confined(how);
	if (!strcmp(way, "limited-later")) {
		limit_files(0);
		many();
		threads();
	}
	if (!strcmp(way, "clones"))
		clones();
	if (!strcmp(way, "probes")) {
		probe();
		many();
	}
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
	if (!strcmp(way, "waits")) {
		puts("waits");
		fflush(stdout);
		pause();
	}
	if (!strcmp(way, "abort"))
		abort();
	if (!strcmp(way, "fails"))
		return 3;
	return 0;
}
