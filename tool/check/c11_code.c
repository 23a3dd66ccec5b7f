// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Machine code, as objdump prints it, in the words of sequences: places that jumps go to become
 * labels, the return is the end, and padding is left out.
 */
#include "c11.h"

#include <stdlib.h>
#include <string.h>

/* A function has no more instructions, and no more labels: those are digits. */
enum { MOST = 64, LABELS = 9 };

struct line {
	unsigned long long address, target;
	bool jumps;			/* to .target */
	char text[80];
};

struct reading {
	const struct c11_arch *arch;
	struct c11_code *code;
	int n;
	char section[32];
	bool inside;			/* a function is being read, which begins there: */
	unsigned long long address;
	struct line line[MOST];
	int lines;
	bool too_long;
	unsigned long long label[LABELS];
	int labels;
};

/* ---- lines ---- */

static bool has_word(const char *text, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = text; *p; p += strcspn(p, " "), p += strspn(p, " "))
		if (strcspn(p, " ") == n && !strncmp(p, word, n))
			return true;
	return false;
}

static bool is_return(const struct line *l)
{
	return has_word(l->text, "ret") || has_word(l->text, "retq");
}

static bool is_padding(const struct line *l)
{
	static const char *const words[] = { "nop", "nopw", "nopl" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (has_word(l->text, words[i]))
			return true;
	return !strcmp(l->text, "xchgw %ax,%ax");
}

/* "bne a3,a1,9a0 <f12+0xe>": keeps what is in front of the address. */
static void cut_target(struct line *l)
{
	char *name = strchr(l->text, '<'), *p = name, *end;

	if (!name)
		return;
	while (p > l->text && p[-1] == ' ')
		*--p = '\0';
	while (p > l->text && p[-1] != ' ' && p[-1] != ',')
		p--;
	l->target = strtoull(p, &end, 16);
	l->jumps = end > p;
	*p = '\0';
}

static void cut(char *text, const char *from)
{
	char *p = strstr(text, from);

	if (p)
		*p = '\0';
}

static void read_instruction(struct reading *r, unsigned long long address, char *text)
{
	struct line *l = &r->line[r->lines];
	size_t n;

	for (char *p = text; *p; p++)
		*p = *p == '\t' ? ' ' : *p;
	cut(text, "//");
	cut(text, " # ");
	text += strspn(text, " ");
	n = strlen(text);
	while (n && (text[n - 1] == ' ' || text[n - 1] == '\n'))
		text[--n] = '\0';
	r->too_long |= n >= sizeof(l->text) || r->lines == MOST;
	if (!n || r->too_long)
		return;
	*l = (struct line){ .address = address };
	memcpy(l->text, text, n + 1);
	cut_target(l);
	r->lines += !is_padding(l);
}

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

/* What is behind the last return is padding. Calls lead elsewhere. */
static void find_labels(struct reading *r)
{
	r->labels = 0;
	while (r->lines && !is_return(&r->line[r->lines - 1]))
		r->lines--;
	for (int i = 0; i < r->lines; i++) {
		const struct line *l = &r->line[i];

		if (l->jumps && l->target >= r->line[0].address &&
		    l->target <= r->line[r->lines - 1].address)
			add_label(r, l->target);
		if (is_return(l) && i < r->lines - 1)
			add_label(r, r->line[r->lines - 1].address);
	}
}

/* Whether line @i does nothing, as the operation accesses no memory any more. */
static bool is_idle(const struct reading *r, int i)
{
	if (!r->arch->last || strcmp(r->line[i].text, r->arch->last))
		return false;
	while (!is_return(&r->line[++i]))
		if (r->line[i].jumps || strchr(r->line[i].text, '['))
			return false;
	return true;
}

/* A return in the middle goes to the end; there is a label for that. */
static void put_line(const struct reading *r, struct text *text, int i)
{
	const struct line *l = &r->line[i];
	int label = label_of(r, l->address), target = l->jumps ? label_of(r, l->target) : 0;

	if (label)
		text_add(text, "%d: ", label);
	if (i == r->lines - 1 || is_idle(r, i))
		text_puts(text, label ? "\n" : "");
	else if (is_return(l))
		text_add(text, "%s %df\n", r->arch->jump,
			 label_of(r, r->line[r->lines - 1].address));
	else if (target)
		text_add(text, "%s %d%c\n", l->text, target, l->target > l->address ? 'f' : 'b');
	else
		text_add(text, "%s\n", l->text);
}

/* False without memory. */
static bool end_function(struct reading *r)
{
	bool ok = true;

	if (!r->inside)
		return true;
	r->inside = false;
	find_labels(r);
	for (int f = 0; f < r->n && r->lines && !r->too_long; f++) {
		struct c11_code *code = &r->code[f];

		if (code->address != r->address || strcmp(code->section, r->section))
			continue;
		for (int i = 0; i < r->lines; i++)
			put_line(r, &code->text, i);
		code->found = true;
		ok &= !code->text.failed;
	}
	return ok;
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

/* False without memory. */
static bool read_line(struct reading *r, char *line)
{
	static const char heading[] = "Disassembly of section ";
	char *rest;
	unsigned long long address = strtoull(line, &rest, 16);
	bool ok = true;

	if (!strncmp(line, heading, strlen(heading))) {
		ok = end_function(r);
		snprintf(r->section, sizeof(r->section), "%.*s",
			 (int)strcspn(line + strlen(heading), ":\n"), line + strlen(heading));
	} else if (*line == ' ' && *rest == ':' && r->inside) {
		read_instruction(r, address, rest + 1);
	} else if (*line != ' ' && !strncmp(rest, " <", 2)) {
		ok = end_function(r);
		r->inside = true;
		r->address = address;
		r->lines = 0;
		r->too_long = false;
	} else if (!r->section[0]) {
		read_symbol(r, line);
	}
	return ok;
}

bool c11_read_code(FILE *in, const struct c11_arch *arch, struct c11_code *code, int n)
{
	struct reading r = { .arch = arch, .code = code, .n = n };
	char *line = NULL;
	size_t room = 0;
	bool ok = true;

	while (ok && getline(&line, &room, in) > 0)
		ok = read_line(&r, line);
	ok = ok && end_function(&r);
	free(line);
	return ok && !ferror(in);
}
