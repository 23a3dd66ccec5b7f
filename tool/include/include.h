/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Files that a test includes: they are read from its folder. */
#ifndef LKMM_TOOL_INCLUDE_H
#define LKMM_TOOL_INCLUDE_H

#include "front/test.h"

/* For litmus_parse_with(): how the files are read that the test @test includes, which is a path,
 * or NULL where the test is in no file. Neither is copied. */
struct litmus_files include_from(const char *test);

#endif
