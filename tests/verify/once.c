// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Two threads share what the first of them makes, once, by POSIX; or C11, too. FAULT 1: they look
 * for themselves whether it is there; 2: a thread uses it without asking; 3: it is made twice.
 * 4: main() is one of them, and expects more; 5: and does not.
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: data race
 * expect 3: this assertion can fail
 * expect 4: once.c:65:2: this assertion can fail
 * expect 5: no fault in any execution
 */
#include <assert.h>
#include <pthread.h>
#include <stddef.h>
#include <threads.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static once_flag flag = ONCE_FLAG_INIT;
static int made;

static void make(void)
{
	made++;
}

static void get(void)
{
#if FAULT == 1
	if (!made)
		make();
#elif FAULT == 3
	call_once(&flag, make);
#endif
	pthread_once(&once, make);
}

static void *use(void *unused)
{
	(void)unused;
	get();
	assert(made == 1);
	return NULL;
}

static int use_c11(void *unused)
{
	(void)unused;
#if FAULT != 2
	get();
#endif
	assert(made == 1);
	return 0;
}

int main(void)
{
	pthread_t a;
	thrd_t b;

	pthread_create(&a, NULL, use, NULL);
	thrd_create(&b, use_c11, NULL);
#if FAULT >= 4
	get();
	assert(made == (FAULT == 4 ? 2 : 1));
#endif
	pthread_join(a, NULL);
	thrd_join(b, NULL);
	(void)flag;
	return 0;
}
