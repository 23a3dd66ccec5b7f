/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Why: the executions behind an answer, as text and drawings. */
#ifndef LKMM_WHY_H
#define LKMM_WHY_H

#include "place.h"

#include <lkmm/check/check.h>

/* The executions that lkmm_check() has shown, kept. */
struct why {
	struct lkmm_arena *arena;
	/* [satisfies the condition]; NULL if it was not shown */
	struct lkmm_execution *execution[2];
	struct lkmm_execution *race, *bad, *failed_assertion, *undefined, *blocked;
	struct lkmm_execution *misuse[LKMM_NR_MISUSES];
	bool failed;
};

/* The .show of struct lkmm_options. */
void why_keep(void *why, const struct lkmm_execution *x);
/* Adds copies of those of @from that @to has not. */
void why_merge(struct why *to, const struct why *from);
/* The execution that answers the question: a witness, or the one closest to it. */
const struct lkmm_execution *why_answer(const struct why *w, const struct litmus_test *l,
					const struct lkmm_answer *a);

/* effect.c: what @e does, such as the value that it reads; nothing for a fence. */
void put_effect_of(struct text *out, const struct litmus_test *l, const struct lkmm_event *e);
/* source.c: the statement at @at, on one line. */
void put_source(struct text *out, const struct litmus_test *l, struct lkmm_place at);

/* A thread is a process of the test, or runs a callback. */
bool is_callback(const struct litmus_test *l, int thread);
void put_thread(struct text *out, const struct litmus_test *l, int thread);

/*
 * why.c: explains the answer @a. @remedy: the changes that would remove its data race or use after
 * free, or NULL.
 */
void report_why(struct text *out, const struct litmus_test *l, const struct lkmm_answer *a,
		const struct why *w, const char *remedy);
/* The two parts of it: the condition; and races, bad pointers and the like. */
void report_condition(struct text *out, const struct litmus_test *l, const struct lkmm_answer *a,
		      const struct why *w);
void report_flaws(struct text *out, const struct litmus_test *l, const struct why *w,
		  const char *remedy);
/* why.c: an event on one line, in columns; call widen() first for the widths. */
struct columns {
	int place, source;
};

/* why.c: where a rule is written, " (linux-kernel.cat:113)"; nothing if it is built in. */
void put_rule_place(struct text *out, const char *file, struct lkmm_place at);
/* The steps that forbid an execution, as lines. */
void put_cycle(struct text *out, const struct litmus_test *l, const struct lkmm_execution *x);
/* The calls of functions that something is in, from the inside out. */
void put_calls(struct text *out, const struct lkmm_call *call);
void put_event(struct text *out, const struct litmus_test *l, const struct lkmm_event *e,
	       const struct columns *c);
void widen(struct columns *c, const struct litmus_test *l, const struct lkmm_event *e);
/* misuse.c: the object that is used after it was freed, or freed twice: in a line, and in full. */
void put_misuse(struct text *out, const struct litmus_test *l, const struct lkmm_misuse *m);
void put_misuse_story(struct text *out, const struct litmus_test *l,
		      const struct lkmm_execution *x);
/* relation.c: the meaning of a step, in words. */
void put_meaning(struct text *out, const struct litmus_test *l, const struct lkmm_execution *x,
		 const struct lkmm_step *s);
/* The meaning of a relation by its name alone; NULL if that depends on the events. @from_file: it
 * is of a model in a file. */
const char *relation_meaning(const char *relation, bool from_file);
/*
 * missing.c: why program order is not kept at the loose step @s, although something stands there
 * that looks as if it did: reasons, with @first before the first one and @next before each other.
 */
void put_missing(struct text *out, const struct litmus_test *l, const struct lkmm_execution *x,
	     const struct lkmm_step *s, const char *first, const char *next);
/* missing.c: where the steps of an allowed cycle, all of them kept, fail to reach every CPU. */
void put_leaks(struct text *out, const struct lkmm_execution *x);

#endif
