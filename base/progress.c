// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "progress.h"
#include "clock.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

enum { SILENT = 2 };			/* seconds */

static volatile sig_atomic_t interrupts;
static volatile sig_atomic_t child;

/* ---- progress ---- */

static bool shown;

void progress_show(double begin, const char *what, int done, int all)
{
	static double last;
	double at = clock_now();

	if (at - begin < SILENT || at - last < 0.1 || !isatty(STDERR_FILENO))
		return;
	last = at;
	shown = true;
	fprintf(stderr, "\r%s %d of %d, %.0f s\033[K", what, done, all, at - begin);
	fflush(stderr);
}

void progress_clear(void)
{
	if (shown)
		fputs("\r\033[K", stderr);
	shown = false;
}

/* ---- interruption ---- */

/* The program ends soon after an interrupt, and reports its results so far. */
static void interrupt(int signal)
{
	(void)signal;
	interrupts = 1;
	if (child > 0)
		kill((pid_t)child, SIGINT);
}

void interrupt_catch(void)
{
	struct sigaction a = { .sa_handler = interrupt, .sa_flags = SA_RESTART };

	sigaction(SIGINT, &a, NULL);
	sigaction(SIGTERM, &a, NULL);
}

bool interrupted(void)
{
	return interrupts;
}

void interrupt_pass_to(pid_t pid)
{
	child = pid;
	if (interrupts && pid > 0)
		kill(pid, SIGINT);
}
