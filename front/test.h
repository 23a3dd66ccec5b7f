/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * A litmus test after reading: the program, its text, its author's expectation, or the errors. The
 * state of reading is in build.h.
 */
#ifndef LKMM_FRONT_TEST_H
#define LKMM_FRONT_TEST_H

#include <lkmm/check/program.h>

enum { LITMUS_MAX_ERRORS = 10, LITMUS_ERROR_TEXT = 256 };

/* Blocks, parentheses and the like are at most so deep in each other. */
enum { LITMUS_MAX_DEPTH = 200 };

struct litmus_error {
	struct lkmm_place at;
	char text[LITMUS_ERROR_TEXT];
	int more;			/* further uses of a name that is not known */
};

struct token;

/* How files are read that a test includes. */
struct litmus_files {
	/*
	 * The text of the file @path, named from the folder of the test, and its @size, in memory
	 * of @arena. NULL if there is none: @why is the reason then.
	 */
	const char *(*read)(void *arg, struct lkmm_arena *arena, const char *path, size_t *size,
			    const char **why);
	void *arg;
};

struct litmus_source {
	const char *text;		/* the caller's */
	size_t size;
	const struct litmus_files *files;	/* the caller's, or NULL */
	const struct token *token;	/* what the test is made of; the last is T_END */
	/*
	 * The tokens of the text itself, without what #if leaves out: macros are not expanded, and
	 * files not included. Mostly the same as .token.
	 */
	const struct token *plain;
	uint64_t headers;		/* bits: of litmus/lib, those with a macro that is used */
	uint32_t rust;			/* bits: which of the first processes are in Rust */
	struct lkmm_expr **access;	/* all expressions that are accesses, with their places */
	int naccesses;
};

/* From comments of the test: "Result: Never", "Flags: data-race". */
struct litmus_expectation {
	struct lkmm_place at;		/* line 0: no such comments */
	const char *result;		/* Never, Sometimes, Always, DEADLOCK, or NULL */
	bool race;			/* DATARACE on that line */
	bool deadlock;			/* DEADLOCK on that line: executions block */
	bool has_flags;
	unsigned int flags;		/* these, and no others */
};

struct litmus_test {
	struct lkmm_arena *arena;	/* of all below */
	struct lkmm_test program;
	struct litmus_source source;
	struct litmus_expectation expected;
	struct litmus_error error[LITMUS_MAX_ERRORS];	/* in the order of the file */
	int nerrors;
	struct litmus_error warning[LITMUS_MAX_ERRORS];	/* #warning */
	int nwarnings;
	/* of a program: code that is not supported ends executions */
	bool loses;
	/* holds on final states that agree with the program's assumptions; on lost executions */
	struct lkmm_cond *assumed, *lost;
	char unknown[80];		/* the function that the first error is about, or "" */
};

/*
 * Reads the test @text of @size bytes into @t. False after errors, which are in @t->error. The
 * caller keeps @text as long as @t, and frees @t->arena in both cases.
 */
bool litmus_parse(struct litmus_test *t, const char *text, size_t size);
/* The same of a test in assembly, of whose loops there is only the turn that leaves them. */
bool litmus_parse_last_turns(struct litmus_test *t, const char *text, size_t size);
/* The same, of a test that may include @files, which the caller keeps, too; or NULL. */
bool litmus_parse_with(struct litmus_test *t, const char *text, size_t size,
		       const struct litmus_files *files);

struct asm_sequence;

/* A CPU that tests in C and Rust are compiled for. */
struct litmus_target {
	const char *arch;		/* "arm64" */
	const char *feature;		/* "lse": its instructions are used; or NULL */
	/* "gcc": by these instructions, which it makes of C11's atomics; NULL: as in defs/arch/ */
	const char *by;
	const struct asm_sequence *sequence;
	int nsequences;
};

/* "all" and the names of all of them, up to NULL. */
extern const char *const litmus_target_words[];
/* Those that "all" does not mean, up to NULL. */
extern const char *const litmus_targets_by_name[];
/* The one with number @n, from 0 on, in the order of defs/arch/. False: there are no more. */
bool litmus_target(int n, struct litmus_target *target);
/* The architecture whose instructions and whose model @arch has: mostly itself. */
const char *litmus_machine_of(const char *arch);
/*
 * Puts the instructions of @target in the place of all accesses of the test @t, which was read
 * without error. False if an operation has none: the reason is in @t->error, and the test cannot be
 * decided.
 */
bool litmus_compile(struct litmus_test *t, const struct litmus_target *target);

/* The variable called @name, an array by its first element; or -1. */
int find_location(const struct lkmm_test *t, const char *name, int len);

#endif
