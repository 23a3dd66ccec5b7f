// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Reads the registers of defs/arch/NAME.def:
 *
 *	register NAME LETTER NAMES...   C's letter for it, - for none, and its names at the widths 8
 *					16 32 64; "!" behind them: Rust's asm! has it not
 *	condition MNEMONIC              with a condition behind it, makes a byte of that
 *
 * and asks the words 'view', 'rust', 'part', 'class', 'parts' and 'letter' of 'by width' how others
 * are named.
 */
#include "gen/gen.h"

static const struct reg *find_register(const struct arch *a, const char *name)
{
	for (int i = 0; i < a->nregs; i++)
		if (streq(a->reg[i].name, name))
			return &a->reg[i];
	return NULL;
}

void read_register(const struct line *l, struct arch *a)
{
	struct reg *r;

	if (!check_shape(l, 3 + NR_WIDTHS, 4 + NR_WIDTHS,
			 "register NAME LETTER and its names at 8, 16, 32 and 64 bits"))
		return;
	if (find_register(a, l->field[1].text)) {
		error_at(l->field[1].at, "register '%s' is already defined", l->field[1].text);
		return;
	}
	r = &a->reg[a->nregs++];
	*r = (struct reg){ .name = l->field[1].text, .letter = l->field[2].text,
			    .reserved = l->nfields == 4 + NR_WIDTHS };
	for (int i = 0; i < NR_WIDTHS; i++)
		r->at_width[i] = l->field[3 + i].text;
}

const struct reg *need_register(const struct arch *a, const struct field *f)
{
	const struct reg *r = find_register(a, f->text);

	if (!r)
		error_at(f->at, "'%s' is not a register of this architecture: "
				"expected a 'register' line above", f->text);
	return r;
}

/* The cell of word @name at @width, "" if it is empty; NULL without such a word. */
static const char *cell(const struct arch *a, const char *name, int width)
{
	if (width < 0)
		return NULL;
	for (int i = 0; i < a->nwords; i++)
		if (a->word[i].by == BY_WIDTH && streq(a->word[i].name, name))
			return a->word[i].cell[width];
	return NULL;
}

char view_at(const struct arch *a, int width)
{
	const char *view = cell(a, "view", width);

	return view ? view[0] : 0;
}

int width_of_view(const struct arch *a, char view)
{
	for (int w = 0; w < NR_WIDTHS; w++)
		if (view && view_at(a, w) == view)
			return w;
	return -1;
}

char rust_view(const struct arch *a, char view)
{
	int width = width_of_view(a, view);
	const char *rust = cell(a, "rust", width);

	return rust ? rust[0] : view;
}

char rust_part_view(const struct arch *a, char view)
{
	int width = width_of_view(a, view);
	const char *part = cell(a, "part", width);

	return part && *part ? part[0] : rust_view(a, view);
}

const char *rust_register_class(const struct arch *a, int width)
{
	const char *class = cell(a, "class", width);

	return class ? class : "reg";
}

const char *rust_parts_class(const struct arch *a, int width)
{
	const char *class = cell(a, "parts", width);

	return class && *class ? class : "reg";
}

const char *c_register_letter(const struct arch *a, int width)
{
	const char *letter = cell(a, "letter", width);

	return letter && *letter ? letter : "r";
}
