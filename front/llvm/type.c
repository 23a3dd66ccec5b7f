// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Types of LLVM IR, and where their members are: as on x86-64, arm64 and riscv64. */
#include "text.h"

#include <string.h>

static struct ir_type *new_type(struct ir_text *x, enum ir_type_kind kind)
{
	struct ir_type *t = ir_alloc(x, sizeof(*t));

	if (t) {
		t->kind = kind;
		t->defined = true;
	}
	return t;
}

static void add_member(struct ir_text *x, struct ir_type *t, struct ir_type *member)
{
	t->member = ir_grow(x, t->member, t->nmembers, sizeof(struct ir_type *));
	if (t->member)
		t->member[t->nmembers++] = member;
}

/* After "{". */
static void read_members(struct ir_text *x, struct ir_type *t, const char *end)
{
	while (!ir_failed(x) && !ir_accept(x, end)) {
		if (ir_accept(x, "..."))
			continue;
		add_member(x, t, ir_type(x));
		ir_skip_attributes(x);
		if (!ir_at(x, end))
			ir_expect(x, ",");
	}
}

static struct ir_type *named(struct ir_text *x)
{
	const char *name = ir_name(x);
	struct ir_module *m = x->m;
	struct ir_type *t;

	for (int i = 0; i < m->nnamed; i++)
		if (!strcmp(m->named_as[i], name))
			return m->named[i];
	t = new_type(x, IR_STRUCT);
	if (t) {
		t->defined = false;
		t->name = name;
	}
	m->named = ir_grow(x, m->named, m->nnamed, sizeof(struct ir_type *));
	m->named_as = ir_grow(x, m->named_as, m->nnamed, sizeof(const char *));
	if (!t || !m->named || !m->named_as)
		return NULL;
	m->named[m->nnamed] = t;
	m->named_as[m->nnamed++] = name;
	return t;
}

struct ir_type *ir_array_type(struct ir_text *x, struct ir_type *of, int64_t n)
{
	struct ir_type *t = new_type(x, IR_ARRAY);

	if (t) {
		t->of = of;
		t->n = n;
	}
	return t;
}

static struct ir_type *array(struct ir_text *x)
{
	struct ir_type *t = new_type(x, IR_ARRAY);

	if (!t)
		return NULL;
	t->n = ir_number(x);
	ir_expect(x, "x");
	t->of = ir_type(x);
	ir_expect(x, "]");
	return t;
}

static struct ir_type *structure(struct ir_text *x, bool packed)
{
	struct ir_type *t = new_type(x, IR_STRUCT);

	if (!t)
		return NULL;
	t->packed = packed;
	read_members(x, t, "}");
	if (packed)
		ir_expect(x, ">");
	return t;
}

static struct ir_type *word(struct ir_text *x)
{
	struct ir_type *t = new_type(x, IR_OTHER);

	if (!t)
		return NULL;
	if (*x->p == 'i' && x->p[1] >= '1' && x->p[1] <= '9') {
		x->p++;
		t->kind = IR_INTEGER;
		t->bits = (int)ir_number(x);
	} else if (ir_accept_word(x, "ptr")) {
		t->kind = IR_POINTER;
		if (ir_accept_word(x, "addrspace"))
			ir_skip_brackets(x);
	} else if (ir_at_word(x, "float") || ir_at_word(x, "double")) {
		t->kind = IR_INTEGER;
		t->bits = *ir_word(x) == 'f' ? 32 : 64;
		t->floating = true;
	} else if (ir_accept_word(x, "void")) {
		t->kind = IR_VOID;
	} else if (!ir_word(x)[0]) {
		ir_error(x, "expected a type, found '%.20s'", x->p);
	}
	return t;
}

/* T*, T (arguments): in this line, since the next one is an instruction. */
static struct ir_type *suffixes(struct ir_text *x, struct ir_type *t)
{
	while (t && !ir_failed(x) && ir_goes_on(x)) {
		struct ir_type *outer;

		if (ir_accept_word(x, "addrspace")) {
			ir_skip_brackets(x);
			continue;
		}
		if (!ir_at(x, "*") && !ir_at(x, "("))
			break;
		outer = new_type(x, ir_at(x, "*") ? IR_POINTER : IR_FUNCTION);
		if (!outer)
			return NULL;
		outer->of = t;
		x->p++;
		if (outer->kind == IR_FUNCTION)
			read_members(x, outer, ")");
		t = outer;
	}
	return t;
}

struct ir_type *ir_type(struct ir_text *x)
{
	struct ir_type *t;

	if (++x->depth > IR_MAX_DEPTH)
		ir_error(x, "types and values are nested too deeply");
	if (ir_accept(x, "%"))
		t = named(x);
	else if (ir_accept(x, "["))
		t = array(x);
	else if (ir_accept(x, "<{"))
		t = structure(x, true);
	else if (ir_at(x, "<")) {
		ir_skip_brackets(x);
		t = new_type(x, IR_OTHER);
	} else if (ir_accept(x, "{"))
		t = structure(x, false);
	else
		t = word(x);
	t = suffixes(x, t);
	x->depth--;
	return t;
}

struct ir_type *ir_pointer_type(struct ir_text *x)
{
	return new_type(x, IR_POINTER);
}

struct ir_type *ir_truth_type(struct ir_text *x)
{
	struct ir_type *t = new_type(x, IR_INTEGER);

	if (t)
		t->bits = 1;
	return t;
}

struct ir_type *ir_pair(struct ir_text *x, struct ir_type *first)
{
	struct ir_type *t = new_type(x, IR_STRUCT);

	if (!t)
		return NULL;
	add_member(x, t, first);
	add_member(x, t, ir_truth_type(x));
	return t;
}

/* ---- sizes ---- */

static int64_t round_up(int64_t n, int64_t to)
{
	return (n + to - 1) / to * to;
}

int64_t ir_alignment(const struct ir_type *t)
{
	int64_t n = 1;

	if (!t)
		return 1;
	switch (t->kind) {
	case IR_INTEGER:
		while (n * 8 < t->bits && n < 16)
			n *= 2;
		return n;
	case IR_POINTER:
		return 8;
	case IR_ARRAY:
		return ir_alignment(t->of);
	case IR_STRUCT:
		for (int i = 0; i < t->nmembers && !t->packed; i++)
			n = ir_alignment(t->member[i]) > n ? ir_alignment(t->member[i]) : n;
		return n;
	default:
		return 1;
	}
}

int64_t ir_offset(const struct ir_type *t, int index)
{
	int64_t at = 0;

	for (int i = 0; i <= index && i < t->nmembers; i++) {
		at = round_up(at, t->packed ? 1 : ir_alignment(t->member[i]));
		if (i < index)
			at += ir_size(t->member[i]);
	}
	return at;
}

int64_t ir_size(const struct ir_type *t)
{
	if (!t)
		return 0;
	switch (t->kind) {
	case IR_INTEGER:
		return round_up((t->bits + 7) / 8, ir_alignment(t));
	case IR_POINTER:
		return 8;
	case IR_ARRAY:
		return t->n * ir_size(t->of);
	case IR_STRUCT:
		if (!t->nmembers)
			return 0;
		return round_up(ir_offset(t, t->nmembers - 1) + ir_size(t->member[t->nmembers - 1]),
				ir_alignment(t));
	default:
		return 0;
	}
}
