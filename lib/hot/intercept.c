// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Functions that replace the C library's of the same names, call them, and notify the counters.
 * Those with a variable number of arguments are defined with the largest number: arguments come in
 * the same registers, or stay where the caller has put them.
 */
#include "events.h"

#include <dlfcn.h>
#include <errno.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

#define EXPORT __attribute__((__visibility__("default"), __used__))

typedef long syscall_function(long n, long a, long b, long c, long d, long e, long f);
typedef int prctl_function(int option, unsigned long a, unsigned long b, unsigned long c,
			   unsigned long d);
typedef int clone_function(int (*function)(void *), void *stack, int flags, void *arg, void *parent,
			   void *tls, void *child);
typedef pid_t fork_function(void);

static struct {
	int (*dlclose)(void *handle);
	syscall_function *syscall;
	prctl_function *prctl;
	clone_function *clone;
	fork_function *_Fork;
} next;

/* Early, as dlsym() is not for signal handlers; and before the first thread. */
__attribute__((__constructor__(101))) static void find_next(void)
{
	next.dlclose = (int (*)(void *))dlsym(RTLD_NEXT, "dlclose");
	next.syscall = (syscall_function *)dlsym(RTLD_NEXT, "syscall");
	next.prctl = (prctl_function *)dlsym(RTLD_NEXT, "prctl");
	next.clone = (clone_function *)dlsym(RTLD_NEXT, "clone");
	next._Fork = (fork_function *)dlsym(RTLD_NEXT, "_Fork");
}

/* Other libraries' constructors may come before ours. */
#define NEXT(name) (next.name ? next.name : (find_next(), next.name))

EXPORT int dlclose(void *handle)
{
	int result = NEXT(dlclose)(handle), error = errno;

	hot_unloaded();
	errno = error;
	return result;
}

/* ---- sandboxes ---- */

EXPORT int hot_prctl(int option, unsigned long a, unsigned long b, unsigned long c,
		     unsigned long d) __asm__("prctl");

int hot_prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d)
{
	bool before;
	int result;

	if (option != PR_SET_SECCOMP)
		return NEXT(prctl)(option, a, b, c, d);
	before = hot_confine();
	result = NEXT(prctl)(option, a, b, c, d);
	/* Programs ask in this way whether the kernel can. */
	if (result < 0)
		hot_unconfine(before);
	return result;
}

static bool is_seccomp(long n, long operation)
{
	if (n == SYS_prctl)
		return operation == PR_SET_SECCOMP;
	return n == SYS_seccomp &&
	       (operation == SECCOMP_SET_MODE_STRICT || operation == SECCOMP_SET_MODE_FILTER);
}

/* ---- children, but for those of fork(), of which pthread_atfork() tells ---- */

/* A child that continues where its parent is, in separate memory. */
static bool is_fork(long n, long a, long b)
{
#ifdef SYS_fork
	if (n == SYS_fork)
		return true;
#endif
#ifdef SYS_clone3
	if (n == SYS_clone3) {
		const uint64_t *args = (const uint64_t *)a;

		return args && b >= 64 && !(args[0] & CLONE_VM) && !args[5];
	}
#endif
#ifdef __s390__
	return n == SYS_clone && !(b & CLONE_VM) && !a;
#else
	return n == SYS_clone && !(a & CLONE_VM) && !b;
#endif
}

static long tell(long n, long a, long b, long c, long d, long e, long f)
{
	bool confines = is_seccomp(n, a), before = confines && hot_confine();
	long result = NEXT(syscall)(n, a, b, c, d, e, f);

	if (confines && result < 0)
		hot_unconfine(before);
	if (!confines && !result)
		hot_forked();
	return result;
}

EXPORT long hot_syscall(long n, long a, long b, long c, long d, long e, long f) __asm__("syscall");

/* All others by a jump: some return with another stack. */
long hot_syscall(long n, long a, long b, long c, long d, long e, long f)
{
	if (is_seccomp(n, a) || is_fork(n, a, b))
		return tell(n, a, b, c, d, e, f);
	return NEXT(syscall)(n, a, b, c, d, e, f);
}

struct child {
	int (*function)(void *);
	void *arg;
};

/* On its own copy of the parent's stack. */
static int run_child(void *arg)
{
	struct child child = *(struct child *)arg;

	hot_forked();
	return child.function(child.arg);
}

EXPORT int hot_clone(int (*function)(void *), void *stack, int flags, void *arg, void *parent,
		     void *tls, void *child)
	__asm__("clone");

int hot_clone(int (*function)(void *), void *stack, int flags, void *arg, void *parent, void *tls,
	      void *child)
{
	struct child ours = { function, arg };

	if (!function || flags & CLONE_VM)
		return NEXT(clone)(function, stack, flags, arg, parent, tls, child);
	return NEXT(clone)(run_child, stack, flags, &ours, parent, tls, child);
}

#ifdef HAVE__FORK
EXPORT pid_t _Fork(void)
{
	pid_t pid = NEXT(_Fork)();

	if (!pid)
		hot_forked();
	return pid;
}
#endif
