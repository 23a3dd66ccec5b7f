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

bool progress_due(double begin, bool always)
{
	static double last;
	double at = clock_now();
	bool terminal = isatty(STDERR_FILENO);

	if (at - last < (terminal ? 0.1 : 1) ||
	    (terminal ? !always && at - begin < SILENT : !always))
		return false;
	last = at;
	return true;
}

void progress_put(const char *text)
{
	shown = isatty(STDERR_FILENO);
	fprintf(stderr, shown ? "\r%s\033[K" : "%s\n", text);
	fflush(stderr);
}

void progress_show(double begin, const char *what, int done, int all)
{
	char text[80];

	if (!progress_due(begin, false))
		return;
	snprintf(text, sizeof(text), "%s %d of %d, %.0f s", what, done, all, clock_now() - begin);
	progress_put(text);
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

static void catch(int flags)
{
	struct sigaction a = { .sa_handler = interrupt, .sa_flags = SA_RESTART | flags };

	sigaction(SIGINT, &a, NULL);
	sigaction(SIGTERM, &a, NULL);
}

void interrupt_catch(void)
{
	catch(0);
}

void interrupt_catch_one(void)
{
	catch((int)SA_RESETHAND);
}

bool interrupted(void)
{
	return interrupts;
}

bool interrupted_or_past(void *limit)
{
	return interrupts || (*(double *)limit > 0 && clock_past(limit));
}

void interrupt_pass_to(pid_t pid)
{
	child = pid;
	if (interrupts && pid > 0)
		kill(pid, SIGINT);
}
