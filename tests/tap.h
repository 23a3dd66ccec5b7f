/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* Tests in C report in TAP 14. One that ends before tap_end() has no plan, and has failed. */
#ifndef LKMM_TESTS_TAP_H
#define LKMM_TESTS_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

static int tap_points, tap_failed;

/* One test, with its name, in which there is no '#'. */
__attribute__((format(printf, 2, 3), unused))
static bool tap(bool good, const char *name, ...)
{
	va_list ap;

	if (!tap_points++)
		puts("TAP version 14");
	tap_failed += !good;
	printf("%s %d - ", good ? "ok" : "not ok", tap_points);
	va_start(ap, name);
	vprintf(name, ap);
	va_end(ap);
	puts("");
	fflush(stdout);
	return good;
}

__attribute__((unused))
static void tap_skip(const char *name, const char *reason)
{
	if (!tap_points++)
		puts("TAP version 14");
	printf("ok %d - %s # SKIP %s\n", tap_points, name, reason);
}

/* The plan: the exit status, which is 0 if there were tests and all passed. */
__attribute__((unused))
static int tap_end(void)
{
	if (!tap_points) {
		puts("Bail out! no test ran");
		return 1;
	}
	printf("1..%d\n", tap_points);
	return tap_failed ? 1 : 0;
}

#endif
