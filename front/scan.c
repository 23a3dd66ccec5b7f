// SPDX-License-Identifier: GPL-2.0 OR MIT
/* One token of the text: blanks and comments before it, names, numbers, operators. */
#include "cut.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

bool cut_at(const struct cutter *c, const char *text)
{
	const char *p = c->p;

	/* Most differ in the first character. */
	for (; *text; text++, p++)
		if (p >= c->end || *p != *text)
			return false;
	return true;
}

void cut_advance(struct cutter *c, size_t n)
{
	for (; n && c->p < c->end; n--, c->p++) {
		if (*c->p == '\n') {
			c->at.line++;
			c->at.column = 1;
		} else {
			c->at.column++;
		}
	}
}

/* ---- blanks ---- */

/* Passes over a comment that ends in @close; those that open with @open may nest. */
static void skip_comment(struct cutter *c, const char *open, const char *close)
{
	bool nest = open[0] == '(' || c->mode == CUT_RUST;
	struct lkmm_place at = c->at;
	int depth = 1;

	cut_advance(c, strlen(open));
	while (depth) {
		if (c->p >= c->end) {
			c->comment = "comment without end";
			c->comment_at = at;
			return;
		}
		if (cut_at(c, close)) {
			depth--;
			cut_advance(c, strlen(close));
		} else if (nest && cut_at(c, open)) {
			depth++;
			cut_advance(c, strlen(open));
		} else {
			cut_advance(c, 1);
		}
	}
}

static bool skip_one_comment(struct cutter *c)
{
	if (cut_at(c, "//"))
		while (c->p < c->end && *c->p != '\n')
			cut_advance(c, 1);
	else if (cut_at(c, "/*"))
		skip_comment(c, "/*", "*/");
	else if ((c->mode == CUT_TEST || c->between) && cut_at(c, "(*"))
		skip_comment(c, "(*", "*)");
	else
		return false;
	return true;
}

void cut_blanks(struct cutter *c)
{
	do {
		while (c->p < c->end && isspace((unsigned char)*c->p))
			cut_advance(c, 1);
	} while (skip_one_comment(c));
}

/* ---- errors ---- */

/* The error in a token: reported when the parser reaches it. */
__attribute__((format(printf, 3, 4)))
static void fault(struct cutter *c, struct token *t, const char *fmt, ...)
{
	char text[LITMUS_ERROR_TEXT], *copy;
	va_list ap;

	va_start(ap, fmt);
	lex_message(text, sizeof(text), fmt, ap);
	va_end(ap);
	copy = lkmm_alloc(c->arena, strlen(text) + 1);
	t->fault = copy ? strcpy(copy, text) : "out of memory";
	c->stop |= !copy;
}

/* The bytes of the character at hand, if it is more than ASCII and in UTF-8; or 0. */
static int utf8_length(const struct cutter *c)
{
	unsigned char b = (unsigned char)*c->p;
	int n = b < 0xc2 || b >= 0xf5 ? 0 : b < 0xe0 ? 2 : b < 0xf0 ? 3 : 4;

	for (int i = 1; i < n; i++)
		if (c->end - c->p <= i || ((unsigned char)c->p[i] & 0xc0) != 0x80)
			return 0;
	return n;
}

/*
 * A character that is neither a blank nor part of a token; suggestions, by the character's number.
 */
static void bad_character(struct cutter *c, struct token *t)
{
	int n = utf8_length(c);
	unsigned int u = (unsigned char)*c->p & (0x7fU >> n);
	const char *remedy = "";

	if (!n) {
		fault(c, t, "byte 0x%02x is not part of a litmus test%s", (unsigned char)*c->p,
		      cut_at(c, "\xff\xfe") || cut_at(c, "\xfe\xff") ?
		      ": the file is in UTF-16, save it as UTF-8" : "");
		return;
	}
	for (int i = 1; i < n; i++)
		u = u << 6 | ((unsigned char)c->p[i] & 0x3f);
	if (u == 0xa0 || (u >= 0x2000 && u <= 0x200f) || u == 0x202f || u == 0x3000 || u == 0xfeff)
		remedy = ": it looks like a blank, or like nothing";
	else if (u == 0x2212 || (u >= 0x2010 && u <= 0x2015))
		remedy = ": write -";
	else if (u == 0x2227)
		remedy = ": write /\\";
	else if (u == 0x2228)
		remedy = ": write \\/";
	fault(c, t, "the character U+%04X is not part of a litmus test%s", u, remedy);
}

/* ---- numbers ---- */

/* Whether a binary digit follows, @n characters on. */
static bool is_bit(const struct cutter *c, int n)
{
	return c->end - c->p > n && (c->p[n] == '0' || c->p[n] == '1');
}

/* Takes 0x and the like; returns the base of the digits that follow. */
static unsigned int number_base(const struct cutter *c, const char **p)
{
	static const struct {
		const char *prefix;
		unsigned int base;
		bool c, rust;
	} bases[] = {
		{ "0x", 16, true, true }, { "0X", 16, true, true }, { "0b", 2, true, true },
		{ "0B", 2, true, false }, { "0o", 8, false, true },
	};
	bool rust = c->mode == CUT_RUST;

	for (size_t i = 0; i < sizeof(bases) / sizeof(bases[0]); i++) {
		if (!cut_at(c, bases[i].prefix) || !(rust ? bases[i].rust : bases[i].c))
			continue;
		/* in assembly, 0b is a label */
		if (!rust && bases[i].base == 2 && !is_bit(c, 2))
			continue;
		*p += 2;
		return bases[i].base;
	}
	return **p == '0' && !rust ? 8 : 10;
}

static int digit_value(char c)
{
	if (isdigit((unsigned char)c))
		return c - '0';
	return isxdigit((unsigned char)c) ? tolower((unsigned char)c) - 'a' + 10 : 99;
}

static void cut_number(struct cutter *c, struct token *t)
{
	bool rust = c->mode == CUT_RUST;
	const char *p = c->p, *digits, *end;
	unsigned int base = number_base(c, &p);
	uint64_t v = 0;

	t->kind = T_NUMBER;
	digits = p;
	for (; p < c->end && (digit_value(*p) < (int)base || (*p == '_' && rust)); p++) {
		if (*p == '_')
			continue;
		if (v > (UINT64_MAX - (unsigned int)digit_value(*p)) / base && !t->fault)
			fault(c, t, "expected a number of at most 64 bits");
		v = v * base + (unsigned int)digit_value(*p);
	}
	end = p;
	while (!rust && p < c->end && strchr("uUlL", *p) && *p)
		p++;
	while (rust && p < c->end && (isalnum((unsigned char)*p) || *p == '_'))
		p++;
	if (rust && (end == digits || p - end > 16) && !t->fault)
		fault(c, t, "expected a number, as in 10, 0xff_u8 or 1_000i64");
	t->number = (int64_t)v;
	t->len = (int)(p - c->p);
	t->suffix = (int)(p - end);
}

/* ---- names and operators ---- */

static int operator_length(const struct cutter *c)
{
	static const char *const longer[] = {
		"<<=", ">>=", "/\\", "\\/", "==", "!=", "<=", ">=", "&&", "||", "<<", ">>",
		"++",  "--",  "+=",  "-=",  "*=", "/=", "%=", "&=", "|=", "^=", "->",
	};

	static const char *const rust[] = { "..=", "::", "=>", ".." };
	static const char not_rust[] = "++ -- /\\ \\/";
	bool in_rust = c->mode == CUT_RUST;

	/* the second character of all of these */
	if (c->end - c->p < 2 || !c->p[1] || !strchr("=<>&|+-/\\:.#", c->p[1]))
		return 1;
	if (c->mode == CUT_C && (cut_at(c, "##") || cut_at(c, "...")))
		return *c->p == '#' ? 2 : 3;
	if (c->mode == CUT_TEST && (cut_at(c, "<>") || cut_at(c, "=>")))
		return 2;
	for (size_t i = 0; in_rust && i < sizeof(rust) / sizeof(rust[0]); i++)
		if (cut_at(c, rust[i]))
			return (int)strlen(rust[i]);
	for (size_t i = 0; i < sizeof(longer) / sizeof(longer[0]); i++)
		if (cut_at(c, longer[i]) && !(in_rust && strstr(not_rust, longer[i])))
			return (int)strlen(longer[i]);
	return 1;
}

static bool starts_name(const struct cutter *c, int skip)
{
	const char *p = c->p + skip;

	return p < c->end && (isalpha((unsigned char)*p) || *p == '_');
}

static void cut_name(struct cutter *c, struct token *t, enum token_kind kind, int skip)
{
	const char *p = c->p + skip;

	while (p < c->end && (isalnum((unsigned char)*p) || *p == '_'))
		p++;
	t->kind = kind;
	t->text = c->p;
	t->len = p - c->p > 4096 ? 4096 : (int)(p - c->p);
}

/* The length of a string or of characters with their quotes, in C; 0: it has no end. */
static int string_length(const struct cutter *c)
{
	const char *p = c->p + 1;

	while (p < c->end && *p != *c->p && *p != '\n')
		p += *p == '\\' && c->end - p > 1 && p[1] != '\n' ? 2 : 1;
	return p < c->end && *p == *c->p && p - c->p < 4096 ? (int)(p + 1 - c->p) : 0;
}

/* The length of b'a' or 'a' in Rust, where 'a alone is a lifetime; 0 at anything else. */
static int character_length(const struct cutter *c)
{
	const char *p = c->p + (*c->p == 'b');

	if (c->mode != CUT_RUST || c->end - p < 3 || *p++ != '\'')
		return 0;
	if (*p == '\\')
		for (p += 2; p < c->end && isalnum((unsigned char)*p) && p - c->p < 8; p++)
			;
	else
		p++;
	return p < c->end && *p == '\'' && p[-1] != '\n' ? (int)(p + 1 - c->p) : 0;
}

struct token cut_token(struct cutter *c)
{
	struct token t = { .kind = T_END, .text = c->p, .at = c->at };

	if (c->comment) {
		t.fault = c->comment;
		t.at = c->comment_at;
		return t;
	}
	if (c->p >= c->end)
		return t;
	if (c->mode == CUT_RUST && cut_at(c, "r#") && starts_name(c, 2))
		cut_advance(c, 2);
	if (character_length(c)) {
		t.kind = T_STRING;
		t.len = character_length(c);
	} else if (starts_name(c, 0)) {
		cut_name(c, &t, T_NAME, 0);
	} else if (c->mode == CUT_RUST && *c->p == '\'' && starts_name(c, 1)) {
		cut_name(c, &t, T_LIFETIME, 1);
	} else if (isdigit((unsigned char)*c->p)) {
		cut_number(c, &t);
	} else if (c->mode == CUT_C && (*c->p == '"' || *c->p == '\'') && string_length(c)) {
		t.kind = T_STRING;
		t.len = string_length(c);
	} else {
		t.kind = T_PUNCT;
		t.len = isprint((unsigned char)*c->p) ? operator_length(c) : 1;
		if (!isprint((unsigned char)*c->p))
			bad_character(c, &t);
	}
	cut_advance(c, (size_t)t.len);
	return t;
}
