// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Machine code, as objdump prints it, in the words of sequences: places that jumps go to become
 * labels, the return is the end, and padding is left out.
 */
#include "c11.h"
#include "tool/binary/functions.h"

#include <stdlib.h>
#include <string.h>

/* A function has no more instructions, and no more labels: those are digits. */
enum { MOST = 64, LABELS = 9 };

struct reading {
	const struct c11_arch *arch;
	struct c11_code *code;
	int n;
	struct functions functions;
	struct function *f;		/* the one that is being read */
	bool too_long, no_memory;
	unsigned long long label[LABELS];
	int labels;
};

/* ---- a function ---- */

static int label_of(const struct reading *r, unsigned long long address)
{
	for (int i = 0; i < r->labels; i++)
		if (r->label[i] == address)
			return i + 1;
	return 0;
}

static void add_label(struct reading *r, unsigned long long address)
{
	if (label_of(r, address))
		return;
	if (r->labels < LABELS)
		r->label[r->labels++] = address;
	else
		r->too_long = true;
}

/* What is behind the last return is padding, and so is some between. */
static void leave_out_padding(struct function *f)
{
	int n = 0;

	for (int i = 0; i < f->lines; i++)
		if (!function_pads(&f->line[i]))
			f->line[n++] = f->line[i];
	while (n && !function_returns(&f->line[n - 1]))
		n--;
	f->lines = n;
}

/* Calls lead elsewhere. */
static void find_labels(struct reading *r)
{
	const struct function_line *line = r->f->line, *end = &line[r->f->lines - 1];

	r->labels = 0;
	for (const struct function_line *l = line; l <= end; l++) {
		if (l->jumps && l->target >= line->address && l->target <= end->address)
			add_label(r, l->target);
		if (function_returns(l) && l < end)
			add_label(r, end->address);
	}
}

/* Whether line @i does nothing, as the operation accesses no memory any more. */
static bool is_idle(const struct reading *r, int i)
{
	const struct function_line *line = r->f->line;

	if (!r->arch->last || strcmp(line[i].text, r->arch->last))
		return false;
	while (!function_returns(&line[++i]))
		if (line[i].jumps || strchr(line[i].text, '['))
			return false;
	return true;
}

/* A return in the middle goes to the end; there is a label for that. */
static void put_line(const struct reading *r, struct text *text, int i)
{
	const struct function_line *l = &r->f->line[i], *end = &r->f->line[r->f->lines - 1];
	int label = label_of(r, l->address), target = l->jumps ? label_of(r, l->target) : 0;

	if (label)
		text_add(text, "%d: ", label);
	if (l == end || is_idle(r, i))
		text_puts(text, label ? "\n" : "");
	else if (function_returns(l))
		text_add(text, "%s %df\n", r->arch->jump, label_of(r, end->address));
	else if (target)
		text_add(text, "%s %d%c\n", l->text, target, l->target > l->address ? 'f' : 'b');
	else
		text_add(text, "%s\n", l->text);
}

static void take_function(void *arg, struct function *f)
{
	struct reading *r = arg;

	r->f = f;
	leave_out_padding(f);
	r->too_long = f->too_long || f->lines > MOST;
	if (f->lines && !r->too_long)
		find_labels(r);
	for (int n = 0; n < r->n && f->lines && !r->too_long; n++) {
		struct c11_code *code = &r->code[n];

		if (code->address != f->address || strcmp(code->section, f->section))
			continue;
		for (int i = 0; i < f->lines; i++)
			put_line(r, &code->text, i);
		code->found = true;
		r->no_memory |= code->text.failed;
	}
}

/* ---- the file ---- */

/* The number of the function that is called @name, or -1. */
static int number_of(const struct reading *r, const char *name)
{
	char *end;
	long n = *name == 'f' ? strtol(name + 1, &end, 10) : -1;

	return n >= 0 && n < r->n && end > name + 1 && (!*end || *end == '\n') ? (int)n : -1;
}

/* "0000000000000580 g     F .text	0000000000000003 f12" */
static void read_symbol(struct reading *r, char *line)
{
	char *tab = strchr(line, '\t'), *section = tab, *name = strrchr(line, ' ');
	int n = tab && name > tab ? number_of(r, name + 1) : -1;

	if (n < 0)
		return;
	while (section > line && section[-1] != ' ')
		section--;
	snprintf(r->code[n].section, sizeof(r->code[n].section), "%.*s", (int)(tab - section),
		 section);
	r->code[n].address = strtoull(line, NULL, 16);
}

static bool read_all(struct reading *r, FILE *in)
{
	char *line = NULL;
	size_t room = 0;

	while (!r->no_memory && getline(&line, &room, in) > 0) {
		/* Symbols come before code. */
		if (!r->functions.now.section[0])
			read_symbol(r, line);
		functions_read(&r->functions, line);
	}
	functions_read(&r->functions, NULL);
	free(line);
	return !r->no_memory && !ferror(in);
}

bool c11_read_code(FILE *in, const struct c11_arch *arch, struct c11_code *code, int n)
{
	struct reading *r = calloc(1, sizeof(*r));
	bool ok;

	if (!r)
		return false;
	r->arch = arch;
	r->code = code;
	r->n = n;
	r->functions.each = take_function;
	r->functions.arg = r;
	ok = read_all(r, in);
	free(r);
	return ok;
}
