// SPDX-License-Identifier: GPL-2.0 OR MIT
/* One instruction: its labels, its name and its operands. */
#include "asm.h"
#include "front/error.h"

/* An execution has no more events; a loop costs some time for each. */
enum { MAX_INSTRUCTIONS = 1024 };

static void skip(struct asm_text *t)
{
	while (t->p < t->end && (unsigned char)*t->p <= ' ')
		asm_advance(t, 1);
}

static int word_length(const struct asm_text *t)
{
	const char *p = t->p;

	while (p < t->end && asm_is_word(*p))
		p++;
	return (int)(p - t->p);
}

static bool take(struct asm_text *t, const char *signs)
{
	skip(t);
	for (; *signs && t->p < t->end; signs++)
		if (*t->p == *signs) {
			asm_advance(t, 1);
			return true;
		}
	return false;
}

/* ---- operands ---- */

/* A number of @len characters, in decimal or as 0x1f; false if it is none. */
static bool read_number(const char *p, int len, int64_t *v)
{
	int base = len > 2 && p[0] == '0' && (p[1] == 'x' || p[1] == 'X') ? 16 : 10;
	uint64_t n = 0;

	for (int i = base == 16 ? 2 : 0; i < len; i++) {
		int digit = p[i] >= '0' && p[i] <= '9' ? p[i] - '0' :
			    p[i] >= 'a' && p[i] <= 'f' ? p[i] - 'a' + 10 :
			    p[i] >= 'A' && p[i] <= 'F' ? p[i] - 'A' + 10 : 16;

		if (digit >= base)
			return false;
		n = n * (uint64_t)base + (uint64_t)digit;
	}
	*v = (int64_t)n;
	return len > 0;
}

/* A register, a number or a word, behind the sign that some assemblers have for it. */
static bool read_item(struct asm_reading *a, struct asm_text *t, struct asm_item *item)
{
	bool minus;
	int len;

	take(t, "#$%");
	minus = take(t, "-");
	skip(t);
	len = word_length(t);
	*item = (struct asm_item){ .kind = ASM_WORD, .text = t->p, .len = len };
	if (!len)
		return false;
	asm_advance(t, (size_t)len);
	if (read_number(item->text, len, &item->number)) {
		item->kind = ASM_NUMBER;
		if (minus)
			item->number = (int64_t)-(uint64_t)item->number;
		return true;
	}
	item->reg = asm_register(a->isa, item->text, len, &item->view);
	if (item->reg)
		item->kind = ASM_REGISTER;
	return !minus;
}

/* Whether nothing is left but blanks. */
static bool is_done(struct asm_text *t)
{
	skip(t);
	return t->p == t->end;
}

/* Whether @item is a word such as "sxtw", about the one before it. */
static bool extends(const struct asm_reading *a, const struct asm_item *item,
		    struct asm_item *before)
{
	const struct isa_extension *e = a->isa->extension;

	while (e->name && !asm_same_word(e->name, item->text, item->len))
		e++;
	if (e->name)
		before->to = e->to;
	return e->name;
}

/* How often a register counts: "4" is 2, as a shift; false if it cannot. */
static bool read_factor(const struct asm_item *item, struct asm_item *of)
{
	while (of->shift < 3 && item->number != INT64_C(1) << of->shift)
		of->shift++;
	return item->number == INT64_C(1) << of->shift;
}

/* "lsl #3" behind a register: it counts 8 times. Behind "sxtw", the number may be left out. */
static bool read_shift(struct asm_reading *a, struct asm_text *t, struct asm_item *of)
{
	bool all = of->to.bits == 64;
	struct asm_item item;

	if (all && a->isa->width[of->view] < 64)
		return false;
	if (!take(t, "#"))
		return !all;
	if (of->kind != ASM_REGISTER || !read_item(a, t, &item) || item.kind != ASM_NUMBER ||
	    item.number < 0 || item.number > 3)
		return false;
	of->shift = (int)item.number;
	return true;
}

/* Only a number may be added to the register. */
static bool may_change(const struct asm_operand *o)
{
	return o->item[0].kind == ASM_REGISTER && o->nitems == 2 && o->item[1].kind == ASM_NUMBER;
}

/* [x], [X1,#4], (%rax), 8(x5): the sum of a few items; x86: 8(%rax,%rbx,4) */
static bool read_memory(struct asm_reading *a, struct asm_text *t, struct asm_operand *o)
{
	int n = 0;

	o->kind = ASM_MEMORY;
	do {
		struct asm_item item, *last = o->nitems ? &o->item[o->nitems - 1] : NULL;

		if (!read_item(a, t, &item))
			return false;
		n++;
		if (a->isa->reversed && item.kind == ASM_NUMBER) {
			if (n != 3 || !read_factor(&item, last))
				return false;
		} else if (last && extends(a, &item, last)) {
			if (!read_shift(a, t, last))
				return false;
		} else {
			if (o->nitems == ASM_MAX_ITEMS)
				return false;
			o->item[o->nitems++] = item;
		}
	} while (take(t, ",+"));
	if (!take(t, "])"))
		return false;
	o->changes = may_change(o) && take(t, "!");
	return is_done(t);
}

static bool read_operand(struct asm_reading *a, struct asm_text t, struct asm_operand *o)
{
	skip(&t);
	*o = (struct asm_operand){ .at = t.at };
	if (take(&t, "[("))
		return read_memory(a, &t, o);
	if (!read_item(a, &t, &o->item[o->nitems++]))
		return false;
	o->kind = o->item[0].kind;
	if (take(&t, "("))
		return read_memory(a, &t, o);
	return is_done(&t);
}

/* Cuts an operand off @t: to a comma outside of brackets. */
static struct asm_text cut_operand(struct asm_text *t)
{
	struct asm_text o;
	int depth = 0;

	skip(t);
	o = *t;
	while (t->p < t->end && (depth || *t->p != ',')) {
		depth += (*t->p == '[' || *t->p == '(') - (*t->p == ']' || *t->p == ')');
		asm_advance(t, 1);
	}
	o.end = t->p;
	if (t->p < t->end)
		asm_advance(t, 1);
	return o;
}

static void read_operands(struct asm_reading *a, struct asm_text *t, struct asm_insn *i)
{
	while (!is_done(t)) {
		struct asm_text o = cut_operand(t);

		if (i->noperands == ISA_MAX_OPERANDS ||
		    !read_operand(a, o, &i->operand[i->noperands])) {
			litmus_report(a->l, o.at, "expected an operand of '%.*s', found '%.*s'",
				      i->len, i->name,
				      o.end - o.p > 40 ? 40 : (int)(o.end - o.p), o.p);
			return;
		}
		i->noperands++;
	}
	for (int k = 0; a->isa->reversed && k < i->noperands / 2; k++) {
		struct asm_operand o = i->operand[k];

		i->operand[k] = i->operand[i->noperands - 1 - k];
		i->operand[i->noperands - 1 - k] = o;
	}
}

/* ---- the cell ---- */

static bool read_label(struct asm_reading *a, struct asm_code *c, struct asm_text *t)
{
	struct asm_text after = *t;
	struct asm_label *label;
	int len = word_length(t);

	asm_advance(&after, (size_t)len);
	if (!len || !take(&after, ":"))
		return false;
	label = litmus_grow(a->l, c->label, c->nlabels, sizeof(*label));
	if (!label)
		return false;
	c->label = label;
	label[c->nlabels++] = (struct asm_label){ t->p, len, c->ninsns };
	*t = after;
	skip(t);
	return true;
}

/* The name of an instruction: two words, if the table has one that begins so. */
static int name_length(const struct asm_reading *a, const struct asm_text *t)
{
	struct asm_text second = *t;
	int one = word_length(t), both;

	asm_advance(&second, (size_t)one);
	skip(&second);
	both = (int)(second.p - t->p) + word_length(&second);
	for (int i = 0; i < a->isa->ninsns; i++)
		if (asm_same_word(a->isa->insn[i].name, t->p, both))
			return both;
	return one;
}

void asm_read_cell(struct asm_reading *a, struct asm_code *c, struct asm_text cell)
{
	struct asm_insn *i;

	while (read_label(a, c, &cell))
		;
	if (is_done(&cell))
		return;
	if (c->ninsns == MAX_INSTRUCTIONS || c->nlabels > MAX_INSTRUCTIONS) {
		lex_fatal(&a->l->x, cell.at, "a process has at most %d instructions",
			  MAX_INSTRUCTIONS);
		return;
	}
	i = litmus_grow(a->l, c->insn, c->ninsns, sizeof(*i));
	if (!i)
		return;
	c->insn = i;
	i += c->ninsns++;
	*i = (struct asm_insn){ .at = cell.at, .name = cell.p, .len = name_length(a, &cell) };
	if (!i->len) {
		litmus_report(a->l, i->at, "expected an instruction, found '%.*s'",
			      cell.end - cell.p > 40 ? 40 : (int)(cell.end - cell.p), cell.p);
		return;
	}
	asm_advance(&cell, (size_t)i->len);
	read_operands(a, &cell, i);
}
