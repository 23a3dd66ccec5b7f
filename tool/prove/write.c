// SPDX-License-Identifier: GPL-2.0 OR MIT
/* A program as a litmus test: with operations, and with their instructions. */
#include "prove.h"

#include <inttypes.h>
#include <string.h>

/* ---- values ---- */

/* The upper half is another number, so that no half can be taken for the other one. */
enum { UPPER = 1000 };

int64_t shown_value(const struct program *p, int64_t v)
{
	return p->halves ? (v & UINT32_MAX) | (v + UPPER) << 32 : v;
}

int64_t shown_operand(const struct program *p, const struct item *i, int n)
{
	uint64_t v = (uint64_t)shown_value(p, i->operand[n]);

	if (n == 0 && i->differs & 1)
		v ^= 64;
	if (n == 0 && i->differs & 2)
		v ^= (uint64_t)64 << 32;
	return (int64_t)v;
}

/* ---- the question ---- */

static void put_final(struct text *out, const struct program *p, const char *between)
{
	for (int i = 0; i < p->nvars; i++) {
		text_add(out, "%sx%d=%" PRId64, between, i, shown_value(p, p->final[i]));
		between = " /\\ ";
	}
	text_puts(out, p->wrong ? "))\n" : ")\n");
}

/* ---- in C ---- */

/* "fetch_add(#, *)" with the object and the operands of @i. */
static void put_call(struct text *out, const struct program *p, const struct item *i)
{
	int operand = 0;

	if (i->var >= 0)
		text_puts(out, p->bits == 64 ? "atomic64_" : "atomic_");
	for (const char *c = i->row->call; *c; c++)
		if (*c == '*')
			text_add(out, "x%d", i->var);
		else if (*c == '#')
			text_add(out, "%" PRId64, shown_operand(p, i, operand++));
		else
			text_put(out, c, 1);
}

static void put_c_process(struct text *out, const struct program *p, int n)
{
	const struct process *q = &p->process[n];
	const char *type = p->bits == 64 ? "atomic64_t" : "atomic_t";
	const char *between = "";

	text_add(out, "\nP%d(", n);
	for (int i = 0; i < q->n; i++) {
		if (q->item[i].var < 0)
			continue;
		text_add(out, "%s%s *x%d", between, type, q->item[i].var);
		between = ", ";
	}
	text_puts(out, ")\n{\n");
	for (int i = 0; i < q->n; i++) {
		text_puts(out, "\t");
		if (q->item[i].row->result)
			text_add(out, "%s r%d = ", p->bits == 64 ? "s64" : "int", i);
		put_call(out, p, &q->item[i]);
		text_puts(out, ";\n");
	}
	text_puts(out, "}\n");
}

void write_lkmm(struct text *out, const struct program *p)
{
	const char *between = p->wrong ? "exists (~(" : "exists (";

	text_add(out, "C %s\n\n{\n", p->name);
	for (int i = 0; i < p->nvars; i++)
		text_add(out, "\t%s x%d = %s(%" PRId64 ");\n",
			 p->bits == 64 ? "atomic64_t" : "atomic_t", i,
			 p->bits == 64 ? "ATOMIC64_INIT" : "ATOMIC_INIT",
			 shown_value(p, p->first[i]));
	text_puts(out, "}\n");
	for (int n = 0; n < p->nprocesses; n++)
		put_c_process(out, p, n);
	text_puts(out, "\n");
	for (int n = 0; n < p->nprocesses; n++)
		for (int i = 0; i < p->process[n].n; i++) {
			const struct item *x = &p->process[n].item[i];

			if (!x->row->result)
				continue;
			text_add(out, "%s%d:r%d=%" PRId64, between, n, i,
				 shown_value(p, x->returned));
			between = " /\\ ";
		}
	put_final(out, p, between);
}

/* ---- in assembly ---- */

/* Whether the line of @len bytes at @line jumps back: "bnez {fail:64}, 1b". */
static bool is_retry(const char *line, size_t len)
{
	return len > 2 && line[len - 1] == 'b' && line[len - 2] >= '0' && line[len - 2] <= '9' &&
	       line[len - 3] == ' ';
}

/* Whether @text has the @len bytes at @line already in front of it: another jump back. */
static bool is_repeated(const char *text, const char *line, size_t len)
{
	for (const char *p = text; p < line; p += strcspn(p, "\n") + 1)
		if (!strncmp(p, line, len))
			return true;
	return false;
}

/*
 * The jumps back of a retry loop are left out: the last turn counts. Those before only read, so
 * that without them more is allowed. What the jump tests tells at the end that the store did not
 * fail. Jumps that test flags stay in the text, and are left out as it is read.
 */
static bool leave_out_retries(struct assembly *a, int process, const struct item *i,
			      const struct asm_binding *b, char *out, size_t size)
{
	for (const char *p = i->row->text; *p; ) {
		size_t len = strcspn(p, "\n"), n = strcspn(p, "{");
		bool retry = is_retry(p, len) && n < len;
		int done = asm_behind_jump(a->isa, p + (p[1] == ':' ? 3 : 0));

		/* Of a store that is not tried, the register has 0 from the beginning. */
		for (int k = 0; retry && !(i->fails && done) && b[k].operand; k++)
			if (!strncmp(b[k].operand, p + n + 1, strlen(b[k].operand)) &&
			    !is_repeated(i->row->text, p, len))
				add_condition(a, process, b[k].reg, done);
		len += p[len] == '\n';
		if (!retry) {
			if (len >= size)
				return false;
			memcpy(out, p, len);
			out += len;
			size -= len;
		}
		p += len;
	}
	*out = '\0';
	return true;
}

static void put_item(struct assembly *a, int process, const struct item *i)
{
	struct asm_binding binding[MAX_REGISTERS];
	char name[MAX_REGISTERS][16], stack[8], last[1024], code[1024];
	struct text s = { 0 };
	struct asm_bindings b = { a->isa, binding, a->labels++, stack };
	struct asm_sequence row = *i->row;

	text_add(&s, "s%d", process);
	memcpy(stack, s.s ? s.s : "", s.s ? s.len + 1 : 1);
	text_free(&s);
	bind(a, process, i, binding, name);
	row.text = last;
	if (!*i->row->text || a->failed)
		return;
	if (leave_out_retries(a, process, i, binding, last, sizeof(last)) &&
	    asm_write_sequence(&row, &b, code, sizeof(code)))
		text_puts(&a->code[process], code);
	else
		a->failed = true;
}

/* The columns: a line of each process beside one another. */
static void put_columns(struct text *out, struct assembly *a)
{
	const char *at[MAX_PROCESSES];
	bool more = true;

	for (int n = 0; n < a->p->nprocesses; n++) {
		at[n] = a->code[n].s ? a->code[n].s : "";
		text_add(out, "%s P%-24d", n ? "|" : "", n);
	}
	text_puts(out, ";\n");
	while (more) {
		more = false;
		for (int n = 0; n < a->p->nprocesses; n++) {
			int len = (int)strcspn(at[n], "\n");

			text_add(out, "%s %-25.*s", n ? "|" : "", len, at[n]);
			at[n] += len + (at[n][len] == '\n');
			more |= *at[n];
		}
		text_puts(out, ";\n");
	}
}

static void put_test(struct text *out, struct assembly *a)
{
	const struct program *p = a->p;

	text_add(out, "%s %s\n{\n", asm_isa_name(a->isa), p->name);
	for (int i = 0; i < p->nvars; i++)
		text_add(out, "uint%d_t x%d = %" PRId64 ";\n", p->bits, i,
			 shown_value(p, p->first[i]));
	text_put(out, a->first.s ? a->first.s : "", a->first.len);
	text_puts(out, "\n}\n");
	put_columns(out, a);
	text_put(out, a->condition.s ? a->condition.s : "", a->condition.len);
	text_puts(out, a->condition.len ? " /\\ " : "exists (");
	text_puts(out, p->wrong ? "~(" : "");
	text_put(out, a->results.s ? a->results.s : "", a->results.len);
	put_final(out, p, "");
}

bool write_assembly(struct text *out, const struct program *p, const char *arch)
{
	struct assembly a = { .p = p, .isa = asm_isa_of(arch) };

	a.failed = !a.isa;
	for (int n = 0; n < p->nprocesses && !a.failed; n++)
		for (int i = 0; i < p->process[n].n; i++)
			put_item(&a, n, &p->process[n].item[i]);
	if (!a.failed)
		put_test(out, &a);
	out->failed |= a.first.failed || a.condition.failed || a.results.failed;
	text_free(&a.first);
	text_free(&a.condition);
	text_free(&a.results);
	for (int n = 0; n < MAX_PROCESSES; n++) {
		out->failed |= a.code[n].failed;
		text_free(&a.code[n]);
	}
	return !a.failed;
}
