/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* lkmm hot: the parts. */
#ifndef LKMM_HOT_H
#define LKMM_HOT_H

#include "symbols.h"
#include "tool.h"

#include <sys/resource.h>

/* A call site of one operation, in one process. */
struct hot_call {
	const char *object;		/* file; NULL: code that belongs to none */
	uint64_t offset;		/* of the return address in it, or the address */
	const char *op;			/* without "lkmm_" */
	uint64_t calls, samples, sampled_ns;
	struct symbol symbol;
};

struct hot_process {
	int pid, parent;
	char *program;
	uint64_t calls, lost;
	uint32_t timer_ns;		/* part of every sample */
	struct hot_call *call;		/* most calls first */
	int ncalls, room;
	char **object;
	int nobjects;
};

/* What an operation costs, in nanoseconds. */
struct hot_cost {
	double called, inlined;
};

struct hot {
	char **argv;
	bool json;
	int top;
	const char *bench;

	char library[2][4096];		/* to be put in front */
	char dir[4096];
	bool linked;			/* it was, or may be: only a dynamic program says so */

	int status;			/* as waitpid() has it */
	double seconds, cpu;
	struct hot_process *process;	/* most calls first */
	int nprocesses;
};

/* hot_read.c: what the processes left behind in hot->dir. False, having said so, if that fails. */
bool hot_read(struct hot *h);
void hot_free(struct hot *h);
/* hot_report.c */
void hot_report(struct hot *h);

#endif
