// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Prints the body of a function in Rust. */
#include "rust.h"

#include <string.h>

#define CALLERS "// SAFETY: the caller's promise.\n"

/* ---- formulas ---- */

static char *number(const struct rust_spelling *s, const struct expr *e, bool negative)
{
	if (!negative)
		return xprintf("%ld", e->number);
	if (!s->is_unsigned)
		return xprintf("-%ld_%s", e->number, s->type);
	return xprintf(e->number == 1 ? "%s::MAX" : "(%s::MAX - %ld)", s->type, e->number - 1);
}

static char *operand(const struct rust_spelling *s, const struct expr *e);

/* As a value of the function's type, v being in variable found. */
static char *value(const struct rust_spelling *s, const struct expr *e)
{
	switch (e->kind) {
	case E_VALUE:
		return "found";
	case E_ARG:
		return xprintf("%s%s", s->args[e->arg].inout ? "*" : "", s->args[e->arg].name);
	case E_NUMBER:
		return number(s, e, false);
	case E_MASK:
		return s->mask ? xprintf("%s", s->mask) :
		       xprintf("1 << (%s %% %s)", s->args[e->arg].name, s->bits);
	case E_UNARY:
		if (e->op[0] == '~')
			return xprintf("!%s", operand(s, e->left));
		if (e->left->kind == E_NUMBER)
			return number(s, e->left, true);
		return xprintf("%s.wrapping_neg()", value(s, e->left));
	default:
		if (e->op[0] == '+' || e->op[0] == '-')
			return xprintf("%s.wrapping_%s(%s)", value(s, e->left),
				       e->op[0] == '+' ? "add" : "sub", value(s, e->right));
		return xprintf("%s %s %s", operand(s, e->left), e->op, operand(s, e->right));
	}
}

/* In parentheses where it is a shift. */
static char *operand(const struct rust_spelling *s, const struct expr *e)
{
	return xprintf(e->kind == E_MASK && !s->mask ? "(%s)" : "%s", value(s, e));
}

static char *result(const struct rust_spelling *s, const struct expr *e)
{
	if (s->compared && expr_is_comparison(e) && e->right->kind == E_NUMBER)
		return xprintf("(%s as %s) %s %ld", value(s, e->left), s->compared, e->op,
			       e->right->number);
	return value(s, e);
}

/* ---- statements ---- */

static char *call_with(const struct rust_spelling *s, const struct body *b, const char *args)
{
	return xprintf("%s%s%s(%s%s%s)", s->before, b->callee, s->after, s->object,
		       *args ? ", " : "", args);
}

static char *call(const struct rust_spelling *s, const struct body *b)
{
	char *args = "";

	for (int i = 0; i < b->nargs; i++) {
		const char *arg = b->kind == BODY_TRY && i == 0 ? "expect" : value(s, b->arg[i]);

		if (b->arg[i]->kind == E_BINARY && b->arg[i]->op[0] == '&' && *s->to)
			arg = xprintf("(%s)", arg);

		args = xprintf("%s%s%s%s", args, i ? ", " : "", arg,
			       b->arg[i]->kind == E_NUMBER ? "" : s->to);
	}
	return call_with(s, b, args);
}

/* A result that is computed: on a line for itself where rustfmt puts it there. */
static void put_found(struct out *o, const struct rust_spelling *s, const struct body *b,
		      const char *made)
{
	const char *in = s->indent;
	char *line = xprintf("%slet found = unsafe { %s%s };", in, made, s->from);

	if (strlen(line) > 100)
		line = xprintf("%slet found =\n%s    unsafe { %s%s };", in, in, made, s->from);
	put(o, "%s\n%s%s\n", line, in, result(s, b->result));
}

static void put_call(struct out *o, const struct rust_spelling *s, const struct body *b)
{
	const char *in = s->indent;
	char *made = call(s, b);

	put(o, "%s" CALLERS, in);
	if (b->gives == GIVES_OK)
		put(o, "%slet (found, ok) = unsafe { %s };\n%s(found%s, ok)\n", in, made, in,
		    s->from);
	else if (b->gives == GIVES_FLAG)
		put(o, "%sunsafe { %s }\n", in, made);
	else if (!b->result)
		put(o, "%sunsafe { %s };\n", in, made);
	else if (b->result->kind == E_VALUE)
		put(o, "%sunsafe { %s%s }\n", in, made, s->from);
	else
		put_found(o, s, b, made);
	if (b->mb)
		put(o, "%sarch::mb();\n", in);
}

static void put_try(struct out *o, const struct rust_spelling *s, const struct body *b)
{
	const char *in = s->indent, *old = s->args[b->old].name;
	bool ok = b->gives == GIVES_OK;

	put(o, "%s" CALLERS "%slet expect = unsafe { *%s };\n", in, in, old);
	put(o, "%s" CALLERS "%slet %s = unsafe { %s };\n", in, in, ok ? "(found, ok)" : "found",
	    call(s, b));
	put(o, "%sif %s {\n", in, ok ? "!ok" : "found != expect");
	put(o, "%s    " CALLERS "%s    unsafe { *%s = found%s };\n", in, in, old, s->from);
	put(o, "%s}\n%s%s\n", in, in, ok ? "ok" : "found == expect");
}

/* The return value of a loop, when the condition has just been found to be @held. */
static char *loop_result(const struct rust_spelling *s, const struct body *b, bool held)
{
	return b->tells_whether ? xprintf(held ? "true" : "false") : result(s, b->result);
}

static void put_loop(struct out *o, const struct rust_spelling *s, const struct body *b)
{
	put(o, "    " CALLERS "    let mut found = unsafe { read(%s) };\n    loop {\n",
	    s->argument);
	put(o, "        if %s {\n", value(s, b->unless));
	/* What orders nothing needs no barrier when it fails. */
	if (b->order == LOCAL)
		put(o, "            return %s;\n        }\n", loop_result(s, b, false));
	else
		put(o, "            " CALLERS
		       "            found = arch::reread(found, || unsafe { read(%s) });\n"
		       "            if %s {\n                return %s;\n            }\n"
		       "        }\n",
		    s->argument, value(s, b->unless), loop_result(s, b, false));
	put(o, "        let new = %s;\n", value(s, b->becomes));
	put(o, "        " CALLERS "        let (seen, ok) = unsafe { %s };\n",
	    call_with(s, b, xprintf("found%s, new%s", s->to, s->to)));
	put(o, "        if ok {\n            return %s;\n        }\n", loop_result(s, b, true));
	put(o, "        found = seen%s;\n    }\n", s->from);
}

/* What is guessed first may be of two values: cmpxchg finds one. */
static void put_until(struct out *o, const struct rust_spelling *s, const struct body *b)
{
	put(o, "    " CALLERS "    let mut found = unsafe { %s%s(ptr) };\n    loop {\n",
	    s->guess, s->after);
	put(o, "        let new = %s;\n        " CALLERS
	       "        let (seen, ok) = unsafe { %s };\n"
	       "        if ok {\n            return seen;\n        }\n"
	       "        found = seen;\n    }\n",
	    value(s, b->becomes), call_with(s, b, "found, new"));
}

void put_rust_body(struct out *o, const struct rust_spelling *s, const struct body *b)
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
	case BODY_PLAIN:		/* [usize] has operators */
		break;
	}
}
