// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A counterexample for a function that is not proved: the instructions of one way through it, as a
 * sequence in the place of one of defs/arch/ that does the same to the value.
 */
#include "refute.h"

#include <stdio.h>
#include <string.h>

/* ---- what it stands for ---- */

/* Whether "fetch_add_acquire(#, *)" is a call of @op. */
static bool is_call(const char *call, const struct lkmm_op *op)
{
	size_t n = strlen(op->name);

	return call && !strncmp(call, op->name, n) && (call[n] == '_' || call[n] == '(');
}

static bool stands_for(const struct asm_sequence *row, const char *arch, const struct named *what)
{
	const struct lkmm_op *op = what->op;

	if (strcmp(row->arch, arch) || row->feature)
		return false;
	if (!op)
		return !row->bits && row->fence == what->fence;
	return row->bits == what->bits && row->shape == op->shape && row->order == what->order &&
	       row->call && (op->shape != LKMM_SHAPE_COMPUTE || is_call(row->call, op));
}

static const struct asm_sequence *find_like(const char *arch, const struct named *what)
{
	for (int i = 0; i < asm_nr_sequences; i++)
		if (stands_for(&asm_sequences[i], arch, what))
			return &asm_sequences[i];
	return NULL;
}

/* ---- its instructions ---- */

struct rewriting {
	const struct machine_code *code;
	const struct isa *isa;
	const struct named *what;
	struct asm_sequence *row;
	struct text text;
	char result[24];		/* the operand in the register of the result */
};

/* The operand that the register @reg is: by the arguments at the beginning, or by its own name. */
static void name_operand(const struct rewriting *r, const char *reg, char name[24])
{
	const struct lkmm_op *op = r->what->op;
	int operand = 0;

	snprintf(name, 24, "r%s", reg);
	for (int i = 0; op && i < op->nargs && i < 4; i++) {
		bool object = i == op->object;
		const char *own = object ? asm_pointer :
				  operand < 2 ? r->row->operand[operand] : NULL;

		operand += !object;
		if (own && !strcmp(r->code->argument[i], reg))
			snprintf(name, 24, "%s", own);
	}
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* "ldxr w2, [x1]" as "ldxr {rX2:32}, [{ptr:64}]"; the stack pointer stays. */
static void rewrite_line(struct rewriting *r, const char *p, size_t len)
{
	const char *end = p + len, *operands = p + strcspn(p, " ");
	char word[8], name[24];

	for (size_t n; p < end; p += n) {
		const char *reg = NULL;

		for (n = 0; p + n < end && is_word(p[n]); )
			n++;
		if (n && n < sizeof(word) && p > operands) {
			memcpy(word, p, n);
			word[n] = '\0';
			reg = asm_register_name(r->isa, word);
		}
		n += !n;
		if (!reg || !strcmp(reg, r->code->stack)) {
			text_put(&r->text, p, n);
			continue;
		}
		name_operand(r, reg, name);
		if (r->text.len && r->text.s[r->text.len - 1] == '%')
			r->text.len--;
		text_add(&r->text, "{%s:%d}", name, asm_register_bits(r->isa, word));
	}
	text_puts(&r->text, "\n");
}

static void rewrite(struct rewriting *r, const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\n");

		rewrite_line(r, text, len);
		text += len + (text[len] == '\n');
	}
}

/* ---- the question ---- */

bool refute(struct prover *v, const struct named *what, const struct class *c, const char *text,
	    struct finding *f)
{
	const struct asm_sequence *like = find_like(v->arch, what);
	struct asm_sequence row;
	struct rewriting r = { .code = machine_code(v->arch), .isa = asm_isa_of(v->arch),
			       .what = what, .row = &row };
	int bound = v->bound;

	*f = (struct finding){ .row = NULL };
	if (!like || *text == '\n')
		return false;
	row = *like;
	rewrite(&r, text);
	row.tied = row.fixed = NULL;
	if (like->result) {
		name_operand(&r, r.code->result, r.result);
		row.result = r.result;
		row.fixed = like->fixed ? r.code->result : NULL;
	}
	row.text = r.text.s ? r.text.s : "";
	v->bound = 3;
	if (!r.text.failed)
		prove_row(v, f, &row, c->fails, NULL);
	v->bound = bound;
	/* It is one way; the answer about it does not matter otherwise. */
	text_free(&v->error);
	v->failed = false;
	text_free(&r.text);
	f->row = like;
	return f->refuted;
}
