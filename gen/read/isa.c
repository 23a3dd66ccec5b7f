// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Reads defs/isa/NAME.def: headers of tests, registers, marks, and rows of instructions. */
#include "isa.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static void read_header(const struct line *l, struct isa *a)
{
	static const char shape[] = "header NAME operands left|right registers VIEW";
	struct isa_header *h;

	if (!check_shape(l, 6, 6, shape))
		return;
	a->header = xgrow(a->header, a->nheaders, sizeof(*h));
	h = &a->header[a->nheaders++];
	h->name = l->field[1].text;
	h->reversed = streq(l->field[3].text, "right");
	h->view = atoi(l->field[5].text) - 1;
	if (!streq(l->field[2].text, "operands") || !streq(l->field[4].text, "registers") ||
	    h->view < 0 || h->view >= ISA_MAX_VIEWS)
		error_at(l->at, "expected '%s'", shape);
}

/* Cuts "x10..x17" into its prefix and two numbers; false for a name alone. */
static bool cut_range(const char *name, char **prefix, char **suffix, int *from, int *to)
{
	const char *dots = strstr(name, ".."), *digits = dots;
	char *end;

	if (!dots)
		return false;
	while (digits > name && !isdigit((unsigned char)*digits))
		digits--;
	while (digits > name && isdigit((unsigned char)digits[-1]))
		digits--;
	*prefix = xstrndup(name, (size_t)(digits - name));
	*from = (int)strtol(digits, &end, 10);
	*suffix = xstrndup(end, (size_t)(dots - end));
	for (dots += 2; *dots && !isdigit((unsigned char)*dots); dots++)
		;
	*to = (int)strtol(dots, NULL, 10);
	return true;
}

static struct isa_register *new_register(struct isa *a, bool zero)
{
	a->reg = xgrow(a->reg, a->nregs, sizeof(*a->reg));
	a->reg[a->nregs] = (struct isa_register){ .zero = zero };
	return &a->reg[a->nregs++];
}

/* registers X0..X30 W0..W30: a register for each number, with a name in each view */
static void read_registers(const struct line *l, struct isa *a, bool zero)
{
	char *prefix, *suffix;
	int from, to, first, count = 1;

	if (!check_shape(l, 2, 1 + ISA_MAX_VIEWS, "registers NAME ..."))
		return;
	if (cut_range(l->field[1].text, &prefix, &suffix, &from, &to))
		count = to - from + 1;
	first = a->nregs;
	for (int i = 0; i < count; i++)
		new_register(a, zero);
	for (int v = 1; v < l->nfields; v++) {
		bool range = cut_range(l->field[v].text, &prefix, &suffix, &from, &to);

		if ((range ? to - from + 1 : 1) != count)
			error_at(l->field[v].at, "expected %d registers", count);
		for (int i = 0; i < count; i++)
			a->reg[first + i].name[v - 1] = !range ? l->field[v].text :
				xprintf("%s%d%s", prefix, from + i, suffix);
	}
}

static void read_widths(const struct line *l, struct isa *a)
{
	for (int v = 1; v < l->nfields && v <= ISA_MAX_VIEWS; v++)
		a->width[v - 1] = atoi(l->field[v].text);
}

static void read_extension(const struct line *l, struct isa *a)
{
	struct isa_extension *e;

	if (!check_shape(l, 4, 4, "extend NAME BITS signed|unsigned"))
		return;
	a->extension = xgrow(a->extension, a->nextensions, sizeof(*e));
	e = &a->extension[a->nextensions++];
	*e = (struct isa_extension){ l->field[1].text, atoi(l->field[2].text),
				     streq(l->field[3].text, "unsigned") };
}

static void read_mark(const struct line *l, struct isas *all, int arch)
{
	static const char *const events[] = { "access", "read", "write", "fence" };
	struct isa_mark *m;
	int i, known = 0;

	if (!check_shape(l, 3, 3, "mark NAME access|read|write|fence"))
		return;
	while (known < 4 && !streq(events[known], l->field[2].text))
		known++;
	i = find_mark(all, l->field[1].text, strlen(l->field[1].text));
	if (known == 4 || (i >= 0 && !streq(all->mark[i].events, events[known]))) {
		error_at(l->field[2].at, "expected access, read, write or fence, as elsewhere");
		return;
	}
	if (i < 0 && all->nmarks == ISA_MAX_MARKS) {
		error_at(l->at, "too many marks");
		return;
	}
	m = &all->mark[i < 0 ? all->nmarks++ : i];
	m->name = l->field[1].text;
	m->events = events[known];
	m->archs |= 1U << arch;
}

/* ---- instructions ---- */

static void add_insn(const struct isas *all, struct isa *a, const struct field *column,
		     const char *name, const struct isa_more *more)
{
	struct isa_insn *insn;
	char *p = xstrndup(column[1].text, strlen(column[1].text));

	a->insn = xgrow(a->insn, a->ninsns, sizeof(*insn));
	insn = &a->insn[a->ninsns++];
	*insn = (struct isa_insn){ .at = column[0].at, .name = xstrndup(name, strlen(name)) };
	for (char *word = strtok(p, " "); word && !streq(word, "-"); word = strtok(NULL, " ")) {
		if (insn->noperands == ISA_MAX_OPERANDS ||
		    (word[0] != '\'' && (word[1] || !strchr("rwziomMnl", word[0])))) {
			error_at(column[1].at,
				 "'%s': expected r, w, z, i, o, m, M, n, l or a 'word'", word);
			return;
		}
		insn->operand[insn->noperands++] = word;
	}
	parse_effect(all, a, &column[2], insn, more);
}

/* The marks and widths in @s, "A" or "A=u8"; false if one of them is none. */
static bool take_words(const struct isas *all, const char *s, size_t n, struct isa_more *more)
{
	while (n) {
		size_t len = strcspn(s, "=|}");

		if (!take_more(all, s, len, more))
			return false;
		n -= len;
		s += len + (n > 0);
		n -= n > 0;
	}
	return true;
}

/*
 * Each name that @rest stands for, behind @name: {l|q} is nothing, l or q; {a=A} is nothing, or a
 * with the mark A; {c=A=B} is nothing, or c with both; {b=u8} is nothing, or b of 8 bits.
 */
static void add_names(const struct isas *all, struct isa *a, const struct field *column,
		      const char *name, const char *rest, struct isa_more more)
{
	const char *open = strchr(rest, '{'), *close = open ? strchr(open, '}') : NULL;
	const char *p;

	if (!close) {
		add_insn(all, a, column, xprintf("%s%s", name, rest), &more);
		return;
	}
	name = xprintf("%s%.*s", name, (int)(open - rest), rest);
	add_names(all, a, column, name, close + 1, more);
	for (p = open; p < close; p += strcspn(p + 1, "|}") + 1) {
		size_t n = strcspn(p + 1, "|}"), letters = strcspn(p + 1, "=|}");
		struct isa_more with = more;

		if (n > letters && !take_words(all, p + 2 + letters, n - letters - 1, &with))
			error_at(column[0].at, "'%.*s' is not a mark or a width", (int)n, p + 1);
		else
			add_names(all, a, column, xprintf("%s%.*s", name, (int)letters, p + 1),
				  close + 1, with);
	}
}

static void read_insn(const struct line *l, struct isas *all, struct isa *a)
{
	struct field column[3];

	if (cut_columns(l, column, 3) == 3)
		add_names(all, a, column, "", column[0].text, (struct isa_more){ .marks = 0 });
	else
		error_at(l->at, "expected 3 columns, two blanks apart: the name of an instruction, "
				"its operands, what it does");
}

static void read_isa(const struct source *src, struct isas *all, struct isa *a)
{
	int arch = (int)(a - all->isa);

	a->file = src->file;
	for (int i = 0; i < src->nlines; i++) {
		const struct line *l = &src->line[i];
		const char *word = l->field[0].text;

		if (streq(word, "header"))
			read_header(l, a);
		else if (streq(word, "registers") || streq(word, "zero"))
			read_registers(l, a, streq(word, "zero"));
		else if (streq(word, "widths"))
			read_widths(l, a);
		else if (streq(word, "big-endian"))
			a->big_endian = check_shape(l, 1, 1, "big-endian");
		else if (streq(word, "extend"))
			read_extension(l, a);
		else if (streq(word, "mark"))
			read_mark(l, all, arch);
		else
			read_insn(l, all, a);
	}
}

void read_isas(const char *root, struct isas *all)
{
	char **name = list_defs(xprintf("%s/defs/isa", root), &all->n);

	all->isa = xalloc((size_t)(all->n + 1) * sizeof(*all->isa));
	for (int i = 0; i < all->n; i++) {
		char *file = xprintf("defs/isa/%s.def", name[i]);

		all->isa[i].name = name[i];
		read_isa(read_source(xprintf("%s/%s", root, file), file), all, &all->isa[i]);
	}
}
