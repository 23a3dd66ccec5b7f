// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "functions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool function_has_word(const char *text, const char *word)
{
	size_t n = strlen(word);

	for (const char *p = text; *p; p += strcspn(p, " "), p += strspn(p, " "))
		if (strcspn(p, " ") == n && !strncmp(p, word, n))
			return true;
	return false;
}

bool function_returns(const struct function_line *l)
{
	static const char *const words[] = { "ret", "retq", "retaa", "retab" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (function_has_word(l->text, words[i]))
			return true;
	return false;
}

bool function_pads(const struct function_line *l)
{
	static const char *const words[] = { "nop", "nopw", "nopl" };

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (function_has_word(l->text, words[i]))
			return true;
	return !strcmp(l->text, "xchgw %ax,%ax") || !strcmp(l->text, "xchg %ax,%ax");
}

/* ---- lines ---- */

/* Copies the @len bytes at @s, or as many as there is room for. */
static void copy(char *to, size_t size, const char *s, size_t len)
{
	if (len >= size)
		len = size - 1;
	memcpy(to, s, len);
	to[len] = '\0';
}

/* "bne a3,a1,9a0 <f12+0xe>": keeps what is in front of the address. */
static void cut_target(struct function_line *l)
{
	char *name = strchr(l->text, '<'), *p = name, *end;

	if (!name)
		return;
	copy(l->to, sizeof(l->to), name + 1, strcspn(name + 1, ">"));
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

/*
 * "callq  59 <f+0x9>	55: R_X86_64_PLT32	__fentry__-0x4": cuts off what the linker will
 * write, and returns its name; or NULL.
 */
static const char *cut_relocation(char *text)
{
	char *type = strstr(text, ": R_"), *value = type ? strchr(type, '\t') : NULL, *tab = type;

	if (!value)
		return NULL;
	while (tab > text && *tab != '\t')
		tab--;
	*tab = '\0';
	return value + 1;
}

/* One blank where there are several. */
static void join_blanks(char *text)
{
	char *to = text;

	for (const char *p = text; *p; p++)
		if (*p != ' ' || (to > text && to[-1] != ' '))
			*to++ = *p;
	*to = '\0';
}

static void read_instruction(struct function *f, unsigned long long address, char *text)
{
	struct function_line *l = &f->line[f->lines];
	const char *relocation = cut_relocation(text), *place;
	size_t n;

	for (char *p = text; *p; p++)
		*p = *p == '\t' ? ' ' : *p;
	cut(text, "//");
	place = relocation && strpbrk(text, "([") ? relocation :
		strstr(text, "(%rip)") ? strstr(text, " # ") : NULL;
	cut(text, " # ");
	join_blanks(text);
	n = strlen(text);
	while (n && (text[n - 1] == ' ' || text[n - 1] == '\n'))
		text[--n] = '\0';
	f->too_long |= f->lines == FUNCTION_LINES;
	if (!n || f->too_long)
		return;
	*l = (struct function_line){ .address = address };
	place += place && place != relocation ? 3 : 0;
	f->too_long |= n >= sizeof(l->text);
	copy(l->text, sizeof(l->text), text, n);
	cut_target(l);
	if (place && strcspn(place, " <\n") < sizeof(l->place))
		copy(l->place, sizeof(l->place), place, strcspn(place, " <\n"));
	if (relocation) {
		copy(l->to, sizeof(l->to), relocation, strcspn(relocation, "+-\n"));
		l->jumps = false;
	}
	f->lines++;
}

/* ---- functions ---- */

static void end_function(struct functions *r)
{
	if (r->inside)
		r->each(r->arg, &r->now);
	r->inside = false;
}

void functions_read(struct functions *r, char *line)
{
	static const char heading[] = "Disassembly of section ";
	char *rest = NULL;
	unsigned long long address = line ? strtoull(line, &rest, 16) : 0;

	if (!line) {
		end_function(r);
	} else if (!strncmp(line, heading, strlen(heading))) {
		end_function(r);
		copy(r->now.section, sizeof(r->now.section), line + strlen(heading),
		     strcspn(line + strlen(heading), ":\n"));
	} else if (*rest == ':' && rest > line && r->inside) {
		read_instruction(&r->now, address, rest + 1);
	} else if (*line != ' ' && !strncmp(rest, " <", 2) && strncmp(rest, " <.L", 4)) {
		/* riscv64 has labels of functions among the symbols. */
		end_function(r);
		r->inside = true;
		r->now.address = address;
		copy(r->now.name, sizeof(r->now.name), rest + 2, strcspn(rest + 2, ">\n"));
		r->now.lines = 0;
		r->now.too_long = false;
	}
}
