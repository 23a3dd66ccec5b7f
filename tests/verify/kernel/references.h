/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * The client of a reference count: the thread that drops the last reference frees the object, once,
 * and nobody uses it then. A second thread takes a reference while the object may go away. Before
 * this is included: refs_t, which begins as REFS_ONE; take(), false if it is too late; drop(), true
 * if it was the last.
 */
#include <lkmm/verify.h>

struct object {
	refs_t refs;
	int data;
};

static struct object object = { .refs = REFS_ONE, .data = 1 };
static int freed;

static void use_and_drop(struct object *o)
{
	lkmm_assert(o->data == 1);
	if (!drop(&o->refs))
		return;
	lkmm_assert(!freed);
	freed = 1;
	o->data = 0;
}

static void use(void *arg)
{
	(void)arg;
	use_and_drop(&object);
}

static void look(void *arg)
{
	(void)arg;
	if (take(&object.refs))
		use_and_drop(&object);
}

int main(void)
{
	int a = lkmm_spawn(use, 0), b = lkmm_spawn(look, 0);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(freed == 1);
}
