// SPDX-License-Identifier: GPL-2.0 OR MIT
/* A sequence at one place of a process: its operands are registers, its labels its own. */
#include "sequence.h"

#include "asm.h"

#include <stdio.h>
#include <string.h>

const char asm_pointer[] = "ptr";

/* ---- registers ---- */

const char *asm_machine_of(const char *arch)
{
	const struct asm_fact *f = asm_isas;

	while (f->arch && strcmp(f->arch, arch))
		f++;
	return f->arch ? f->is : arch;
}

const struct isa *asm_isa_of(const char *arch)
{
	const struct isa *isa = NULL;

	arch = asm_machine_of(arch);
	for (int i = 0; i < isa_nr_headers; i++)
		if (!strcmp(isa_headers[i].architecture->name, arch))
			isa = &isa_headers[i];
	return isa;
}

const char *asm_isa_name(const struct isa *isa)
{
	return isa->name;
}

const char *asm_register_name(const struct isa *isa, const char *text)
{
	int view;
	const struct isa_register *reg = asm_register(isa, text, (int)strlen(text), &view);

	if (!reg)
		return NULL;
	return reg->name[isa->view] ? reg->name[isa->view] : reg->name[0];
}

int asm_register_bits(const struct isa *isa, const char *text)
{
	int view;

	if (!asm_register(isa, text, (int)strlen(text), &view))
		return 0;
	return isa->width[view > 1 && isa->width[1] < 64 ? 1 : view];
}

/* Whether @reg has a name such as sp or rsp. */
static bool is_stack_pointer(const struct isa_register *reg)
{
	for (int v = 0; v < ISA_MAX_VIEWS && reg->name[v]; v++) {
		size_t n = strlen(reg->name[v]);

		if (n >= 2 && asm_same_word("sp", reg->name[v] + n - 2, 2))
			return true;
	}
	return false;
}

const char *asm_free_register(const struct isa *isa, int n, const char *except)
{
	/* The last ones are for general use with each of them. */
	for (int i = isa->nregs - 1; i >= 0; i--) {
		const struct isa_register *reg = &isa->reg[i];

		if (!reg->zero && !is_stack_pointer(reg) &&
		    !(except && asm_same_word(except, reg->name[0], (int)strlen(reg->name[0]))) &&
		    !n--)
			return reg->name[0];
	}
	return NULL;
}

/* ---- instructions ---- */

struct writer {
	const struct asm_bindings *b;
	char *out;
	size_t n, size;
	bool failed;
};

static void put(struct writer *w, const char *s, size_t n)
{
	if (n >= w->size - w->n) {
		w->failed = true;
		return;
	}
	memcpy(w->out + w->n, s, n);
	w->n += n;
}

static void put_number(struct writer *w, int n)
{
	char digits[12];
	int k = sizeof(digits);

	do
		digits[--k] = (char)('0' + n % 10);
	while (n /= 10);
	put(w, digits + k, sizeof(digits) - (size_t)k);
}

/* The first of the names that registers have of less than 64 bits; 0: they have none. */
static int narrow_view(const struct isa *isa)
{
	int view = 1;

	while (view < ISA_MAX_VIEWS && isa->width[view] >= 64)
		view++;
	return view < ISA_MAX_VIEWS && isa->width[view] ? view : 0;
}

/* A name of @reg that is @bits bits wide, or the nearest. */
static void put_register(struct writer *w, const char *name, int bits)
{
	int view;
	const struct isa *isa = w->b->isa;
	const struct isa_register *reg = asm_register(isa, name, (int)strlen(name), &view);

	if (!reg) {
		w->failed = true;
		return;
	}
	view = bits < 64 ? narrow_view(isa) : 0;
	view = reg->name[view] ? view : 0;
	put(w, reg->name[view], strlen(reg->name[view]));
}

/* "{old:32}", from the sign behind the brace on; returns where it ends. */
static const char *put_operand(struct writer *w, const char *p)
{
	size_t n = strcspn(p, ":");
	const struct asm_binding *x = w->b->of;
	int bits = 0;

	while (x->operand && (strncmp(x->operand, p, n) || x->operand[n]))
		x++;
	for (p += n + 1; *p != '}'; p++)
		bits = bits * 10 + *p - '0';
	if (x->operand)
		put_register(w, x->reg, bits);
	else
		w->failed = true;
	return p + 1;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void put_label(struct writer *w, char digit)
{
	put(w, "L", 1);
	put_number(w, w->b->number);
	put(w, "_", 1);
	put(w, &digit, 1);
}

/* The length of the text of memory at the stack pointer, "-4(%rsp)" or "-0x40(%rsp)"; or 0. */
static size_t stack_length(const char *p)
{
	static const char base[] = "(%rsp)";
	size_t n = *p == '-';

	n += strspn(p + n, "0123456789abcdefx");
	return strncmp(p + n, base, strlen(base)) ? 0 : n + strlen(base);
}

/* The row as its one instruction is written, if all its operands are words; else nothing. */
static void write_row(const struct isa_insn *row, char *text, size_t size)
{
	size_t n = (size_t)snprintf(text, size, "%s", row->name);

	for (int k = 0; k < ISA_MAX_OPERANDS && row->operand[k] && n < size; k++) {
		if (row->operand[k][0] != '=') {
			*text = '\0';
			return;
		}
		n += (size_t)snprintf(text + n, size - n, "%s %s", k ? "," : "",
				      row->operand[k] + 1);
	}
}

bool asm_does_nothing(const struct isa *isa, const char *line, size_t len)
{
	for (int i = 0; i < isa->ninsns; i++) {
		char text[64];

		if (isa->insn[i].step[0].kind != ISA_END)
			continue;
		write_row(&isa->insn[i], text, sizeof(text));
		if (strlen(text) == len && !strncmp(text, line, len))
			return true;
	}
	return false;
}

/* A store that is tried gives 0 if it was made, and jumps "bnez" follow; or 1, and "beqz". */
int asm_behind_jump(const struct isa *isa, const char *line)
{
	int n = (int)strcspn(line, " ");

	for (int i = 0; i < isa->ninsns; i++) {
		const struct isa_step *s = &isa->insn[i].step[0];

		if (s->kind == ISA_GOTO && s->when.op == LKMM_EQ && s->when.b.kind == ISA_NUMBER &&
		    !s->when.b.n && asm_same_word(isa->insn[i].name, line, n))
			return 1;
	}
	return 0;
}

bool asm_is_big_endian(const struct isa *isa)
{
	return isa->architecture->big_endian;
}

bool asm_uses_stack(const struct asm_sequence *s)
{
	const char *p = s->text;

	while (*p && !stack_length(p))
		p++;
	return *p;
}

bool asm_uses_word(const struct asm_sequence *s)
{
	return s->in_word || strstr(s->text, "{word:");
}

static void put_stack(struct writer *w)
{
	put(w, "(", 1);
	put(w, w->b->stack, strlen(w->b->stack));
	put(w, ")", 1);
}

/*
 * "r0" for the 0 at @p, in the instruction @line: other readers of tests (herd7) know the name of
 * the register that counts as 0 there. NULL: it has none.
 */
static const char *zero_name(const struct isa *isa, const char *line, const char *p)
{
	int n = (int)strcspn(line, " "), view;

	if (p[0] != '0' || p[1] != ',' || p[-1] != ' ')
		return NULL;
	for (int i = 0; i < isa->ninsns; i++) {
		const char *o = isa->insn[i].operand[1];

		if (o && *o == '=' && asm_same_word(isa->insn[i].name, line, n) &&
		    asm_register(isa, o + 1, (int)strlen(o + 1), &view))
			return o + 1;
	}
	return NULL;
}

/* Where the instruction begins that @p, in @text, is in. */
static const char *start_of_line(const char *text, const char *p)
{
	while (p > text && p[-1] != '\n')
		p--;
	return p + (is_digit(*p) && p[1] == ':' ? 2 + strspn(p + 2, " ") : 0);
}

size_t asm_write_sequence(const struct asm_sequence *s, const struct asm_bindings *b, char *out,
			  size_t size)
{
	struct writer w = { .b = b, .out = out, .size = size };
	const char *p = s->text;

	while (*p && !w.failed) {
		bool starts = p == s->text || p[-1] == '\n' || p[-1] == ' ';
		size_t n = b->stack ? stack_length(p) : 0;
		const char *zero = p > s->text && *p == '0' ?
				   zero_name(b->isa, start_of_line(s->text, p), p) : NULL;

		if (zero) {
			put(&w, zero, strlen(zero));
			p++;
		} else if (n) {
			put_stack(&w);
			p += n;
		} else if (*p == '{') {
			p = put_operand(&w, p + 1);
		} else if (starts && is_digit(*p) && p[1] == ':') {
			put_label(&w, *p++);
		} else if (starts && is_digit(*p) && (p[1] == 'b' || p[1] == 'f') &&
			   (p[2] == '\n' || !p[2])) {
			put_label(&w, *p);
			p += 2;
		} else {
			put(&w, p++, 1);
		}
	}
	if (w.failed || w.n == size)
		return 0;
	out[w.n] = '\0';
	return w.n;
}
