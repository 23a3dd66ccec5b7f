// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "clock.h"

#include <time.h>

double clock_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

bool clock_past(void *limit)
{
	return clock_now() > *(double *)limit;
}
