/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* The tokens of a program's files, which compilers have accepted. */
#ifndef LKMM_FRONT_PLAIN_H
#define LKMM_FRONT_PLAIN_H

#include "test.h"

/* A file, which is a part of the text of a test. */
struct program_file {
	const char *name;
	size_t from, to;
	bool rust;
};

/*
 * Cuts the files @file[0..@n) in @test->source.text into @test->source.plain. Macros are not
 * expanded; directives, and attributes of Rust, are left out. False without memory.
 */
bool cut_program(struct litmus_test *test, const struct program_file *file, int n);

#endif
