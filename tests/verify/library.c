// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Functions of the C library: one thread writes a text and publishes it, the other one reads it.
 *
 * expect 0: no fault in any execution
 * expect 1: data race
 * expect 2: library.c:74:3: this assertion can fail
 * expect 3: library.c:52:2: this assertion of main() can fail
 */
#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef FAULT
#define FAULT 0
#endif

static char text[8];
static atomic_int ready;
static int number[4] = { 3, -1, 2, 0 };

static int compare(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void texts(void)
{
	char copy[8];

	assert(strlen("abc") == 3 && strnlen("abc", 2) == 2);
	assert(strcmp("ab", "abc") < 0 && strcmp("b", "ab") > 0 && !strcmp("ab", "ab"));
	assert(strcmp("\x7f", "\x80") < 0 && !strncmp("abc", "abd", 2) && strncmp("a", "b", 1) < 0);
	assert(!memcmp("abc", "abd", 2) && memcmp("abc", "abd", 3) < 0);
	strncpy(copy, "ab", sizeof(copy));
	assert(copy[1] == 'b' && !copy[2] && !copy[7]);
	assert(!strcmp(strcat(copy, "ca"), "abca"));
	assert(strchr(copy, 'a') == copy && strrchr(copy, 'a') == copy + 3);
	assert(strchr(copy, 0) == copy + 4 && !strchr(copy, 'x'));
	assert(memchr(copy, 'c', 4) == copy + 2);
}

static void numbers(void)
{
	qsort(number, 4, sizeof(number[0]), compare);
	assert(number[0] == (FAULT == 3 ? 0 : -1));
	assert(number[1] == 0 && number[2] == 2 && number[3] == 3);
	assert(abs(-3) == 3 && labs(-4L) == 4 && toupper('a') == 'A' && tolower('B') == 'b');
	assert(atoi(" -12x") == -12 && strtol("0x1f", NULL, 0) == 31);
	assert(strtol("12", NULL, 8) == 10);
}

static void *writer(void *arg)
{
	strcpy(text, "h");
	errno = EAGAIN;
	atomic_store_explicit(&ready, 1, FAULT == 1 ? memory_order_relaxed : memory_order_release);
	return arg;
}

static void *reader(void *arg)
{
	while (!atomic_load_explicit(&ready, memory_order_acquire)) {
		sched_yield();
		usleep(10);
	}
	if (FAULT == 2)
		assert(!strcmp(text, "o"));
	assert(!strcmp(text, "h") && strlen(text) == 1);
	assert(!errno);
	fprintf(stderr, "%s\n", text);
	return arg;
}

int main(void)
{
	pthread_t a, b;

	texts();
	numbers();
	srand(1);
	pthread_create(&a, NULL, writer, NULL);
	pthread_create(&b, NULL, reader, NULL);
	pthread_join(a, NULL);
	pthread_join(b, NULL);
	fflush(stdout);
	return 0;
}
