// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Writes rust/src/arch/NAME.rs, the primitives of one architecture as Rust functions around its
 * sequences. The counterpart of gen/c/arch.c, with these differences: cmpxchg returns the value
 * found and whether it wrote; pointers have separate functions (_ptr), which keep the pointer type.
 */
#include "arch.h"

#include <string.h>

static const char *rust_type(const struct func *fn)
{
	static const char *const type[] = { "u8", "u16", "u32", "u64" };

	return fn->pointer ? "*mut ()" : type[fn->f.width];
}

/* The bits of a register. */
static int word_bits(const struct func *fn)
{
	return width_bits(fn->arch->long_width);
}

static char *func_name(const struct func *fn)
{
	if (fn->pointer)
		return xprintf("%s_ptr", primitive_stem(&fn->f));
	return xprintf("%s_%d", primitive_stem(&fn->f), width_bits(fn->f.width));
}

/* Held in a register as the extended value it is. */
static bool is_extended(const struct func *fn)
{
	return extends(fn->arch, fn->f.width);
}

/* Its result is the whole register's. */
static bool is_wide(const struct func *fn)
{
	return is_extended(fn) || primitive_zero_extends(&fn->f);
}

/*
 * The flag that a result is taken from. Of cmpxchg none: asm! has no flags among its outputs, so a
 * byte would be made of it even where nobody asks, and tested again by a branch. A comparison of
 * the value found is made where it is needed, and is one with its branch.
 */
static const char *condition_of(const struct func *fn)
{
	return fn->f.prim == P_CMPXCHG ? NULL : primitive_condition(&fn->f);
}

static void put_prototype(struct out *o, const struct func *fn)
{
	const char *t = fn->f.prim == P_CMPXCHG2 ? "u128" : rust_type(fn),
		*access = fn->f.prim == P_LOAD || fn->f.prim == P_WAIT ? "const" : "mut";
	const char *unused = !fn->f.seq && fn->f.derived == BY_RELAX ? "_" : "", *tail = " {";
	char *param[4];
	int n = 0;

	rust_cfg_of(o, fn);
	put(o, "#[inline(always)]\n");
	param[n++] = xprintf("%sptr: *%s %s", unused, access, t);
	if (fn->f.prim == P_CMPXCHG2) {
		param[n++] = "both: u128";
		param[n++] = "new: u128";
	}
	for (const char *const *in = prim_operands(fn->f.prim, fn->f.alu);
	     *in && fn->f.prim != P_CMPXCHG2; in++)
		param[n++] = xprintf("%s%s: %s", unused, *in, t);
	if (fn->f.prim == P_CMPXCHG || fn->f.prim == P_CMPXCHG2)
		tail = xprintf(" -> (%s, bool) {", t);
	else if (primitive_returns(&fn->f))
		tail = xprintf(" -> %s {", primitive_tests(&fn->f) ? "bool" : t);
	rust_signature(o, "", xprintf("pub(crate) unsafe fn %s", func_name(fn)), param, n, tail);
}

/* ---- instructions ---- */

/*
 * Text for a template: braces, quotes and backslashes are special there. A tab sets operands off;
 * here a blank does.
 */
static void put_template_text(struct out *o, const char *s)
{
	for (; *s; s++) {
		if (*s == '{' || *s == '}')
			put_n(o, s, 1);
		else if (*s == '"' || *s == '\\')
			put_n(o, "\\", 1);
		put_n(o, *s == '\t' ? " " : s, 1);
	}
}

/* A fixed register by its name, as asm! has no names for operands that live in one. */
static void put_fixed(struct out *o, const struct arch *a, const struct reg *r, char view)
{
	int width = width_of_view(a, view);

	put(o, "%s%s", a->att ? "%" : "", width < 0 ? r->name : r->at_width[width]);
}

/* A register of an operand that has two. */
static void put_half(struct out *o, const struct operand *op, bool high)
{
	if (op->held == IN_HALVES)
		put(o, "{%s%s}", op->name, high ? "_high" : "");
	else
		put(o, "%s", high ? op->pair->high : op->pair->low);
}

void rust_insn(struct out *o, const struct arch *a, const struct expanded *x,
	       const struct expanded_insn *in, const char *margin)
{
	put(o, "\"%s%s", in->label ? in->label : margin, in->label && in->nparts ? " " : "");
	for (int i = 0; i < in->nparts; i++) {
		const struct part *p = &in->part[i];
		bool part = p->operand >= 0 && p->view != x->operand[p->operand].view;
		char m = part ? rust_part_view(a, p->view) : rust_view(a, p->view);

		if (p->operand < 0)
			put_template_text(o, p->text);
		else if (x->operand[p->operand].held != IN_REGISTER)
			put_half(o, &x->operand[p->operand], p->view == HIGH);
		else if (x->operand[p->operand].reg)
			put_fixed(o, a, x->operand[p->operand].reg, p->view);
		else if (m)
			put(o, "{%s:%c}", x->operand[p->operand].name, m);
		else
			put(o, "{%s}", x->operand[p->operand].name);
	}
	put(o, "\"");
}

/* The register class of an operand, or its fixed register by the name that it has at this width. */
static char *register_of(const struct func *fn, const struct operand *op)
{
	if (op->reg && !op->reg->reserved)
		return xprintf("\"%s\"", op->reg->at_width[fn->f.width]);
	if (op->address)
		return xprintf("%s", fn->arch->address.class);
	return xprintf("%s", op->part && op->part != op->view ?
		       rust_parts_class(fn->arch, width_of_view(fn->arch, op->part)) :
		       rust_register_class(fn->arch, width_of_view(fn->arch, op->view)));
}

static char *input_value(const struct func *fn, const char *name)
{
	if (!extends_operand(fn->arch, name, fn->f.width))
		return xprintf("%s", name);
	if (fn->arch->zero_extend & 1u << fn->f.width)
		return xprintf("u%d::from(%s)", word_bits(fn), name);
	return xprintf("%s as i%d as i%d", name, width_bits(fn->f.width), word_bits(fn));
}

/* An operand of 64 bits, in two registers of 32. */
static void put_halves(struct out *o, const struct operand *op, const char *margin)
{
	const char *out = op->late ? "lateout" : "out";

	if (op->held == IN_HALVES)
		put(o, "%s%s = in(reg) %s as u32,\n%s%s_high = in(reg) (%s >> 32) as u32,\n",
		    margin, op->name, op->name, margin, op->name, op->name);
	else if (op->tied)
		put(o, "%s%s(\"%s\") %s as u32 => %s_low,\n"
		       "%s%s(\"%s\") (%s >> 32) as u32 => %s_high,\n",
		    margin, op->late ? "inlateout" : "inout", op->pair->low, op->tied, op->name,
		    margin, op->late ? "inlateout" : "inout", op->pair->high, op->tied, op->name);
	else if (op->in)
		put(o, "%sin(\"%s\") %s as u32,\n%sin(\"%s\") (%s >> 32) as u32,\n", margin,
		    op->pair->low, op->name, margin, op->pair->high, op->name);
	else
		put(o, "%s%s(\"%s\") %s,\n%s%s(\"%s\") %s,\n", margin, out, op->pair->low,
		    op->temp ? "_" : xprintf("%s_low", op->name), margin, out, op->pair->high,
		    op->temp ? "_" : xprintf("%s_high", op->name));
}

static bool is_named(const struct operand *op)
{
	return (!op->reg || op->reg->reserved) && op->held != IN_PAIR;
}

static void put_operand(struct out *o, const struct func *fn, const struct operand *op,
			const char *margin)
{
	char *reg, *to = xprintf("%s", op->temp ? "_" : op->name);

	if (op->held != IN_REGISTER) {
		put_halves(o, op, margin);
		return;
	}
	reg = register_of(fn, op);
	put(o, "%s", margin);
	if (is_named(op))
		put(o, "%s = ", op->name);
	if (op->in)
		put(o, "in(%s) %s,\n", reg, input_value(fn, op->name));
	else if (op->tied)
		put(o, "%s(%s) %s => %s,\n", op->late ? "inlateout" : "inout", reg,
		    input_value(fn, op->tied), to);
	else
		put(o, "%s(%s) %s,\n", op->late ? "lateout" : "out", reg, to);
}

/* Named operands come first, as asm! demands. */
static void put_operands(struct out *o, const struct func *fn, const struct expanded *x,
			 const char *margin)
{
	const char *flag = flag_name[fn->f.flag];

	for (int i = 0; i < x->noperands; i++)
		if (is_named(&x->operand[i]))
			put_operand(o, fn, &x->operand[i], margin);
	if (condition_of(fn))
		put(o, "%s%s = lateout(%s) %s,\n", margin, flag, rust_register_class(fn->arch, W8),
		    flag);
	for (int i = 0; i < x->noperands; i++)
		if (!is_named(&x->operand[i]))
			put_operand(o, fn, &x->operand[i], margin);
	if (x->seq->flags && fn->arch->flags_register)
		put(o, "%sout(\"%s\") _,\n", margin, fn->arch->flags_register);
}

const char *rust_options(const struct arch *a, bool flags)
{
	if (a->att)
		return flags ? "att_syntax, nostack" : "att_syntax, nostack, preserves_flags";
	return flags ? "nostack" : "nostack, preserves_flags";
}

static bool has_label(const struct expanded *x)
{
	for (int i = 0; i < x->ninsns; i++)
		if (x->insn[i].label)
			return true;
	return false;
}

/* What belongs in a register that asm! has not is exchanged with it, and back. */
static void put_reserved(struct out *o, const struct func *fn, const struct expanded *x,
			 const char *margin)
{
	for (int i = 0; i < x->noperands; i++) {
		const struct operand *op = &x->operand[i];
		char m = rust_view(fn->arch, op->view);

		if (op->reg && op->reg->reserved)
			put(o, "%s\"xchg %%%s, {%s:%c}\",\n", margin,
			    op->reg->at_width[fn->f.width], op->name, m);
	}
}

static void put_asm(struct out *o, const struct func *fn, const struct expanded *x,
		    const char *indent)
{
	char *margin = xprintf("%s        ", indent);
	const char *label_margin = has_label(x) ? "   " : "";

	put(o, "%s// SAFETY: `ptr` is the caller's word; the instructions access nothing else.\n",
	    indent);
	put(o, "%sunsafe {\n%s    asm!(\n", indent, indent);
	if (x->alt->feature && x->alt->feature->directive)
		put(o, "%s\"%s\",\n", margin, x->alt->feature->directive);
	put_reserved(o, fn, x, margin);
	for (int i = 0; i < x->ninsns; i++) {
		put(o, "%s", margin);
		rust_insn(o, fn->arch, x, &x->insn[i], label_margin);
		put(o, ",\n");
	}
	put_reserved(o, fn, x, margin);
	if (condition_of(fn))
		put(o, "%s\"%s%s {%s}\",\n", margin, fn->arch->condition,
		    condition_of(fn), flag_name[fn->f.flag]);
	put_operands(o, fn, x, margin);
	put(o, "%soptions(%s),\n%s    );\n%s}\n", margin,
	    rust_options(fn->arch, x->seq->flags), indent, indent);
}

/* Its result is in two registers. */
static bool is_double(const struct func *fn)
{
	return fn->f.width > fn->arch->long_width && !fn->pointer;
}

/* The result of the function, after the instructions have put it in val or old, and in ok. */
static void put_result(struct out *o, const struct func *fn)
{
	const char *t = rust_type(fn), *result = fn->f.prim == P_LOAD ? "val" : "old";
	const char *flag = flag_name[fn->f.flag];

	if (!primitive_returns(&fn->f))
		return;
	if (condition_of(fn))
		put(o, "    if %s > 1 {\n        // SAFETY: the instruction gives 0 or 1.\n"
		       "        unsafe { unreachable_unchecked() };\n    }\n"
		       "    // SAFETY: that is a `bool`; a comparison here would be done twice.\n"
		       "    %sunsafe { ptr::from_ref(&%s).cast::<bool>().read() }%s\n",
		    flag, primitive_tests(&fn->f) ? "" : "let ok = ", flag,
		    primitive_tests(&fn->f) ? "" : ";");
	if (primitive_tests(&fn->f))
		return;
	if (fn->f.prim == P_CMPXCHG2) {
		put(o, "    let old = (u128::from(old_high) << 64) | u128::from(old);\n"
		       "    (old, %s)\n", condition_of(fn) ? "ok" : "old == both");
		return;
	}
	if (is_double(fn)) {
		char *both = xprintf("u64::from(%s_high) << 32 | u64::from(%s_low)", result,
				     result);

		put(o, fn->f.prim == P_CMPXCHG ? "    let old = %s;\n    (old, old == expect)\n" :
		    "    %s\n", both);
		return;
	}
	if (primitive_zero_extends(&fn->f))
		put(o, "    if %s > u%d::from(%s::MAX) {\n"
		       "        // SAFETY: the instruction extends it by zeros.\n"
		       "        unsafe { unreachable_unchecked() };\n    }\n", result,
		    word_bits(fn), t);
	if (fn->f.prim != P_CMPXCHG) {
		put(o, "    %s%s\n", result, is_wide(fn) ? xprintf(" as %s", t) : "");
		return;
	}
	if (is_wide(fn))
		put(o, "    let old = old as %s;\n", t);
	put(o, "    (old, %s)\n", condition_of(fn) ? "ok" : "old == expect");
}

static void put_result_variable(struct out *o, const struct func *fn)
{
	const char *result = fn->f.prim == P_LOAD ? "val" : "old";

	if (fn->f.prim == P_CMPXCHG2)
		put(o, "    let (expect, expect_high) = (both as u64, (both >> 64) as u64);\n"
		       "    let (val, val_high) = (new as u64, (new >> 64) as u64);\n"
		       "    let (old, old_high): (u64, u64);\n");
	else if (is_double(fn))
		put(o, "    let (%s_low, %s_high): (u32, u32);\n", result, result);
	else
		put(o, "    let %s: %s;\n", result, primitive_zero_extends(&fn->f) ?
		    xprintf("u%d", word_bits(fn)) : is_extended(fn) ?
		    xprintf("i%d", word_bits(fn)) : rust_type(fn));
}

static void put_sequence_body(struct out *o, const struct func *fn)
{
	const struct sequence *s = fn->f.seq;
	struct expanded x[2];

	for (int i = 0; i < s->nalts; i++)
		expand(fn->arch, s, &s->alt[i], fn->f.alu, fn->f.width, fn->f.order, &x[i]);
	if (primitive_returns(&fn->f) && !primitive_tests(&fn->f))
		put_result_variable(o, fn);
	if (condition_of(fn))
		put(o, "    let %s: u8;\n", flag_name[fn->f.flag]);
	if (s->nalts == 1) {
		put_asm(o, fn, &x[0], "    ");
	} else if (!s->alt[0].feature->directive) {
		put(o, "    #[cfg(%s)]\n", s->alt[0].feature->rust_cfg);
		put_asm(o, fn, &x[0], "    ");
		put(o, "    #[cfg(not(%s))]\n", s->alt[0].feature->rust_cfg);
		put_asm(o, fn, &x[1], "    ");
	} else {
		put(o, "    if crate::cpu::has_%s() {\n", s->alt[0].feature->name);
		put_asm(o, fn, &x[0], "        ");
		put(o, "    } else {\n");
		put_asm(o, fn, &x[1], "        ");
		put(o, "    }\n");
	}
	put_result(o, fn);
}

/*
 * The counterpart of C's volatile accesses. In Rust those would be data races, even between two of
 * them; an atomic access is not, is the same instruction, and has the addressing modes that asm!
 * lacks. But the compiler may drop it, or merge two. So an empty asm! follows each: it takes the
 * value read, and the compiler must assume that it changes memory.
 */
static void put_plain_body(struct out *o, const struct func *fn)
{
	bool store = fn->f.prim == P_STORE;
	const char *order = fn->f.order == ACQUIRE ? "Acquire" : fn->f.order == RELEASE ?
			    "Release" : "Relaxed";
	struct expanded x;

	if (fn->f.order == RELEASE)
		put(o, "    barrier();\n");
	rust_object(o, fn);
	if (store) {
		put(o, "    object.store(val, Ordering::%s);\n    barrier();\n", order);
		return;
	}
	expand(fn->arch, fn->f.seq, &fn->f.seq->alt[0], fn->f.alu, fn->f.width, fn->f.order, &x);
	for (int i = 0; i < x.noperands; i++) {
		const struct operand *op = &x.operand[i];
		char m;

		if (!op->out)
			continue;
		m = rust_view(fn->arch, op->view);
		if (op->held == IN_PAIR) {
			put(o, "    let val = object.load(Ordering::%s);\n"
			       "    let (low, high) = (val as u32, (val >> 32) as u32);\n"
			       "    // SAFETY: no instructions.\n    unsafe { "
			       "asm!(\"/* {0} {1} */\", in(reg) low, in(reg) high, "
			       "options(nostack, preserves_flags)) };\n    val\n", order);
			continue;
		}
		put(o, "    let val = object.load(Ordering::%s);\n    // SAFETY: no instructions.\n"
		       "    unsafe { asm!(\"/* {0%s} */\", in(%s) val, options(nostack, "
		       "preserves_flags)) };\n    val\n",
		    order, m ? xprintf(":%c", m) : "", register_of(fn, op));
	}
}

/* ---- primitives an architecture does not have ---- */

static void put_derived_body(struct out *o, const struct func *fn)
{
	bool indexes = primitive_indexes(&fn->f);
	const struct arg arg = { .name = primitive_derived_argument(&fn->f) };
	struct body b = body_of_primitive(&fn->f);
	int bits = width_bits(fn->f.width);
	struct rust_spelling s = {
		.args = &arg, .type = rust_type(fn), .is_unsigned = true, .to = "", .from = "",
		.before = "",
		.after = xprintf("_%d", bits), .indent = "    ",
		.object = indexes ? xprintf("ptr.add((nr / %d) as usize)", bits) : "ptr",
		.bits = xprintf("%d", bits),
		.guess = loops_at(fn->arch, fn->f.width) ? "guess" : "load_relaxed",
	};

	if (fn->pointer)
		s.after = "_ptr";

	if (fn->f.prim == P_TEST && fn->f.flag == FLAG_NEGATIVE)
		s.compared = xprintf("i%d", bits);
	if (fn->f.derived == BY_RELAX)	/* no instruction waits for a write */
		put(o, "    relax();\n");
	else
		put_rust_body(o, &s, &b);
}

static void put_func(struct out *o, const struct func *fn)
{
	put(o, "\n");
	put_prototype(o, fn);
	if (!fn->f.seq)
		put_derived_body(o, fn);
	else if (fn->arch->builtins)
		rust_builtin_body(o, fn);
	else if (fn->f.seq->plain)
		put_plain_body(o, fn);
	else
		put_sequence_body(o, fn);
	put(o, "}\n");
}

/* Aliases of the function of @target, in alphabetical order. */
static bool put_aliases(struct out *o, const struct arch *a, const struct primitive *stem,
			enum order target, bool pointer, bool first)
{
	static const enum order by_name[] = { ACQUIRE, LOCAL, RELAXED, RELEASE };

	for (size_t i = 0; i < COUNT(by_name); i++)
		for (const struct primitive *f = stem;; f++) {
			struct func alias = { .f = *f, .pointer = pointer, .arch = a };
			struct func same = alias;

			same.f.order = f->same_as;
			if (f->order == by_name[i] && f->same_as == target && f->order != target) {
				put(o, "%s", first ? "\n" : "");
				alias.f.seq = stem->seq;
				rust_cfg_of(o, &alias);
				put(o, "pub(crate) use self::%s as %s;\n", func_name(&same),
				    func_name(&alias));
				first = false;
			}
			if (f->last_of_stem)
				break;
		}
	return first;
}

/* The orderings of a stem: functions, then aliases. */
static void put_stem(struct out *o, const struct arch *a, const struct primitive *stem,
		     bool pointer)
{
	bool first = true;

	for (const struct primitive *f = stem;; f++) {
		if (f->same_as == f->order)
			put_func(o, &(struct func){ .f = *f, .pointer = pointer, .arch = a });
		if (f->last_of_stem)
			break;
	}
	first = put_aliases(o, a, stem, FULL, pointer, first);
	put_aliases(o, a, stem, RELAXED, pointer, first);
}

static bool has_orders(const struct primitive *f)
{
	return f->prim == P_XCHG || f->prim == P_CMPXCHG || f->prim == P_CMPXCHG2 ||
	       f->prim == P_FETCH || f->prim == P_VOID || primitive_tests(f);
}

/* Pointers are loaded, stored and exchanged. */
static bool takes_pointers(const struct arch *a, const struct primitive *f)
{
	return f->width == a->long_width && f->prim != P_VOID && f->prim != P_FETCH &&
	       f->prim != P_TEST && f->prim != P_CMPXCHG2 && !primitive_indexes(f);
}

static void put_primitives(struct out *o, const struct arch *a, bool pointer)
{
	struct primitive *f;
	int n = list_primitives(a, &f);

	for (int i = 0; i < n; i++) {
		if (pointer && !takes_pointers(a, &f[i]))
			continue;
		if (has_orders(&f[i])) {
			put_stem(o, a, &f[i], pointer);
			while (!f[i].last_of_stem)
				i++;
		} else {
			put_func(o, &(struct func){ .f = f[i], .pointer = pointer, .arch = a });
		}
	}
}

static bool has_flags(const struct arch *a)
{
	for (int i = 0; i < a->nseqs; i++)
		for (int j = 0; j < NR_FLAGS; j++)
			if (a->seq[i].flag[j])
				return true;
	return false;
}

static bool has_zero_extended(const struct arch *a)
{
	for (int i = 0; i < a->nseqs; i++)
		if (a->seq[i].zero_extended)
			return true;
	return false;
}

/* The two halves of 64 bits, each as it is at some time. */
static void put_guess(struct out *o)
{
	put(o, "\n#[inline(always)]\nunsafe fn guess_64(ptr: *mut u64) -> u64 {\n"
	       "    let half = ptr.cast::<u32>();\n"
	       "    // SAFETY: the caller's promise.\n"
	       "    let (low, high) = unsafe { (AtomicU32::from_ptr(half), "
	       "AtomicU32::from_ptr(half.add(1))) };\n"
	       "    let low = u64::from(low.load(Ordering::Relaxed));\n"
	       "    u64::from(high.load(Ordering::Relaxed)) << 32 | low\n}\n");
}

static bool loads_plainly(const struct arch *a, int width)
{
	const struct sequence *s = find_sequence(a, P_LOAD, ADD, width, RELAXED);

	return s && s->plain;
}

void write_rust_arch(const struct arch *a, const struct table *t)
{
	struct out *o = begin_output(xprintf("rust/src/arch/%s.rs", a->name));

	rust_head(o, xprintf("%s, which explains the sequences", a->file),
		  xprintf("The primitives on %s.\n\n# Safety\n\n"
			  "`ptr` points to an object of the function's width, aligned to its size, "
			  "that lives while the\n"
			  "function runs and that is not accessed plainly at the same time.",
			  a->builtins ? "any target, by the compiler's atomics" : a->name));
	if (a->builtins)
		put(o, "\n#[cfg(target_has_atomic = \"64\")]\nuse core::sync::atomic::AtomicU64;\n"
		       "use core::sync::atomic::Ordering::{Acquire, Relaxed, Release, SeqCst};\n"
		       "use core::sync::atomic::{compiler_fence, fence};\n"
		       "use core::sync::atomic::{AtomicPtr, AtomicU16, AtomicU32, AtomicU8};\n");
	else
		put(o, "\nuse core::arch::asm;\n%s%s"
		       "use core::sync::atomic::{AtomicPtr, AtomicU16, AtomicU32, %s"
		       "AtomicU8, Ordering};\n", has_zero_extended(a) || has_flags(a) ?
		       "use core::hint::unreachable_unchecked;\n" : "",
		    has_flags(a) ? "use core::ptr;\n" : "",
		    loads_plainly(a, W64) ? "AtomicU64, " : "");
	rust_barriers(o, a, t);
	if (loops_at(a, W64))
		put_guess(o);
	put_primitives(o, a, false);
	put_primitives(o, a, true);
}
