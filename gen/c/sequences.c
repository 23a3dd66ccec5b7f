// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Writes front/asm/sequences.c: the sequences of defs/arch/ as the front end reads them, with
 * {operand:bits} where a register is named.
 */
#include "gen/gen.h"

#include <string.h>

/* The bits of a register under the name that @view stands for. */
static int bits_of_view(const struct arch *a, char view)
{
	for (int w = W64; view && w >= W8; w--)
		if (view_at(a, w) == view)
			return width_bits(w);
	return 64;
}

static bool is_pointer(const struct operand *op)
{
	return streq(op->name, "ptr");
}

/*
 * One register has all 64 bits of a pair there: it is the first one, and the word 'high' stands for
 * the second. One of another architecture's isa has as many as it has there.
 */
static bool is_wider_there(const struct operand *op)
{
	return is_pointer(op) || op->held == IN_PAIR;
}

static void put_part(struct out *o, const struct arch *a, const struct expanded *x,
		     const struct part *p)
{
	if (x->seq->prim == P_CMPXCHG2 && !is_pointer(&x->operand[p->operand]))
		put(o, "{%s:32}", x->operand[p->operand].name);
	else if (p->view == HIGH && x->operand[p->operand].held != IN_REGISTER)
		put(o, "high");
	else
		put(o, "{%s:%d}", x->operand[p->operand].name, a->isa && p->view ==
		    view_at(a, a->long_width) && is_wider_there(&x->operand[p->operand]) ? 64 :
		    bits_of_view(a, p->view));
}

/* Text with one kind of blank. */
static void put_words(struct out *o, const char *s)
{
	for (; *s; s++)
		put_n(o, *s == '\t' ? " " : s, 1);
}

/* @text by the instruction for registers of 32 bits, if it has the other one. */
static const char *by_halves(const struct arch *a, const char *text)
{
	const char *p = a->whole ? strstr(text, a->whole) : NULL;

	return p ? xprintf("%.*s%s%s", (int)(p - text), text, a->half, p + strlen(a->whole)) : text;
}

static void put_text(struct out *o, const struct arch *a, const struct expanded *x)
{
	for (int i = 0; i < x->ninsns; i++) {
		const struct expanded_insn *in = &x->insn[i];

		put(o, "\n\t  \"%s%s", in->label ? in->label : "", in->label ? " " : "");
		for (int k = 0; k < in->nparts; k++) {
			const struct part *p = &in->part[k];

			if (p->operand >= 0)
				put_part(o, a, x, p);
			else
				put_words(o, by_halves(a, p->text));
		}
		put(o, "\\n\"");
	}
	if (!x->ninsns)
		put(o, "\"\"");
}

/* The name of 64 bits of the register that is called @name there. */
static const char *widest_name(const struct arch *a, const char *name)
{
	for (int i = 0; i < a->nregs; i++)
		if (streq(a->reg[i].at_width[W32], name))
			return a->reg[i].at_width[W64];
	return name;
}

/* The fixed pair of registers that @op is in, or NULL. */
static const struct pair *fixed_pair(const struct sequence *s, const struct operand *op)
{
	for (int k = 0; op->pair && k < s->nfixed; k++)
		if (s->fixed[k].pair == op->pair)
			return op->pair;
	return NULL;
}

/* Whether the object is in two registers that each instruction has as two. */
static bool has_halves(const struct sequence *s)
{
	bool pairs = s->prim == P_CMPXCHG2;

	for (int k = 0; k < s->nfixed; k++)
		pairs |= s->fixed[k].pair != NULL;
	return pairs;
}

/* The register of each half that is fixed. */
static void put_held(struct out *o, const struct arch *a, const struct expanded *x)
{
	put(o, " .halves = true,\n\t  .held = {");
	for (int i = 0; i < x->noperands; i++) {
		const struct operand *op = &x->operand[i];
		const struct pair *pair = fixed_pair(x->seq, op);

		if (pair)
			put(o, " { \"%s\", \"%s\" }, { \"%s_high\", \"%s\" },", op->name,
			    widest_name(a, pair->low), op->name, widest_name(a, pair->high));
		else if (op->reg)
			put(o, " { \"%s\", \"%s\" },", op->name, op->reg->at_width[W64]);
	}
	put(o, " },");
}

static void put_operands(struct out *o, const struct arch *a, const struct expanded *x,
			 const char *condition)
{
	for (int i = 0; i < x->noperands; i++) {
		const struct operand *op = &x->operand[i];

		if (streq(op->name, "old_high"))
			continue;	/* it is the other half of "old" */
		if (op->out)
			put(o, " .result = \"%s\",", op->name);
		if (op->tied)
			put(o, " .tied = \"%s\",", op->tied);
		if (op->out && op->reg && !has_halves(x->seq))
			put(o, " .fixed = \"%s\",", op->reg->at_width[W64]);
	}
	if (has_halves(x->seq))
		put_held(o, a, x);
	if (condition)
		put(o, " .condition = \"%s\",", condition);
}

/* What is the same in all rows of an operation. */
struct about {
	const char *name;
	enum order order;
	char *meaning;			/* fields of the row */
	const char *condition;
};

static void put_row(struct out *o, const struct arch *a, const struct about *about, int bits,
		    const struct expanded *x)
{
	put(o, "\t{ \"%s\", \"%s\", LKMM_%s, %d,%s", a->name, about->name,
	    upper(xprintf("%s", order_name[about->order])), bits, about->meaning);
	if (x->alt && x->alt->feature)
		put(o, " .feature = \"%s\",", x->alt->feature->name);
	put_operands(o, a, x, about->condition);
	put(o, "\n\t  .text =");
	put_text(o, a, x);
	put(o, " },\n");
}

/* The name without the ordering: "fetch_add". */
static char *name_of(const struct primitive *f)
{
	struct primitive relaxed = *f;
	char *stem;

	relaxed.order = RELAXED;
	stem = primitive_stem(&relaxed);
	if (f->prim != P_VOID && f->prim != P_WAIT)
		stem[strlen(stem) - strlen("_relaxed")] = '\0';
	return stem;
}

/* ---- what it means ---- */

/* "fetch_add_acquire(#, *)": * is the object, each # an operand. */
static char *call_text(const struct op *op, int which)
{
	char *s = xprintf("%s%s(", op->name, order_suffix(op, which));

	for (int i = 0; i < op->nargs; i++)
		s = xprintf("%s%s%s", s, i ? ", " : "", i == op->object ? "*" : "#");
	return xprintf("%s)", s);
}

/* Whether @op is @f, with its arguments as they are. */
static bool is_call_of(const struct op *op, enum order order, const struct primitive *f)
{
	struct body b = body_of_op(op, order);

	if (op->family->on != ATOMIC_TYPE || b.kind != BODY_CALL || b.mb ||
	    !streq(b.callee, primitive_stem(f)))
		return false;
	for (int i = 0; i < b.nargs; i++)
		if (b.arg[i]->kind != E_ARG)
			return false;
	return !b.result || b.result->kind == E_VALUE || b.gives == GIVES_FLAG;
}

/* The operation on atomic types that is @f, or that is called so; NULL: there is none. */
static char *call_of(const struct table *t, const struct primitive *f)
{
	char *named = NULL;

	for (int i = 0; i < t->nops; i++)
		for (int k = 0; k < t->op[i].norders; k++) {
			const struct op *op = &t->op[i];

			if (is_call_of(op, op->orders[k], f))
				return call_text(op, k);
			if (op->orders[k] == f->order && streq(op->name, name_of(f)))
				named = call_text(op, k);
		}
	return named;
}

/* The same for a bit: by the operation that is handed its mask. */
static char *call_of_bit(const struct table *t, const struct primitive *f)
{
	struct primitive by = *f;
	char *call;
	size_t n;

	by.prim = f->prim == P_BIT && f->order == RELAXED ? P_VOID : P_FETCH;
	call = call_of(t, &by);
	n = call ? strcspn(call, "#") : 0;
	return call ? xprintf("%.*s1 << %s", (int)n, call, call + n) : NULL;
}

/* The same of one that tests bit 7: by the operation that returns the value found. */
static char *call_of_bit7(const struct table *t, const struct primitive *f)
{
	struct primitive by = *f;

	by.prim = P_FETCH;
	return call_of(t, &by);
}

/* The same of two longs: by the operation on one. */
static char *call_of_two(const struct table *t, const struct primitive *f)
{
	struct primitive by = *f;

	by.prim = P_CMPXCHG;
	return call_of(t, &by);
}

static char *meaning(const struct table *t, const struct primitive *f)
{
	static const char *const shape[NR_PRIMS] = {
		[P_LOAD] = "LOAD", [P_STORE] = "STORE", [P_XCHG] = "EXCHANGE",
		[P_CMPXCHG] = "CMPXCHG", [P_CMPXCHG2] = "CMPXCHG",
		[P_VOID] = "COMPUTE", [P_FETCH] = "COMPUTE",
		[P_TEST] = "COMPUTE", [P_BIT] = "COMPUTE", [P_TEST_BIT] = "COMPUTE",
	};
	static const char *const operator[NR_ALUS] = {
		[ADD] = "ADD", [AND] = "AND", [ANDNOT] = "AND", [OR] = "OR", [XOR] = "XOR",
		[SUB] = "SUB", [INC] = "ADD", [DEC] = "SUB",
	};
	bool two = f->prim == P_CMPXCHG2;
	char *call = primitive_indexes(f) ? call_of_bit(t, f) : f->flag == FLAG_BIT7 ?
		     call_of_bit7(t, f) : two ? call_of_two(t, f) : call_of(t, f);
	const char *const *operand = prim_operands(two ? P_CMPXCHG : f->prim, f->alu);
	char *s = xprintf(" .shape = LKMM_SHAPE_%s,", shape[f->prim]);

	if (*operand)
		s = xprintf("%s .operand = { \"%s\",", s, *operand);
	for (int i = 1; *operand && operand[i]; i++)
		s = xprintf("%s \"%s\",", s, operand[i]);
	if (*operand)
		s = xprintf("%s },", s);

	if (f->seq->alus)
		s = xprintf("%s .op = LKMM_%s,%s%s", s, operator[f->alu],
			    f->alu == ANDNOT ? " .invert = true," : "",
			    primitive_indexes(f) ? " .shift = true," : "");
	return call ? xprintf("%s .call = \"%s\",", s, call) : s;
}

static void put_primitive(struct out *o, const struct arch *a, const struct table *t,
			  const struct primitive *f)
{
	struct about about = { name_of(f), f->order, NULL, primitive_condition(f) };

	if (f->order == LOCAL)		/* nothing that other threads see orders or proves it */
		return;
	if (f->seq)
		about.meaning = meaning(t, f);
	for (int i = 0; f->seq && f->prim != P_WAIT && i < f->seq->nalts; i++) {
		struct expanded x;

		expand(a, f->seq, &f->seq->alt[i], f->alu, f->width, f->order, &x);
		/* For the checker, a byte that is changed is an object of its own. */
		put_row(o, a, &about, f->prim == P_CMPXCHG2 ? 128 :
			width_bits(f->flag == FLAG_BIT7 ? W8 : f->width), &x);
	}
}

/* A barrier of @t, from @a or from the one that it is the same as. */
static void put_barrier(struct out *o, const struct arch *a, const struct table *t,
			const struct barrier *b)
{
	const struct arch_barrier *own = find_barrier(a, b->key);
	const struct barrier *model = barrier_of_model(t, b);
	struct sequence s = { .prim = P_WAIT };
	struct alternative alt = { 0 };
	struct about about = { b->key, RELAXED, NULL, NULL };
	struct expanded x;

	if (!own && b->family->words)
		return;			/* it has no instructions of its own */
	if (!own && !streq(b->same_as, "-"))
		own = find_barrier(a, b->same_as);
	if (!own)
		return;
	alt.insn = own->insn;
	alt.ninsns = own->ninsns;
	expand(a, &s, &alt, ADD, a->isa ? W64 : a->long_width, RELAXED, &x);
	about.meaning = xprintf(" .fence = LKMM_FENCE_%s, .call = \"%s()\",",
				upper(xprintf("%s", model->key)), model->name);
	if (b->family->words)
		about.meaning = xprintf("%s .device = true,", about.meaning);
	put_row(o, a, &about, 0, &x);
}

/* The architectures on which conditional operations read again, and behind which barrier. */
static void put_rereads(struct out *o, const struct defs *d)
{
	put(o, "\nconst struct asm_fact asm_rereads[] = {\n");
	for (int i = 0; i < d->narchs; i++)
		if (d->arch[i].reread)
			put(o, "\t{ \"%s\", \"%s\" },\n", d->arch[i].name, d->arch[i].reread);
	put(o, "\t{ NULL, NULL },\n};\n");
}

/* The architectures whose instructions are another one's. */
static void put_isas(struct out *o, const struct defs *d)
{
	put(o, "\nconst struct asm_fact asm_isas[] = {\n");
	for (int i = 0; i < d->narchs; i++)
		if (d->arch[i].isa)
			put(o, "\t{ \"%s\", \"%s\" },\n", d->arch[i].name, d->arch[i].isa);
	put(o, "\t{ NULL, NULL },\n};\n");
}

/* The targets that lkmm check has only by their names: of features, those no program asks for. */
static void put_by_name(struct out *o, const struct defs *d)
{
	put(o, "\nconst char *const litmus_targets_by_name[] = {\n");
	for (int i = 0; i < d->narchs; i++) {
		const struct arch *a = &d->arch[i];

		if (a->by_name)
			put(o, "\t\"%s\",\n", a->name);
		for (int k = 0; k < a->nfeatures; k++)
			if (!a->feature[k].directive)
				put(o, "\t\"%s+%s\",\n", a->name, a->feature[k].name);
	}
	put(o, "\tNULL,\n};\n");
}

/* The words of lkmm check --arch. */
static void put_targets(struct out *o, const struct defs *d)
{
	put(o, "\nconst char *const litmus_target_words[] = {\n\t\"all\",\n");
	for (int i = 0; i < d->narchs; i++) {
		const struct arch *a = &d->arch[i];

		if (!a->c_target || a->no_check)
			continue;
		put(o, "\t\"%s\",\n", a->name);
		for (int k = 0; k < a->nfeatures; k++)
			put(o, "\t\"%s+%s\",\n", a->name, a->feature[k].name);
	}
	put(o, "\tNULL,\n};\n");
}

void write_sequences(const struct defs *d)
{
	struct out *o = begin_output("front/asm/sequences.c");

	put(o, "// SPDX-License-Identifier: GPL-2.0 OR MIT\n");
	put(o, "/* Generated by lkmm-gen from defs/arch. Sequences of instructions. */\n");
	put(o, "#include \"sequence.h\"\n\n#include \"front/test.h\"\n\n"
	       "const struct asm_sequence asm_sequences[] = {\n");
	for (int i = 0; i < d->narchs; i++) {
		const struct arch *a = &d->arch[i];
		struct primitive *f;
		int n = a->builtins ? 0 : list_primitives(a, &f);

		for (int k = 0; k < n; k++)
			put_primitive(o, a, &d->table, &f[k]);
		for (int k = 0; k < d->table.nbarriers && !a->builtins; k++)
			put_barrier(o, a, &d->table, &d->table.barrier[k]);
	}
	put(o, "};\n\nconst int asm_nr_sequences = "
	       "sizeof(asm_sequences) / sizeof(asm_sequences[0]);\n");
	put_rereads(o, d);
	put_isas(o, d);
	put_by_name(o, d);
	put_targets(o, d);
	wrap_lines(o);
}
