// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Writes include/lkmm/arch/NAME.h: the primitives of one architecture as C functions around its
 * sequences.
 */
#include "common.h"

#include <string.h>

static const char *c_type(int width)
{
	static const char *const type[] = { "__lkmm_u8", "__lkmm_u16", "__lkmm_u32", "__lkmm_u64" };

	return type[width];
}

/* fetch_add_acquire_32 and the like, without the prefix. */
static char *func_name(const struct primitive *f)
{
	return xprintf("%s_%d", primitive_stem(f), width_bits(f->width));
}

static void put_prototype(struct out *o, const struct primitive *f)
{
	const char *t = c_type(f->width);

	if (f->prim == P_CMPXCHG2) {
		put(o, "static __lkmm_inline __lkmm_u128 __lkmm_%s(volatile __lkmm_u128 *ptr, "
		       "__lkmm_u128 both, __lkmm_u128 new_, bool *ok)\n{\n", func_name(f));
		return;
	}

	put(o, "static __lkmm_inline %s __lkmm_%s(%svolatile %s *ptr",
	    primitive_tests(f) ? "bool" : primitive_returns(f) ? t : "void", func_name(f),
	    f->prim == P_LOAD ? "const " : "", t);
	for (const char *const *in = prim_operands(f->prim, f->alu); *in; in++)
		put(o, ", %s %s", t, *in);
	put(o, "%s)\n{\n", f->prim == P_CMPXCHG ? ", bool *ok" : "");
}

/* ---- instructions ---- */

/* Text for a C asm template: % and " are special there. */
static void put_template_text(struct out *o, const char *s)
{
	for (; *s; s++) {
		if (*s == '%')
			put_n(o, "%", 1);
		put_n(o, s, 1);
	}
}

static void put_insn(struct out *o, const struct arch *a, const struct expanded *x,
		     const struct expanded_insn *in)
{
	struct out text = { 0 };

	put_n(&text, "", 0);
	for (int i = 0; i < in->nparts; i++) {
		const struct part *p = &in->part[i];

		if (p->operand < 0)
			put_template_text(&text, p->text);
		else if (p->view == HIGH && x->operand[p->operand].held == IN_HALVES)
			put(&text, "%%[%s_high]", x->operand[p->operand].name);
		else if (p->view)
			put(&text, "%%%c[%s]", p->view, x->operand[p->operand].name);
		else
			put(&text, "%%[%s]", x->operand[p->operand].name);
	}
	put(o, "%s", a->att ? both_dialects(text.text) : text.text);
}

static const char *constraint(const struct arch *a, const struct operand *op)
{
	const char *letter = c_register_letter(a, width_of_view(a, op->part ? op->part :
								op->view));

	if (op->address)
		return a->address.letter;
	if (op->held == IN_PAIR && op->pair->letter)
		return op->pair->letter;
	if (op->immediate)
		return xprintf("%s%s", op->immediate, letter);
	return op->reg && *op->reg->letter != '-' ? op->reg->letter : letter;
}

/* The value an input operand is handed: extended by hand where the architecture wants it so. */
static char *input_value(const struct arch *a, const char *name, int width)
{
	if (extends_operand(a, name, width))
		return xprintf("__lkmm_%sext%d(%s)", a->sign_extend & 1u << width ? "s" : "z",
			       width_bits(width), name);
	return xprintf("%s", name);
}

/* The same, as the type of a result. */
static char *as_result(const struct arch *a, const char *name, int width)
{
	return xprintf("%s%s", extends_operand(a, name, width) ? "(unsigned long)" : "",
		       input_value(a, name, width));
}

static void put_input(struct out *o, const struct arch *a, const struct primitive *f,
		      const struct operand *op)
{
	const char *letters = constraint(a, op);
	bool pair = op->held == IN_PAIR && op->pair->high_letter;

	if (op->held == IN_HALVES || pair)
		put(o, "[%s] \"%s\" ((__lkmm_u32)%s), [%s_high] \"%s\" ((__lkmm_u32)(%s >> 32))",
		    op->name, letters, op->name, op->name, pair ? op->pair->high_letter : letters,
		    op->name);
	else
		put(o, "[%s] \"%s\" (%s)", op->name, letters, input_value(a, op->name, f->width));
}

static void put_operands(struct out *o, const struct arch *a, const struct primitive *f,
			 const struct expanded *x)
{
	const char *sep = " ", *condition = primitive_condition(f);

	put(o, "\t\t:");
	for (int i = 0; i < x->noperands; i++) {
		const struct operand *op = &x->operand[i];

		if (op->in)
			continue;
		put(o, "%s[%s] \"%s%s\" (%s)", sep, op->name,
		    op->tied ? (op->late ? "+" : "+&") : (op->late ? "=" : "=&"), constraint(a, op),
		    op->name);
		sep = ", ";
	}
	if (condition)
		put(o, "%s\"=@cc%s\" (%s)", sep, condition,
		    primitive_tests(f) ? flag_name[f->flag] : "*ok");
	put(o, "\n\t\t:");
	sep = " ";
	for (int i = 0; i < x->noperands; i++) {
		const struct operand *op = &x->operand[i];

		if (!op->in)
			continue;
		put(o, "%s", sep);
		put_input(o, a, f, op);
		sep = ", ";
	}
	if (f->prim == P_MASK)
		put(o, "\n\t\t:%s);\n", x->seq->flags ? " \"cc\"" : "");
	else
		put(o, "\n\t\t: %s\"memory\");\n", x->seq->flags && !condition ? "\"cc\", " : "");
}

static void put_asm(struct out *o, const struct arch *a, const struct primitive *f,
		    const struct expanded *x)
{
	for (int i = 0; i < x->noperands; i++)
		if (x->operand[i].tied)
			put(o, "\t%s = %s;\n", x->operand[i].name,
			    as_result(a, x->operand[i].tied, f->width));
	put(o, "\t__asm__ __volatile__(\n");
	if (x->alt->feature && x->alt->feature->directive)
		put(o, "\t\t\"\t%s\\n\"\n", x->alt->feature->directive);
	for (int i = 0; i < x->ninsns; i++) {
		put(o, "\t\t\"%s\t", x->insn[i].label ? x->insn[i].label : "");
		put_insn(o, a, x, &x->insn[i]);
		put(o, "%s\"\n", i == x->ninsns - 1 ? "" : "\\n");
	}
	put_operands(o, a, f, x);
}

static bool among(const char *name, const char *const *list, int n)
{
	for (int i = 0; i < n; i++)
		if (streq(list[i], name))
			return true;
	return false;
}

/* Its result is the whole register's. */
static bool is_wide(const struct arch *a, const struct primitive *f)
{
	return extends(a, f->width) || primitive_zero_extends(f);
}

/* The locals of a function: the result, and the other registers that any alternative uses. */
static void put_locals(struct out *o, const struct arch *a, const struct primitive *f,
		       const struct expanded *x, int n)
{
	const char **temp = xalloc((size_t)a->ntemps * sizeof(*temp));
	int ntemps = 0;

	if (primitive_tests(f))
		put(o, "\tbool %s;\n", flag_name[f->flag]);
	else if (primitive_returns(f))
		put(o, "\t%s %s;\n", is_wide(a, f) ? "unsigned long" : c_type(f->width),
		    f->prim == P_LOAD ? "val" : "old");
	for (enum held held = IN_REGISTER; held <= IN_PAIR; held++) {
		int first = ntemps;

		for (int i = 0; i < n; i++)
			for (int j = 0; j < x[i].noperands; j++)
				if (x[i].operand[j].temp && x[i].operand[j].held == held &&
				    !among(x[i].operand[j].name, temp, ntemps))
					temp[ntemps++] = x[i].operand[j].name;
		for (int i = first; i < ntemps; i++)
			put(o, "%s%s%s", i > first ? ", " : held == IN_PAIR ? "\t__lkmm_u64 " :
			    "\tunsigned long ", temp[i], i == ntemps - 1 ? ";\n" : "");
	}
	if (primitive_returns(f) || ntemps)
		put(o, "\n");
}

/* Moves the text in @o since @start one tab to the right. */
static void indent(struct out *o, size_t start)
{
	char *body = xstrndup(o->text + start, o->len - start);

	o->len = start;
	for (char *p = body; *p;) {
		size_t n = strcspn(p, "\n");

		put(o, "%s%.*s\n", n ? "\t" : "", (int)n, p);
		p += n + (p[n] == '\n');
	}
}

/* An instruction finds the word itself; where the compiler knows it, the number is small. */
static void put_known_index(struct out *o, int bits)
{
	put(o, "\tif (__builtin_constant_p(nr)) {\n\t\tptr += nr / %d;\n\t\tnr %%= %d;\n\t}\n",
	    bits, bits);
}

/* A value of two longs in two locals, which live where the sequence wants them. */
static void put_two(struct out *o, const struct sequence *s, const char *name, const char *value)
{
	for (int high = 0; high < 2; high++) {
		char *local = xprintf("%s%s", name, high ? "_high" : "");
		const struct reg *reg = NULL;

		for (int i = 0; i < s->nfixed; i++) {
			const char *operand = s->fixed[i].operand;

			if (strcspn(operand, "=") == strlen(local) &&
			    !strncmp(operand, local, strlen(local)) &&
			    *s->fixed[i].reg->letter == '-')
				reg = s->fixed[i].reg;
		}
		put(o, "\t%sunsigned long %s%s", reg ? "register " : "", local,
		    reg ? xprintf(" __asm__(\"%s\")", reg->at_width[W64]) : "");
		put(o, !value ? ";\n" : high ? " = (unsigned long)(%s >> 64);\n" :
		    " = (unsigned long)%s;\n", value);
	}
}

static void put_locals_of_two(struct out *o, const struct primitive *f, const struct expanded *x,
			      int n)
{
	const char *temp = NULL;

	put_two(o, f->seq, "expect", "both");
	put_two(o, f->seq, "val", "new_");
	put_two(o, f->seq, "old", NULL);
	for (int i = 0; i < n; i++)
		for (int j = 0; j < x[i].noperands; j++)
			if (x[i].operand[j].temp && !(temp && streq(temp, x[i].operand[j].name))) {
				temp = x[i].operand[j].name;
				put(o, "\tunsigned long %s;\n", temp);
			}
	put(o, "\n");
}

/* By a test of the CPU. */
static void put_two_ways(struct out *o, const struct arch *a, const struct primitive *f,
			 const struct expanded *x)
{
	size_t start;

	put(o, "\tif (__lkmm_has_%s()) {\n", x[0].alt->feature->name);
	start = o->len;
	put_asm(o, a, f, &x[0]);
	indent(o, start);
	put(o, "\t} else {\n");
	start = o->len;
	put_asm(o, a, f, &x[1]);
	indent(o, start);
	put(o, "\t}\n");
}

/* Behind the instructions: what the function returns. */
static void put_result(struct out *o, const struct arch *a, const struct primitive *f)
{
	const char *result = f->prim == P_LOAD ? "val" : "old";
	const char *narrowed = is_wide(a, f) ? xprintf("(%s)", c_type(f->width)) : "";

	if (f->prim == P_CMPXCHG2) {
		if (!primitive_condition(f))
			put(o, "\t*ok = old == expect && old_high == expect_high;\n");
		put(o, "\treturn (__lkmm_u128)old_high << 64 | old;\n");
		return;
	}
	if (f->prim == P_CMPXCHG && !primitive_condition(f))
		put(o, "\t*ok = %sold == expect;\n", narrowed);
	if (primitive_zero_extends(f))
		put(o, "\tif (%s > (%s)-1)\n\t\t__builtin_unreachable();\n", result,
		    c_type(f->width));
	if (primitive_tests(f))
		put(o, "\treturn %s;\n", flag_name[f->flag]);
	else if (primitive_returns(f))
		put(o, "\treturn %s%s;\n", narrowed, result);
}

static void put_sequence_body(struct out *o, const struct arch *a, const struct primitive *f)
{
	const struct sequence *s = f->seq;
	const struct feature *feature = s->alt[0].feature;
	bool chosen = feature && !feature->directive && !only_with(s);
	struct expanded x[2];

	for (int i = 0; i < s->nalts; i++)
		expand(a, s, &s->alt[i], f->alu, f->width, f->order, &x[i]);
	/* Where the compiler chooses, each has its locals. */
	for (int i = 0; chosen && i < s->nalts; i++) {
		put(o, i ? "#else\n" : "#if %s\n", feature->c_macro);
		put_locals(o, a, f, &x[i], 1);
		put_asm(o, a, f, &x[i]);
	}
	if (chosen)
		put(o, "#endif\n");
	else if (f->prim == P_CMPXCHG2)
		put_locals_of_two(o, f, x, s->nalts);
	else
		put_locals(o, a, f, x, s->nalts);
	if (primitive_indexes(f))
		put_known_index(o, width_bits(f->width));
	if (s->nalts == 1)
		put_asm(o, a, f, &x[0]);
	else if (!chosen)
		put_two_ways(o, a, f, x);
	put_result(o, a, f);
}

/* An access of two registers is a single one only as an atomic builtin. */
static void put_plain_body(struct out *o, const struct arch *a, const struct primitive *f)
{
	bool two = f->width > a->long_width;
	const char *loaded = two ? "__atomic_load_n(ptr, __ATOMIC_RELAXED)" : "*ptr";

	if (f->prim == P_STORE && two) {
		put(o, "%s\t__atomic_store_n(ptr, val, __ATOMIC_RELAXED);\n",
		    f->order == RELEASE ? "\t__lkmm_barrier();\n" : "");
	} else if (f->prim == P_STORE) {
		if (f->order == RELEASE)
			put(o, "\t__lkmm_barrier();\n");
		put(o, "\t*ptr = val;\n");
	} else if (f->order == ACQUIRE) {
		put(o, "\t%s val = %s;\n\n\t__lkmm_barrier();\n\treturn val;\n",
		    c_type(f->width), loaded);
	} else {
		put(o, "\treturn %s;\n", loaded);
	}
}

/* ---- the compiler's builtins ---- */

static void put_builtin(struct out *o, const char *text)
{
	int n = (int)strcspn(text, " \t");
	const char *order = upper(text + n + 1);

	switch (builtin_of(text)) {
	case BUILTIN_FENCE:
		put(o, "\t__lkmm_fence(__ATOMIC_%s);\n", order);
		break;
	case BUILTIN_LOAD:
		put(o, "\tval = __atomic_load_n(ptr, __ATOMIC_%s);\n", order);
		break;
	case BUILTIN_STORE:
		put(o, "\t__atomic_store_n(ptr, val, __ATOMIC_%s);\n", order);
		break;
	case BUILTIN_EXCHANGE:
		put(o, "\told = __atomic_exchange_n(ptr, val, __ATOMIC_%s);\n", order);
		break;
	case BUILTIN_COMPARE_EXCHANGE:
		put(o, "\told = expect;\n\t*ok = __atomic_compare_exchange_n(ptr, &old, val, "
		       "false, __ATOMIC_%s, "
		    "__ATOMIC_RELAXED);\n", order);
		break;
	default:
		put(o, "\told = __atomic_%.*s(ptr, arg, __ATOMIC_%s);\n", n, text, order);
	}
}

static void put_builtin_body(struct out *o, const struct arch *a, const struct primitive *f)
{
	struct expanded x;

	expand(a, f->seq, &f->seq->alt[0], f->alu, f->width, f->order, &x);
	if (primitive_returns(f))
		put(o, "\t%s %s;\n\n", c_type(f->width), f->prim == P_LOAD ? "val" : "old");
	for (int i = 0; i < x.ninsns; i++)
		put_builtin(o, x.insn[i].part[0].text);
	if (primitive_returns(f))
		put(o, "\treturn %s;\n", f->prim == P_LOAD ? "val" : "old");
}

/* ---- primitives an architecture does not have ---- */

static void put_derived_body(struct out *o, const struct primitive *f)
{
	const struct arg arg = { .name = primitive_derived_argument(f) };
	struct body b = body_of_primitive(f);
	int bits = width_bits(f->width);
	struct c_spelling s = {
		.args = &arg, .value = c_type(f->width), .arith = c_type(f->width),
		.before = "__lkmm_",
		.after = xprintf("_%d", bits), .bits = xprintf("%d", bits),
		.object = primitive_indexes(f) ? xprintf("ptr + nr / %d", bits) : "ptr",
	};

	if (f->prim == P_TEST && f->flag == FLAG_NEGATIVE)
		s.compared = xprintf("int%d_t", bits);
	if (f->derived == BY_RELAX)	/* no instruction waits for a write */
		put(o, "\t(void)ptr;\n\t(void)val;\n\t__lkmm_relax();\n");
	else
		put_c_body(o, &s, &b);
}

static void put_primitive(struct out *o, const struct arch *a, const struct primitive *f)
{
	if (f->same_as != f->order) {
		struct primitive same = *f;

		same.order = f->same_as;
		put(o, "#define __lkmm_%s __lkmm_%s\n%s", func_name(f), func_name(&same),
		    f->last_of_stem ? "\n" : "");
		return;
	}
	if (only_with(f->seq))
		put(o, "#if %s\n", only_with(f->seq)->c_macro);
	put_prototype(o, f);
	if (!f->seq)
		put_derived_body(o, f);
	else if (a->builtins)
		put_builtin_body(o, a, f);
	else if (f->seq->plain)
		put_plain_body(o, a, f);
	else
		put_sequence_body(o, a, f);
	put(o, only_with(f->seq) ? "}\n#endif\n\n" : "}\n\n");
}

static void put_barrier(struct out *o, const struct arch *a, const struct arch_barrier *b)
{
	put(o, "static __lkmm_inline void __lkmm_%s(void)\n{\n", b->key);
	if (!b->ninsns)
		put(o, "\t__lkmm_barrier();\n");
	else if (a->builtins)
		put_builtin(o, b->insn[0].text);
	else {
		struct sequence s = { .prim = P_WAIT, .flags = a->flags };
		struct alternative alt = { .insn = b->insn, .ninsns = b->ninsns };
		struct expanded x;

		expand(a, &s, &alt, ADD, a->long_width, RELAXED, &x);
		put(o, "\t__asm__ __volatile__(");
		for (int i = 0; i < x.ninsns; i++) {
			put(o, "\"");
			put_insn(o, a, &x, &x.insn[i]);
			put(o, i == x.ninsns - 1 ? "\"" : "\\n\" ");
		}
		put(o, " ::: %s\"memory\");\n", a->flags ? "\"cc\", " : "");
	}
	put(o, "}\n\n");
}

/* All ones if the index is less than the size, else 0, without a branch. */
static void put_mask(struct out *o, const struct arch *a)
{
	struct primitive f = { .prim = P_MASK, .width = a->long_width };

	f.seq = a->builtins ? NULL : find_sequence(a, P_MASK, ADD, f.width, RELAXED);
	put(o, "static __lkmm_inline unsigned long __lkmm_mask(unsigned long index, "
	       "unsigned long size)\n{\n");
	if (f.seq) {
		struct expanded x;

		expand(a, f.seq, &f.seq->alt[0], ADD, f.width, RELAXED, &x);
		put(o, "\tunsigned long mask;\n\n");
		put_asm(o, a, &f, &x);
		put(o, "\treturn mask;\n");
	} else {
		put(o, "\treturn __lkmm_mask_by_sign(index, size);\n");
	}
	put(o, "}\n\n");
}

static void put_barriers(struct out *o, const struct arch *a, const struct table *t)
{
	for (int i = 0; i < a->nbarriers; i++)
		put_barrier(o, a, &a->barrier[i]);
	for (int i = 0; i < t->nbarriers; i++) {
		const struct barrier *b = &t->barrier[i];

		if (!streq(b->same_as, "-") && !find_barrier(a, b->key))
			put(o, "#define __lkmm_%s() __lkmm_%s()\n", b->key,
			    barrier_same(t, b));
	}
	put_mask(o, a);
	put(o, "/* What an index needs before it is used, if it was out of bounds, and is 0. */\n"
	       "#define __lkmm_index() %s\n",
	    a->index ? xprintf("__lkmm_%s()", a->index) : "((void)0)");
	if (a->reread)
		put(o, "\n"
		       "/* What a conditional operation finds that would fail: reread, in %s. */\n"
		       "#define __lkmm_reread(found, read) (__lkmm_%s(), (read))\n", a->file,
		    a->reread);
	else
		put(o, "#define __lkmm_reread(found, read) (found)\n");
	put(o, "\n");
}

void write_c_arch(const struct arch *a, const struct table *t)
{
	struct out *o = begin_output(xprintf("include/lkmm/arch/%s.h", a->name));
	struct primitive *f;
	int n = list_primitives(a, &f);
	const struct sequence *two = find_sequence(a, P_CMPXCHG2, ADD, W64, FULL);
	const char *guard = upper(xprintf("LKMM_ARCH_%s_H", a->name));

	put(o, "/* SPDX-License-Identifier: GPL-2.0 OR MIT */\n");
	put(o, "/* Generated by lkmm-gen from %s, which explains the sequences. */\n", a->file);
	put(o, "#ifndef %s\n#define %s\n\n#include <lkmm/compiler.h>\n", guard, guard);
	if (a->nfeatures || a->builtins || two)
		put(o, "#include <lkmm/cpu/%s.h>\n", a->name);
	put(o, "\n");
	put_barriers(o, a, t);
	for (int i = 0; i < n; i++)
		put_primitive(o, a, &f[i]);
	if (only_with(two))
		put(o, "#if %s\n# define __LKMM_HAS_CMPXCHG2 1\n#endif\n\n",
		    only_with(two)->c_macro);
	else if (two)
		put(o, "#define __LKMM_HAS_CMPXCHG2 1\n\n");
	put(o, "#endif\n");
}
