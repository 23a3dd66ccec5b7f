// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Read-modify-writes out of line: where the CPU decides which sequence is right, compiled once for
 * each.
 */
#include "define.h"
#include "rmw.list"
