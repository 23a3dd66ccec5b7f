/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * lkmm run: litmus tests on this machine.
 *
 *	options.c	the command line
 *	run.c		the sequence of steps
 *	arch.c		the machine they run on
 *	forms.c		the languages and variants of each process
 *	write.c		the tests as a program, in files
 *	build.c		compiles it
 *	kernel.c	... as a module of a kernel, and boots that
 *	read.c		the outcomes
 *	machine.c	a description of the machine
 *	possible.c	which of the allowed outcomes the CPU can show
 *	judge.c		compares that with the outcomes that the model allows
 *	report.c	prints the result
 *	json.c		the same, for programs
 *	html.c		the same as a page
 */
#ifndef LKMM_RUN_COMMAND_H
#define LKMM_RUN_COMMAND_H

#include "base/command.h"
#include "emit/emit.h"
#include "front/test.h"
#include "base/parts.h"
#include "base/files.h"
#include "base/text.h"
#include "tool/shard/shard.h"

#include <lkmm/check/check.h>
#include <sys/types.h>

/* RUN_SLICES: as in runtime/table.h */
enum { MANY = 4096, TESTS_PER_FILE = 24, RUN_SLICES = 24 };

enum run_verdict {
	RUN_ALLOWED,
	RUN_FORBIDDEN,
	RUN_RACY,			/* not among those allowed, but the test has a data race */
	RUN_BEYOND,			/* the loops take more turns than the checker followed */
	RUN_FILTERED,			/* the test's filter leaves it out */
};

/* An outcome: as many values as are observed, how often, and how often in which forms. */
struct outcome {
	int64_t *value;
	uint64_t count;
	uint64_t slice[RUN_SLICES];	/* the count, by the part of the run; with --html */
	uint64_t by_form[EMIT_FORMS];	/* threads that took the form, in instances with it */
	enum run_verdict verdict;
	bool wanted;			/* the condition holds */
	bool impossible;		/* on the CPU, by its architecture */
};

/* One test. */
struct trial {
	const char *file;
	const char *title;		/* how reports name the file */
	struct litmus_test litmus;
	char *text;
	struct emit emit;
	struct lkmm_answer answer;	/* the model's, with all states */
	/* the answers for CPUs of the architecture; whether these are all there */
	struct lkmm_answer *cpu;
	int ncpus;
	bool cpu_known;
	const char *error;		/* the error in an invalid test; or NULL */
	struct lkmm_place error_at;
	const char *not_run;		/* the reason, or NULL */
	char why_not[2][128];		/* why it cannot be written in C, in Rust; or empty */
	char reason[480];
	bool stuck;			/* it did not end: .reason has where its threads wait */
	char mode[64];			/* in which it was run */
	struct outcome *outcome;	/* the seen ones; once judged, the allowed, unseen ones */
	size_t noutcomes, nseen;
	uint64_t wanted;		/* how often the condition held */
	uint64_t all, forbidden;	/* outcomes */
	uint64_t instances;
	double seconds;
};

/* An architecture, by the names that others have for it. */
struct run_arch {
	const char *name, *qemu;
	bool two_forms;			/* the library has two forms of each read-modify-write */
};

/* The VM for a kernel whose headers have build/arch/HEADERS. */
struct run_vm {
	const char *arch, *headers, *qemu, *package, *options, *cpu, *console;
	const char *parameters;		/* of the kernel */
};

/* NULL: there is none. */
const struct run_vm *run_vm_of(const struct run_arch *arch);

extern const struct run_arch run_archs[];
extern const int run_narchs;

/* Which languages --lang asks for. RUN_AS_WRITTEN: each process in its own. */
enum run_languages { RUN_AS_WRITTEN, RUN_C, RUN_RUST, RUN_MIXED, RUN_BOTH };

struct run {
	double seconds, begin;
	uint64_t iterations;
	bool json, pin;
	struct shard shard;		/* --shard */
	enum run_languages languages;
	bool variant[2];		/* inline, out of line */
	const char *no_rust;		/* the reason why processes in Rust run in C */
	bool rcu;			/* some test needs liburcu */
	const char *mode;		/* NULL: whichever fits; batch, perpetual */
	unsigned int forms;		/* bits: those that any process is compiled in */
	unsigned int *file_forms;	/* of each file of the program, likewise */
	const char *html;		/* the file for a page; or NULL */
	const char *keep;		/* the directory for the program; NULL: a temporary one */
	const struct run_arch *arch;	/* NULL: this machine's, which we have no name for */
	const char *cpu;		/* for qemu, or NULL */
	bool foreign, emulated;		/* another architecture; under qemu */
	char cc[64];			/* the compiler for that */
	struct check *decides;		/* by the model of the architecture; or NULL */
	struct files files;
	struct trial *trial;
	int ntrials, nprograms;		/* nprograms: tests that have become part of the program */
	char dir[MANY];
	struct parts parts;
	struct {
		const char *dir;	/* NULL: in user space */
		char *path;		/* to be freed with .dir, or NULL */
		char release[256];
		bool done, complained;	/* the VM came to its end; the kernel found fault */
		/* the tests that a VM runs, from this number on; those that need another VM: a
		 * test before them keeps a CPU for ever; or 0 */
		int first, next;
		bool began;		/* the VM has come to the modules */
		int boots;		/* VMs that have not */
	} kernel;
	enum { RCU_UNKNOWN, RCU_THERE, RCU_MISSING } liburcu;
	struct trial **program;
};

/* Each returns false after an error message. */
bool run_write(struct run *r);
bool run_build(struct run *r);
bool run_execute(struct run *r);
/* The outcome with these values, added if it is new. NULL without memory. */
struct outcome *run_outcome(struct trial *t, const int64_t *value);
bool run_judge(struct trial *t);
int run_report(struct run *r);
/* json.c: the result of a test; and as a line. *@bad is set without memory. */
json_t *run_json(const struct run *r, const struct trial *t, int *bad);
/* html.c: all results as a page. */
void run_html(struct text *out, const struct run *r);
void run_report_json(struct text *out, const struct run *r, const struct trial *t);
/* json.c: prints all results for 'lkmm merge'. @status: of each test. Returns the exit status. */
int run_print_share(struct run *r, const int *status);
/* possible.c: the model of the architecture, and its answer on a test. False without memory. */
bool run_open_model(struct run *r);
void run_find_possible(struct run *r, struct trial *t);
/* Whether the CPU can show the outcome; true if that is not known. */
bool run_is_possible(const struct trial *t, const int64_t *value);
void run_free_possible(struct trial *t);
void run_close_model(struct run *r);
/* "0:r0=1; x=2;" */
void run_put_outcome(struct text *out, const struct trial *t, const int64_t *value);
/* Of a test that did not end: whether the model has executions that block. */
bool run_may_block(const struct trial *t);
const char *run_verdict_name(const struct outcome *o);
const char *run_observation(const struct trial *t);
/* liburcu is there, for the machine that the tests run on. */
bool run_has_rcu(const struct run *r);

/* machine.c: this machine, or "arm64 cortex-a53 under qemu on ..." */
void run_machine(const struct run *r, char *name, size_t size);
/* --affinity: whether threads are pinned, and to which CPUs. */
bool run_parse_affinity(struct run *r, const char *v);
/*
 * arch.c: --arch; finds the tools to run there. Both return false on failure; the second reports
 * it.
 */
bool run_parse_arch(struct run *r, const char *v);
bool run_find_machine(struct run *r);
/* kernel.c: --kernel; finds the tools; the module, and the VM to boot. */
bool run_find_kernel(struct run *r);
const char *run_kernel_obstacle(struct trial *t);
bool run_build_kernel(struct run *r);
void run_put_vm(struct command *c, const struct run *r);
/* The module's text in @line of the console; or NULL. */
char *run_console_line(struct run *r, char *line);
/* False, with a message, if the VM did not end in an orderly way. */
/* Before a VM is booted; whether another one is needed. */
void run_prepare_boot(struct run *r);
bool run_boots_again(struct run *r);
bool run_vm_ended_well(const struct run *r);
/* False if a compiler for Rust is asked for that is not there. */
bool run_find_rust(struct run *r);
/* Whether the test can be written in the languages asked for; .not_run is set if in none. */
void run_choose_forms(const struct run *r, struct trial *t);
const char *run_language_name(int language);

/* write.c: whether the test needs liburcu. */
bool run_uses_rcu(const struct litmus_test *l);
/* Writes @text to the file @name in the program's directory. */
bool run_write_file(const struct run *r, const char *name, const struct text *text);
/* The suffix of functions and files that are compiled in this form. */
const char *run_form_suffix(int form);
const char *run_form_name(int form);

#endif
