// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Writes docs/links.list: the other names under which a reference page is installed, so that man
 * finds it by the name of any function, macro or type. A line is "NAME PAGE SECTION".
 */
#include "doc.h"
#include "gen/c/common.h"

static void put_link(struct out *o, const char *name, const char *page, int section)
{
	if (!streq(name, page))
		put(o, "%s %s %d\n", name, page, section);
}

static void put_op_link(struct out *o, const struct table *t, const struct op *op, int which,
			const struct c_type *ct)
{
	(void)t;
	put_link(o, xprintf("lkmm_%s", c_op_name(op, which, ct)),
		 xprintf("lkmm_%s", op->family->name), 3);
}

static void put_local_link(struct out *o, const struct table *t, const struct op *op, int which,
			   const struct c_type *ct)
{
	(void)t;
	put_link(o, xprintf("lkmm_%s", c_op_name(op, which, ct)), "lkmm_local", 3);
}

/* The functions, the macros, and what the types have. */
static void put_locals(struct out *o, const struct table *t)
{
	static const char *const other[] = { "lkmm_local_t", "lkmm_local64_t", "LKMM_LOCAL_INIT",
					     "LKMM_LOCAL64_INIT" };
	struct table local = local_table(t);

	for_each_local_op(t, put_local_link, o);
	for (int i = 0; i < local.nops; i++)
		if (local.op[i].family->on == PLAIN_OBJECT)
			put_link(o, xprintf("lkmm_%s", local.op[i].name), "lkmm_local", 3);
	for (size_t i = 0; i < COUNT(other); i++)
		put_link(o, other[i], "lkmm_local", 3);
}

/* Names that the pages describe but the table does not have. */
static void put_others(struct out *o)
{
	static const char *const init[] = { "LKMM_ATOMIC_INIT", "LKMM_ATOMIC64_INIT",
					    "LKMM_ATOMIC_LONG_INIT" };
	static const char *const wait[] = { "lkmm_smp_cond_load_relaxed",
					    "lkmm_smp_cond_load_acquire", "lkmm_wait_u8",
					    "lkmm_wait_u16", "lkmm_wait_u32", "lkmm_wait_u64" };

	for (size_t i = 0; i < COUNT(init); i++)
		put_link(o, init[i], "lkmm_access", 3);
	for (size_t i = 0; i < COUNT(wait); i++)
		put_link(o, wait[i], "lkmm_object", 3);
	for (size_t i = 0; i < COUNT(c_atomic_types); i++)
		put_link(o, c_atomic_types[i].object, "lkmm", 7);
}

void write_doc_links(const struct table *t, const char *root)
{
	struct out *o = begin_output("docs/links.list");

	for_each_typed_op(t, put_op_link, o);
	for (int i = 0; i < t->nops; i++)
		for (int w = 0; t->op[i].family->on == PLAIN_OBJECT && w < t->op[i].norders; w++)
			put_link(o, xprintf("lkmm_%s%s", t->op[i].name, order_suffix(&t->op[i], w)),
				 xprintf("lkmm_%s", t->op[i].family->name), 3);
	for (int i = 0; i < t->nbarriers; i++)
		put_link(o, xprintf("lkmm_%s", t->barrier[i].name),
			 xprintf("lkmm_%s", t->barrier[i].family->name), 3);
	put_locals(o, t);
	put_others(o);
	put_structure_links(o, root);
}
