// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * More functions of the C library; memory that memset() fills, and that posix_memalign() makes;
 * alloca(). FAULT 1: a text is not in another one. 2: a thread fills what
 * another one reads. 3: the byte is another one. 4: an array of a size that varies.
 * expect 0: no fault in any execution
 * expect 1: this assertion of main() can fail
 * expect 2: data race
 * expect 3: this assertion can fail
 * expect 4: error: the instruction 'alloca of a size that varies' is not supported
 */
#define _GNU_SOURCE
#include <assert.h>
#include <ctype.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static char filled[8];
static int size = 2;

static void texts(void)
{
	char copy[8] = "a", *rest, *on_stack = __builtin_alloca(4);

	assert(stpcpy(copy, "ab") == copy + 2 && !strcmp(strncat(copy, "cde", 2), "abcd"));
	assert(strstr(copy, FAULT == 1 ? "x" : "bc") == copy + 1 && !strstr(copy, "bd"));
	assert(strspn("aab", "a") == 2 && strcspn("aab", "b") == 2 && !strpbrk("a", "b"));
	assert(!strcasecmp("Ab", "aB") && strncasecmp("Ac", "ab", 2) > 0);
	assert(strtok_r(copy, "c", &rest) == copy && !strcmp(copy, "ab") && *rest == 'd');
	assert(strtoul("12", NULL, 10) == 12 && strtoll("-3", NULL, 10) == -3);
	on_stack[3] = 'F';
	assert(isupper(on_stack[3]) && isxdigit('f') && isalnum('1') && ispunct('.'));
	assert(!isalpha('1') && !islower('A') && isprint('~'));
}

static void *work(void *arg)
{
	char *on_stack = __builtin_alloca(4);

	memset(on_stack, 0x7f, 4);
	memset(filled, 0x81, sizeof(filled));
	assert(on_stack[2] == 0x7f && (unsigned char)filled[3] == (FAULT == 3 ? 0x80 : 0x81));
	return arg;
}

int main(void)
{
	pthread_t thread;
	void *memory;
#if FAULT == 4
	int varying[size];

	varying[0] = 0;
	size = varying[0];
#endif

	texts();
	if (posix_memalign(&memory, 64, sizeof(long)))
		return size;
	memset(memory, 0xff, sizeof(long));
	assert(*(long *)memory == -1);
	free(memory);
	pthread_create(&thread, NULL, work, NULL);
	if (FAULT == 2)
		assert(!filled[0]);
	pthread_join(thread, NULL);
	assert(filled[7] == (char)0x81);
	return 0;
}
