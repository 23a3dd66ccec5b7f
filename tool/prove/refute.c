// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A counterexample for code that is not proved: the instructions of one way through it, as a
 * sequence in the place of one of defs/arch/ that does the same to the value. Where the code was
 * inlined, nothing says which registers have the operands and the result: they are those with which
 * a process that has nothing else does what the operation does.
 */
#include "refute.h"
#include "front/primitive.h"

#include <ctype.h>
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

/* "inc_not_zero(*)", "fetch_add_unless(*, #, #)" */
static bool make_call(const struct named *what, char call[64])
{
	const struct lkmm_op *op = what->op;
	int n = snprintf(call, 64, "%s%s(", op->name, order_suffix(op, what->order));

	for (int i = 0; i < op->nargs; i++)
		n += snprintf(call + n, 64 - (size_t)n, "%s%c", i ? ", " : "",
			      i == op->object ? '*' : '#');
	strcat(call, ")");
	return op->atomic && op->inout < 0 && op->nargs <= 3;
}

/* A row for an operation that no sequence is. */
static bool make_like(const char *arch, const struct named *what, char call[64],
		      struct asm_sequence *like)
{
	const struct lkmm_op *op = what->op;
	bool store = op && op->shape == LKMM_SHAPE_STORE && what->order == LKMM_STORE_MB;

	if (!op || what->bits < 32 || (!store && !make_call(what, call)))
		return false;
	*like = (struct asm_sequence){
		.arch = arch, .name = op->name, .order = what->order, .bits = what->bits,
		.shape = op->shape, .formulas = store ? NULL : op,
		.call = store ? "set(*, #); smp_mb()" : call,
		.operand = { op->nargs > 1 ? "first" : NULL, op->nargs > 2 ? "second" : NULL },
		.result = op->returns ? "result" : NULL,
	};
	return true;
}

/* ---- its instructions ---- */

/* What a register has at first: 0, an operand, or the address of the object. */
enum begins { OWN, FIRST_OPERAND, SECOND_OPERAND, POINTER };

enum { MAX_NAMED = 10, MAX_GUESSED = 4, MAX_NUMBERS = 4 };

struct rewriting {
	struct prover *v;
	const struct machine_code *code;
	const struct isa *isa;
	const struct named *what;
	const char *from;		/* the instructions of the way */
	const char *reg[MAX_NAMED];	/* registers that they name, but for the stack pointer */
	enum begins begins[MAX_NAMED];
	int nregs;
	char number[MAX_NUMBERS][24];	/* "#16": numbers in them */
	int nnumbers;
	bool fails, by_guess;
	struct asm_sequence row;
	struct text text;
	char result[24];		/* the operand in the register of the result */
};

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* The register that the @n letters at @p name, or NULL: the stack pointer stays. */
static const char *register_at(const struct rewriting *r, const char *p, size_t n, int *bits)
{
	const char *reg;
	char word[8];

	if (!n || n >= sizeof(word))
		return NULL;
	memcpy(word, p, n);
	word[n] = '\0';
	reg = asm_register_name(r->isa, word);
	*bits = reg ? asm_register_bits(r->isa, word) : 0;
	return reg && strcmp(reg, r->code->stack) ? reg : NULL;
}

static int find_register(const struct rewriting *r, const char *reg)
{
	int i = 0;

	while (i < r->nregs && strcmp(r->reg[i], reg))
		i++;
	return i;
}

static void name_operand(const struct rewriting *r, const char *reg, char name[24])
{
	int i = find_register(r, reg);
	enum begins begins = i < r->nregs ? r->begins[i] : OWN;

	if (begins == POINTER)
		snprintf(name, 24, "%s", asm_pointer);
	else if (begins != OWN)
		snprintf(name, 24, "%s", r->row.operand[begins - FIRST_OPERAND]);
	else
		snprintf(name, 24, "r%s", reg);
}

/* How long the offset from the pointer is at @p: "16(%rdi)", or behind it, ", #16]". */
static size_t offset_at(const struct rewriting *r, const char *p, const char *end)
{
	size_t n = strspn(p, "-0123456789abcdefx"), len;
	const char *reg;
	int bits;

	if (n && p[n] == '(' && p[n + 1] == '%' && isdigit((unsigned char)p[*p == '-'])) {
		len = strspn(p + n + 2, "abcdefghijklmnopqrstuvwxyz0123456789");
		reg = register_at(r, p + n + 2, len, &bits);
		return reg && r->begins[find_register(r, reg)] == POINTER ? n : 0;
	}
	if (!strncmp(p, ", #", 3) && strchr(p, ']') && strchr(p, ']') < end)
		return strcspn(p, "]");
	return 0;
}

/* "add x0, x1, #16": whether the line computes the address of the object from that of another. */
static bool moves_pointer(const struct rewriting *r, const char *p, const char *end)
{
	const char *last = NULL;
	int bits;

	if (!machine_adds(p) || memchr(p, '[', (size_t)(end - p)) ||
	    memchr(p, '(', (size_t)(end - p)))
		return false;
	for (size_t n; p < end; p += n ? n : 1) {
		const char *reg;

		for (n = 0; p + n < end && is_word(p[n]); )
			n++;
		reg = register_at(r, p, n, &bits);
		last = reg ? reg : last;
	}
	return last && r->begins[find_register(r, last)] == POINTER;
}

/* "ldxr w2, [x1]" as "ldxr {rX2:32}, [{ptr:64}]". */
static void rewrite_line(struct rewriting *r, const char *p, size_t len)
{
	const char *end = p + len, *operands = p + strcspn(p, " ");
	bool moves = moves_pointer(r, p, end);
	char name[24];
	int bits;

	for (size_t n, skip; p < end; p += n) {
		const char *reg;

		skip = p > operands ? offset_at(r, p, end) : 0;
		for (n = 0; p + n < end && is_word(p[n]); )
			n++;
		reg = p > operands ? register_at(r, p, n, &bits) : NULL;
		n += !n;
		if (skip) {
			n = skip;
		} else if (moves && p > operands && isdigit((unsigned char)*p)) {
			text_puts(&r->text, "0");
		} else if (!reg) {
			text_put(&r->text, p, n);
		} else {
			name_operand(r, reg, name);
			if (r->text.len && r->text.s[r->text.len - 1] == '%')
				r->text.len--;
			text_add(&r->text, "{%s:%d}", name, bits);
		}
	}
	text_puts(&r->text, "\n");
}

/* The sequence by what registers are taken to be. */
static void make_row(struct rewriting *r)
{
	const char *text = r->from;

	text_free(&r->text);
	while (*text) {
		size_t len = strcspn(text, "\n");

		rewrite_line(r, text, len);
		text += len + (text[len] == '\n');
	}
	r->row.text = r->text.s ? r->text.s : "";
}

static void take_number(struct rewriting *r, const char *p, size_t len)
{
	char number[24];

	if (len + 2 > sizeof(number) || r->nnumbers == MAX_NUMBERS)
		return;
	snprintf(number, sizeof(number), "#%.*s", (int)len, p);
	for (int i = 0; i < r->nnumbers; i++)
		if (!strcmp(r->number[i], number))
			return;
	memcpy(r->number[r->nnumbers++], number, sizeof(number));
}

/* All registers and numbers of the instructions. False if they are too many. */
static bool read_operands(struct rewriting *r)
{
	bool name = true;		/* of an instruction */

	for (const char *p = r->from; *p; ) {
		size_t n = 0;
		const char *reg;
		int bits;

		while (is_word(p[n]))
			n++;
		reg = name ? NULL : register_at(r, p, n, &bits);
		if (reg && find_register(r, reg) == r->nregs) {
			if (r->nregs == MAX_NAMED)
				return false;
			r->reg[r->nregs++] = reg;
		}
		if (!name && n && isdigit((unsigned char)*p) && (p[-1] == '#' || p[-1] == '$' ||
							       p[-1] == '-'))
			take_number(r, p - (p[-1] == '-'), n + (p[-1] == '-'));
		name = *p == '\n' || (name && n && p[n] != ' ');
		p += n ? n : 1;
	}
	return true;
}

/* ---- what the registers are ---- */

/* Whether the sequence alone does what the operation does. */
static bool does_it(struct rewriting *r)
{
	const struct asm_sequence *load = find_access(r->v->arch, LKMM_SHAPE_LOAD, LKMM_RELAXED, 32,
						      NULL);
	struct text assembly = { 0 };
	struct program p;
	bool does;

	make_row(r);
	if (r->text.failed)
		return false;
	make_alone(&p, &r->row, r->fails, load);
	does = write_assembly(&assembly, &p, r->v->arch) &&
	       decide_text(r->v, &assembly, r->v->model) == ALLOWED;
	text_free(&assembly);
	text_free(&r->v->error);
	r->v->failed = false;
	return does;
}

/* Also with one of the registers as the result, if there is one: else nobody asks for it. */
static bool find_result(struct rewriting *r, const struct asm_sequence *like)
{
	r->row.result = NULL;
	if (!does_it(r))
		return false;
	for (int i = 0; i < r->nregs && like->result; i++) {
		name_operand(r, r->reg[i], r->result);
		r->row.result = r->result;
		if (does_it(r))
			return true;
	}
	r->row.result = NULL;
	return does_it(r);
}

static bool guess(struct rewriting *r, const struct asm_sequence *like, int i, int guessed)
{
	if (i == r->nregs)
		return find_result(r, like);
	if (r->begins[i] == POINTER || guessed == MAX_GUESSED)
		return guess(r, like, i + 1, guessed);
	for (int b = OWN; b <= SECOND_OPERAND; b++) {
		const char *name = b == OWN ? "" : r->row.operand[b - FIRST_OPERAND];

		r->begins[i] = (enum begins)b;
		if (name && *name != '#' && guess(r, like, i + 1, guessed + 1))
			return true;
	}
	r->begins[i] = OWN;
	return false;
}

/* The first operand is in a register; or it is one of the numbers. */
static bool guess_all(struct rewriting *r, const struct asm_sequence *like)
{
	if (guess(r, like, 0, 0))
		return true;
	/* An instruction that compares with 0 may not name it. */
	take_number(r, "0", 1);
	for (int k = 0; k < r->nnumbers && like->operand[0]; k++) {
		r->row.operand[like->operand[1] != NULL] = r->number[k];
		if (guess(r, like, 0, 0))
			return true;
	}
	return false;
}

/* Of a function: by its arguments. */
static void know_arguments(struct rewriting *r, const struct asm_sequence *like)
{
	const struct lkmm_op *op = r->what->op;
	int operand = 0;

	for (int i = 0; op && i < op->nargs && i < 4; i++) {
		int k = find_register(r, r->code->argument[i]);

		if (k < r->nregs && i == op->object)
			r->begins[k] = POINTER;
		else if (k < r->nregs && operand < 2 && like->operand[operand])
			r->begins[k] = (enum begins)(FIRST_OPERAND + operand);
		operand += i != op->object;
	}
	if (like->result) {
		name_operand(r, r->code->result, r->result);
		r->row.result = r->result;
		r->row.fixed = like->fixed ? r->code->result : NULL;
	}
	make_row(r);
}

/* Of an operation that was inlined, whose object is at @pointer. */
static bool know_pointer(struct rewriting *r, const struct asm_sequence *like, const char *pointer)
{
	int k = pointer ? find_register(r, pointer) : r->nregs;

	if (!r->what->op) {
		make_row(r);
		return true;
	}
	if (k == r->nregs)
		return false;
	r->begins[k] = POINTER;
	return guess_all(r, like);
}

/* ---- the question ---- */

bool refute(struct prover *v, const struct named *what, const struct found *found, int i,
	    bool inlined, struct finding *f)
{
	const struct asm_sequence *like = find_like(v->arch, what);
	struct asm_sequence own;
	char call[64];
	struct rewriting r = { .v = v, .code = machine_code(v->arch), .isa = asm_isa_of(v->arch),
			       .what = what, .from = found->text[i],
			       .fails = found->class[i].fails };
	int bound = v->bound;
	bool known;

	*f = (struct finding){ .row = NULL };
	if (!like && make_like(v->arch, what, call, &own))
		like = &own;
	if (!like || *r.from == '\n' || !read_operands(&r))
		return false;
	r.row = *like;
	r.row.tied = r.row.fixed = NULL;
	known = !inlined || know_pointer(&r, like, found->pointer[i]);
	if (!inlined)
		know_arguments(&r, like);
	v->bound = 3;
	if (known && !r.text.failed)
		prove_row(v, f, &r.row, r.fails, NULL);
	if (f->row && !f->refuted && row_reads(f->row) && (row_writes(f->row) || r.fails))
		ask_beside_barriers(v, f);
	v->bound = bound;
	/* Whatever the values are taken to be, it must not be possible by them alone. */
	if (f->refuted && decide_text(v, &f->assembly, &lkmm_sc_model) != FORBIDDEN)
		f->refuted = false;
	/* It is one way; the answer about it does not matter otherwise. */
	text_free(&v->error);
	v->failed = false;
	text_free(&r.text);
	f->row = NULL;
	return f->refuted;
}
