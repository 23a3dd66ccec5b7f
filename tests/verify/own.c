// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Variables that one thread alone uses are none to the others: a dependency goes through them all
 * the same, and what they hold at the end is there for main(). Not so if another thread gets there
 * by an index or a pointer that is computed, or if an access is marked.
 *
 * expect 0: no fault in any execution
 * expect 1: own.c:63:23: data race
 * expect 2: own.c:52:12: data race
 * expect 3: own.c:81:2: this assertion of main() can fail
 * expect 4: own.c:52:12: data race
 * expect 5: own.c:52:12: data race
 */
#include <assert.h>
#include <lkmm/atomic.h>
#include <pthread.h>

#ifndef FAULT
#define FAULT 0
#endif

struct item {
	int value;
};

struct note {
	struct item *mine;
	int count, times[2];
	short small;
};

static struct item item;
static struct item *shown;
static struct note note[2];
static struct note *other = &note[1];
static int which;

static void *write_item(void *arg)
{
	struct note *n = arg;

	item.value = 42;
	n->times[0]++;
	if (FAULT == 3)
		n->count = 7;
	if (FAULT == 1)
		lkmm_WRITE_ONCE(shown, &item);
	else
		lkmm_smp_store_release(&shown, &item);
	lkmm_WRITE_ONCE(which, 1);
	for (int i = 0; i < 2; i++)
		n->count += 2;
	return NULL;
}

static void *read_item(void *arg)
{
	struct note *n = arg;

	n->mine = lkmm_READ_ONCE(shown);
	n->small--;
	if (n->mine)
		n->count = n->mine->value;
	if (FAULT == 2) note[lkmm_READ_ONCE(which) ? 0 : 1].count = 2;
	if (FAULT == 5) other[-1].count++;
	if (FAULT == 4)
		*(volatile int *)&note[0].count = 1;
	return NULL;
}

int main(void)
{
	pthread_t thread[2];

	pthread_create(&thread[0], NULL, write_item, &note[0]);
	pthread_create(&thread[1], NULL, read_item, &note[1]);
	pthread_join(thread[0], NULL);
	pthread_join(thread[1], NULL);
	assert(note[1].count == (note[1].mine ? 42 : 0));
	assert(note[1].small == -1 && note[0].times[0] == 1);
	assert(note[0].count == 4);
	return 0;
}
