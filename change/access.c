// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Other forms of one access: with a stronger or a weaker ordering, marked or plain. Which there are
 * is asked of the rows of ops.tbl.
 */
#include "change.h"
#include "front/primitive.h"

#include <ctype.h>
#include <string.h>

enum { COST_MARK = 1, COST_HALF = 3, COST_FULL = 5, COST_STORE_MB = 6, COST_EXCHANGE = 7 };

/* The known properties of the access that forms are made of. */
struct subject {
	struct changes *c;
	const struct lkmm_access *a;
	bool rust, stronger;
	int site;
	size_t at;
	struct call {
		struct span name, all, arg[LKMM_MAX_ARGS + 1];
		int nargs;
	} call;
};

static unsigned int gives(enum lkmm_order order, bool exchange)
{
	static const unsigned int bits[LKMM_NR_ORDERS] = {
		[LKMM_RELAXED] = GIVES_MARK,
		[LKMM_ACQUIRE] = GIVES_MARK | GIVES_ACQUIRE,
		[LKMM_RELEASE] = GIVES_MARK | GIVES_RELEASE,
		[LKMM_FULL] = GIVES_MARK | GIVES_ACQUIRE | GIVES_RELEASE | GIVES_FULL,
		[LKMM_STORE_MB] = GIVES_MARK | GIVES_MB,
	};

	return bits[order] | (exchange ? GIVES_MB : 0);
}

static int cost(enum lkmm_order order, bool exchange)
{
	static const int costs[LKMM_NR_ORDERS] = {
		[LKMM_RELAXED] = COST_MARK, [LKMM_ACQUIRE] = COST_HALF, [LKMM_RELEASE] = COST_HALF,
		[LKMM_FULL] = COST_FULL, [LKMM_STORE_MB] = COST_STORE_MB,
	};

	return exchange ? COST_EXCHANGE : costs[order];
}

/* ---- names ---- */

/*
 * The name of @op in @order, spelled like the present name: with its type and prefix; NULL if that
 * is not a name of the row.
 */
static const char *c_name(const struct subject *s, const struct lkmm_op *op, enum lkmm_order order)
{
	const struct lkmm_op *old = s->a->op;
	const char *text = s->c->l->source.text + s->call.name.from;
	size_t len = s->call.name.to - s->call.name.from;
	size_t tail = strlen(old->name) + strlen(order_suffix(old, s->a->order));

	if (len < tail || memcmp(text + len - tail, old->name, strlen(old->name)))
		return NULL;
	return keep_text(s->c, "%.*s%s%s", (int)(len - tail), text, op->name,
			 order_suffix(op, order));
}

/* NULL if the crate has no such function. */
static const char *object_name(const struct subject *s, const struct lkmm_op *op)
{
	return library_name(s->c, s->rust, s->rust ? op->rust : op->name);
}

/* ---- the text of an access ---- */

static size_t start_of(const struct subject *s, const struct lexer *x)
{
	return (size_t)(x->tok.text - s->c->l->source.text);
}

static int opens(const struct lexer *x)
{
	return tok_is(x, "(") || tok_is(x, "[") || tok_is(x, "{");
}

static int closes(const struct lexer *x)
{
	return tok_is(x, ")") || tok_is(x, "]") || tok_is(x, "}");
}

/* The end of the expression at the token: a comma, semicolon or bracket that closes ends it. */
static size_t skip_value(const struct subject *s, struct lexer *x)
{
	size_t end = start_of(s, x);
	int open = 0;

	while (x->tok.kind != T_END) {
		if (!open && (closes(x) || tok_is(x, ",") || tok_is(x, ";")))
			break;
		open += opens(x) - closes(x);
		end = start_of(s, x) + (size_t)x->tok.len;
		lex_next(x);
	}
	return end;
}

/* The same for the text in brackets, the first of which is the token. */
static size_t skip_brackets(const struct subject *s, struct lexer *x)
{
	size_t end;
	int open = 0;

	do {
		open += opens(x) - closes(x);
		end = start_of(s, x) + (size_t)x->tok.len;
		lex_next(x);
	} while (open > 0 && x->tok.kind != T_END);
	return end;
}

/* The same of a place such as *x, x->next, x[i]. */
static size_t skip_lvalue(const struct subject *s, struct lexer *x)
{
	size_t end = start_of(s, x);

	while (tok_is(x, "*") || tok_is(x, "&"))
		lex_next(x);
	if (tok_is(x, "("))
		end = skip_brackets(s, x);
	else if (x->tok.kind == T_NAME) {
		end = start_of(s, x) + (size_t)x->tok.len;
		lex_next(x);
	}
	for (;;) {
		if (tok_is(x, "(") || tok_is(x, "[")) {
			end = skip_brackets(s, x);
		} else if (tok_is(x, ".") || tok_is(x, "->") || tok_is(x, "::")) {
			lex_next(x);
			end = start_of(s, x) + (size_t)x->tok.len;
			lex_next(x);
		} else {
			return end;
		}
	}
}

/* NAME(ARG, ARG): false if it is nothing of the kind. */
static bool read_call(struct subject *s)
{
	struct lexer x = lex_from(s->c->l, s->at);
	struct call *call = &s->call;

	memset(call, 0, sizeof(*call));
	call->name = call->all = (struct span){ s->at, s->at + (size_t)x.tok.len };
	if (x.tok.kind != T_NAME)
		return false;
	lex_next(&x);
	if (!tok_is(&x, "("))
		return false;
	do {
		size_t from;

		lex_next(&x);
		from = start_of(s, &x);
		if (tok_is(&x, ")"))
			break;
		if (call->nargs > LKMM_MAX_ARGS)
			return false;
		call->arg[call->nargs].from = from;
		call->arg[call->nargs++].to = skip_value(s, &x);
	} while (tok_is(&x, ","));
	call->all.to = start_of(s, &x) + 1;
	return tok_is(&x, ")");
}

/* Where the object begins whose method has its name at @at: x.y.get().load */
static size_t receiver(const struct litmus_test *l, size_t at)
{
	while (at && l->source.text[at - 1] == '.') {
		int open = 0;

		at--;
		do {
			char ch = at ? l->source.text[at - 1] : '\0';

			open += (ch == ')' || ch == ']') - (ch == '(' || ch == '[');
			if (!at ||
			    (open <= 0 && !isalnum((unsigned char)ch) && !strchr("_:)]([", ch)) ||
			    open < 0)
				break;
			at--;
		} while (at);
	}
	return at;
}

/* ---- forms of an operation ---- */

static bool order_fits(const struct subject *s, enum lkmm_order order)
{
	unsigned int now = gives(s->a->order, false), then = gives(order, false);

	return now != then && !(s->stronger ? now & ~then : then & ~now);
}

/* @op, the same operation or one with the same arguments, in another order. */
static void same_op(struct subject *s, const struct lkmm_op *op, enum lkmm_order order)
{
	static const char *const names[LKMM_NR_ORDERS] = {
		[LKMM_RELAXED] = "Relaxed", [LKMM_ACQUIRE] = "Acquire", [LKMM_RELEASE] = "Release",
		[LKMM_FULL] = "Full",
	};
	bool path = false;
	bool exchange = op->shape == LKMM_SHAPE_EXCHANGE && op != s->a->op;
	struct span all = s->call.all, last = s->call.arg[s->call.nargs ? s->call.nargs - 1 : 0];
	const char *name = s->rust ? names[order] : c_name(s, op, order);
	struct change *change;

	if (!name || (s->rust && (!op->atomic || !s->call.nargs)))
		return;
	change = add_change(s->c, s->site, gives(order, exchange), cost(order, exchange));
	if (s->rust) {
		if (op != s->a->op)
			add_edit(s->c, change, s->call.name.from, s->call.name.to, op->rust);
		/* The ordering is the last argument, perhaps with a path before it. */
		for (size_t i = last.from; i < last.to; i++)
			if (s->c->l->source.text[i] == ':') {
				last.from = i + 1;
				path = true;
			}
		add_edit(s->c, change, last.from, last.to,
			 path ? name : library_name(s->c, true, name));
		all.from = receiver(s->c->l, all.from);
	} else {
		add_edit(s->c, change, s->call.name.from, s->call.name.to, name);
	}
	tell_change(s->c, change, all);
}

/* The object by name becomes its address, or the other way round. */
static void edit_object(struct subject *s, struct change *change, struct span arg, bool was_lvalue,
			bool lvalue)
{
	const char *text = s->c->l->source.text + arg.from;
	bool name = true;

	for (size_t i = 0; i < arg.to - arg.from; i++)
		name &= isalnum((unsigned char)text[i]) || text[i] == '_';
	if (was_lvalue == lvalue)
		return;
	if (*text == (lvalue ? '&' : '*')) {
		add_edit(s->c, change, arg.from, arg.from + 1, "");
	} else if (name || !lvalue) {
		add_edit(s->c, change, arg.from, arg.from, lvalue ? "*" : "&");
	} else {
		add_edit(s->c, change, arg.from, arg.from, "*(");
		add_edit(s->c, change, arg.to, arg.to, ")");
	}
}

/* Another row for plain objects that does the same, or an exchange instead of a store. */
static void other_op(struct subject *s, const struct lkmm_op *op, enum lkmm_order order)
{
	const struct lkmm_op *old = s->a->op;
	bool exchange = op->shape == LKMM_SHAPE_EXCHANGE;
	const char *name = object_name(s, op);
	struct change *change;

	if (!name || s->call.nargs != old->nargs)
		return;
	change = add_change(s->c, s->site, gives(order, exchange), cost(order, exchange));
	add_edit(s->c, change, s->call.name.from, s->call.name.to, name);
	if (!s->rust)
		edit_object(s, change, s->call.arg[0], old->lvalue, op->lvalue);
	tell_change(s->c, change, s->call.all);
}

/* Without any mark: x = v, or *x. */
static void unmark(struct subject *s)
{
	enum lkmm_shape what = s->a->op->shape;
	struct call *call = &s->call;
	struct change *change;

	if (s->a->op->atomic || (what != LKMM_SHAPE_LOAD && what != LKMM_SHAPE_STORE) ||
	    call->nargs != s->a->op->nargs || (s->rust && !s->a->op->rust))
		return;
	change = add_change(s->c, s->site, 0, 0);
	add_edit(s->c, change, call->name.from, call->arg[0].from, "");
	edit_object(s, change, call->arg[0], !s->rust && s->a->op->lvalue, true);
	if (what == LKMM_SHAPE_STORE) {
		add_edit(s->c, change, call->arg[0].to, call->arg[1].from, " = ");
		add_edit(s->c, change, call->arg[1].to, call->all.to, "");
	} else {
		add_edit(s->c, change, call->arg[0].to, call->all.to, "");
	}
	tell_change(s->c, change, call->all);
}

static void change_op(struct subject *s)
{
	const struct lkmm_op *op = s->a->op;
	enum lkmm_shape what = op->shape;

	if (!read_call(s))
		return;
	for (int i = 0; i < LKMM_NR_ORDERS; i++) {
		enum lkmm_order order = (enum lkmm_order)i;
		const struct lkmm_op *other =
			what > LKMM_SHAPE_EXCHANGE ? NULL : find_row(op->atomic, what, order);

		if (!order_fits(s, order))
			continue;
		if (s->stronger && what == LKMM_SHAPE_STORE && order == LKMM_FULL)
			other = find_row(op->atomic, LKMM_SHAPE_EXCHANGE, order);
		if (op->orders >> order & 1)
			same_op(s, op, order);
		else if (other && op->atomic)
			same_op(s, other, order);
		else if (other)
			other_op(s, other, order);
	}
	if (!s->stronger)
		unmark(s);
}

/* ---- marking a plain access ---- */

/* NAME( before the place @place, as the row wants it. */
static void begin_call(struct subject *s, struct change *change, const struct lkmm_op *op,
		       struct span place)
{
	bool star = s->c->l->source.text[place.from] == '*';
	const char *name = object_name(s, op);

	if (op->lvalue && !s->rust)
		add_edit(s->c, change, place.from, place.from, keep_text(s->c, "%s(", name));
	else
		add_edit(s->c, change, place.from, place.from + star,
			 keep_text(s->c, "%s(%s", name, star ? "" : "&"));
}

static void mark_load(struct subject *s, const struct lkmm_op *op, enum lkmm_order order)
{
	struct lexer x = lex_from(s->c->l, s->at);
	struct span place = { s->at, skip_lvalue(s, &x) };
	struct change *change = add_change(s->c, s->site, gives(order, false), cost(order, false));

	begin_call(s, change, op, place);
	add_edit(s->c, change, place.to, place.to, ")");
	tell_change(s->c, change, place);
}

/* The place as an argument of @op. */
static const char *as_argument(const struct subject *s, const struct lkmm_op *op, struct span place)
{
	const char *text = keep_span(s->c, place);

	if (op->lvalue && !s->rust)
		return text;
	return *text == '*' ? text + 1 : keep_text(s->c, "&%s", text);
}

/* x OP= v, ++x, x++ and (*x)++: it is read and written. */
static void mark_update(struct subject *s, const struct lkmm_op *op, struct change *change,
			struct span place, struct lexer x)
{
	const struct lkmm_op *load = find_row(false, LKMM_SHAPE_LOAD, LKMM_RELAXED);
	const char *text = s->c->l->source.text, *value = "1", *sign, *format;
	struct span all = place;

	sign = keep_text(s->c, "%.1s", x.tok.text);
	if (x.tok.len > 1 && x.tok.text[x.tok.len - 1] == '=') {
		sign = keep_text(s->c, "%.*s", x.tok.len - 1, x.tok.text);
		lex_next(&x);
		all.to = start_of(s, &x);
		value = keep_span(s->c, (struct span){ all.to, skip_value(s, &x) });
		all.to += strlen(value);
	} else if (tok_is(&x, ")") && place.from && text[place.from - 1] == '(') {
		all.from--;
		lex_next(&x);
		sign = keep_text(s->c, "%.1s", x.tok.text);
		all.to = start_of(s, &x) + (size_t)x.tok.len;
	} else if (tok_is(&x, "++") || tok_is(&x, "--")) {
		all.to = start_of(s, &x) + (size_t)x.tok.len;
	} else if (place.from > 1 && strchr("+-", text[place.from - 1]) &&
		   text[place.from - 1] == text[place.from - 2]) {
		all.from -= 2;
		sign = keep_text(s->c, "%.1s", text + all.from);
	}
	format = strpbrk(value, " +-&|^<>") ? "%s(%s, %s(%s) %s (%s))" : "%s(%s, %s(%s) %s %s)";
	add_edit(s->c, change, all.from, all.to,
		 keep_text(s->c, format, object_name(s, op), as_argument(s, op, place),
			   object_name(s, load), as_argument(s, load, place), sign, value));
	tell_change(s->c, change, all);
}

static void mark_store(struct subject *s, const struct lkmm_op *op, enum lkmm_order order)
{
	bool exchange = op->shape == LKMM_SHAPE_EXCHANGE;
	struct lexer x = lex_from(s->c->l, s->at);
	struct span place = { s->at, skip_lvalue(s, &x) };
	struct change *change =
		add_change(s->c, s->site, gives(order, exchange), cost(order, exchange));
	size_t value, end;

	if (!tok_is(&x, "=")) {
		mark_update(s, op, change, place, x);
		return;
	}
	lex_next(&x);
	value = start_of(s, &x);
	end = skip_value(s, &x);
	begin_call(s, change, op, place);
	add_edit(s->c, change, place.to, value, ", ");
	add_edit(s->c, change, end, end, ")");
	tell_change(s->c, change, (struct span){ place.from, end });
}

/* p.read() and p.write(v): the pointer becomes the first argument. */
static void mark_method(struct subject *s, const struct lkmm_op *op, enum lkmm_order order)
{
	struct call *call = &s->call;
	size_t from = receiver(s->c->l, call->name.from);
	struct change *change = add_change(s->c, s->site, gives(order, false), cost(order, false));
	const char *name = object_name(s, op);

	if (from == call->name.from) {
		/* ptr::read(p): with its path */
		while (from && strchr("_:", s->c->l->source.text[from - 1]))
			from--;
		while (from < call->name.from &&
		       (isalnum((unsigned char)s->c->l->source.text[from - 1]) ||
			strchr("_:", s->c->l->source.text[from - 1])))
			from--;
		add_edit(s->c, change, from, call->name.to, name);
	} else {
		add_edit(s->c, change, from, from, keep_text(s->c, "%s(", name));
		add_edit(s->c, change, call->name.from - 1,
			 call->nargs ? call->arg[0].from : call->all.to, call->nargs ? ", " : ")");
	}
	tell_change(s->c, change, (struct span){ from, call->all.to });
}

/* A full barrier comes with an exchange, not with a store. */
static void mark(struct subject *s, enum lkmm_shape what, enum lkmm_order order)
{
	bool exchange = what == LKMM_SHAPE_STORE && order == LKMM_FULL;
	const struct lkmm_op *op = find_row(false, exchange ? LKMM_SHAPE_EXCHANGE : what, order);

	if (!op || !object_name(s, op))
		return;
	if (read_call(s) && s->rust)
		mark_method(s, op, order);
	else if (what == LKMM_SHAPE_LOAD)
		mark_load(s, op, order);
	else
		mark_store(s, op, order);
}

static bool is_updated(const struct accesses *a, int i)
{
	return i && a->access[i - 1].at == a->access[i].at &&
	       a->access[i - 1].e->access->kind == LKMM_PLAIN_STORE;
}

/* ---- all ---- */

static void change_access(struct changes *c, const struct accesses *a, int i, bool stronger)
{
	const struct function *f = function_at(c->function, a->access[i].at);
	struct subject s = {
		.c = c, .a = a->access[i].e->access, .stronger = stronger, .at = a->access[i].at,
		.rust = f && f->rust, .site = c->nsites,
	};
	int n = c->n;

	/* In the body of a macro another form would be one for all its uses. */
	if (!f || a->access[i].e->at.in)
		return;
	if (s.a->kind == LKMM_OP)
		change_op(&s);
	else if (stronger && s.a->kind == LKMM_PLAIN_STORE)
		for (int k = 0; k < LKMM_NR_ORDERS; k++)
			mark(&s, LKMM_SHAPE_STORE, (enum lkmm_order)k);
	else if (stronger && s.a->kind == LKMM_PLAIN_LOAD && !is_updated(a, i))
		for (int k = 0; k < LKMM_NR_ORDERS; k++)
			mark(&s, LKMM_SHAPE_LOAD, (enum lkmm_order)k);
	c->nsites += c->n > n;
}

void stronger_accesses(struct changes *c, const struct accesses *a)
{
	for (int i = 0; i < a->n; i++)
		change_access(c, a, i, true);
}

void weaker_accesses(struct changes *c, const struct accesses *a)
{
	for (int i = 0; i < a->n; i++)
		change_access(c, a, i, false);
}
