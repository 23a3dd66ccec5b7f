// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * What main() calls at its end, the last one first, with what threads have left; exit() of a
 * thread; and texts that are made, which count as empty. FAULT 1: the end finds a number that a
 * thread has not left. 2: the order is another one. 3: va_arg(). 4: _exit() calls nothing. 5: one
 * thread ends the program in each execution, with the mutex.
 * expect 0: no fault in any execution
 * expect 1: this assertion of main() can fail
 * expect 2: this assertion of main() can fail
 * expect 3: error: va_arg() is not supported
 * expect 4: no fault in any execution
 * expect 5: no fault found, but executions were left out; no execution ends there
 */
#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int number, calls;

static void note(const char *format, ...)
{
	char text[40];
	va_list list;

	va_start(list, format);
#if FAULT == 3
	text[0] = (char)va_arg(list, int);
#else
	vsnprintf(text, sizeof(text), format, list);
#endif
	va_end(list);
	fprintf(stderr, "%s: %s\n", text, strerror(errno));
}

static void check_number(void)
{
	assert(calls == (FAULT == 2 ? 0 : 1));
	assert(number == (FAULT == 1 ? 1 : FAULT == 4 ? 5 : 2));
}

static void count_call(void)
{
	calls++;
}

static void *add(void *arg)
{
	pthread_mutex_lock(&lock);
	if (number > (FAULT == 5 ? 0 : 2))
		exit(EXIT_FAILURE);
	number++;
	note("%d", number);
	pthread_mutex_unlock(&lock);
	return arg;
}

int main(void)
{
	pthread_t thread[2];

	if (atexit(check_number) || atexit(count_call))
		abort();
	for (int i = 0; i < 2; i++)
		pthread_create(&thread[i], NULL, add, NULL);
	for (int i = 0; i < 2; i++)
		pthread_join(thread[i], NULL);
	if (FAULT == 4)
		_exit(0);
	if (calls)
		exit(1);
	return 0;
}
