// SPDX-License-Identifier: GPL-2.0 OR MIT
/* A program as a litmus test: with operations, and with their instructions. */
#include "prove.h"

#include <inttypes.h>
#include <string.h>

/* ---- the question ---- */

static void put_final(struct text *out, const struct program *p, const char *between)
{
	for (int i = 0; i < p->nvars; i++) {
		text_add(out, "%sx%d=%" PRId64, between, i, p->final[i]);
		between = " /\\ ";
	}
	text_puts(out, ")\n");
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
			text_add(out, "%" PRId64, i->operand[operand++]);
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
	const char *between = "exists (";

	text_add(out, "C %s\n\n{\n", p->name);
	for (int i = 0; i < p->nvars; i++)
		text_add(out, "\t%s x%d = %s(%" PRId64 ");\n",
			 p->bits == 64 ? "atomic64_t" : "atomic_t", i,
			 p->bits == 64 ? "ATOMIC64_INIT" : "ATOMIC_INIT", p->first[i]);
	text_puts(out, "}\n");
	for (int n = 0; n < p->nprocesses; n++)
		put_c_process(out, p, n);
	text_puts(out, "\n");
	for (int n = 0; n < p->nprocesses; n++)
		for (int i = 0; i < p->process[n].n; i++) {
			const struct item *x = &p->process[n].item[i];

			if (!x->row->result)
				continue;
			text_add(out, "%s%d:r%d=%" PRId64, between, n, i, x->returned);
			between = " /\\ ";
		}
	put_final(out, p, between);
}

/* ---- in assembly ---- */

struct assembly {
	const struct program *p;
	const struct isa *isa;
	struct text first, condition;
	struct text code[MAX_PROCESSES];
	int used[MAX_PROCESSES];	/* registers */
	int labels;
	bool failed;
};

/* What the operand called @name of @i is at the beginning; false: nothing. */
static bool first_value(const struct item *i, const char *name, int64_t *v)
{
	for (int k = 0; k < 2; k++)
		if (i->row->operand[k] && !strcmp(i->row->operand[k], name)) {
			*v = i->operand[k];
			return true;
		}
	return false;
}

static bool is_result(const struct item *i, const char *name)
{
	return i->row->result && !strcmp(i->row->result, name);
}

static void add_condition(struct assembly *a, int process, const char *reg, int64_t v)
{
	text_add(&a->condition, "%s%d:%s=%" PRId64, a->condition.len ? " /\\ " : "exists (",
		 process, reg, v);
}

/*
 * A variable of 8 or 16 bits is the word, for instructions that change that: the object is in its
 * lowest bits, which may be in its last byte.
 */
static void put_address(struct assembly *a, int process, const struct item *i, const char *reg)
{
	text_add(&a->first, " %d:%s=x%d", process, reg, i->var);
	if (asm_is_big_endian(a->isa) && asm_uses_word(i->row))
		text_add(&a->first, " + %d", 4 - i->row->bits / 8);
	text_puts(&a->first, ";");
}

static void add_operand(struct assembly *a, int process, const struct item *i,
			struct asm_binding *b)
{
	const char *name = b->operand, *fixed = i->row->fixed;
	int64_t v;

	b->reg = is_result(i, name) && fixed ? fixed :
		 asm_free_register(a->isa, a->used[process]++, i->row->fixed);
	if (!b->reg) {
		a->failed = true;
		return;
	}
	if (is_result(i, name) && i->row->tied)
		name = i->row->tied;
	if (!strcmp(name, asm_pointer))
		put_address(a, process, i, b->reg);
	else if (first_value(i, name, &v))
		text_add(&a->first, " %d:%s=%" PRId64 ";", process, b->reg, v);
	if (is_result(i, b->operand))
		add_condition(a, process, b->reg, i->returned);
	if (!strcmp(b->operand, "done"))
		add_condition(a, process, b->reg, 1);
}

static bool has_name(char (*name)[16], int n, const char *which)
{
	while (n && strcmp(name[n - 1], which))
		n--;
	return n;
}

/* A register for each operand that @i has. */
static void bind(struct assembly *a, int process, const struct item *i, struct asm_binding *b,
		char (*name)[16])
{
	int n = 0;

	for (const char *c = strchr(i->row->text, '{'); c && !a->failed; c = strchr(c + 1, '{')) {
		size_t len = strcspn(c + 1, ":");
		int k = 0;

		while (k < n && (strncmp(name[k], c + 1, len) || name[k][len]))
			k++;
		if (k < n)
			continue;
		if (n == MAX_REGISTERS - 1 || len >= sizeof(name[0])) {
			a->failed = true;
			break;
		}
		memcpy(name[n], c + 1, len);
		name[n][len] = '\0';
		b[n].operand = name[n];
		add_operand(a, process, i, &b[n++]);
	}
	/* The result of an instruction that does not name its register. */
	if (!a->failed && i->row->fixed && !has_name(name, n, i->row->result)) {
		b[n].operand = i->row->result;
		add_operand(a, process, i, &b[n++]);
	}
	b[n].operand = NULL;
}

/* Whether the line of @len bytes at @line jumps back: "bnez {fail:64}, 1b". */
static bool is_retry(const char *line, size_t len)
{
	return len > 2 && line[len - 1] == 'b' && line[len - 2] >= '0' && line[len - 2] <= '9' &&
	       line[len - 3] == ' ';
}

/*
 * The jumps back of a retry loop are left out: the last turn counts. Those before only
 * read, so that without them more is allowed. What the jump tests is 0 at the end: the store did
 * not fail. Those that test flags stay in the text, and are left out as it is read.
 */
static bool leave_out_retries(struct assembly *a, int process, const struct item *i,
			      const struct asm_binding *b, char *out, size_t size)
{
	for (const char *p = i->row->text; *p; ) {
		size_t len = strcspn(p, "\n"), n = strcspn(p, "{");
		bool retry = is_retry(p, len) && n < len;

		for (int k = 0; retry && b[k].operand; k++)
			if (!strncmp(b[k].operand, p + n + 1, strlen(b[k].operand)))
				add_condition(a, process, b[k].reg, 0);
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
		text_add(out, "uint%d_t x%d = %" PRId64 ";\n", p->bits, i, p->first[i]);
	text_put(out, a->first.s ? a->first.s : "", a->first.len);
	text_puts(out, "\n}\n");
	put_columns(out, a);
	text_put(out, a->condition.s ? a->condition.s : "", a->condition.len);
	put_final(out, p, a->condition.len ? " /\\ " : "exists (");
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
	out->failed |= a.first.failed || a.condition.failed;
	text_free(&a.first);
	text_free(&a.condition);
	for (int n = 0; n < MAX_PROCESSES; n++) {
		out->failed |= a.code[n].failed;
		text_free(&a.code[n]);
	}
	return !a.failed;
}
