// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Writes the kernel's own spelling: in include/kernel/, the names of ops.tbl without the prefix.
 * The rest of these directories is written by hand. ops.tbl has the header of each name.
 *
 * The kernel's functions, the atomics, are object-like macros, so a name can be passed on as a
 * function pointer. Those of 64 bits are separate functions, as the kernel's s64 is long long, and
 * int64_t may be long. The kernel's macros become macros with arguments, so variables and members
 * may have names such as barrier or xchg.
 */
#include "common.h"

#include <string.h>

/* A header below DIRECTORY: its includes, and the text after the names from ops.tbl. */
struct home {
	const char *path, *guard, *about;
	bool atomics;			/* has those, and nothing else of ops.tbl */
	const char *local;		/* has the operations on atomics under this name */
	const struct c_type *local_type;	/* ... of this type */
	const char *includes, *tail;
};

#define DIRECTORY "include/kernel/"

/* A type of the project's own, or the kernel's, may have that name. */
#define LOCAL_HEAD(type, init)							\
	"#include <linux/atomic.h>\n#include <lkmm/local.h>\n\n"				\
	"#define " type " lkmm_" type "\n#define " init "(i) LKMM_" init "(i)\n"

static const struct home homes[] = {
	{
		.path = "linux/atomic.h", .guard = "__LKMM_LINUX_ATOMIC_H",
		.about = "The kernel's atomics.",
		.atomics = true,
		.includes = "/* C11's atomic_fetch_add(v, i) and its like are macros too, and take "
			    "their arguments the other way around. */\n"
			    "#ifdef atomic_fetch_add\n"
			    "# error \"<linux/atomic.h> and <stdatomic.h> use the same names for "
			    "different things\"\n#endif\n\n"
			    "#include <linux/compiler.h>\n#include <linux/types.h>\n"
			    "#include <asm/barrier.h>\n"
			    "#include <asm/cmpxchg.h>\n#include <lkmm/atomic.h>\n\n"
			    "/*\n * A <linux/types.h> of the project's own comes before ours. It "
			    "may define these types or not: from here on\n"
			    " * they are those that the functions below take.\n */\n"
			    "#ifndef __LKMM_LINUX_TYPES_H\n"
			    "# define atomic_t lkmm_atomic_t\n# define atomic64_t lkmm_atomic64_t\n"
			    "# define atomic_long_t lkmm_atomic_long_t\n"
			    "# undef ATOMIC_INIT\n# define ATOMIC_INIT(i) LKMM_ATOMIC_INIT(i)\n"
			    "# undef ATOMIC64_INIT\n# define ATOMIC64_INIT(i) "
			    "LKMM_ATOMIC64_INIT(i)\n"
			    "# undef ATOMIC_LONG_INIT\n"
			    "# define ATOMIC_LONG_INIT(i) LKMM_ATOMIC_LONG_INIT(i)\n#endif\n",
	}, {
		.path = "asm/rwonce.h", .guard = "__LKMM_ASM_RWONCE_H",
		.about = "The kernel's marked accesses.",
		.includes = "#include <linux/compiler_types.h>\n#include <lkmm/object.h>\n",
		.tail = "#define __READ_ONCE(x) READ_ONCE(x)\n"
			"#define __WRITE_ONCE(x, val) WRITE_ONCE(x, val)\n"
			"#define READ_ONCE_NOCHECK(x) READ_ONCE(x)\n",
	}, {
		.path = "asm/barrier.h", .guard = "__LKMM_ASM_BARRIER_H",
		.about = "The kernel's barriers.",
		.includes = "#include <linux/compiler_types.h>\n#include <asm/processor.h>\n"
			    "#include <asm/rwonce.h>\n"
			    "#include <lkmm/object.h>\n",
		.tail = "#define smp_cond_load_relaxed(ptr, cond_expr) "
			"lkmm_smp_cond_load_relaxed(ptr, cond_expr)\n"
			"#define smp_cond_load_acquire(ptr, cond_expr) "
			"lkmm_smp_cond_load_acquire(ptr, cond_expr)\n"
			"#define smp_cond_load_relaxed_timeout(ptr, cond_expr, time_expr_ns, "
			"timeout_ns) \\\n"
			"\tlkmm_smp_cond_load_relaxed_timeout(ptr, cond_expr, time_expr_ns, "
			"timeout_ns)\n"
			"#define smp_cond_load_acquire_timeout(ptr, cond_expr, time_expr_ns, "
			"timeout_ns) \\\n"
			"\tlkmm_smp_cond_load_acquire_timeout(ptr, cond_expr, time_expr_ns, "
			"timeout_ns)\n"
			"#define virt_mb__before_atomic() smp_mb__before_atomic()\n"
			"#define virt_mb__after_atomic() smp_mb__after_atomic()\n"
			"#define virt_store_mb(var, value) smp_store_mb(var, value)\n"
			"#define virt_store_release(p, v) smp_store_release(p, v)\n"
			"#define virt_load_acquire(p) smp_load_acquire(p)\n",
	}, {
		.path = "asm/cmpxchg.h", .guard = "__LKMM_ASM_CMPXCHG_H",
		.about = "The kernel's exchanges.",
		.includes = "#include <linux/compiler_types.h>\n#include <lkmm/object.h>\n"
			    "#include <lkmm/local.h>\n#include <lkmm/u128.h>\n",
		.tail = "#ifdef LKMM_HAS_CMPXCHG128\n"
			"# define system_has_cmpxchg128() lkmm_system_has_cmpxchg128()\n"
			"# define cmpxchg128(p, old, new_) lkmm_cmpxchg128(p, old, new_)\n"
			"# define try_cmpxchg128(p, old, new_) lkmm_try_cmpxchg128(p, old, new_)\n"
			"# define cmpxchg128_local(p, old, new_) "
			"lkmm_cmpxchg128_local(p, old, new_)\n"
			"# define try_cmpxchg128_local(p, old, new_) "
			"lkmm_try_cmpxchg128_local(p, old, new_)\n"
			"# define arch_cmpxchg128 lkmm_cmpxchg128\n"
			"# define arch_cmpxchg128_local lkmm_cmpxchg128_local\n"
			"# define arch_try_cmpxchg128 lkmm_try_cmpxchg128\n"
			"# define arch_try_cmpxchg128_local lkmm_try_cmpxchg128_local\n"
			"#else\n# define system_has_cmpxchg128() 0\n#endif\n",
	}, {
		.path = "asm/processor.h", .guard = "__LKMM_ASM_PROCESSOR_H",
		.about = "The pause of a waiting loop.",
		.includes = "#include <linux/compiler_types.h>\n#include <lkmm/barrier.h>\n",
	}, {
		.path = "asm/local.h", .guard = "__LKMM_ASM_LOCAL_H",
		.about = "Counters that one thread changes, and its signal handlers.",
		.local = "local", .local_type = &c_local_types[0],
		.includes = LOCAL_HEAD("local_t", "LOCAL_INIT"),
	}, {
		.path = "asm/local64.h", .guard = "__LKMM_ASM_LOCAL64_H",
		.about = "Counters of 64 bits that one thread changes, and its signal handlers.",
		.local = "local64", .local_type = &c_local_types[1],
		.includes = LOCAL_HEAD("local64_t", "LOCAL64_INIT"),
	}, {
		.path = "linux/nospec.h", .guard = "__LKMM_LINUX_NOSPEC_H",
		.about = "Bounds that hold in speculation, too.",
		.includes = "#include <linux/compiler_types.h>\n#include <lkmm/nospec.h>\n",
		.tail = "#define array_index_nospec(index, size) \\\n"
			"\t((__typeof__(index))lkmm_array_index_nospec(index, size))\n"
			"#define array_index_mask_nospec(index, size) "
			"__lkmm_mask(index, size)\n",
	}, {
		.path = "linux/bitops.h", .guard = "__LKMM_LINUX_BITOPS_H",
		.about = "The bits of arrays of longs.",
		.includes = "#include <linux/bits.h>\n#include <linux/compiler.h>\n"
			    "#include <lkmm/bitops.h>\n",
		.tail = "#define __clear_bit_unlock(nr, v) lkmm___clear_bit_unlock(nr, v)\n"
			"#define assign_bit(nr, v, value) "
			"((value) ? set_bit(nr, v) : clear_bit(nr, v))\n"
			"#define __assign_bit(nr, v, value) "
			"((value) ? __set_bit(nr, v) : __clear_bit(nr, v))\n",
	}, {
		.path = "linux/rcupdate.h", .guard = "__LKMM_LINUX_RCUPDATE_H",
		.about = "Publishing pointers; RCU itself is liburcu's, by <lkmm/rcu.h>.",
		.includes = "#include <linux/compiler.h>\n#include <linux/types.h>\n"
			    "#include <lkmm/object.h>\n#include <lkmm/rcu.h>\n",
		.tail = "#define rcu_dereference_raw(p) rcu_dereference(p)\n"
			"#define rcu_dereference_check(p, cond) rcu_dereference(p)\n"
			"#define rcu_dereference_protected(p, cond) (p)\n"
			"#define rcu_access_pointer(p) READ_ONCE(p)\n"
			"#define rcu_dereference_bh(p) rcu_dereference(p)\n"
			"#define rcu_dereference_sched(p) rcu_dereference(p)\n"
			"#define rcu_dereference_bh_check(p, cond) rcu_dereference(p)\n"
			"#define rcu_dereference_sched_check(p, cond) rcu_dereference(p)\n"
			"#define rcu_dereference_bh_protected(p, cond) (p)\n"
			"#define rcu_dereference_sched_protected(p, cond) (p)\n"
			"#define rcu_dereference_raw_check(p) rcu_dereference(p)\n"
			"#define rcu_pointer_handoff(p) (p)\n"
			"#define unrcu_pointer(p) (p)\n"
			"#define rcu_replace_pointer(rcu_ptr, ptr, cond) "
			"__extension__ ({ \\\n"
			"\t__typeof__(ptr) __lkmm_rcu_old = "
			"rcu_dereference_protected(rcu_ptr, cond); \\\n"
			"\trcu_assign_pointer(rcu_ptr, ptr); \\\n"
			"\t__lkmm_rcu_old; \\\n})\n"
			"#define RCU_INIT_POINTER(p, val) WRITE_ONCE(p, val)\n"
			"\n"
			"#define rcu_read_lock lkmm_rcu_read_lock\n"
			"#define rcu_read_unlock lkmm_rcu_read_unlock\n"
			"#define rcu_read_lock_held lkmm_rcu_read_lock_held\n"
			"#define rcu_read_lock_bh lkmm_rcu_read_lock\n"
			"#define rcu_read_unlock_bh lkmm_rcu_read_unlock\n"
			"#define rcu_read_lock_sched lkmm_rcu_read_lock\n"
			"#define rcu_read_unlock_sched lkmm_rcu_read_unlock\n"
			"#define synchronize_rcu lkmm_synchronize_rcu\n"
			"#define synchronize_rcu_expedited lkmm_synchronize_rcu\n"
			"#define call_rcu lkmm_call_rcu\n"
			"#define call_rcu_hurry lkmm_call_rcu\n"
			"#define rcu_barrier lkmm_rcu_barrier\n"
			"#define kfree_rcu lkmm_kfree_rcu\n"
			"#define kvfree_rcu lkmm_kfree_rcu\n",
	},
};

/* ---- the atomics ---- */

static void put_atomic(struct out *o, const struct table *t, const struct op *op, int which,
		       const struct c_type *ct)
{
	char *name = c_op_name(op, which, ct);

	(void)t;
	put(o, "#define %s lkmm_%s\n", name, name);
}

/* The function of an operation on 64 bits: the kernel's s64 may be another type than ours. */
static void put_atomic64(struct out *o, const struct table *t, const struct op *op, int which,
			 const struct c_type *ct)
{
	struct c_type kernel = *ct;
	char *name = c_op_name(op, which, ct), *call = c_call_args(op);
	const struct arg *inout = NULL;

	(void)t;
	kernel.value = "long long";
	for (int i = 0; i < op->nargs; i++)
		if (op->args[i].inout)
			inout = &op->args[i];
	put(o, "static __lkmm_inline %s %s%s\n{\n", c_returns(op, &kernel), name,
	    c_params(op, &kernel));
	if (inout)
		put(o, "	%s __lkmm_found = *%s;\n"
		       "	bool __lkmm_ok = lkmm_%s(v, &__lkmm_found, new_);\n\n"
		       "	if (!__lkmm_ok)\n		*%s = __lkmm_found;\n"
		       "	return __lkmm_ok;\n",
		    ct->value, inout->name, name, inout->name);
	else
		put(o, "	%slkmm_%s%s;\n", op->returns ? "return " : "", name, call);
	put(o, "}\n\n");
}

/*
 * In a kernel these are below its checks of races and of addresses, and above the architecture's
 * own code: here they are the same.
 */
static void put_levels(struct out *o, const struct table *t, const struct op *op, int which,
		       const struct c_type *ct)
{
	char *name = c_op_name(op, which, ct);

	(void)t;
	put(o, "#define raw_%s %s\n#define arch_%s %s\n", name, name, name, name);
}

static void put_atomics(struct out *o, const struct table *t)
{
	static const char *const order[] = { "relaxed", "acquire" };
	static const struct { const char *suffix, *more; } kind[] = {
		{ "", "" }, { "_timeout", ", time_expr_ns, timeout_ns" },
	};

	for (size_t i = 0; i < COUNT(c_atomic_types); i++) {
		const struct c_type *ct = &c_atomic_types[i];

		for_each_op(t, ct, ct->width == W64 ? put_atomic64 : put_atomic, o);
		for_each_op(t, ct, put_levels, o);
		for (size_t j = 0; j < COUNT(order) * COUNT(kind); j++) {
			const char *in = order[j % COUNT(order)];
			const char *suffix = kind[j / COUNT(order)].suffix;
			const char *more = kind[j / COUNT(order)].more;

			put(o, "#define %scond_read_%s%s(v, cond_expr%s) "
			       "lkmm_smp_cond_load_%s%s(%s&(v)->counter, cond_expr%s)\n",
			    ct->prefix, in, suffix, more, in, suffix,
			    ct->width == W64 ? "(long long *)" : "", more);
		}
		put(o, "\n");
	}
}

/* ---- counters of one thread ---- */

/* By plain accesses in the kernel, which a compiler may tear. */
static void put_local_plain(struct out *o, const struct home *h, const struct op *op)
{
	struct plan p = plan_op(op);
	const char *object = op->args[op->object].name;
	struct arg args[MAX_ARGS] = { 0 };

	if (p.kind != PLAN_VOID || p.alu == AND || p.alu == ANDNOT || p.alu == OR || p.alu == XOR)
		return;
	for (int i = 0; i < op->nargs; i++)
		args[i].name = xprintf("(%s)", op->args[i].name);
	put(o, "#define __%s_%s%s %s_set(%s, %s)\n", h->local, op->name, c_call_args(op), h->local,
	    object, expr_text(op->becomes, args, xprintf("%s_read(%s)", h->local, object)));
}

static void put_locals(struct out *o, const struct table *t, const struct home *h)
{
	struct table local = local_table(t);

	for_each_op(&local, h->local_type, h->local_type->width == W64 ? put_atomic64 : put_atomic,
		    o);
	for (int i = 0; i < t->nops; i++)
		if (op_has_type(&t->op[i], h->local_type))
			put_local_plain(o, h, &t->op[i]);
	put(o, "\n");
}

/* ---- macros ---- */

static void put_object_op(struct out *o, const struct op *op, const char *name, const char *means)
{
	char *args = c_call_args(op);

	put(o, "#define %s%s lkmm_%s%s\n", name, args, means, args);
}

/*
 * The exchanges under two more names: of 64 bits, which the kernel has not for xchg, and for
 * objects that other CPUs do not access, with any ordering.
 */
static void put_exchange_aliases(struct out *o, const struct op *op)
{
	char *local = xprintf("%s_local", op->name);

	if (plan_op(op).kind == PLAN_XCHG)
		put_object_op(o, op, local, local);
	if (plan_op(op).kind != PLAN_CMPXCHG)
		return;
	for (int w = 0; w < op->norders; w++)
		put_object_op(o, op, xprintf("%s64%s", op->name, order_suffix(op, w)),
			      xprintf("%s%s", op->name, order_suffix(op, w)));
	put_object_op(o, op, local, local);
	put_object_op(o, op, xprintf("%s64_local", op->name), local);
}

/* Their names at the levels below, as those of the atomics. */
static void put_object_levels(struct out *o, const struct op *op)
{
	enum plan_kind kind = plan_op(op).kind;
	bool raw = kind == PLAN_XCHG || kind == PLAN_CMPXCHG;

	for (int w = 0; w < op->norders; w++) {
		char *name = xprintf("%s%s", op->name, order_suffix(op, w));

		if (raw)
			put_object_op(o, op, xprintf("raw_%s", name), name);
		if (raw || op->family->on == ARRAY)
			put_object_op(o, op, xprintf("arch_%s", name), name);
	}
	if (op->plain)
		put_object_op(o, op, xprintf("arch___%s", op->name), xprintf("__%s", op->name));
}

static void put_macros(struct out *o, const struct table *t, const struct home *h)
{
	for (int i = 0; i < t->nops; i++) {
		const struct op *op = &t->op[i];

		if (op->family->on == ATOMIC_TYPE || !streq(h->path, op->header))
			continue;
		for (int w = 0; w < op->norders; w++) {
			char *name = xprintf("%s%s", op->name, order_suffix(op, w));

			put_object_op(o, op, name, name);
		}
		put_exchange_aliases(o, op);
		put_object_levels(o, op);
		if (op->plain)
			put_object_op(o, op, xprintf("__%s", op->name),
				      xprintf("__%s", op->name));
	}
	for (int i = 0; i < t->nbarriers; i++)
		if (streq(h->path, t->barrier[i].header))
			put(o, "#define %s() lkmm_%s()\n", t->barrier[i].name, t->barrier[i].name);
	put(o, "%s\n", h->tail ? h->tail : "");
}

/* ---- all of it ---- */

/* A name without a home would be missing without anyone noticing. */
static bool check_home(struct place at, const char *name, const char *header)
{
	for (size_t i = 0; header && i < COUNT(homes); i++)
		if (streq(homes[i].path, header))
			return true;
	error_at(at, header ? "the kernel's spelling of '%s' has an unknown header: expected one "
			      "of those in gen/c/spelling.c" :
		 "the kernel's spelling has no header for '%s': expected a 'header' line with it",
		 name);
	return false;
}

static bool check_homes(const struct table *t)
{
	bool ok = true;

	for (int i = 0; i < t->nops; i++)
		if (t->op[i].family->on != ATOMIC_TYPE)
			ok &= check_home(t->op[i].at, t->op[i].name, t->op[i].header);
	for (int i = 0; i < t->nbarriers; i++)
		ok &= check_home(t->barrier[i].at, t->barrier[i].name, t->barrier[i].header);
	return ok;
}

void write_kernel_spelling(const struct table *t)
{
	if (!check_homes(t))
		return;
	for (size_t i = 0; i < COUNT(homes); i++) {
		const struct home *h = &homes[i];
		struct out *o = begin_output(xprintf(DIRECTORY "%s", h->path));

		put_c_head(o, h->guard, h->about);
		put(o, "%s\n", h->includes);
		if (h->atomics)
			put_atomics(o, t);
		else if (h->local)
			put_locals(o, t, h);
		else
			put_macros(o, t, h);
		put(o, "#endif\n");
	}
}
