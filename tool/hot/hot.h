/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* lkmm hot: the parts. */
#ifndef LKMM_HOT_H
#define LKMM_HOT_H

#include "base/parts.h"
#include "base/scratch.h"
#include "tool/binary/symbols.h"
#include "base/text.h"

#include <jansson.h>

/*
 * The cost of the calls of one site, or of all sites, and the saving if they were inlined; in
 * seconds.
 */
struct hot_sum {
	double cost, saves, counting;
};

/* A call site of one operation, in one process. */
struct hot_call {
	const char *object;		/* file; NULL: code that belongs to none */
	uint64_t offset;		/* of the return address in it, or the address */
	const char *op;			/* without "lkmm_" */
	uint64_t calls, samples, sampled_ns;
	struct symbol symbol;
	struct hot_sum sum;
};



struct hot_process {
	int pid, parent;
	char *program;
	uint64_t calls, lost;
	uint32_t timer_ns;		/* part of every sample */
	struct hot_call *call;		/* which cost most first */
	int ncalls, room;
	char **object;
	int nobjects;
};

/*
 * The cost of an operation, in nanoseconds: as a call of liblkmm.so, inlined, and with the call
 * counted.
 */
struct hot_cost {
	double called, inlined, counted;
};

enum { HOT_KINDS = 10 };

struct hot {
	char **argv;
	bool json;
	int top;
	const char *bench, *from;	/* to be read: figures, counts */
	const char *output_name;	/* for the report; NULL: standard output */
	FILE *output;			/* that, opened */

	struct parts parts;
	char dir[SCRATCH_PATH];
	bool linked;			/* or perhaps: known only for dynamic programs */

	int status;			/* as waitpid() has it */
	double seconds, cpu;		/* 0: unknown, as only the counts are left */
	struct hot_process *process;	/* most calls first */
	int nprocesses;
	int uncounted;			/* processes that could not write their counts */

	struct hot_cost measured[HOT_KINDS];
	json_t *figures;		/* of lkmm bench */
};

/* hot_read.c: the counts of processes in @dir. False, after a message, on failure. */
bool hot_read(struct hot *h, const char *dir);
void hot_free(struct hot *h);
/* Orders calls by object, offset and operation. */
int hot_by_site(const void *a, const void *b);

/*
 * hot_cost.c: measures the cost of calls here; reads results of lkmm bench. False, after a message,
 * on failure.
 */
bool hot_measure(struct hot *h);
bool hot_read_bench(struct hot *h);
struct hot_cost hot_cost_of(const struct hot *h, const char *op, bool *from_bench);

/* hot_report.c; hot_json.c */
void hot_report(struct hot *h);
void hot_report_json(struct hot *h, const struct hot_sum *all);

/* Whether calls are missing in it: of some processes, or of all. */
bool hot_is_incomplete(const struct hot *h);

/* Fills in every site's sum. */
struct hot_sum hot_sum_up(struct hot *h);
/* The time of a call in the samples, in nanoseconds; 0 if there are too few. */
double hot_sampled(const struct hot_process *p, const struct hot_call *c);
/*
 * Whether that is so much longer than it takes alone that others must have been at the same object.
 */
bool hot_is_contended(const struct hot *h, const struct hot_process *p, const struct hot_call *c);

#endif
