/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * What happens when an object is misused in a way that can be survived: a reference count that
 * would overflow, say. A warning is
 *
 *	- a call of lkmm_warns(), if the program defines that function;
 *	- else a line on standard error, if there is a C library;
 *	- or LKMM_WARN(text), if that is defined before the first #include;
 *
 * and the program goes on.
 *
 * For lkmm verify, a warning is a fault.
 */
#ifndef LKMM_WARN_H
#define LKMM_WARN_H

#include <lkmm/compiler.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * lkmm_warns() - the program's own function for warnings
 * @text: what was misused, and how: one line without its end
 *
 * Programs may define it. It must not use the object that is warned of.
 */
extern void lkmm_warns(const char *text) __attribute__((__weak__));

/* include/verify/, front/llvm/thread.c */
void lkmm_verify_warns(void);

#if __STDC_HOSTED__
int dprintf(int fd, const char *format, ...);	/* without the names of <stdio.h> */
#endif

#ifdef __cplusplus
}
#endif

#if defined(LKMM_WARN)
/* the program's */
#elif defined(LKMM_VERIFY)
# define LKMM_WARN(text) lkmm_verify_warns()
#else
# define LKMM_WARN(text) __lkmm_warn(text)

static __attribute__((__cold__, __noinline__, __unused__))
void __lkmm_warn(const char *text)
{
	if (lkmm_warns)
		lkmm_warns(text);
# if __STDC_HOSTED__
	else
		dprintf(2, "WARNING: %s\n", text);
# endif
}
#endif

#endif
