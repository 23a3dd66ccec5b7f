// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * How registers hold values: lines 'long', 'pairs', 'half', 'address' and 'extend' of
 * defs/arch/NAME.def.
 */
#include "gen/gen.h"

#include <stdlib.h>
#include <string.h>

char *braced(const struct field *f)
{
	size_t n = strlen(f->text);

	if (n < 3 || f->text[0] != '{' || f->text[n - 1] != '}') {
		error_at(f->at, "expected an operand in braces");
		return NULL;
	}
	return xstrndup(f->text + 1, n - 2);
}

static void read_extend(const struct line *l, struct arch *a)
{
	bool zero;
	unsigned int *widths;

	if (!check_shape(l, 3, 3 + NR_WIDTHS, "extend sign|zero WIDTHS [{OPERAND}]"))
		return;
	zero = streq(l->field[1].text, "zero");
	if (!zero && !streq(l->field[1].text, "sign"))
		error_at(l->field[1].at, "expected 'sign' or 'zero'");
	widths = zero ? &a->zero_extend : &a->sign_extend;
	for (int i = 2; i < l->nfields; i++) {
		unsigned int before = *widths;

		if (i > 2 && i == l->nfields - 1 && l->field[i].text[0] == '{') {
			a->extended = braced(&l->field[i]);
			break;
		}
		for (int w = 0; w < NR_WIDTHS; w++)
			if (atoi(l->field[i].text) == width_bits(w))
				*widths |= 1u << w;
		if (*widths == before)
			error_at(l->field[i].at, "'%s' is not a width", l->field[i].text);
	}
}

static void read_long(const struct line *l, struct arch *a)
{
	if (!check_shape(l, 2, 2, "long 32") || !streq(l->field[1].text, "32"))
		error_at(l->at, "expected 'long 32'");
	else
		a->long_width = W32;
}

static void read_pairs(const struct line *l, struct arch *a)
{
	/* Sequences point to these. */
	a->pair = xalloc((size_t)l->nfields * sizeof(*a->pair));
	for (int i = 1; i < l->nfields; i++) {
		char *part[4] = { NULL };
		int n = 0;

		for (const char *p = l->field[i].text; n < 4; p += strlen(part[n++]) + 1) {
			part[n] = xstrndup(p, strcspn(p, ":"));
			if (!p[strlen(part[n])]) {
				n++;
				break;
			}
		}
		if (!part[1]) {
			error_at(l->field[i].at, "expected LOW:HIGH");
			continue;
		}
		a->pair[a->npairs++] = (struct pair){ .low = part[0], .high = part[1],
						      .letter = part[2], .high_letter = part[3] };
	}
}

static void read_half(const struct line *l, struct arch *a)
{
	if (!check_shape(l, 3, 3, "half INSTRUCTION NARROWER"))
		return;
	a->whole = l->field[1].text;
	a->half = l->field[2].text;
}

const struct pair *find_pair(const struct arch *a, const char *text)
{
	for (int i = 0; i < a->npairs; i++)
		if (streq(text, xprintf("%s:%s", a->pair[i].low, a->pair[i].high)))
			return &a->pair[i];
	return NULL;
}

static void read_address(const struct line *l, struct arch *a)
{
	if (!check_shape(l, 4, 20, "address LETTER CLASS OPERANDS..."))
		return;
	a->address.letter = l->field[1].text;
	a->address.class = l->field[2].text;
	for (int i = 3; i < l->nfields; i++) {
		a->address.operand = xgrow(a->address.operand, a->address.n, sizeof(char *));
		a->address.operand[a->address.n++] = l->field[i].text;
	}
}

bool is_address(const struct arch *a, const char *operand)
{
	for (int i = 0; i < a->address.n; i++)
		if (streq(a->address.operand[i], operand))
			return true;
	return false;
}

bool extends(const struct arch *a, int width)
{
	return (a->sign_extend | a->zero_extend) & 1u << width;
}

bool extends_operand(const struct arch *a, const char *operand, int width)
{
	return extends(a, width) && !streq(operand, "ptr") &&
	       (!a->extended || streq(operand, a->extended));
}

bool read_held(const struct line *l, struct arch *a)
{
	static const struct {
		const char *word;
		void (*read)(const struct line *l, struct arch *a);
	} lines[] = { { "long", read_long }, { "pairs", read_pairs }, { "half", read_half },
		      { "address", read_address }, { "extend", read_extend },
		      { "machine", read_machine } };

	for (size_t i = 0; i < COUNT(lines); i++)
		if (streq(l->field[0].text, lines[i].word)) {
			lines[i].read(l, a);
			return true;
		}
	return false;
}
