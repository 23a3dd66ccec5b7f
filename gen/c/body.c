// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Prints the body of a function in C. */
#include "common.h"

/* ---- formulas ---- */

/* "(TYPE)", or nothing where the value has that type already. */
static const char *cast(const struct c_spelling *s, const char *type, const char *from)
{
	return !s->arith || streq(type, from) ? "" : xprintf("(%s)", type);
}

/* "(TYPE)" before a computed value, which C may promote to int. */
static const char *always_cast(const struct c_spelling *s, const char *type)
{
	return s->arith ? xprintf("(%s)", type) : "";
}

static char *argument(const struct c_spelling *s, const struct expr *e)
{
	return xprintf("%s%s", s->args[e->arg].inout ? "*" : "", c_arg_name(s->args[e->arg].name));
}

/* As an unsigned value, in which arithmetic wraps. */
static char *arith(const struct c_spelling *s, const struct expr *e)
{
	switch (e->kind) {
	case E_VALUE:
		return xprintf("%sfound", s->found_is_value ? cast(s, s->arith, s->value) : "");
	case E_ARG:
		return xprintf("%s%s", cast(s, s->arith, s->value), argument(s, e));
	case E_NUMBER:
		return xprintf("%ld", e->number);
	case E_MASK:
		return xprintf("((%s)1 << %s %% %s)", s->arith, s->args[e->arg].name, s->bits);
	case E_UNARY:
		return xprintf("%s%s%s", e->left->kind == E_NUMBER ? always_cast(s, s->arith) : "",
			       e->op, arith(s, e->left));
	default:
		return xprintf("%s %s %s", arith(s, e->left), e->op, arith(s, e->right));
	}
}

/* As a value of the type the operation is on. */
static char *value(const struct c_spelling *s, const struct expr *e)
{
	switch (e->kind) {
	case E_NUMBER:
		return xprintf("%ld", e->number);
	case E_ARG:
		return argument(s, e);
	case E_VALUE:
		return xprintf("%sfound", s->found_is_value ? "" : cast(s, s->value, s->arith));
	case E_MASK:
		return arith(s, e);
	case E_UNARY:
		return xprintf("%s%s%s", always_cast(s, s->value), e->op, arith(s, e->left));
	default:
		return xprintf(s->arith ? "(%s)(%s)" : "%.0s%s", s->value, arith(s, e));
	}
}

static char *result(const struct c_spelling *s, const struct expr *e)
{
	if (s->compared && expr_is_comparison(e))
		return xprintf("(%s)(%s) %s %s", s->compared, arith(s, e->left), e->op,
			       value(s, e->right));
	if (expr_is_comparison(e))
		return xprintf("%s %s %s", value(s, e->left), e->op, value(s, e->right));
	return value(s, e);
}

/* ---- statements ---- */

static char *handed(const struct c_spelling *s, const struct body *b, int i)
{
	if (b->kind == BODY_TRY && b->gives == GIVES_VALUE && i == 0)
		return "expect";
	return s->arith ? arith(s, b->arg[i]) : value(s, b->arg[i]);
}

static char *call(const struct c_spelling *s, const struct body *b)
{
	char *args = s->object_last ? "" : xprintf("%s", s->object);

	for (int i = 0; i < b->nargs; i++)
		args = xprintf("%s%s%s", args, *args ? ", " : "", handed(s, b, i));
	if (s->object_last)
		args = xprintf("%s%s%s", args, *args ? ", " : "", s->object);
	return xprintf("%s%s%s(%s%s)", s->before, b->callee, s->after, args,
		       b->gives == GIVES_OK ? ", &ok" : "");
}

static void put_call(struct out *o, const struct c_spelling *s, const struct body *b)
{
	char *made = call(s, b);

	if (b->gives == GIVES_OK)
		put(o, "\tbool ok;\n\n");
	if (b->gives == GIVES_FLAG)
		put(o, "\treturn %s;\n", made);
	else if (b->gives == GIVES_OK || (b->result && b->result->kind == E_VALUE))
		put(o, "\treturn %s%s;\n", cast(s, s->value, s->arith), made);
	else if (b->result)
		put(o, "\t%s found = %s;\n\n\treturn %s;\n", s->arith ? s->arith : s->value, made,
		    result(s, b->result));
	else
		put(o, "\t%s%s;\n", b->gives == GIVES_VALUE && s->arith ? "(void)" : "", made);
	if (b->mb)
		put(o, "\t__lkmm_mb();\n");
}

static void put_try(struct out *o, const struct c_spelling *s, const struct body *b)
{
	const char *old = s->args[b->old].name, *blank = c_blank(s->value);

	if (b->gives == GIVES_OK)
		put(o, "\tbool ok;\n\t%s found = %s;\n\n", s->arith, call(s, b));
	else
		/*
		 * The caller compares: then *old may stay in a register, and is not stored just
		 * before a locked instruction.
		 */
		put(o, "\t%s%sexpect = *%s, %sfound = %s;\n\n", s->value, blank, old,
		    *blank ? "" : "*", call(s, b));
	/* Not "return ok": clang would keep the flag in a register and test it after the branch. */
	put(o, "\tif (%s)\n\t\treturn true;\n\t*%s = %sfound;\n\treturn false;\n",
	    b->gives == GIVES_OK ? "__lkmm_likely(ok)" : "found == expect", old,
	    cast(s, s->value, s->arith));
}

/* The return value of a loop, when the condition has just been found to be @held. */
static char *loop_result(const struct c_spelling *s, const struct body *b, bool held)
{
	return b->tells_whether ? xprintf(held ? "true" : "false") : result(s, b->result);
}

static void put_loop(struct out *o, const struct c_spelling *spelling, const struct body *b)
{
	struct c_spelling s = *spelling;

	s.found_is_value = true;
	put(o, "\t%s found = %sread(%s);\n\n\tdo {\n", s.value, s.operation, s.argument);
	if (s.rereads) {
		put(o, "\t\tif (%s) {\n", result(&s, b->unless));
		put(o, "\t\t\tfound = __lkmm_reread(found, %sread(%s));\n", s.operation,
		    s.argument);
		put(o, "\t\t\tif (%s)\n\t\t\t\treturn %s;\n\t\t}\n", result(&s, b->unless),
		    loop_result(&s, b, false));
	} else {
		put(o, "\t\tif (%s)\n\t\t\treturn %s;\n", result(&s, b->unless),
		    loop_result(&s, b, false));
	}
	put(o, "\t} while (!%stry_cmpxchg%s(%s, &found, %s));\n", s.operation,
	    name_suffix(b->order), s.argument, value(&s, b->becomes));
	put(o, "\treturn %s;\n", loop_result(&s, b, true));
}

/* What is read first may be of two values: cmpxchg finds one. */
static void put_until(struct out *o, const struct c_spelling *s, const struct body *b)
{
	put(o, "\t%s found = *%s;\n\n\tfor (;;) {\n\t\tbool ok;\n"
	       "\t\t%s seen = %s%s%s(%s, found, %s, &ok);\n\n"
	       "\t\tif (ok)\n\t\t\treturn seen;\n\t\tfound = seen;\n\t}\n",
	    s->value, s->object, s->value, s->before, b->callee, s->after, s->object,
	    arith(s, b->becomes));
}

static void put_plain(struct out *o, const struct c_spelling *s, const struct body *b)
{
	put(o, "\t%s *word = %s, found = *word;\n\n\t*word = %s;\n", s->value, s->object,
	    value(s, b->becomes));
	if (b->result)
		put(o, "\treturn %s;\n", result(s, b->result));
}

void put_c_body(struct out *o, const struct c_spelling *s, const struct body *b)
{
	switch (b->kind) {
	case BODY_CALL:
		put_call(o, s, b);
		break;
	case BODY_TRY:
		put_try(o, s, b);
		break;
	case BODY_LOOP:
		put_loop(o, s, b);
		break;
	case BODY_UNTIL:
		put_until(o, s, b);
		break;
	case BODY_PLAIN:
		put_plain(o, s, b);
		break;
	}
}
