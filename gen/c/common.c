// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Types, prototypes and documentation of operations, for the writers of C. */
#include "common.h"

const struct c_type c_atomic_types[3] = {
	{ "atomic_", "", "lkmm_atomic_t", "int", "uint32_t", "__lkmm_u32", W32,
	  ATOMIC_TYPE },
	{ "atomic64_", "", "lkmm_atomic64_t", "int64_t", "uint64_t", "__lkmm_u64", W64,
	  ATOMIC_TYPE },
	{ "atomic_long_", "", "lkmm_atomic_long_t", "long", "unsigned long", "__lkmm_ulong", -1,
	  ATOMIC_TYPE },
};

const struct c_type c_object_types[5] = {
	{ "", "_u8", "uint8_t", "uint8_t", "uint8_t", "__lkmm_u8", W8, PLAIN_OBJECT },
	{ "", "_u16", "uint16_t", "uint16_t", "uint16_t", "__lkmm_u16", W16, PLAIN_OBJECT },
	{ "", "_u32", "uint32_t", "uint32_t", "uint32_t", "__lkmm_u32", W32, PLAIN_OBJECT },
	{ "", "_u64", "uint64_t", "uint64_t", "uint64_t", "__lkmm_u64", W64, PLAIN_OBJECT },
	{ "", "_ptr", "void *", "void *", "unsigned long", "__lkmm_ulong", -1, PLAIN_OBJECT },
};

const struct c_type c_local_types[7] = {
	{ "local_", "", "lkmm_local_t", "long", "unsigned long", "__lkmm_ulong", -1,
	  ATOMIC_TYPE },
	{ "local64_", "", "lkmm_local64_t", "int64_t", "uint64_t", "__lkmm_u64", W64,
	  ATOMIC_TYPE },
	{ "", "_u8", "uint8_t", "uint8_t", "uint8_t", "__lkmm_u8", W8, PLAIN_OBJECT },
	{ "", "_u16", "uint16_t", "uint16_t", "uint16_t", "__lkmm_u16", W16, PLAIN_OBJECT },
	{ "", "_u32", "uint32_t", "uint32_t", "uint32_t", "__lkmm_u32", W32, PLAIN_OBJECT },
	{ "", "_u64", "uint64_t", "uint64_t", "uint64_t", "__lkmm_u64", W64, PLAIN_OBJECT },
	{ "", "_ptr", "void *", "void *", "unsigned long", "__lkmm_ulong", -1, PLAIN_OBJECT },
};

const struct c_type c_array_types[1] = {
	{ "", "", "unsigned long", "unsigned long", "unsigned long", "__lkmm_ulong", -1, ARRAY },
};

const struct c_type *family_types(const struct family *f, int *n)
{
	*n = f->on == ATOMIC_TYPE ? (int)COUNT(c_atomic_types) : f->on == PLAIN_OBJECT ?
	     (int)COUNT(c_object_types) : (int)COUNT(c_array_types);
	return f->on == ATOMIC_TYPE ? c_atomic_types : f->on == PLAIN_OBJECT ? c_object_types :
	       c_array_types;
}

bool op_has_type(const struct op *op, const struct c_type *t)
{
	return op->family->on == t->on && (!op->family->pointers_only || t->width < 0);
}

const char *c_arg_name(const char *name)
{
	return streq(name, "new") ? "new_" : name;
}

char *c_op_name(const struct op *op, int which, const struct c_type *t)
{
	return xprintf("%s%s%s%s", t->prefix, op->name, order_suffix(op, which), t->suffix);
}

const char *c_returns(const struct op *op, const struct c_type *t)
{
	return !op->returns ? "void" : op_returns_bool(op) ? "bool" : t->value;
}

const char *c_blank(const char *type)
{
	size_t n = 0;

	while (type[n])
		n++;
	return type[n - 1] == '*' ? "" : " ";
}

char *c_params(const struct op *op, const struct c_type *t)
{
	char *s = xprintf("(");

	for (int i = 0; i < op->nargs; i++) {
		const struct arg *a = &op->args[i];
		const char *sep = i ? ", " : "";

		if (i == op->object && streq(t->object, "void *"))
			s = xprintf("%s%svoid *%svolatile *%s", s, sep, op->becomes ? "" : "const ",
				    a->name);
		else if (i == op->object)
			s = xprintf("%s%s%s%s%s *%s", s, sep, op->becomes ? "" : "const ",
				    t->on == ATOMIC_TYPE ? "" : "volatile ", t->object, a->name);
		else
			s = xprintf("%s%s%s%s%s%s", s, sep, t->value, c_blank(t->value),
				    a->inout ? "*" : "", c_arg_name(a->name));
	}
	return xprintf("%s)", s);
}

char *c_call_args(const struct op *op)
{
	char *s = xprintf("(");

	for (int i = 0; i < op->nargs; i++)
		s = xprintf("%s%s%s", s, i ? ", " : "", c_arg_name(op->args[i].name));
	return xprintf("%s)", s);
}

static const char *argument_doc(const struct table *t, const char *name)
{
	for (int i = 0; i < t->narguments; i++)
		if (streq(t->argument[i].name, name))
			return t->argument[i].doc;
	return "";
}

static const char *order_doc(enum order order)
{
	switch (order) {
	case RELAXED:
		return "relaxed: no other access is ordered.";
	case ACQUIRE:
		return "acquire: every later access comes after the read.";
	case RELEASE:
		return "release: every earlier access comes before the write.";
	case LOCAL:
		return "none, and atomic for this thread and its signal handlers only: no other "
		       "thread may write to the object.";
	case STORE_MB:
		return "a relaxed store, then smp_mb().";
	default:
		return "full: every earlier access comes before every later one, as with smp_mb() "
		       "on both sides.";
	}
}

static void put_return_doc(struct out *o, const struct op *op, const char *value)
{
	const struct expr *e = op->returns;

	if (!e)
		return;
	put(o, " * Return: ");
	if (expr_tests_bit(e, "!="))
		put(o, "true if the bit %s set.\n", op->becomes ? "was" : "is");
	else if (e->kind == E_VALUE)
		put(o, "the value found.\n");
	else if (expr_is(op, e, op->when))
		put(o, "true if it wrote.\n");
	else if (expr_is(op, e, op->becomes) && !op->when)
		put(o, "the new value.\n");
	else if (expr_is_comparison(e) && expr_is(op, e->left, op->becomes))
		put(o, "true if the new value is %s %s.\n", e->op,
		    expr_text(e->right, op->args, ""));
	else
		put(o, "%s%s, where %s is the value found.\n",
		    expr_is_comparison(e) ? "true if " : "", expr_text(e, op->args, value), value);
}

void put_kernel_doc(struct out *o, const struct table *t, const struct op *op, int which,
		    const struct c_type *ct)
{
	const char *object = op->args[op->object].name;
	bool array = op->family->on == ARRAY;
	char *value = xprintf(array ? "%s" : "*%s", object);

	put(o, "/**\n * lkmm_%s() - ", c_op_name(op, which, ct));
	if (op->when)
		put(o, "if %s: ", expr_text(op->when, op->args, value));
	if (op->becomes)
		put(o, "%s = %s%s", value, expr_text(op->becomes, op->args, value),
		    op_number(op) >= 0 ? ", " : "\n");
	else
		put(o, op_number(op) >= 0 ? "read " : "read %s\n", value);
	if (op_number(op) >= 0)
		put(o, "where %s is the long with the bit %s\n", object, op->family->mask);
	for (int i = 0; i < op->nargs; i++)
		put(o, " * @%s: %s%s%s\n", c_arg_name(op->args[i].name),
		    op->args[i].inout ? "points to " : "", argument_doc(t, op->args[i].name),
		    op->args[i].inout ? ", which on failure becomes the value found" : "");
	put(o, " *\n * Ordering: %s\n", order_doc(op->orders[which]));
	if (op->when && op->orders[which] != RELAXED && op->orders[which] != LOCAL)
		put(o, " * When the condition does not hold, nothing is written and nothing is "
		       "ordered.\n");
	put_return_doc(o, op, value);
	put(o, " */\n");
}

void put_c_head(struct out *o, const char *guard, const char *about)
{
	put(o, "/* SPDX-License-Identifier: GPL-2.0 OR MIT */\n");
	put(o, "/* Generated by lkmm-gen from defs/ops.tbl. %s */\n", about);
	if (guard)
		put(o, "#ifndef %s\n#define %s\n\n", guard, guard);
}

void for_each_op(const struct table *t, const struct c_type *ct, put_op_fn *fn, struct out *o)
{
	for (int i = 0; i < t->nops; i++)
		for (int w = 0; op_has_type(&t->op[i], ct) && w < t->op[i].norders; w++)
			fn(o, t, &t->op[i], w, ct);
}

void for_each_local_op(const struct table *t, put_op_fn *fn, struct out *o)
{
	struct table *local = xalloc(sizeof(*local));

	*local = local_table(t);
	for (size_t i = 0; i < COUNT(c_local_types); i++)
		for_each_op(local, &c_local_types[i], fn, o);
}

void for_each_typed_op(const struct table *t, put_op_fn *fn, struct out *o)
{
	for (size_t i = 0; i < COUNT(c_atomic_types); i++)
		for_each_op(t, &c_atomic_types[i], fn, o);
	for (size_t i = 0; i < COUNT(c_object_types); i++)
		for_each_op(t, &c_object_types[i], fn, o);
	for_each_op(t, &c_array_types[0], fn, o);
}
