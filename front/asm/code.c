// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The columns of instructions: a row of names of processes, then rows of cells. */
#include "asm.h"
#include "front/error.h"

#include <string.h>

void asm_advance(struct asm_text *t, size_t n)
{
	for (; n; n--, t->p++) {
		t->at.column++;
		if (*t->p == '\n') {
			t->at.line++;
			t->at.column = 1;
		}
	}
}

static bool starts(const struct asm_text *t, const char *with)
{
	size_t n = strlen(with);

	return (size_t)(t->end - t->p) >= n && !memcmp(t->p, with, n);
}

static bool skip_comment(struct asm_text *t)
{
	int depth = 0;

	if (starts(t, "//")) {
		while (t->p < t->end && *t->p != '\n')
			asm_advance(t, 1);
		return true;
	}
	if (!starts(t, "(*"))
		return false;
	do {
		bool open = starts(t, "(*"), close = starts(t, "*)");

		depth += open - close;
		asm_advance(t, open || close ? 2 : 1);
	} while (depth && t->p < t->end);
	return true;
}

void asm_skip(struct asm_text *t)
{
	while (t->p < t->end && (skip_comment(t) || (unsigned char)*t->p <= ' '))
		if (t->p < t->end && (unsigned char)*t->p <= ' ')
			asm_advance(t, 1);
}

/* not x5, x6: the word also begins a condition, which has exists behind it. */
static bool is_instruction(const struct asm_text *t)
{
	const char *p = t->p + strlen("not");

	while (p < t->end && (unsigned char)*p <= ' ')
		p++;
	return (size_t)(t->end - p) < strlen("exists") || memcmp(p, "exists", strlen("exists"));
}

/* Whether the columns have come to their end. */
static bool ends_here(const struct asm_text *t)
{
	static const char *const words[] = {
		"exists", "forall", "filter", "locations", "final", "not", "~", "<<",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i]);

		if (!strcmp(words[i], "not") && is_instruction(t))
			continue;

		if (starts(t, words[i]) &&
		    (!asm_is_word(words[i][0]) || t->p + n == t->end || !asm_is_word(t->p[n])))
			return true;
	}
	return t->p == t->end;
}

/* Cuts a cell off @t, up to "|" or ";", which is passed over; true if it was the last of a row. */
static bool cut_cell(struct asm_text *t, struct asm_text *cell)
{
	bool last = true;

	asm_skip(t);
	*cell = *t;
	while (t->p < t->end && *t->p != '|' && *t->p != ';')
		asm_advance(t, 1);
	cell->end = t->p;
	if (t->p < t->end) {
		last = *t->p == ';';
		asm_advance(t, 1);
	}
	while (cell->end > cell->p && (unsigned char)cell->end[-1] <= ' ')
		cell->end--;
	return last;
}

/* P0, or 0: the column of a process. */
static void add_process(struct asm_reading *a, const struct asm_text *cell)
{
	struct asm_code *c = litmus_grow(a->l, a->code, a->ncodes, sizeof(*c));
	const char *p = cell->p;
	int64_t n = 0;

	p += p < cell->end && *p == 'P';
	for (; p < cell->end && *p >= '0' && *p <= '9' && n < 1000; p++)
		n = n * 10 + *p - '0';
	if (p == cell->p || n != a->ncodes || p < cell->end) {
		litmus_report(a->l, cell->at, "expected P%d, the name of a process", a->ncodes);
		return;
	}
	if (!c || !thread_number(a->l, n))
		return;
	a->code = c;
	c[a->ncodes++] = (struct asm_code){ .ninsns = 0 };
}

static void read_row(struct asm_reading *a, struct asm_text *t)
{
	struct asm_text cell;
	bool last = false;

	for (int i = 0; !last && !a->l->x.error[0]; i++) {
		last = cut_cell(t, &cell);
		if (cell.p == cell.end)
			continue;
		if (i < a->ncodes)
			asm_read_cell(a, &a->code[i], cell);
		else
			litmus_report(a->l, cell.at, "there is no process P%d", i);
	}
}

void asm_read_code(struct asm_reading *a, struct asm_text *t)
{
	struct asm_text cell;
	bool last = false;

	/* {x = 0}; */
	asm_skip(t);
	if (t->p < t->end && *t->p == ';')
		asm_advance(t, 1);
	asm_skip(t);
	while (!last && !ends_here(t) && !a->l->x.error[0]) {
		last = cut_cell(t, &cell);
		add_process(a, &cell);
	}
	for (asm_skip(t); !ends_here(t) && !a->l->x.error[0]; asm_skip(t))
		read_row(a, t);
	if (!a->ncodes)
		litmus_report(a->l, t->at, "expected the names of processes, P0 | P1 ;");
	for (int i = a->ncodes; i < a->l->test->nthreads; i++)
		litmus_report(a->l, t->at, "there is no process P%d", i);
}
