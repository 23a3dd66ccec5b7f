/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* lkmm verify: programs in C and Rust, by way of LLVM IR. */
#ifndef LKMM_VERIFY_TOOL_H
#define LKMM_VERIFY_TOOL_H

#include "front/llvm/llvm.h"
#include "base/files.h"
#include "base/parts.h"
#include "base/scratch.h"
#include "base/text.h"

#include <lkmm/check/check.h>

enum { VERIFY_FILES = 32 };

struct verify {
	struct lkmm_options options;
	bool json;
	double timeout;			/* seconds, 0: no limit */
	const char *keep;		/* the directory for IR, or NULL */

	char **file;			/* arguments */
	int nfiles;
	char **flag;			/* behind -- */
	int nflags;

	char dir[SCRATCH_PATH];
	struct parts parts;
	char library[PARTS_PATH];	/* the directory of the crate */
	struct llvm_file ir[VERIFY_FILES + 1];	/* one more: of the crate */
	int nirs;
};

/* What became of the program. */
struct verdict {
	struct litmus_test *test;
	struct lkmm_answer answer;
	enum lkmm_status status;
	struct why *why;
	struct lkmm_place failed;	/* an assertion of main(); line 0: none */
	bool after;			/* it fails on what the threads have left */
	bool unread;			/* errors: of the test */
	double seconds;
};

/* compile.c: makes IR of all files, and reads it. False after a message. */
bool verify_compile(struct verify *v);
/* decide.c: the verdict, with the program in @d->test. */
void verify_decide(const struct verify *v, struct verdict *d);
/* report.c: prints it. Returns the exit status. */
int verify_report(const struct verify *v, const struct verdict *d);

#endif
