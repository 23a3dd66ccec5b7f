// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Prints a table of options for a reader. */
#include "exit.h"
#include "options.h"
#include "text.h"

#include <stdio.h>
#include <string.h>

void options_spell(const struct options *o, const struct opt *opt, char text[OPT_SPELLED])
{
	if (opt->name)
		snprintf(text, OPT_SPELLED, "%s%s", o->herd ? "-" : "--", opt->name);
	else
		snprintf(text, OPT_SPELLED, "-%c", opt->letter);
}

/* "a, b or c" */
static void put_words(struct text *out, const char *const *words)
{
	for (size_t i = 0; words[i]; i++)
		text_add(out, "%s%s", i == 0 ? "" : words[i + 1] ? ", " : " or ", words[i]);
}

void options_expects(struct text *out, const struct opt *opt)
{
	static const char *const any[] = {
		[OPT_TEXT] = "some text", [OPT_FILE] = "a file", [OPT_DIRECTORY] = "a directory",
	};

	if (opt->expects) {
		text_puts(out, opt->expects);
	} else if (opt->words) {
		put_words(out, opt->words);
		if (opt->kind == OPT_WORDS)
			text_puts(out, ", or several with commas between them");
	} else if (opt->kind == OPT_NUMBER || opt->kind == OPT_WHOLE) {
		text_add(out, "a %snumber from %.16g to %.16g",
			 opt->kind == OPT_WHOLE ? "whole " : "", opt->least, opt->most);
	} else {
		text_puts(out, any[opt->kind]);
	}
}

/* ---- --help ---- */

/* "  -h, --help", "      --timeout=SECONDS", "  -j N", "      --fix[=patch]", "  -unroll N" */
static void label(const struct options *o, const struct opt *opt, struct text *out)
{
	bool joined = opt->name && !o->herd;

	text_puts(out, "  ");
	if (opt->letter)
		text_add(out, "-%c%s", opt->letter, opt->name ? ", " : "");
	else if (!o->herd)
		text_puts(out, "    ");
	if (opt->name)
		text_add(out, "%s%s", o->herd ? "-" : "--", opt->name);
	if (opt->value)
		text_add(out, "%s%s%s%s", opt->optional ? "[" : "", joined ? "=" : " ", opt->value,
			 opt->optional ? "]" : "");
}

/* A line is no longer. */
enum { MOST_COLUMNS = 130 };

/* @words, in lines of which all but the first begin at @column, where that one begins, too. */
static void put_folded(struct text *out, const char *words, int column)
{
	const int room = MOST_COLUMNS - column;

	while ((int)strlen(words) > room) {
		int n = room;

		while (n && words[n] != ' ')
			n--;
		if (!n)
			break;
		text_add(out, "%.*s\n%*s", n, words, column, "");
		words += n + 1;
	}
	text_add(out, "%s\n", words);
}

static void put_option(const struct options *o, const struct opt *opt, int width, struct text *out)
{
	struct text left = { 0 }, right = { 0 };
	const char *before = " (";

	label(o, opt, &left);
	text_puts(&right, opt->help);
	if (opt->words && !opt->optional) {
		text_puts(&right, before);
		put_words(&right, opt->words);
		before = "; ";
	}
	if (opt->normal)
		text_add(&right, "%sdefault: %s", before, opt->normal);
	text_puts(&right, *before == ';' || opt->normal ? ")" : "");
	text_add(out, "%-*s  ", width, left.s ? left.s : "");
	put_folded(out, right.s ? right.s : "", width + 2);
	out->failed |= left.failed || right.failed;
	text_free(&left);
	text_free(&right);
}

static int width_of(const struct options *o, const struct opt *opt)
{
	struct text left = { 0 };
	int width;

	label(o, opt, &left);
	width = (int)left.len;
	text_free(&left);
	return width;
}

/* A line for every way to use it. */
static void put_usage(const struct options *o, struct text *out)
{
	const char *line = o->usage;

	for (const char *before = "usage:"; *line; before = "      ") {
		int len = (int)strcspn(line, "\n");

		text_add(out, "%s %s%s%.*s\n", before, o->who, len ? " " : "", len, line);
		line += len + (line[len] == '\n');
	}
}

static void put_help(const struct options *o, struct text *out)
{
	int width = width_of(o, &options_common[1]);

	for (size_t i = 0; i < o->n; i++)
		if (width_of(o, &o->opt[i]) > width)
			width = width_of(o, &o->opt[i]);
	put_usage(o, out);
	text_add(out, "%s: %s\n\n", o->who, o->does);
	for (size_t i = 0; i < o->n; i++)
		put_option(o, &o->opt[i], width, out);
	for (int i = 0; i < 2 && !o->herd; i++)
		put_option(o, &options_common[i], width, out);
	text_add(out, "\nThe manual page is %s.\n", o->page);
}

static int print(struct text *out)
{
	bool ok = !out->failed && fwrite(out->s, 1, out->len, stdout) == out->len &&
		  !fflush(stdout);

	text_free(out);
	return ok ? EXIT_WELL : EXIT_BAD;
}

int options_print_help(const struct options *o)
{
	struct text out = { 0 };

	put_help(o, &out);
	return print(&out);
}

int options_print_version(void)
{
	struct text out = { 0 };

	text_add(&out, "lkmm %s\n", LKMM_VERSION);
	return print(&out);
}

int options_misused(const struct options *o)
{
	struct text out = { 0 };

	put_usage(o, &out);
	fprintf(stderr, "%s'%s %s' lists the options.\n", out.s ? out.s : "", o->who,
		o->herd ? "-help" : "--help");
	text_free(&out);
	return EXIT_BAD;
}
