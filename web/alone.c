// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lkmm check as the only program of its machine, a page: what it needs of base/ where there are no
 * other programs, no signals, no terminal, and no installed files but the models.
 */
#include "base/clock.h"
#include "base/graphviz.h"
#include "base/parts.h"
#include "base/progress.h"
#include "base/scratch.h"
#include "base/spawn.h"
#include "tool/check/c11.h"
#include "tool/commands.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* ---- parts ---- */

void parts_find(struct parts *p)
{
	memset(p, 0, sizeof(*p));
	strcpy(p->models, "/models");
}

/* ---- other programs ---- */

int spawn(char *const *argv, int in, int out, const char *log, pid_t *pid)
{
	(void)argv;
	(void)in;
	(void)out;
	(void)log;
	(void)pid;
	return ENOSYS;
}

bool spawned_well(pid_t pid)
{
	(void)pid;
	return false;
}

bool scratch_open(char dir[SCRATCH_PATH], const char *keep, const char *subcommand)
{
	(void)dir;
	(void)keep;
	fprintf(stderr, "lkmm %s: this needs other programs, and there are none here\n",
		subcommand);
	return false;
}

void scratch_remove(const char *dir, const char *keep)
{
	(void)dir;
	(void)keep;
}

bool scratch_write(const char *dir, const char *name, const struct text *text)
{
	(void)dir;
	(void)name;
	(void)text;
	return false;
}

/* Drawings are laid out by the page. */
bool is_drawing(const char *file)
{
	return strstr(file, ".dot");
}

const char *write_drawing(const char *file, const struct text *dot)
{
	return text_write(dot, file);
}

/* --with-c11 asks compilers. */
bool c11_prepare(struct check *c)
{
	(void)c;
	fputs("lkmm check: --with-c11 needs compilers, and there are none here\n", stderr);
	return false;
}

/* ---- progress ---- */

void progress_show(double begin, const char *what, int done, int all)
{
	(void)begin;
	(void)what;
	(void)done;
	(void)all;
}

void progress_clear(void)
{
}

bool progress_due(double begin, bool always)
{
	(void)begin;
	(void)always;
	return false;
}

void progress_put(const char *text)
{
	(void)text;
}

/* ---- interruption: the page ends this program as a whole ---- */

void interrupt_catch(void)
{
}

void interrupt_catch_one(void)
{
}

bool interrupted(void)
{
	return false;
}

bool interrupted_or_past(void *limit)
{
	return *(double *)limit > 0 && clock_past(limit);
}

void interrupt_pass_to(pid_t pid)
{
	(void)pid;
}

/* "lkmm check OPTION... -" */
int main(int argc, char **argv)
{
	return check_main(argc - 1, argv + 1);
}
