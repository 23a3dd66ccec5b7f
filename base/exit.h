/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The exit status of every command. */
#ifndef LKMM_EXIT_H
#define LKMM_EXIT_H

enum {
	EXIT_WELL,			/* all is well */
	EXIT_LOOK,			/* an answer that the user must look at */
	EXIT_BAD,			/* bad input, a limit, or something is missing */
};

#endif
