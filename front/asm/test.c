// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * A litmus test in assembly, part by part. First values and the condition are read as in other
 * tests.
 */
#include "asm.h"
#include "front/cut.h"
#include "front/error.h"
#include "front/part.h"

#include <string.h>

bool asm_is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '.';
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool asm_same_word(const char *a, const char *text, int len)
{
	int i = 0;

	while (i < len && a[i] && lower(a[i]) == lower(text[i]))
		i++;
	return i == len && !a[i];
}

const char *asm_first_word(const char *text, size_t size, size_t *len)
{
	struct asm_text t = { text, text + size, { .line = 1, .column = 1 } };
	const char *p;

	asm_skip(&t);
	for (p = t.p; p < t.end && asm_is_word(*p); p++)
		;
	*len = (size_t)(p - t.p);
	return t.p;
}

const struct isa *asm_isa(const char *word, size_t len)
{
	for (int i = 0; i < isa_nr_headers; i++)
		if (strlen(isa_headers[i].name) == len && !memcmp(isa_headers[i].name, word, len))
			return &isa_headers[i];
	return NULL;
}

const struct isa_register *asm_register(const struct isa *isa, const char *text, int len, int *view)
{
	for (int i = 0; i < isa->nregs; i++)
		for (int v = 0; v < ISA_MAX_VIEWS && isa->reg[i].name[v]; v++)
			if (asm_same_word(isa->reg[i].name[v], text, len)) {
				*view = v;
				return &isa->reg[i];
			}
	return NULL;
}

/* ---- the parts that are read as in other tests ---- */

/* The name of a register in @t, which follows the number of the process in @process. */
static void rename_register(struct asm_reading *a, const struct token *process, struct token *t)
{
	int64_t n = process->number;
	int view;
	const struct isa_register *r = asm_register(a->isa, t->text, t->len, &view);
	struct lkmm_thread *thread;
	int reg;

	if (!r || r->zero)
		return;
	if (process->kind != T_NUMBER && !process_number(process, &n))
		return;
	t->text = r->name[a->isa->view] ? r->name[a->isa->view] : r->name[0];
	t->len = (int)strlen(t->text);
	/* One that no instruction uses keeps its first value. */
	if (n < 0 || n >= a->l->test->nthreads)
		return;
	thread = &a->l->test->thread[n];
	reg = add_register(a->l, thread, t->text, t->len, LKMM_SIGNED(0));
	if (reg >= 0)
		thread->reg[reg].given = true;
}

static bool is_sign(const struct token *t, const char *sign)
{
	return token_is(t, sign);
}

/* herd7 took "final" and "with" at one time: the question is all in front of "with". */
static void take_old_words(struct token *t)
{
	if (token_is(t, "final")) {
		t->text = "exists";
		t->len = 6;
	} else if (token_is(t, "with") || token_is(t, "<<")) {
		t->kind = T_END;
		t->len = 0;
	}
}

/* Lets the lexer read the text @t, up to its end. */
static bool cut_part(struct asm_reading *a, const struct asm_text *t)
{
	struct litmus *l = a->l;
	struct cutter c = {
		.arena = l->arena, .test = l->out, .p = t->p, .end = t->end, .at = t->at,
		.mode = CUT_TEST,
	};

	while (!c.stop) {
		struct token next = cut_text_token(&c);

		take_old_words(&next);
		cut_add(&c, next);
	}
	if (c.no_memory || !c.n || c.token[c.n - 1].kind != T_END) {
		l->no_memory = true;
		lex_fatal(&l->x, t->at, "out of memory");
		return false;
	}
	for (int i = 2; i < c.n; i++)
		if (c.token[i].kind == T_NAME && is_sign(&c.token[i - 1], ":"))
			rename_register(a, &c.token[i - 2], &c.token[i]);
	l->out->source.token = l->out->source.plain = c.token;
	lex_open(&l->x, c.token);
	return true;
}

/* ---- the test ---- */

static void take_name(struct asm_reading *a, struct asm_text *t)
{
	const char *start;

	asm_skip(t);
	asm_advance(t, strlen(a->isa->name));
	while (t->p < t->end && (*t->p == ' ' || *t->p == '\t'))
		asm_advance(t, 1);
	for (start = t->p; t->p < t->end && (unsigned char)*t->p > ' ';)
		asm_advance(t, 1);
	if (t->p == start)
		litmus_report(a->l, t->at, "expected the name of the test");
	a->l->test->name = litmus_text(a->l, start, (int)(t->p - start));
}

/* To the brace of the first values: the text before it is for other tools. */
static bool find_values(struct asm_reading *a, struct asm_text *t)
{
	while (t->p < t->end && *t->p != '{') {
		if (*t->p == '"')
			do
				asm_advance(t, 1);
			while (t->p < t->end && *t->p != '"' && *t->p != '\n');
		if (t->p < t->end)
			asm_advance(t, 1);
	}
	if (t->p == t->end)
		litmus_report(a->l, t->at, "expected the initial state, { ... }");
	return t->p < t->end;
}

static void read_values(struct asm_reading *a, struct asm_text *t)
{
	struct asm_text part = *t;

	while (t->p < t->end && *t->p != '}')
		asm_advance(t, 1);
	if (t->p < t->end)
		asm_advance(t, 1);
	part.end = t->p;
	if (!cut_part(a, &part))
		return;
	lex_next(&a->l->x);
	parse_variables(a->l);
}

static void read_condition(struct asm_reading *a, const struct asm_text *t)
{
	if (!cut_part(a, t))
		return;
	lex_next(&a->l->x);
	parse_conditions(a->l);
}

static void make_processes(struct asm_reading *a)
{
	struct litmus *l = a->l;

	for (int i = 0; i < a->ncodes && !l->no_memory; i++) {
		struct asm_code *c = &a->code[i];

		l->thread = &l->test->thread[i];
		l->thread->in_order = true;
		for (int k = 0; k < c->ninsns; k++)
			if (asm_find_row(a, &c->insn[k]) && asm_check_flags(a, c, k))
				asm_make_steps(a, &c->insn[k]);
		c->last_turn = l->last_turns;
		l->thread->body = asm_make_flow(a, c);
		l->thread = NULL;
	}
}

void asm_parse(struct litmus *l, const struct isa *isa)
{
	struct asm_reading a = { .l = l, .isa = isa };
	struct asm_text t = {
		l->out->source.text, l->out->source.text + l->out->source.size,
		{ .line = 1, .column = 1 },
	};

	l->test->architecture = isa->architecture;
	take_name(&a, &t);
	if (!find_values(&a, &t))
		return;
	read_values(&a, &t);
	if (l->x.error[0])
		return;
	l->values_known = true;
	asm_read_code(&a, &t);
	make_processes(&a);
	if (!l->out->nerrors && !l->x.error[0])
		read_condition(&a, &t);
}
