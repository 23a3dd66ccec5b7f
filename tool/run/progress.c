// SPDX-License-Identifier: GPL-2.0 OR MIT
/* While tests run: what is going on, for who waits at a terminal; and being told to stop. */
#include "run.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SILENT = 2 };			/* seconds */

static volatile sig_atomic_t interrupted;
static volatile sig_atomic_t child;

double run_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- progress ---- */

static bool shown;

void run_progress(double begin, const char *what, int done, int all)
{
	static double last;
	double at = run_now();

	if (at - begin < SILENT || at - last < 0.1 || !isatty(STDERR_FILENO))
		return;
	last = at;
	shown = true;
	fprintf(stderr, "\r%s %d of %d, %.0f s\033[K", what, done, all, at - begin);
	fflush(stderr);
}

void run_progress_end(void)
{
	if (shown)
		fputs("\r\033[K", stderr);
	shown = false;
}

/* ---- interruption ---- */

/* The program ends soon after it is told to, and says what it has got so far. */
static void interrupt(int signal)
{
	(void)signal;
	interrupted = 1;
	if (child > 0)
		kill((pid_t)child, SIGINT);
}

void run_catch_interrupts(void)
{
	struct sigaction a = { .sa_handler = interrupt, .sa_flags = SA_RESTART };

	sigaction(SIGINT, &a, NULL);
	sigaction(SIGTERM, &a, NULL);
}

bool run_interrupted(void)
{
	return interrupted;
}

void run_pass_interrupts_to(pid_t pid)
{
	child = pid;
	if (interrupted && pid > 0)
		kill(pid, SIGINT);
}
