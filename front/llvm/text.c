// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Words, names and brackets of LLVM IR. */
#include "text.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void ir_error(struct ir_text *x, const char *fmt, ...)
{
	va_list ap;

	if (ir_failed(x))
		return;
	va_start(ap, fmt);
	vsnprintf(x->m->error, sizeof(x->m->error), fmt, ap);
	va_end(ap);
	x->m->error_line = x->line;
	x->p += strlen(x->p);
}

void *ir_alloc(struct ir_text *x, size_t size)
{
	void *p = lkmm_alloc(x->m->arena, size);

	if (!p)
		ir_error(x, "out of memory");
	return p;
}

void *ir_grow(struct ir_text *x, void *array, int n, size_t size)
{
	void *p;

	if (n & (n - 1))
		return array;
	p = ir_alloc(x, size * (n ? 2 * (size_t)n : 1));
	if (p && n && array)
		memcpy(p, array, size * (size_t)n);
	return p;
}

void ir_blanks(struct ir_text *x)
{
	if (*x->p > ' ' && *x->p != ';')
		return;
	for (; *x->p; x->p++) {
		if (*x->p == ';')
			while (x->p[1] && x->p[1] != '\n')
				x->p++;
		else if (!isspace((unsigned char)*x->p) || (x->in_line && *x->p == '\n'))
			return;
		x->line += *x->p == '\n';
	}
}

bool ir_at(struct ir_text *x, const char *sign)
{
	ir_blanks(x);
	return *x->p == *sign && !strncmp(x->p, sign, strlen(sign));
}

bool ir_goes_on(struct ir_text *x)
{
	while (*x->p == ' ')
		x->p++;
	return *x->p && *x->p != '\n';
}

bool ir_accept(struct ir_text *x, const char *sign)
{
	if (!ir_at(x, sign))
		return false;
	x->p += strlen(sign);
	return true;
}

void ir_expect(struct ir_text *x, const char *sign)
{
	if (!ir_accept(x, sign))
		ir_error(x, "expected '%s', found '%.20s'", sign, x->p);
}

static bool in_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == '.' || c == '-' || c == '$';
}

bool ir_at_word(struct ir_text *x, const char *word)
{
	return ir_at(x, word) && !in_word(x->p[strlen(word)]);
}

bool ir_accept_word(struct ir_text *x, const char *word)
{
	if (!ir_at_word(x, word))
		return false;
	x->p += strlen(word);
	return true;
}

static const char *copy(struct ir_text *x, const char *text, size_t n)
{
	char *s = ir_alloc(x, n + 1);

	if (!s)
		return "";
	memcpy(s, text, n);
	return s;
}

const char *ir_word(struct ir_text *x)
{
	const char *from;

	ir_blanks(x);
	from = x->p;
	while (in_word(*x->p))
		x->p++;
	return copy(x, from, (size_t)(x->p - from));
}

const char *ir_name(struct ir_text *x)
{
	const char *from;

	if (*x->p != '"')
		return ir_word(x);
	from = ++x->p;
	while (*x->p && *x->p != '"')
		x->p++;
	from = copy(x, from, (size_t)(x->p - from));
	x->p += *x->p == '"';
	return from;
}

int64_t ir_number(struct ir_text *x)
{
	char *end;
	uint64_t n;
	bool minus = ir_accept(x, "-");

	n = strtoull(x->p, &end, 10);
	if (end == x->p)
		ir_error(x, "expected a number, found '%.20s'", x->p);
	x->p = end;
	return (int64_t)(minus ? -n : n);
}

int ir_int(const char *p)
{
	return (int)strtol(p, NULL, 10);
}

static void skip_string(struct ir_text *x)
{
	for (x->p++; *x->p && *x->p != '"'; x->p++)
		x->line += *x->p == '\n';
}

void ir_skip_brackets(struct ir_text *x)
{
	int open = 0;

	ir_blanks(x);
	do {
		switch (*x->p) {
		case '"':
			skip_string(x);
			break;
		case '(': case '[': case '{': case '<':
			open++;
			break;
		case ')': case ']': case '}': case '>':
			open--;
			break;
		case '\n':
			x->line++;
			break;
		}
		x->p += *x->p != '\0';
	} while (*x->p && open > 0);
}

void ir_skip_line(struct ir_text *x)
{
	while (*x->p && *x->p != '\n') {
		if (*x->p == '"')
			skip_string(x);
		if (*x->p == '(' || *x->p == '[' || *x->p == '{')
			ir_skip_brackets(x);
		else if (*x->p)
			x->p++;
	}
}

/* A word that starts a type is no attribute. */
static bool starts_type(const char *p)
{
	static const char *const words[] = {
		"void", "ptr", "label", "metadata", "half", "float", "double", "opaque", "token",
		"fp128", "x86_fp80", "bfloat",
	};

	if (*p == 'i' && isdigit((unsigned char)p[1]))
		return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i]);

		if (!strncmp(p, words[i], n) && !in_word(p[n]))
			return true;
	}
	return false;
}

static bool starts_value(const char *p)
{
	static const char *const words[] = {
		"null", "true", "false", "undef", "poison", "zeroinitializer", "getelementptr",
		"bitcast", "inttoptr", "ptrtoint", "ptrtoaddr", "addrspacecast",
		"none", "asm", "to", "c",
		"blockaddress", "trunc", "zext", "sext", "add", "sub", "mul", "xor", "and", "or",
		"shl", "lshr", "ashr", "icmp", "select", "global", "constant",
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i]);

		if (!strncmp(p, words[i], n) && !in_word(p[n]))
			return true;
	}
	return false;
}

void ir_skip_attributes(struct ir_text *x)
{
	x->by_value = NULL;
	for (;;) {
		ir_blanks(x);
		if (*x->p == '#') {
			x->p++;
			ir_word(x);
		} else if (*x->p == '"') {
			skip_string(x);
			x->p += *x->p == '"';
			if (*x->p == '=')
				x->p++;
		} else if (isalpha((unsigned char)*x->p) && !starts_type(x->p) &&
			   !starts_value(x->p)) {
			bool aligned = ir_at_word(x, "align"), by_value = ir_at_word(x, "byval");

			ir_word(x);
			if (by_value && ir_accept(x, "(")) {
				x->by_value = ir_type(x);
				ir_expect(x, ")");
			} else if (*x->p == '(') {
				ir_skip_brackets(x);
			} else if (aligned) {
				ir_number(x);
			}
		} else {
			return;
		}
	}
}
