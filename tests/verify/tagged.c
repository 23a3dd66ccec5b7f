// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Flags in the low bits of an address, in main() and in threads: one marks a node as dead, and
 * another uses it if it is not. FAULT 1: it does not look.
 * expect 0: no fault in any execution
 * expect 1: this assertion can fail
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

#define DEAD 1ul
#define OLD 2ul

struct node {
	long value;
};

static struct node node;
static unsigned long link;

static void kill(void *arg)
{
	(void)arg;
	lkmm_WRITE_ONCE(node.value, 2);
	lkmm_smp_store_release(&link, lkmm_READ_ONCE(link) | DEAD);
}

static void use(void *arg)
{
	unsigned long l = lkmm_smp_load_acquire(&link);
	struct node *n = (struct node *)(l & ~(DEAD | OLD));

	(void)arg;
	lkmm_assert(l & OLD);
#if FAULT == 1
	l &= ~DEAD;
#endif
	if (l & DEAD)
		lkmm_assert(lkmm_READ_ONCE(n->value) == 2);
	else
		lkmm_assert(FAULT != 1 || lkmm_READ_ONCE(n->value) == 1);
}

int main(void)
{
	int a, b;

	node.value = 1;
	link = (unsigned long)&node;
	link |= OLD | DEAD;
	link ^= DEAD;
	if (link & DEAD || !(link & OLD) || ((struct node *)(link & ~3ul))->value != 1)
		lkmm_assert(0);
	a = lkmm_spawn(kill, 0);
	b = lkmm_spawn(use, 0);
	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert((link & ~OLD) - DEAD == (unsigned long)&node);
}
