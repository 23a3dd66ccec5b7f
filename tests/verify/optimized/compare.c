// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A pointer that is read and followed. 1: it is compared with the address of an object, so that
 * the compiler follows that address. 2: an index of which one value is possible. 3: as 1, but the
 * read is an acquire. 4: as 1, with a barrier for reads.
 * status 0: 0
 * status 1: 1
 * effect 1: @use the address of this read does not depend on the marked read
 * status 2: 1
 * effect 2: @index the address of this read does not depend on the marked read
 * status 3: 0
 * status 4: 0
 */
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

#define SLOTS 1

struct entry { int value; };
static struct entry old, new;
static struct entry *shared = &old;
static int slot[SLOTS + 1], last, out;

static void publish(void *arg)
{
	(void)arg;
	new.value = 1;
	lkmm_smp_store_release(&shared, &new);
	lkmm_WRITE_ONCE(slot[0], 1);
	lkmm_smp_store_release(&last, SLOTS);
}

static void use(void *arg)
{
	(void)arg;
#if FAULT == 2
	unsigned int i = lkmm_READ_ONCE(last);

	lkmm_WRITE_ONCE(out, lkmm_READ_ONCE(slot[i % SLOTS])); /* @index */
#elif FAULT == 3
	struct entry *p = lkmm_smp_load_acquire(&shared);

	if (p == &new)
		lkmm_WRITE_ONCE(out, p->value);
#else
	struct entry *p = lkmm_READ_ONCE(shared);

#if FAULT == 4
	lkmm_smp_rmb();
#endif
#if FAULT
	if (p == &new)
#else
	if (p)
#endif
		lkmm_WRITE_ONCE(out, p->value); /* @use */
#endif
}

int main(void)
{
	int a = lkmm_spawn(publish, 0), b = lkmm_spawn(use, 0);

	lkmm_join(a);
	lkmm_join(b);
	return 0;
}
