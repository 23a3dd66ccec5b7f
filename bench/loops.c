// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm's operations in C: compiled once per variant. */
#include <lkmm/atomic.h>

#include "loops.h"

#define OP(name, operation, order, family, object, value, width, returns, start, c, ...)	\
	BENCH_LOOPS_##returns(name, object, c)
#include <ops.h>
