/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Programs in LLVM IR, as clang and rustc write it. */
#ifndef LKMM_FRONT_LLVM_H
#define LKMM_FRONT_LLVM_H

#include "front/test.h"

/* A file of IR. */
struct llvm_file {
	const char *name;
	const char *text;		/* ends in a null byte */
};

struct llvm_program;

struct llvm_sources {
	struct litmus_files files;	/* reads those that messages quote */
	/*
	 * The start of the paths of files that are not the user's, the last NULL: their
	 * accesses are shown where they are called.
	 */
	const char *const *library;
	bool every_access;		/* also those that no other thread can see stay accesses */
	const char *ir;			/* the whole path of the first file, if that is IR itself */
	const char *main;		/* the function that is executed; NULL: main() */
	bool optimized;			/* what has no value may be what nobody uses */
};

/*
 * Reads a program into @t: all of its files, which are linked by the names of their functions and
 * variables. main() is executed up to where it waits for the first thread. The values that it has
 * written until then are the first values, and the functions that it has started are the threads of
 * @t.
 *
 * NULL after errors: they are in @t->error, with places in the source. The caller frees @t->arena
 * in both cases, with the program, and keeps the sources until then.
 */
struct llvm_program *llvm_read(struct litmus_test *t, const struct llvm_file *file, int nfiles,
			       const struct llvm_sources *sources);

/* What main() does wrong, on some values. */
enum llvm_fault {
	LLVM_ASSERTION, LLVM_NULL_POINTER, LLVM_BAD_POINTER, LLVM_OUTSIDE, LLVM_LOCK_TAKEN,
	LLVM_LOCK_FREE, LLVM_UNDEFINED
};

struct llvm_failure {
	struct lkmm_place at;		/* line 0: nothing */
	enum llvm_fault fault;
};

/*
 * Executes the rest of main(), on the values of @t->program.observed that threads have left; NULL:
 * the first values.
 */
enum llvm_end {
	LLVM_ENDS,
	LLVM_FAILS,			/* see *@failure */
	LLVM_MORE,			/* it read locations that were not observed; now they are */
	LLVM_RESUMES,			/* it goes on beside threads: llvm_resume() */
	LLVM_UNREAD			/* an error: in the test */
};
enum llvm_end llvm_finish(struct llvm_program *p, const int64_t *final,
			  struct llvm_failure *failure);

/*
 * The same on values that threads may never leave: LLVM_UNREAD then tells of errors, which are not
 * kept, and that main() would go on beside threads.
 */
enum llvm_end llvm_try(struct llvm_program *p, const int64_t *final);
/* The value that main() looked at there as the @n-th, of program.observed; -1: it did not. */
int llvm_look(const struct llvm_program *p, int n);

/*
 * Reads the program again, with main() as a thread from where it goes on beside others. False after
 * errors: they are in the test.
 */
bool llvm_resume(struct llvm_program *p);

#endif
