// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * What an instruction does, as the last column of defs/isa/NAME.def says it: steps, such as
 * "$2 = [$1] <- old + $2 X".
 */
#include "isa.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct reader {
	const struct isas *all;
	const struct isa *isa;
	const struct field *f;
	const char *p;
	bool failed;
};

static void expected(struct reader *r, const char *what)
{
	struct place at = r->f->at;

	if (r->failed)
		return;
	r->failed = true;
	at.column += (int)(r->p - r->f->text);
	error_at(at, "expected %s", what);
}

static void skip(struct reader *r)
{
	while (*r->p == ' ')
		r->p++;
}

static bool is_letter(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.';
}

/* Takes @word, if it comes next: a sign, or a whole word. */
static bool take(struct reader *r, const char *word)
{
	size_t n = strlen(word);

	skip(r);
	if (strncmp(r->p, word, n) || (is_letter(word[n - 1]) && is_letter(r->p[n])))
		return false;
	r->p += n;
	return true;
}

static void need(struct reader *r, const char *sign)
{
	if (!take(r, sign))
		expected(r, xprintf("'%s'", sign));
}

static const struct isa_ref no_ref = { "NONE", 0, 0, 0 };

static struct isa_ref take_ref(struct reader *r)
{
	static const char *const words[][2] = {
		{ "old", "OLD" }, { "left", "LEFT" }, { "right", "RIGHT" },
	};
	struct isa_ref ref = no_ref;
	char *end;

	for (size_t i = 0; i < COUNT(words); i++)
		if (take(r, words[i][0]))
			return (struct isa_ref){ words[i][1], 0, 0, 0 };
	for (int i = 0; i < r->isa->nregs; i++)
		for (int v = 0; v < ISA_MAX_VIEWS && r->isa->reg[i].name[v]; v++)
			if (take(r, r->isa->reg[i].name[v]))
				return (struct isa_ref){ "REGISTER", i, v, 0 };
	skip(r);
	if (*r->p == '$' || isdigit((unsigned char)r->p[*r->p == '-'])) {
		ref.kind = *r->p == '$' ? "OPERAND" : "NUMBER";
		r->p += *r->p == '$';
		ref.n = (int)strtol(r->p, &end, 10);
		r->p = end;
	}
	return ref;
}

/* The two registers of a pair, by names of as many bits. */
static struct isa_ref pair_of(struct reader *r, struct isa_ref high, struct isa_ref low)
{
	bool names = streq(high.kind, "REGISTER");

	if (!streq(high.kind, low.kind) || high.view != low.view ||
	    !(names ? r->isa->width[low.view] == 32 : streq(high.kind, "OPERAND")))
		expected(r, "two operands, or two registers by names of 32 bits");
	low.high = high.n + names;
	return low;
}

static struct isa_ref need_ref(struct reader *r)
{
	struct isa_ref ref = take_ref(r);

	if (streq(ref.kind, "NONE"))
		expected(r, "an operand such as $1, a number, a register, old, left or right");
	return take(r, ":") ? pair_of(r, ref, take_ref(r)) : ref;
}

/* A reference, or two with an operator between. */
static struct isa_value need_value(struct reader *r, const char *const *ops, size_t n)
{
	struct isa_value v = { .a = need_ref(r), .b = no_ref };

	for (size_t i = 0; i < n && !v.op; i++)
		if (take(r, ops[i]))
			v.op = ops[i];
	if (v.op)
		v.b = need_ref(r);
	return v;
}

static struct isa_value need_number(struct reader *r)
{
	static const char *const ops[] = { "+", "-", "&~", "&", "|", "^", "<<<w", "<<w", ">>w",
					   "<<",
					   "?" };

	return need_value(r, ops, COUNT(ops));
}

static struct isa_value need_condition(struct reader *r)
{
	static const char *const ops[] = { "==", "!=", "<=u", ">=u", "<u", ">u", "<=", ">=", "<",
					   ">" };
	struct isa_value v = need_value(r, ops, COUNT(ops));

	if (!v.op)
		expected(r, "a comparison");
	return v;
}

static struct isa_value need_address(struct reader *r)
{
	struct isa_value v;

	need(r, "[");
	v = need_number(r);
	need(r, "]");
	return v;
}

int find_mark(const struct isas *all, const char *name, size_t len)
{
	for (int i = 0; i < all->nmarks; i++)
		if (strlen(all->mark[i].name) == len && !strncmp(all->mark[i].name, name, len))
			return i;
	return -1;
}

bool take_more(const struct isas *all, const char *word, size_t len, struct isa_more *more)
{
	static const char *const widths[] = { "u8", "u16", "u32", "s8", "s16", "s32" };
	int mark = find_mark(all, word, len);

	for (size_t i = 0; i < COUNT(widths); i++) {
		if (strlen(widths[i]) != len || strncmp(widths[i], word, len))
			continue;
		more->bits = atoi(widths[i] + 1);
		more->is_signed = widths[i][0] == 's';
		return true;
	}
	if (mark >= 0)
		more->marks |= 1ULL << mark;
	return mark >= 0;
}

/* The marks and the width behind what step @s does. */
static void take_words(struct reader *r, struct isa_step *s, struct isa_more more)
{
	for (skip(r); *r->p && *r->p != ';' && !r->failed; skip(r)) {
		size_t n = 0;

		while (is_letter(r->p[n]) || r->p[n] == '-' || isdigit((unsigned char)r->p[n]))
			n++;
		if (!take_more(r->all, r->p, n, &more))
			expected(r, "a mark, or one of the widths u8, u16, u32, s8, s16 and s32");
		r->p += n;
	}
	s->marks = more.marks;
	s->bits = more.bits;
	s->is_signed = more.is_signed;
}

static struct isa_step *new_step(struct reader *r, struct isa_insn *insn, const char *kind)
{
	static struct isa_step spare;
	struct isa_step *s = &spare;

	if (insn->nsteps == ISA_MAX_STEPS)
		expected(r, xprintf("at most %d steps", ISA_MAX_STEPS));
	else
		s = &insn->step[insn->nsteps++];
	*s = (struct isa_step){
		.kind = kind, .to = no_ref, .otherwise = no_ref, .address = { no_ref, no_ref, 0 },
		.value = { no_ref, no_ref, 0 }, .when = { no_ref, no_ref, 0 },
	};
	return s;
}

static void set(struct reader *r, struct isa_insn *insn, struct isa_ref to, struct isa_value v)
{
	struct isa_step *s = new_step(r, insn, "SET");

	s->to = to;
	s->value = v;
}

/* [$2], [$1] = $2, [$1] <- old + $2: its result, if any, goes to @to */
static void access_memory(struct reader *r, struct isa_insn *insn, struct isa_ref to,
			  const struct isa_more *more)
{
	bool linked = take(r, "link"), try = take(r, "try");
	struct isa_step *s = new_step(r, insn, try ? "TRY" : "LOAD");

	s->to = to;
	s->linked = linked;
	s->address = need_address(r);
	if (take(r, "=")) {
		s->kind = try ? "TRY" : "STORE";
		s->value = need_number(r);
	} else if (take(r, "<-")) {
		s->kind = "UPDATE";
		s->value = need_number(r);
		if (take(r, "if"))
			s->when = need_condition(r);
	}
	take_words(r, s, *more);
}

/* $1 = ... */
static void assign(struct reader *r, struct isa_insn *insn, struct isa_ref to,
		   const struct isa_more *more)
{
	struct isa_step *s;

	skip(r);
	if (*r->p == '[' || !strncmp(r->p, "link ", 5) || !strncmp(r->p, "try ", 4)) {
		access_memory(r, insn, to, more);
		return;
	}
	set(r, insn, to, need_number(r));
	s = &insn->step[insn->nsteps - 1];
	if (take(r, "if")) {
		s->when = need_condition(r);
		need(r, "else");
		s->otherwise = need_ref(r);
	}
	take_words(r, s, (struct isa_more){ .marks = 0 });
}

/* "only zero": what the flags of the step before do not tell. */
static bool limit_flags(struct reader *r, struct isa_insn *insn)
{
	static const struct {
		const char *words, *unknown;
	} limits[] = {
		{ "only zero", "ISA_CARRY | ISA_ORDER" },
		{ "only carry", "ISA_ZERO | ISA_ORDER | ISA_SIGN" },
		{ "no carry", "ISA_CARRY" },
	};

	for (size_t i = 0; i < COUNT(limits); i++) {
		if (!take(r, limits[i].words))
			continue;
		if (insn->nsteps)
			insn->step[insn->nsteps - 1].unknown = limits[i].unknown;
		return true;
	}
	return false;
}

static void parse_step(struct reader *r, struct isa_insn *insn, const struct isa_more *more)
{
	struct isa_ref to = no_ref;

	skip(r);
	if (take(r, "nothing"))
		return;
	if (limit_flags(r, insn))
		return;
	if (take(r, "fence")) {
		take_words(r, new_step(r, insn, "FENCE"), *more);
	} else if (take(r, "flags")) {
		set(r, insn, (struct isa_ref){ "LEFT", 0, 0, 0 },
		    (struct isa_value){ need_ref(r), no_ref, 0 });
		set(r, insn, (struct isa_ref){ "RIGHT", 0, 0, 0 },
		    (struct isa_value){ need_ref(r), no_ref, 0 });
	} else if (take(r, "goto")) {
		struct isa_step *s = new_step(r, insn, "GOTO");

		s->to = need_ref(r);
		if (take(r, "if"))
			s->when = need_condition(r);
	} else if (*r->p == '[') {
		access_memory(r, insn, to, more);
	} else {
		to = need_ref(r);
		need(r, "=");
		assign(r, insn, to, more);
	}
}

void parse_effect(const struct isas *all, const struct isa *isa, const struct field *f,
		  struct isa_insn *insn, const struct isa_more *more)
{
	struct reader r = { all, isa, f, f->text, false };

	do
		parse_step(&r, insn, more);
	while (!r.failed && take(&r, ";"));
	skip(&r);
	if (*r.p)
		expected(&r, "';' or the end of the line");
}
