/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The paths of the parts of lkmm that a subcommand needs to compile its own programs. */
#ifndef LKMM_PARTS_H
#define LKMM_PARTS_H

#include <stdbool.h>

enum { PARTS_PATH = 4096 };

struct parts {
	char include[PARTS_PATH];	/* the directory that has lkmm/ */
	char library[PARTS_PATH];	/* liblkmm.a */
	char sources[PARTS_PATH];	/* the directory of its sources, for other machines */
	char run[PARTS_PATH];		/* the directory of runtime/ */
	char crate[PARTS_PATH];		/* lib.rs */
	char kernel[PARTS_PATH];	/* the directory of the kernel module's sources */
	char bench[PARTS_PATH];		/* the directory of the loops that lkmm bench measures */
	char shared[PARTS_PATH];	/* liblkmm.so.0 */
	char models[PARTS_PATH];	/* the directory of models/ */
	char hot[PARTS_PATH];		/* the directory of its profiling build; none in one with
					 * sanitizers */
};

/*
 * From the command itself to its parts: in a build directory, or installed. Those not found are
 * empty.
 */
void parts_find(struct parts *p);
/*
 * The same, for commands that need C. False, after a message, if anything but the crate or the
 * module is missing.
 */
bool parts_need(struct parts *p, const char *who);

#endif
