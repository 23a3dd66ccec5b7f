/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The part of the C library that the table-driven test in tests/ and litmus tests use, over the
 * kernel's functions: so the same code compiles for a kernel and for user space. The headers beside
 * it with standard names include this one.
 */
#ifndef LKMM_USER_H
#define LKMM_USER_H

#include <linux/ctype.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/types.h>

#define PRIx64 "llx"
#define printf(...) pr_err(__VA_ARGS__)
#define puts(s) pr_err("%s\n", s)
#define exit(status) panic("lkmm: cannot go on\n")
#define abort() exit(1)

#define INT64_C(number) number##LL
#define INT64_MIN S64_MIN
#define UINT64_C(number) number##ULL
#define intptr_t long

#define calloc(n, size) kvcalloc(n, size, GFP_KERNEL)
#define free(p) kvfree(p)

static inline long long atoll(const char *s)
{
	return simple_strtoll(s, NULL, 10);
}

/* For delimiters of one character. */
static inline char *strtok_r(char *s, const char *delimiters, char **rest)
{
	char *token = s ? s : *rest;

	if (!token)
		return NULL;
	*rest = token;
	return strsep(rest, delimiters);
}

typedef struct lkmm_thread *pthread_t;
int pthread_create(pthread_t *thread, const void *attributes, void *(*start)(void *), void *arg);
int pthread_join(pthread_t thread, void **result);

static inline void sched_yield(void)
{
	schedule();
}

#endif
