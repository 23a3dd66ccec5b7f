// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A sequence at one width, ordering and operation: words replaced by their cells, instructions that
 * became empty gone, operands collected with the way each is used.
 */
#include "gen/gen.h"

#include <stdlib.h>
#include <string.h>

const char *const *prim_operands(enum prim prim, enum alu alu)
{
	static const char *const operands[NR_PRIMS][5] = {
		[P_LOAD] = { NULL },
		[P_STORE] = { "val", NULL },
		[P_XCHG] = { "val", NULL },
		[P_CMPXCHG] = { "expect", "val", NULL },
		[P_VOID] = { "arg", NULL },
		[P_FETCH] = { "arg", NULL },
		[P_TEST] = { "arg", NULL },
		[P_BIT] = { "nr", NULL },
		[P_TEST_BIT] = { "nr", NULL },
		[P_WAIT] = { "val", NULL },
		[P_MASK] = { "index", "size", NULL },
		[P_CMPXCHG2] = { "expect", "expect_high", "val", "val_high", NULL },
	};

	return (prim == P_VOID || prim == P_TEST) && !alu_has_operand(alu) ? operands[P_LOAD] :
	       operands[prim];
}

/* The result of the primitive. */
static const char *prim_result(enum prim prim)
{
	switch (prim) {
	case P_LOAD:
		return "val";
	case P_XCHG:
	case P_CMPXCHG:
	case P_CMPXCHG2:
	case P_FETCH:
		return "old";
	case P_MASK:
		return "mask";
	default:
		return NULL;
	}
}

static bool is_result(enum prim prim, const char *name)
{
	return (prim_result(prim) && streq(name, prim_result(prim))) ||
	       (prim == P_CMPXCHG2 && streq(name, "old_high"));
}

static bool is_input(enum prim prim, enum alu alu, const char *name)
{
	const char *const *in = prim_operands(prim, alu);

	if (streq(name, "ptr"))
		return true;
	for (; *in; in++)
		if (streq(*in, name))
			return true;
	return false;
}

static const struct word *find_word(const struct arch *a, const char *name)
{
	for (int i = 0; i < a->nwords; i++)
		if (streq(a->word[i].name, name))
			return &a->word[i];
	return NULL;
}

static bool is_temp(const struct arch *a, const char *name)
{
	for (int i = 0; i < a->ntemps; i++)
		if (streq(a->temp[i], name))
			return true;
	return false;
}

/*
 * How an operand's register is named: the 'view' row of the width; pointers are as wide as
 * registers are.
 */
static char view_of(const struct arch *a, const char *operand, int width)
{
	return view_at(a, streq(operand, "ptr") || width > a->long_width ? a->long_width : width);
}

static char *list_operands(const struct arch *a, enum prim prim, enum alu alu)
{
	char *s = xprintf("ptr");

	for (const char *const *in = prim_operands(prim, alu); *in; in++)
		s = xprintf("%s, %s", s, *in);
	if (prim_result(prim) && !is_input(prim, alu, prim_result(prim)))
		s = xprintf("%s, %s", s, prim_result(prim));
	for (int i = 0; i < a->ntemps; i++)
		s = xprintf("%s, %s", s, a->temp[i]);
	return s;
}

struct context {
	const struct arch *arch;
	const struct sequence *seq;
	struct expanded *x;
	enum alu alu;
	int width;
	enum order order;
};

/* True when @spec, "{NAME=...}" without the braces, is about operand @name. */
static bool is_about(const char *spec, const char *name)
{
	size_t n = spec ? strcspn(spec, "=") : 0;

	return n && n == strlen(name) && strncmp(spec, name, n) == 0;
}

/* Finds or adds operand @name; -1 after an error. */
static int use_operand(const struct context *c, const char *name, const char *tied, struct place at)
{
	const struct sequence *s = c->seq;
	struct expanded *x = c->x;
	bool result = is_result(s->prim, name);
	bool input = is_input(s->prim, c->alu, name);
	struct operand *op;

	for (int i = 0; i < x->noperands; i++)
		if (streq(x->operand[i].name, name))
			return i;
	if (!result && !input && !is_temp(c->arch, name)) {
		error_at(at, "operand {%s} is not declared for '%s' (it has %s)", name,
			 prim_name[s->prim], list_operands(c->arch, s->prim, c->alu));
		return -1;
	}
	if (tied && (!result || !is_input(s->prim, c->alu, tied))) {
		error_at(at, "expected {%s=INPUT}: the result, starting as an input",
			 prim_result(s->prim));
		return -1;
	}
	x->operand = xgrow(x->operand, x->noperands, sizeof(*x->operand));
	op = &x->operand[x->noperands];
	*op = (struct operand){ .name = name, .tied = tied, .out = result,
				.view = view_of(c->arch, name, c->width) };
	op->in = !result && input;
	op->temp = !result && !op->in;
	op->address = is_address(c->arch, name);
	for (int i = 0; i < s->nfixed; i++)
		if (is_about(s->fixed[i].operand, name))
			op->reg = s->fixed[i].reg;
	if (is_about(s->immediate, name))
		op->immediate = s->immediate_letter;
	return x->noperands++;
}

static const char *word_cell(const struct context *c, const struct word *w)
{
	return w->cell[w->by == BY_WIDTH ? c->width : w->by == BY_ORDER ? (int)c->order :
		       (int)c->alu];
}

static void add_part(struct expanded_insn *in, struct part part)
{
	in->part = xgrow(in->part, in->nparts, sizeof(*in->part));
	in->part[in->nparts++] = part;
}

static void add_text(struct expanded_insn *in, const char *s, size_t n)
{
	struct part *last = in->nparts ? &in->part[in->nparts - 1] : NULL;

	if (!n)
		return;
	if (last && last->operand < 0)
		last->text = xprintf("%s%.*s", last->text, (int)n, s);
	else
		add_part(in, (struct part){ .text = xstrndup(s, n), .operand = -1 });
}

/* The contents of braces: a word, the operation, or an operand with an optional tie or view. */
static void expand_brace(const struct context *c, struct expanded_insn *in, const char *s, size_t n,
			 struct place at)
{
	size_t cut = strcspn(s, "=:}");
	char *name = xstrndup(s, cut), *rest = xstrndup(s + cut, n - cut);
	const struct word *w = find_word(c->arch, name);
	int i;

	if (streq(name, "op") && c->seq->alus) {
		add_text(in, alu_name[c->alu], strlen(alu_name[c->alu]));
		return;
	}
	if (w) {
		const char *cell = word_cell(c, w);

		if (!cell)
			error_at(at, "word {%s} has no cell for this %s", name,
				 w->by == BY_WIDTH ? "width" :
				 w->by == BY_ORDER ? "ordering" : "operation");
		else
			add_text(in, cell, strlen(cell));
		return;
	}
	i = use_operand(c, name, *rest == '=' ? rest + 1 : NULL, at);
	if (i >= 0 && *rest == ':' && rest[1] != HIGH)
		c->x->operand[i].part = rest[1];
	if (i >= 0)
		add_part(in, (struct part){ .operand = i, .view = *rest == ':' ? rest[1] :
					    c->x->operand[i].view });
}

static void expand_insn(const struct context *c, const struct insn *insn)
{
	struct expanded_insn *in;
	const char *p = insn->text;

	c->x->insn = xgrow(c->x->insn, c->x->ninsns, sizeof(*c->x->insn));
	in = &c->x->insn[c->x->ninsns];
	*in = (struct expanded_insn){ .label = insn->label };
	while (*p) {
		size_t n;
		struct place at = insn->at;

		/* Blanks behind a prefix that is none here. */
		p += in->nparts ? 0 : strspn(p, " ");
		n = strcspn(p, "{");
		add_text(in, p, n);
		p += n;
		if (!*p)
			break;
		n = 1 + strcspn(p + 1, "{}");
		if (p[n] != '}') {
			error_at(at, "'{' without '}'");
			return;
		}
		expand_brace(c, in, p + 1, n - 1, at);
		p += n + 1;
	}
	if (in->nparts || in->label)
		c->x->ninsns++;
}

/*
 * Operands in given registers that no instruction names: before the instructions the @tied ones,
 * like the value that cmpxchg expects, and behind them the others.
 */
static void use_fixed(const struct context *c, bool tied)
{
	for (int i = 0; i < c->seq->nfixed; i++) {
		const char *fixed = c->seq->fixed[i].operand, *eq = strchr(fixed, '=');

		if (!eq == !tied)
			use_operand(c, eq ? xstrndup(fixed, (size_t)(eq - fixed)) : fixed,
				    eq ? eq + 1 : NULL, c->seq->at);
	}
}

/* Whether operand @i is asked for its high half. */
static bool has_high(const struct expanded *x, int i)
{
	for (int k = 0; k < x->ninsns; k++)
		for (int j = 0; j < x->insn[k].nparts; j++)
			if (x->insn[k].part[j].operand == i && x->insn[k].part[j].view == HIGH)
				return true;
	return false;
}

/*
 * Where operands of 64 bits are if registers have 32. All values are of so many, and of the
 * temporary registers those that are pairs to the instructions. Constants are in two operands, as
 * one half may be a constant that an instruction can have, and the other none.
 */
static void hold(const struct context *c)
{
	int n = 0;

	if (c->width <= c->arch->long_width || c->arch->builtins)
		return;
	for (int i = 0; i < c->x->noperands; i++) {
		struct operand *op = &c->x->operand[i];

		if (streq(op->name, "ptr") || (op->temp && !has_high(c->x, i)))
			continue;
		op->held = op->immediate ? IN_HALVES : IN_PAIR;
		for (int k = 0; k < c->seq->nfixed; k++)
			if (is_about(c->seq->fixed[k].operand, op->name))
				op->pair = c->seq->fixed[k].pair;
		/* A plain access has none: the compiler knows how. */
		if (op->held == IN_HALVES || op->pair || c->seq->plain)
			continue;
		if (n == c->arch->npairs)
			error_at(c->seq->at, "expected %d pairs of registers after 'pairs' above",
				 n + 1);
		else
			op->pair = &c->arch->pair[n++];
	}
}

static bool names_input(const struct expanded *x, const struct expanded_insn *in)
{
	for (int k = 0; k < in->nparts; k++)
		if (in->part[k].operand >= 0 && x->operand[in->part[k].operand].in)
			return true;
	return false;
}

/*
 * Whether operand @i may share a register with an input: an instruction reads its inputs before it
 * writes its result, and behind the first one that names @i none is read.
 */
static bool is_late(const struct expanded *x, int i)
{
	bool named = false;

	if (x->seq->apart)
		return false;
	if (x->ninsns == 1)
		return true;
	for (int n = 0; n < x->ninsns; n++) {
		const struct expanded_insn *in = &x->insn[n];

		if (in->label || (named && names_input(x, in)))
			return false;
		for (int k = 0; k < in->nparts; k++)
			named |= in->part[k].operand == i;
	}
	return named && x->operand[i].held == IN_REGISTER;
}

void expand(const struct arch *a, const struct sequence *s, const struct alternative *alt,
	    enum alu alu, int width, enum order order, struct expanded *x)
{
	struct context c = { a, s, x, alu, width, order };

	*x = (struct expanded){ .seq = s, .alt = alt };
	use_fixed(&c, true);
	for (int i = 0; i < alt->ninsns; i++)
		expand_insn(&c, &alt->insn[i]);
	use_fixed(&c, false);
	hold(&c);
	for (int i = 0; i < x->noperands; i++)
		x->operand[i].late = is_late(x, i);
}

enum builtin builtin_of(const char *text)
{
	static const char *const name[NR_BUILTINS] = {
		[BUILTIN_LOAD] = "load", [BUILTIN_STORE] = "store", [BUILTIN_EXCHANGE] = "exchange",
		[BUILTIN_COMPARE_EXCHANGE] = "compare_exchange", [BUILTIN_FETCH] = "fetch_",
		[BUILTIN_FENCE] = "fence",
	};
	int b = 0;

	while (b < NR_BUILTINS && strncmp(text, name[b], strlen(name[b])) != 0)
		b++;
	return (enum builtin)b;
}

static void check_builtin(const struct expanded *x, struct place at)
{
	for (int i = 0; i < x->ninsns; i++)
		if (x->insn[i].nparts != 1 || builtin_of(x->insn[i].part[0].text) == NR_BUILTINS)
			error_at(at, "expected load, store, exchange, compare_exchange, fetch_{op} "
				     "or fence, and its ordering");
}

void check_arch(const struct arch *a)
{
	for (int i = 0; i < a->nseqs; i++) {
		const struct sequence *s = &a->seq[i];

		for (int n = 0; n < s->nalts * NR_WIDTHS * NR_SEQ_ORDERS * NR_ALUS; n++) {
			int alt = n % s->nalts, w = n / s->nalts % NR_WIDTHS;
			int o = n / s->nalts / NR_WIDTHS % NR_SEQ_ORDERS,
				alu = n / s->nalts / NR_WIDTHS / NR_SEQ_ORDERS;
			struct expanded x;
			int before = nr_errors;

			if (!(s->widths & 1u << w) || !(s->orders & 1u << o) ||
			    (s->alus ? !(s->alus & 1u << alu) : alu > 0))
				continue;
			expand(a, s, &s->alt[alt], (enum alu)alu, w, (enum order)o, &x);
			if (a->builtins && nr_errors == before)
				check_builtin(&x, s->at);
			if (nr_errors != before)
				break;
		}
	}
}
