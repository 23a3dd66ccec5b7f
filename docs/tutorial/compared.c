// SPDX-License-Identifier: GPL-2.0 OR MIT
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

struct entry { int value; };
static struct entry x, y;
static struct entry *shared = &x;
static int found;

static void publish(void *arg)
{
	(void)arg;
	y.value = 42;
	lkmm_smp_store_release(&shared, &y);
}

static void use(void *arg)
{
	struct entry *p = lkmm_READ_ONCE(shared);

	if (p == &y)
		*(int *)arg = p->value;
}

int main(void)
{
	int a = lkmm_spawn(publish, 0), b = lkmm_spawn(use, &found);

	lkmm_join(a);
	lkmm_join(b);
	return 0;
}
