// SPDX-License-Identifier: GPL-2.0 OR MIT
/* enum, and the values that are known while a test is read. */
#include "aggregate.h"
#include "front/constant.h"
#include "front/error.h"
#include "front/unknown.h"

#include <stdio.h>

struct c_enumerator {
	const char *name;
	int64_t value;
	struct lkmm_integer type;
};

static int shown(const struct token *t)
{
	return t->len > 40 ? 40 : t->len;
}

/* ---- values that are known ---- */

static int64_t truncated(int64_t v, struct lkmm_integer t)
{
	uint64_t u = (uint64_t)v;

	if (!t.bits || t.bits >= 64)
		return v;
	u <<= 64 - t.bits;
	return t.is_unsigned ? (int64_t)(u >> (64 - t.bits)) : (int64_t)u >> (64 - t.bits);
}

int64_t c_fit(struct ctype t, int64_t v)
{
	if (t.stars || t.aggregate)
		return v;
	return t.truth ? v != 0 : truncated(v, t.integer);
}

struct lkmm_expr *c_parse_unevaluated(struct litmus *l,
				      struct lkmm_expr *(*parse)(struct litmus *l))
{
	struct lkmm_thread *thread = l->thread;
	int naccesses = l->out->source.naccesses;
	struct lkmm_expr *e;

	if (!thread) {
		l->apart = (struct lkmm_thread){ 0 };
		l->thread = &l->apart;
	}
	e = parse(l);
	l->thread = thread;
	l->out->source.naccesses = naccesses;
	return e;
}

int64_t c_parse_constant(struct litmus *l)
{
	struct lkmm_place at = l->x.tok.at;
	struct lkmm_expr *e = c_parse_unevaluated(l, parse_conditional);
	int64_t v = 0;

	if (!l->x.error[0] && !constant_value(l->test, e, &v))
		lex_error(&l->x, at, "expected a number, or an expression of numbers");
	return e ? truncated(v, e->type.integer) : v;
}

/* ---- enumerators ---- */

static const struct c_enumerator *find_enumerator(const struct litmus *l, const struct token *name)
{
	for (int i = 0; i < l->nenumerators; i++)
		if (same_name(l->enumerator[i].name, name->text, name->len))
			return &l->enumerator[i];
	return NULL;
}

/* The numbers of errors, which the kernel returns as -ENOMEM: include/uapi/asm-generic/errno.h. */
#define INT { .bits = 32 }

static const struct c_enumerator errors[] = {
	{ "EPERM", 1, INT }, { "ENOENT", 2, INT }, { "ESRCH", 3, INT }, { "EINTR", 4, INT },
	{ "EIO", 5, INT }, { "ENXIO", 6, INT }, { "E2BIG", 7, INT }, { "ENOEXEC", 8, INT },
	{ "EBADF", 9, INT }, { "ECHILD", 10, INT }, { "EAGAIN", 11, INT },
	{ "EWOULDBLOCK", 11, INT }, { "ENOMEM", 12, INT }, { "EACCES", 13, INT },
	{ "EFAULT", 14, INT }, { "ENOTBLK", 15, INT }, { "EBUSY", 16, INT },
	{ "EEXIST", 17, INT }, { "EXDEV", 18, INT }, { "ENODEV", 19, INT },
	{ "ENOTDIR", 20, INT }, { "EISDIR", 21, INT }, { "EINVAL", 22, INT },
	{ "ENFILE", 23, INT }, { "EMFILE", 24, INT }, { "ENOTTY", 25, INT },
	{ "ETXTBSY", 26, INT }, { "EFBIG", 27, INT }, { "ENOSPC", 28, INT },
	{ "ESPIPE", 29, INT }, { "EROFS", 30, INT }, { "EMLINK", 31, INT }, { "EPIPE", 32, INT },
	{ "EDOM", 33, INT }, { "ERANGE", 34, INT }, { "EDEADLK", 35, INT },
	{ "EDEADLOCK", 35, INT }, { "ENAMETOOLONG", 36, INT }, { "ENOLCK", 37, INT },
	{ "ENOSYS", 38, INT }, { "ENOTEMPTY", 39, INT }, { "ELOOP", 40, INT },
	{ "ENOMSG", 42, INT }, { "EIDRM", 43, INT }, { "ECHRNG", 44, INT },
	{ "EL2NSYNC", 45, INT }, { "EL3HLT", 46, INT }, { "EL3RST", 47, INT },
	{ "ELNRNG", 48, INT }, { "EUNATCH", 49, INT }, { "ENOCSI", 50, INT },
	{ "EL2HLT", 51, INT }, { "EBADE", 52, INT }, { "EBADR", 53, INT }, { "EXFULL", 54, INT },
	{ "ENOANO", 55, INT }, { "EBADRQC", 56, INT }, { "EBADSLT", 57, INT },
	{ "EBFONT", 59, INT }, { "ENOSTR", 60, INT }, { "ENODATA", 61, INT },
	{ "ETIME", 62, INT }, { "ENOSR", 63, INT }, { "ENONET", 64, INT }, { "ENOPKG", 65, INT },
	{ "EREMOTE", 66, INT }, { "ENOLINK", 67, INT }, { "EADV", 68, INT },
	{ "ESRMNT", 69, INT }, { "ECOMM", 70, INT }, { "EPROTO", 71, INT },
	{ "EMULTIHOP", 72, INT }, { "EDOTDOT", 73, INT }, { "EBADMSG", 74, INT },
	{ "EOVERFLOW", 75, INT }, { "ENOTUNIQ", 76, INT }, { "EBADFD", 77, INT },
	{ "EREMCHG", 78, INT }, { "ELIBACC", 79, INT }, { "ELIBBAD", 80, INT },
	{ "ELIBSCN", 81, INT }, { "ELIBMAX", 82, INT }, { "ELIBEXEC", 83, INT },
	{ "EILSEQ", 84, INT }, { "ERESTART", 85, INT }, { "ESTRPIPE", 86, INT },
	{ "EUSERS", 87, INT }, { "ENOTSOCK", 88, INT }, { "EDESTADDRREQ", 89, INT },
	{ "EMSGSIZE", 90, INT }, { "EPROTOTYPE", 91, INT }, { "ENOPROTOOPT", 92, INT },
	{ "EPROTONOSUPPORT", 93, INT }, { "ESOCKTNOSUPPORT", 94, INT }, { "EOPNOTSUPP", 95, INT },
	{ "EPFNOSUPPORT", 96, INT }, { "EAFNOSUPPORT", 97, INT }, { "EADDRINUSE", 98, INT },
	{ "EADDRNOTAVAIL", 99, INT }, { "ENETDOWN", 100, INT }, { "ENETUNREACH", 101, INT },
	{ "ENETRESET", 102, INT }, { "ECONNABORTED", 103, INT }, { "ECONNRESET", 104, INT },
	{ "ENOBUFS", 105, INT }, { "EISCONN", 106, INT }, { "ENOTCONN", 107, INT },
	{ "ESHUTDOWN", 108, INT }, { "ETOOMANYREFS", 109, INT }, { "ETIMEDOUT", 110, INT },
	{ "ECONNREFUSED", 111, INT }, { "EHOSTDOWN", 112, INT }, { "EHOSTUNREACH", 113, INT },
	{ "EALREADY", 114, INT }, { "EINPROGRESS", 115, INT }, { "ESTALE", 116, INT },
	{ "EUCLEAN", 117, INT }, { "ENOTNAM", 118, INT }, { "ENAVAIL", 119, INT },
	{ "EISNAM", 120, INT }, { "EREMOTEIO", 121, INT }, { "EDQUOT", 122, INT },
	{ "ENOMEDIUM", 123, INT }, { "EMEDIUMTYPE", 124, INT }, { "ECANCELED", 125, INT },
	{ "ENOKEY", 126, INT }, { "EKEYEXPIRED", 127, INT }, { "EKEYREVOKED", 128, INT },
	{ "EKEYREJECTED", 129, INT }, { "EOWNERDEAD", 130, INT }, { "ENOTRECOVERABLE", 131, INT },
	{ "ERFKILL", 132, INT }, { "ERESTARTSYS", 512, INT }, { "ERESTARTNOINTR", 513, INT },
	{ "ERESTARTNOHAND", 514, INT }, { "ENOIOCTLCMD", 515, INT },
	{ "ERESTART_RESTARTBLOCK", 516, INT }, { "EPROBE_DEFER", 517, INT },
	{ "EOPENSTALE", 518, INT }, { "ENOPARAM", 519, INT }, { "EBADHANDLE", 521, INT },
	{ "ENOTSYNC", 522, INT }, { "EBADCOOKIE", 523, INT }, { "ENOTSUPP", 524, INT },
	{ "ETOOSMALL", 525, INT }, { "ESERVERFAULT", 526, INT }, { "EBADTYPE", 527, INT },
	{ "EJUKEBOX", 528, INT }, { "EIOCBQUEUED", 529, INT }, { "ERECALLCONFLICT", 530, INT },
	{ "ENOGRACE", 531, INT },
};

#undef INT

static const struct c_enumerator *find_error(const struct token *name)
{
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (token_is(name, errors[i].name))
			return &errors[i];
	return NULL;
}

bool c_find_enumerator(const struct litmus *l, const struct token *name, int64_t *v)
{
	const struct c_enumerator *e = find_enumerator(l, name);

	if (!e)
		e = find_error(name);
	if (e)
		*v = e->value;
	return e;
}

struct lkmm_expr *c_enumerator(struct litmus *l, const struct token *name)
{
	const struct c_enumerator *found = find_enumerator(l, name);
	struct lkmm_expr *e;

	if (!found)
		found = find_error(name);
	e = found ? new_number(l, found->value, name->at) : NULL;
	if (e)
		e->type.integer = found->type;
	return e;
}

/* ---- enum ---- */

static void parse_enumerator(struct litmus *l, int64_t *next)
{
	struct lexer *x = &l->x;
	struct token name = x->tok;
	struct c_enumerator *e;

	if (name.kind != T_NAME) {
		lex_expected(x, "the name of a number");
		return;
	}
	if (find_enumerator(l, &name) && !l->in_header)
		litmus_report(l, name.at, "there already is a number '%.*s'", shown(&name),
			      name.text);
	lex_next(x);
	if (lex_accept(x, "="))
		*next = c_parse_constant(l);
	e = litmus_grow(l, l->enumerator, l->nenumerators, sizeof(*e));
	if (!e)
		return;
	l->enumerator = e;
	e[l->nenumerators].name = litmus_text(l, name.text, name.len);
	e[l->nenumerators].value = *next;
	if (e[l->nenumerators].name)
		l->nenumerators++;
	*next = (int64_t)((uint64_t)*next + 1);
}

/* As gcc has it: unsigned if no enumerator is negative, and long if one needs that. */
static struct lkmm_integer enum_type(const struct litmus *l, int first)
{
	bool negative = false, wide = false;

	for (int i = first; i < l->nenumerators; i++)
		negative |= l->enumerator[i].value < 0;
	for (int i = first; i < l->nenumerators; i++)
		wide |= l->enumerator[i].value > (negative ? INT32_MAX : (int64_t)UINT32_MAX) ||
			l->enumerator[i].value < INT32_MIN;
	return (struct lkmm_integer){ wide ? 64 : 32, !negative };
}

static void parse_enum_body(struct litmus *l, struct ctype *t)
{
	struct lexer *x = &l->x;
	int first = l->nenumerators;
	int64_t next = 0;

	lex_expect(x, "{");
	do {
		if (tok_is(x, "}"))
			break;
		parse_enumerator(l, &next);
	} while (lex_accept(x, ","));
	lex_expect(x, "}");
	t->integer = enum_type(l, first);
	for (int i = first; i < l->nenumerators; i++) {
		struct c_enumerator *e = &l->enumerator[i];

		e->type = e->value == (int32_t)e->value ? LKMM_SIGNED(32) : t->integer;
	}
}

/* An enum is kept as a typedef whose name no name of a typedef can have. */
bool c_parse_enum(struct litmus *l, struct ctype *t)
{
	struct lexer *x = &l->x;
	char text[60];
	struct token tag = { .kind = T_NAME, .text = text };
	struct ctype known;
	bool is_known = false;

	lex_next(x);
	t->integer = LKMM_UNSIGNED(32);
	if (x->tok.kind == T_NAME) {
		tag.len = snprintf(text, sizeof(text), "enum %.*s", shown(&x->tok), x->tok.text);
		is_known = c_find_named_type(l, &tag, &known);
		if (!is_known && !lex_next_is(x, "{"))
			unknown_type(l, "enum", &x->tok);
		lex_next(x);
	}
	if (is_known && tok_is(x, "{"))
		lex_error(x, x->tok.at, "%s is defined twice", text);
	else if (is_known)
		*t = known;
	else if (tok_is(x, "{"))
		parse_enum_body(l, t);
	if (tag.len && !is_known && !x->error[0])
		c_add_typedef(l, &tag, *t);
	return true;
}
