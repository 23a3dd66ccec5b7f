// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Two threads with a reference to an object: each drops it, and tries to get another one.
 *
 * fault: work.c: !lkmm_atomic_dec_and_test(&object => 1 != lkmm_atomic_fetch_dec_relaxed(&object
 * expect: data race
 * fault: work.c: if (!lkmm_atomic_inc_not_zero( => if (!lkmm_atomic_inc_return(
 * expect: this assertion can fail
 * fault: work.c: freed += put(object);\n\t\t}\n => freed++;\n\t\t}\n
 * expect: this assertion of main() can fail
 * fault: work.c: freed += put(object);\n\t\t\tif => freed += put(object) + put(object);\n\t\t\tif
 * expect: this assertion can fail
 * fault: work.c: demo_free(object); => object->alive = 0;
 * expect: this assertion of main() can fail
 * fault: rust/lib.rs: dec_and_test(Full) => dec_return(Release).eq(&0)
 * expect: data race
 * fault: rust/lib.rs: !object.references.inc_not_zero( => 0 == object.references.inc_return(
 * expect: this assertion can fail
 * fault: rust/lib.rs: freed += put(object);\n        }\n => freed += 1;\n        }\n
 * expect: this assertion of main() can fail
 * fault: rust/lib.rs: if i == times / 2 { => if i <= times / 2 {\n freed += put(object);
 * expect: this assertion can fail
 * fault: rust/lib.rs: demo_free(object) }; => demo_misused(core::ptr::null()) };
 * expect: this assertion can fail
 */
#include "client.h"

static struct counted object = { .references = LKMM_ATOMIC_INIT(2), .alive = 1 };
static const struct pool pool = { .objects = &object, .count = 1 };

static void one(void *shared)
{
	ONE.refer(shared, 1);
}

static void other(void *shared)
{
	OTHER.refer(shared, 1);
}

int main(void)
{
	void *shared = (void *)&pool;
	int a = lkmm_spawn(one, shared), b = lkmm_spawn(other, shared);

	lkmm_join(a);
	lkmm_join(b);
	lkmm_assert(object.frees == 1 && !object.alive);
}
