/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * lkmm run: litmus tests on this machine.
 *
 *	run.c		the command line, and what is done when
 *	run_forms.c	in which languages and variants each process is compiled
 *	run_write.c	the tests as a program, in files
 *	run_build.c	compiles it
 *	run_read.c	what it has seen
 *	run_progress.c	what is going on; being told to stop
 *	run_machine.c	what it runs on
 *	run_report.c	holds that against what the model allows
 */
#ifndef LKMM_RUN_COMMAND_H
#define LKMM_RUN_COMMAND_H

#include "emit.h"
#include "litmus.h"
#include "tool.h"

#include <sys/types.h>

enum { MANY = 4096, TESTS_PER_FILE = 24 };

/* An outcome: as many values as are observed, how often, and how often in which forms. */
struct outcome {
	int64_t *value;
	uint64_t count;
	uint64_t by_form[EMIT_FORMS];	/* threads that took the form, in instances with it */
	bool allowed, unknown;		/* unknown: beyond what the checker has looked at */
	bool filtered;			/* the test's filter leaves it out */
};

/* One test. */
struct trial {
	const char *file;
	struct litmus litmus;
	char *text;
	struct emit emit;
	struct lkmm_answer answer;	/* what the model says, with all states */
	const char *not_run;		/* the reason, or NULL */
	char why_not[2][128];		/* why it cannot be written in C, in Rust; or empty */
	char reason[160];
	char mode[64];			/* in which it was run */
	struct outcome *outcome;
	size_t noutcomes;
	uint64_t instances;
	double seconds;
};

/* Which languages --lang asks for. RUN_AS_WRITTEN: each process in its own. */
enum run_languages { RUN_AS_WRITTEN, RUN_C, RUN_RUST, RUN_MIXED, RUN_BOTH };

struct run {
	double seconds, begin;
	uint64_t iterations;
	bool json, pin;
	enum run_languages languages;
	bool variant[2];		/* inline, out of line */
	const char *no_rust;		/* why what is written in Rust runs in C */
	bool rcu;			/* some test needs liburcu */
	const char *mode;		/* NULL: whichever fits; batch, perpetual */
	unsigned int forms;		/* bits: those that any process is compiled in */
	unsigned int *file_forms;	/* of each file of the program, likewise */
	const char *keep;		/* the directory for the program, or NULL: a temporary one */
	const char *arch, *cpu;
	struct files files;
	struct trial *trial;
	int ntrials, nprograms;		/* nprograms: tests that have become part of the program */
	char dir[MANY], include[MANY], runtime[MANY], library[MANY], crate[MANY];
	struct trial **program;
};

/* Each returns false after saying what is wrong. */
bool run_write(struct run *r);
bool run_build(struct run *r);
bool run_execute(struct run *r);
int run_report(struct run *r);

/* run_progress.c. Says on a terminal how far it has come, once it has taken a while. */
void run_progress(const struct run *r, const char *what, int done, int all);
void run_progress_end(void);
double run_now(void);
/* From now on, who interrupts gets what there is so far. */
void run_catch_interrupts(void);
bool run_interrupted(void);
void run_pass_interrupts_to(pid_t pid);

/* run_machine.c: "x86_64 (AMD EPYC, 2 CPUs)" */
void run_machine(char *name, size_t size);
/* run_forms.c: the language of each option and its name in messages. */
bool run_parse_languages(struct run *r, const char *v);
bool run_parse_variant(struct run *r, const char *v);
/* False if a compiler for Rust is asked for that is not there. */
bool run_find_rust(struct run *r);
/* Whether the test can be written in the languages asked for; .not_run is set if in none. */
void run_choose_forms(const struct run *r, struct trial *t);
/* The Rust compiler's name. */
const char *run_rustc(void);
const char *run_language_name(int language);

/* run_write.c: writes @text to the file @name in the program's directory. */
bool run_write_file(const struct run *r, const char *name, const struct text *text);
/* What the names of functions end in that are compiled in this form, and files. */
const char *run_form_suffix(int form);
const char *run_form_name(int form);

#endif
