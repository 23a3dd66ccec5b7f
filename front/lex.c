// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "lex.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct lex_spot lex_here(const struct lexer *x)
{
	return (struct lex_spot){ x->p, x->end, x->at, x->tok };
}

void lex_go(struct lexer *x, const struct lex_spot *spot)
{
	x->p = spot->p;
	x->end = spot->end;
	x->at = spot->at;
	x->tok = spot->tok;
}

/* Words of the file are part of messages, and may hold what makes a terminal do something. */
void lex_message(char *text, size_t size, const char *fmt, va_list ap)
{
	vsnprintf(text, size, fmt, ap);
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			*text = '?';
}

static void stop_at_error(struct lexer *x, struct lkmm_place at, const char *fmt, va_list ap)
{
	lex_message(x->error, sizeof(x->error), fmt, ap);
	x->error_at = at;
	x->stop = lex_here(x);
	x->p = x->end;
	x->tok.kind = T_END;
	x->tok.len = 0;
}

void lex_error(struct lexer *x, struct lkmm_place at, const char *fmt, ...)
{
	va_list ap;

	if (x->error[0] || x->quiet)
		return;
	va_start(ap, fmt);
	stop_at_error(x, at, fmt, ap);
	va_end(ap);
}

void lex_fatal(struct lexer *x, struct lkmm_place at, const char *fmt, ...)
{
	va_list ap;

	if (x->fatal)
		return;
	x->fatal = true;
	va_start(ap, fmt);
	stop_at_error(x, at, fmt, ap);
	va_end(ap);
}

void lex_expected(struct lexer *x, const char *what)
{
	if (x->tok.kind == T_END)
		lex_error(x, x->tok.at, "expected %s, found the end of the file", what);
	else
		lex_error(x, x->tok.at, "expected %s, found '%.*s'", what,
			  x->tok.len > 40 ? 40 : x->tok.len, x->tok.text);
}

static void advance(struct lexer *x, size_t n)
{
	for (; n && x->p < x->end; n--, x->p++) {
		if (*x->p == '\n') {
			x->at.line++;
			x->at.column = 1;
		} else {
			x->at.column++;
		}
	}
}

static bool at_text(const struct lexer *x, const char *text)
{
	size_t n = strlen(text);

	return (size_t)(x->end - x->p) >= n && !memcmp(x->p, text, n);
}

/* Passes over a comment that ends in @close; those that open with @open nest. */
static void skip_comment(struct lexer *x, const char *open, const char *close)
{
	struct lkmm_place at = x->at;
	int depth = 0;

	do {
		if (x->p >= x->end) {
			if (!x->quiet)
				lex_fatal(x, at, "comment without end");
			return;
		}
		if (at_text(x, close) && depth) {
			depth--;
			advance(x, strlen(close));
		} else if (at_text(x, open) && (!depth || open[0] == '(' || x->rust)) {
			depth++;
			advance(x, strlen(open));
		} else {
			advance(x, 1);
		}
	} while (depth);
}

static bool skip_one_comment(struct lexer *x)
{
	if (at_text(x, "//"))
		while (x->p < x->end && *x->p != '\n')
			advance(x, 1);
	else if (at_text(x, "/*"))
		skip_comment(x, "/*", "*/");
	else if (!x->code && at_text(x, "(*"))
		skip_comment(x, "(*", "*)");
	else
		return false;
	return true;
}

static void skip_blanks(struct lexer *x)
{
	do {
		while (x->p < x->end && isspace((unsigned char)*x->p))
			advance(x, 1);
	} while (skip_one_comment(x));
}

void lex_open(struct lexer *x, const char *text, size_t size)
{
	memset(x, 0, sizeof(*x));
	x->p = text;
	x->end = text + size;
	x->at.line = x->at.column = 1;
	/* a byte order mark */
	if (at_text(x, "\xef\xbb\xbf"))
		x->p += 3;
}

void lex_rest_of_line(struct lexer *x, const char **text, int *len)
{
	const char *start, *end;

	while (x->p < x->end && (*x->p == ' ' || *x->p == '\t'))
		advance(x, 1);
	start = x->p;
	while (x->p < x->end && *x->p != '\n')
		advance(x, 1);
	end = x->p;
	while (end > start && isspace((unsigned char)end[-1]))
		end--;
	*text = start;
	*len = end - start > 4096 ? 4096 : (int)(end - start);
}

static void skip_string(struct lexer *x)
{
	do
		advance(x, 1);
	while (x->p < x->end && *x->p != '"' && *x->p != '\n');
}

void lex_next_line(struct lexer *x)
{
	int line = x->at.line;

	for (;;) {
		skip_blanks(x);
		if (x->p >= x->end || *x->p == '{')
			break;
		if (*x->p == '"') {
			skip_string(x);
			line = x->at.line;
		} else if (x->at.line != line) {
			break;
		}
		advance(x, 1);
	}
	x->quiet = true;
	lex_next(x);
	x->quiet = false;
}

void lex_skip_to_brace(struct lexer *x)
{
	do
		lex_next_line(x);
	while (x->tok.kind != T_END && !tok_is(x, "{"));
}

void lex_again(struct lexer *x)
{
	if (x->error[0])
		return;
	x->p = x->tok.text;
	x->at = x->tok.at;
	lex_next(x);
}

/* Takes 0x and the like; returns the base of the digits that follow. */
static unsigned int number_base(const struct lexer *x, const char **p)
{
	static const struct {
		const char *prefix;
		unsigned int base;
		bool rust;
	} bases[] = {
		{ "0x", 16, false }, { "0X", 16, false }, { "0b", 2, true }, { "0o", 8, true },
	};

	for (size_t i = 0; i < sizeof(bases) / sizeof(bases[0]); i++) {
		if (!at_text(x, bases[i].prefix) || (bases[i].rust && !x->rust))
			continue;
		*p += 2;
		return bases[i].base;
	}
	return **p == '0' && !x->rust ? 8 : 10;
}

static int digit_value(char c)
{
	if (isdigit((unsigned char)c))
		return c - '0';
	return isxdigit((unsigned char)c) ? tolower((unsigned char)c) - 'a' + 10 : 99;
}

static void lex_number(struct lexer *x)
{
	uint64_t v = 0;
	const char *p = x->p, *digits, *end;
	unsigned int base = number_base(x, &p);

	digits = p;
	for (; p < x->end && (digit_value(*p) < (int)base || (*p == '_' && x->rust)); p++) {
		if (*p == '_')
			continue;
		if (v > (UINT64_MAX - (unsigned int)digit_value(*p)) / base)
			lex_error(x, x->at, "expected a number of at most 64 bits");
		v = v * base + (unsigned int)digit_value(*p);
	}
	end = p;
	while (!x->rust && p < x->end && strchr("uUlL", *p) && *p)
		p++;
	while (x->rust && p < x->end && (isalnum((unsigned char)*p) || *p == '_'))
		p++;
	if (x->rust && (end == digits || p - end > 16))
		lex_error(x, x->at, "expected a number, as in 10, 0xff_u8 or 1_000i64");
	if (x->error[0])
		return;
	x->tok.kind = T_NUMBER;
	x->tok.number = (int64_t)v;
	x->tok.len = (int)(p - x->p);
	x->tok.suffix = (int)(p - end);
}

static int punct_len(const struct lexer *x)
{
	static const char *const longer[] = {
		"<<=", ">>=", "/\\", "\\/", "==", "!=", "<=", ">=", "&&", "||", "<<", ">>",
		"++",  "--",  "+=",  "-=",  "*=", "/=", "%=", "&=", "|=", "^=", "->",
	};

	static const char *const rust[] = { "..=", "::", "=>", ".." };
	static const char *const conditions[] = { "<>", "=>" };
	static const char not_rust[] = "++ -- /\\ \\/";

	for (size_t i = 0; !x->code && i < sizeof(conditions) / sizeof(conditions[0]); i++)
		if (at_text(x, conditions[i]))
			return 2;
	for (size_t i = 0; x->rust && i < sizeof(rust) / sizeof(rust[0]); i++)
		if (at_text(x, rust[i]))
			return (int)strlen(rust[i]);
	for (size_t i = 0; i < sizeof(longer) / sizeof(longer[0]); i++)
		if (at_text(x, longer[i]) && !(x->rust && strstr(not_rust, longer[i])))
			return (int)strlen(longer[i]);
	return 1;
}

static bool starts_name(const struct lexer *x, int skip)
{
	const char *p = x->p + skip;

	return p < x->end && (isalpha((unsigned char)*p) || *p == '_');
}

static void lex_name(struct lexer *x, enum token_kind kind, int skip)
{
	const char *p = x->p + skip;

	while (p < x->end && (isalnum((unsigned char)*p) || *p == '_'))
		p++;
	x->tok.kind = kind;
	x->tok.text = x->p;
	x->tok.len = p - x->p > 4096 ? 4096 : (int)(p - x->p);
}

/* The bytes of the character at @x->p, if it is more than ASCII and in UTF-8; or 0. */
static int utf8_length(const struct lexer *x)
{
	unsigned char c = (unsigned char)*x->p;
	int n = c >= 0xf0 && c < 0xf5 ? 4 : c >= 0xe0 && c < 0xf0 ? 3 : c >= 0xc2 && c < 0xe0 ? 2 : 0;

	for (int i = 1; i < n; i++)
		if (x->end - x->p <= i || ((unsigned char)x->p[i] & 0xc0) != 0x80)
			return 0;
	return n;
}

/* What is neither a blank nor part of a token; the usual remedies, by the character's number. */
static void report_character(struct lexer *x)
{
	int n = utf8_length(x);
	unsigned int c = (unsigned char)*x->p & (0x7fU >> n);
	const char *remedy = "";

	if (!n) {
		lex_error(x, x->at, "byte 0x%02x is not part of a litmus test%s", (unsigned char)*x->p,
			  at_text(x, "\xff\xfe") || at_text(x, "\xfe\xff") ?
			  ": the file is in UTF-16, save it as UTF-8" : "");
		return;
	}
	for (int i = 1; i < n; i++)
		c = c << 6 | ((unsigned char)x->p[i] & 0x3f);
	if (c == 0xa0 || (c >= 0x2000 && c <= 0x200f) || c == 0x202f || c == 0x3000 || c == 0xfeff)
		remedy = ": it looks like a blank, or like nothing";
	else if (c == 0x2212 || (c >= 0x2010 && c <= 0x2015))
		remedy = ": write -";
	else if (c == 0x2227)
		remedy = ": write /\\";
	else if (c == 0x2228)
		remedy = ": write \\/";
	lex_error(x, x->at, "the character U+%04X is not part of a litmus test%s", c, remedy);
}

void lex_next(struct lexer *x)
{
	skip_blanks(x);
	x->tok.at = x->at;
	x->tok.text = x->p;
	x->tok.len = x->tok.suffix = 0;
	x->tok.kind = T_END;
	if (x->p >= x->end)
		return;
	if (x->rust && at_text(x, "r#") && starts_name(x, 2))
		advance(x, 2);
	if (starts_name(x, 0)) {
		lex_name(x, T_NAME, 0);
	} else if (x->rust && *x->p == '\'' && starts_name(x, 1)) {
		lex_name(x, T_LIFETIME, 1);
	} else if (isdigit((unsigned char)*x->p)) {
		lex_number(x);
	} else if (isprint((unsigned char)*x->p)) {
		x->tok.kind = T_PUNCT;
		x->tok.len = punct_len(x);
	} else {
		report_character(x);
		if (!x->quiet)
			return;
		x->tok.kind = T_PUNCT;
		x->tok.len = 1;
	}
	advance(x, (size_t)x->tok.len);
}

bool tok_is(const struct lexer *x, const char *text)
{
	size_t n = (size_t)x->tok.len;

	/* Most words differ in the first character, and this is asked more often than anything else. */
	return x->tok.kind != T_END && *text == *x->tok.text && !strncmp(text, x->tok.text, n) && !text[n];
}

bool lex_accept(struct lexer *x, const char *text)
{
	if (!tok_is(x, text))
		return false;
	lex_next(x);
	return true;
}

bool lex_next_is(const struct lexer *x, const char *text)
{
	struct lexer ahead = *x;

	ahead.quiet = true;
	lex_next(&ahead);
	return tok_is(&ahead, text);
}

bool lex_accept_char(struct lexer *x, char c)
{
	if (x->tok.kind != T_PUNCT || *x->tok.text != c)
		return false;
	if (x->tok.len == 1) {
		lex_next(x);
		return true;
	}
	x->tok.text++;
	x->tok.len--;
	x->tok.at.column++;
	return true;
}

void lex_expect(struct lexer *x, const char *text)
{
	char what[16];

	if (lex_accept(x, text))
		return;
	snprintf(what, sizeof(what), "'%s'", text);
	lex_expected(x, what);
}
