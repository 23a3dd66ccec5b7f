// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Writing may exceed the program's limit (RLIMIT_FSIZE, then SIGXFSZ) or find no reader (SIGPIPE).
 * The program did not write, and must not get the signal: it arrives while signals are blocked, and
 * is removed.
 */
#include "grow.h"

#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static char zeros[65536];

static bool is_pending(int signal)
{
	sigset_t set;

	return !sigpending(&set) && sigismember(&set, signal) == 1;
}

static void take_back(int signal)
{
	struct timespec at_once = { 0, 0 };
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, signal);
	sigtimedwait(&set, NULL, &at_once);
}

/* Not one that was pending before, which is the program's own. */
static ssize_t quiet_write(int fd, const char *s, size_t size)
{
	bool limit = is_pending(SIGXFSZ), nobody = is_pending(SIGPIPE);
	ssize_t n = write(fd, s, size);

	if (n < 0 && !limit)
		take_back(SIGXFSZ);
	if (n < 0 && !nobody)
		take_back(SIGPIPE);
	return n;
}

/*
 * By writing, to be sure of the room: otherwise the program could get SIGBUS later. A sandbox that
 * allows any system call allows write(), but perhaps not fallocate().
 */
void *hot_grow(int fd, uint64_t at, uint64_t size)
{
	void *p;

	for (uint64_t done = 0; done < size;) {
		uint64_t left = size - done;
		ssize_t n = quiet_write(fd, zeros,
					left < sizeof(zeros) ? (size_t)left : sizeof(zeros));

		if (n <= 0)
			return NULL;
		done += (uint64_t)n;
	}
	p = mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, (off_t)at);
	return p == MAP_FAILED ? NULL : p;
}

void hot_print(const char *s)
{
	quiet_write(STDERR_FILENO, s, strlen(s));
}
