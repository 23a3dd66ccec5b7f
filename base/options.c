// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "options.h"
#include "exit.h"
#include "nearest.h"
#include "text.h"

#include <assert.h>
#include <ctype.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 40 };			/* options of a command */

const struct opt options_common[2] = {
	{ .name = "help", .letter = 'h', .help = "print this help" },
	{ .name = "version", .letter = 'V', .help = "print the version" },
};

/* ---- values ---- */

static bool is_word(const struct opt *opt, const char *value, size_t len, int *which)
{
	for (*which = 0; opt->words[*which]; ++*which)
		if (strlen(opt->words[*which]) == len && !memcmp(opt->words[*which], value, len))
			return true;
	return false;
}

static bool are_words(const struct opt *opt, const char *value)
{
	int which;

	for (;;) {
		size_t len = strcspn(value, ",");

		if (!is_word(opt, value, len, &which))
			return false;
		if (!value[len])
			return true;
		value += len + 1;
	}
}

static bool is_number(const struct opt *opt, const char *value, double *number)
{
	char *end;

	*number = strtod(value, &end);
	if (end == value || *end || isspace((unsigned char)*value))
		return false;
	/* not a number is in no range */
	if (!(*number >= opt->least && *number <= opt->most))
		return false;
	return opt->kind != OPT_WHOLE || *number == (double)(long long)*number;
}

bool options_set(const struct opt *opt, void *into, const char *value)
{
	void *at = (char *)into + opt->at;
	double number = 0;
	int which = 0;
	bool valid = true;

	if (value && (opt->kind == OPT_NUMBER || opt->kind == OPT_WHOLE))
		valid = is_number(opt, value, &number);
	else if (value && opt->kind == OPT_WORD)
		valid = is_word(opt, value, strlen(value), &which);
	else if (value && opt->kind == OPT_WORDS)
		valid = are_words(opt, value);
	else if (value && opt->kind != OPT_FLAG)
		valid = *value;
	if (!valid || opt->set)
		return valid && opt->set(into, value);
	if (opt->kind == OPT_FLAG)
		*(bool *)at = true;
	else if (opt->kind == OPT_NUMBER)
		*(double *)at = number;
	else if (opt->kind == OPT_WHOLE)
		*(int *)at = (int)number;
	else if (opt->kind == OPT_WORD)
		*(int *)at = which;
	else
		*(const char **)at = value;
	return true;
}

/* ---- errors ---- */

/* The options of a command, its own and those of all, as getopt_long() takes them. */
struct table {
	const struct options *o;
	struct option row[MOST];	/* those with names */
	const struct opt *opt[MOST];
	int nrows, n;
	char letters[2 * MOST + 3];
};

/* Names of options start above the letters. */
enum { NAMED = 256 };

static const struct opt *find_value(const struct table *t, int value)
{
	if (value >= NAMED && value < NAMED + t->n)
		return t->opt[value - NAMED];
	for (int i = 0; i < t->n && value; i++)
		if (t->opt[i]->letter == value)
			return t->opt[i];
	return NULL;
}

static void complain_value(const struct options *o, const struct opt *opt, const char *value)
{
	char spelled[OPT_SPELLED];
	struct text expects = { 0 };

	options_spell(o, opt, spelled);
	options_expects(&expects, opt);
	fprintf(stderr, "%s: invalid value '%s' for %s (expected %s)\n", o->who, value, spelled,
		expects.s ? expects.s : "another");
	text_free(&expects);
}

/* @word, without its dashes, is the beginning of several names, or of none. */
static void complain_name(const struct table *t, const char *word)
{
	int len = (int)strcspn(word, "="), like = 0;
	struct nearest n;

	nearest_open(&n, word, len);
	for (int i = 0; i < t->nrows; i++) {
		nearest_try(&n, t->row[i].name);
		like += len && !strncmp(word, t->row[i].name, (size_t)len);
	}
	fprintf(stderr, "%s: %s option '--%.*s'", t->o->who, like < 2 ? "unknown" : "ambiguous",
		len, word);
	if (like < 2 && n.best[0])
		fprintf(stderr, " (did you mean '--%s'?)", n.best);
	for (int i = 0, left = like; like > 1 && i < t->nrows; i++)
		if (!strncmp(word, t->row[i].name, (size_t)len))
			fprintf(stderr, "%s --%s", left-- == like ? ":" : left ? "," : " or",
				t->row[i].name);
	fputc('\n', stderr);
}

static void complain(const struct table *t, int result, const char *word)
{
	const struct opt *opt = find_value(t, optopt);
	char spelled[OPT_SPELLED];

	if (opt) {
		options_spell(t->o, opt, spelled);
		fprintf(stderr, "%s: option '%s' %s\n", t->o->who, spelled,
			result == ':' ? "needs a value" : "takes no value");
	} else if (optopt) {
		fprintf(stderr, "%s: unknown option '-%c'\n", t->o->who, optopt);
	} else {
		complain_name(t, word + 2);
	}
}

/* ---- the command line ---- */

static void add(struct table *t, const struct opt *opt)
{
	size_t len = strlen(t->letters);

	assert(t->n < MOST - 1);
	if (opt->name)
		t->row[t->nrows++] = (struct option){
			.name = opt->name, .val = NAMED + t->n,
			.has_arg = !opt->value ? no_argument :
				   opt->optional ? optional_argument : required_argument,
		};
	if (opt->letter)
		snprintf(t->letters + len, sizeof(t->letters) - len, "%c%s", opt->letter,
			 opt->value ? ":" : "");
	t->opt[t->n++] = opt;
}

static void open_table(struct table *t, const struct options *o)
{
	memset(t, 0, sizeof(*t));
	t->o = o;
	/* A colon: errors are reported here. */
	strcpy(t->letters, o->first ? "+:" : ":");
	for (size_t i = 0; i < o->n; i++)
		add(t, &o->opt[i]);
	for (int i = 0; i < 2; i++)
		add(t, &options_common[i]);
}

bool options_parse(const struct options *o, void *into, int argc, char **argv, int *first,
		   int *status)
{
	struct table t;
	int result;

	open_table(&t, o);
	optind = 0;
	opterr = 0;
	*status = EXIT_BAD;
	while ((result = getopt_long(argc, argv, t.letters, t.row, NULL)) >= 0) {
		const struct opt *opt = result == '?' || result == ':' ?
					NULL : find_value(&t, result);

		if (!opt) {
			complain(&t, result, argv[optind - 1]);
			return false;
		}
		if (opt == &options_common[0] || opt == &options_common[1]) {
			*status = opt == options_common ? options_print_help(o) :
				  options_print_version();
			return false;
		}
		if (!options_set(opt, into, opt->value ? optarg : NULL)) {
			complain_value(o, opt, optarg ? optarg : "");
			return false;
		}
	}
	*first = optind;
	return true;
}
