// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A list whose pointers carry a mark in their last bit, as Harris's has it; main() reads it, too.
 * FAULT 1: the mark stays in the pointer that is followed.
 *
 * expect 0: no fault in any execution
 * expect 1: error: this accesses 32 bits of 'tail.key', which has another size or place
 */
#include <assert.h>
#include <lkmm/atomic.h>
#include <lkmm/object.h>
#include <lkmm/verify.h>
#include <stdint.h>

#ifndef FAULT
#define FAULT 0
#endif

struct node {
	int key;
	uintptr_t next;
};

static struct node tail = { 9, 0 }, one = { 1, 0 }, head = { 0, 0 };

static struct node *pointer(uintptr_t p)
{
	return (struct node *)(FAULT ? p : p & ~(uintptr_t)1);
}

static void mark(void *arg)
{
	uintptr_t next = lkmm_READ_ONCE(one.next);

	lkmm_cmpxchg(&one.next, next, next | 1);
}

static void search(void *arg)
{
	struct node *n = pointer(lkmm_READ_ONCE(head.next));

	n = pointer(lkmm_READ_ONCE(n->next));
	assert(n->key == 9);
}

int main(void)
{
	int a, b;

	one.next = (uintptr_t)&tail;
	head.next = (uintptr_t)&one;
	a = lkmm_spawn(mark, 0);
	b = lkmm_spawn(search, 0);
	lkmm_join(a);
	lkmm_join(b);
	assert(one.next & 1);
	assert((struct node *)(one.next ^ 1) == &tail);
	assert(((struct node *)(one.next & -2ul))->key == 9);
}
