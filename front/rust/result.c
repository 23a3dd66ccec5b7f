// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Methods of Result and Option. */
#include "rust.h"

#include <string.h>

static bool is_name(const struct token *t, const char *name)
{
	return strlen(name) == (size_t)t->len && !memcmp(name, t->text, (size_t)t->len);
}

/* The contents of @self if it is Ok, and else the value of a closure or an argument. */
static struct value parse_unwrap_or(struct rust *r, struct value self, bool lazy,
				    struct lkmm_place at)
{
	struct stmts yes, no, *outer;
	struct value in, v;

	self = rust_now(r, self);
	in = rust_value(self.type->of, self.e, at);
	if (!lazy)
		v = rust_now(r, parse_rust_as(r, in.type));
	rust_open(r, &yes, &outer);
	r->out = outer;
	rust_open(r, &no, &outer);
	if (lazy && self.type->kind == RUST_RESULT)
		v = parse_rust_closure(r, in);
	else if (lazy && lex_accept(r->x, "||"))
		v = parse_rust_value(r);
	else if (lazy)
		lex_expected(r->x, "a closure, as in || 0");
	r->out = outer;
	if (r->x->error[0])
		return rust_nothing(r, &rust_never, at);
	rust_coerce(r, &v, in.type);
	/* |v| v: the value found, whichever it was; nothing depends on which */
	if (!no.first && v.e == in.e)
		return in;
	return rust_choose(r, self.ok, &yes, in, &no, v, at);
}

struct value parse_rust_result_method(struct rust *r, struct value self, const struct token *name)
{
	bool option = self.type->kind == RUST_OPTION;
	bool yes = is_name(name, option ? "is_some" : "is_ok");
	struct value v;

	lex_expect(r->x, "(");
	if (yes || is_name(name, option ? "is_none" : "is_err")) {
		v = rust_value(&rust_bool, self.ok, name->at);
		if (!yes)
			v.e = new_binary(r->l, LKMM_LNOT, self.ok, NULL, name->at);
		v.e = rust_whole(r, self, v.e);
	} else if (is_name(name, "unwrap_or") || is_name(name, "unwrap_or_else")) {
		v = parse_unwrap_or(r, self, is_name(name, "unwrap_or_else"), name->at);
	} else if (is_name(name, "unwrap") || is_name(name, "expect")) {
		self = rust_now(r, self);
		rust_fail_unless(r, self.ok, LKMM_BUG, name->at);
		rust_pass_message(r->x);
		v = rust_value(self.type->of, self.e, name->at);
	} else if (!option && (is_name(name, "ok") || is_name(name, "err"))) {
		v = self;
		v.type = rust_type_of(r, RUST_OPTION, false, self.type->of);
		v.local = NULL;
		if (is_name(name, "err"))
			v.ok = new_binary(r->l, LKMM_LNOT, self.ok, NULL, name->at);
	} else {
		return rust_no_method(r, self.type, name,
				 option ? "is_some, is_none, unwrap, expect, unwrap_or or "
					  "unwrap_or_else" :
					  "is_ok, is_err, ok, err, unwrap, expect, unwrap_or or "
					  "unwrap_or_else");
	}
	lex_accept(r->x, ",");
	lex_expect(r->x, ")");
	return v;
}
