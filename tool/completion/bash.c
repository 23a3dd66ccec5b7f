// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "completion.h"
#include "tool/commands.h"

/* "--option=value" is three words: bash separates words at "=", and completes the last one. */
static const char head[] =
	"# bash completion for lkmm, written by \"lkmm completion bash\"\n"
	"# shellcheck shell=bash\n"
	"\n"
	"_lkmm_tests()\n"
	"{\n"
	"\tcompopt -o filenames 2>/dev/null\n"
	"\tmapfile -t COMPREPLY < <(compgen -f -X '!*.litmus' -- \"$1\"; compgen -d -- \"$1\")\n"
	"}\n"
	"\n"
	"_lkmm_files()\n"
	"{\n"
	"\tcompopt -o filenames 2>/dev/null\n"
	"\tmapfile -t COMPREPLY < <(compgen \"$1\" -- \"$2\")\n"
	"}\n"
	"\n"
	"_lkmm_words()\n"
	"{\n"
	"\tmapfile -t COMPREPLY < <(compgen -W \"$1\" -- \"$2\")\n"
	"}\n"
	"\n"
	"_lkmm()\n"
	"{\n"
	"\tlocal cur=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} joined=\n"
	"\tlocal IFS=$' \\t\\n'\n"
	"\n"
	"\tCOMPREPLY=()\n"
	"\tif [ \"$cur\" = = ]; then\n"
	"\t\tjoined=yes cur=\n"
	"\telif [ \"$before\" = = ] && [ \"$COMP_CWORD\" -gt 2 ]; then\n"
	"\t\tjoined=yes before=${COMP_WORDS[COMP_CWORD - 2]}\n"
	"\tfi\n";

/* A pattern for "COMMAND:OPTION:JOINED", and whether there is a value to complete. */
static void put_pattern(struct text *out, const struct options *o, const struct opt *opt)
{
	char spelled[OPT_SPELLED];

	options_spell(o, opt, spelled);
	text_add(out, "\t%s:%s:%s)\n", o->name, spelled, opt->optional ? "yes" : "*");
}

static void put_value(struct text *out, const struct options *o, const struct opt *opt)
{
	if (!opt->value)
		return;
	put_pattern(out, o, opt);
	if (opt->words) {
		text_puts(out, "\t\t_lkmm_words '");
		completion_put_words(out, opt->words);
		text_puts(out, "' \"$cur\"\n");
	} else if (opt->kind == OPT_FILE) {
		text_puts(out, "\t\t_lkmm_files -f \"$cur\"\n");
	} else if (opt->kind == OPT_DIRECTORY) {
		text_puts(out, "\t\t_lkmm_files -d \"$cur\"\n");
	}
	text_puts(out, "\t\treturn ;;\n");
}

static void put_name(struct text *out, const struct options *o, const struct opt *opt)
{
	char spelled[OPT_SPELLED];

	options_spell(o, opt, spelled);
	text_add(out, "%s ", spelled);
	if (opt->letter && opt->name)
		text_add(out, "-%c ", opt->letter);
}

static void put_arguments(struct text *out, const struct options *o)
{
	static const char *const how[] = {
		[OPT_TESTS] = "_lkmm_tests \"$cur\"", [OPT_PROGRAM] = "_lkmm_files -c \"$cur\"",
		[OPT_BINARY] = "_lkmm_files -f \"$cur\"", [OPT_NO_ARGUMENTS] = ":",
		[OPT_FILES] = "_lkmm_files -f \"$cur\"",
	};

	text_add(out, "\t%s:-*)\n\t\t_lkmm_words '", o->name);
	completion_each(o, out, put_name);
	text_puts(out, "' \"$cur\" ;;\n");
	text_add(out, "\t%s:*)\n\t\t", o->name);
	if (o->words) {
		text_puts(out, "_lkmm_words '");
		completion_put_words(out, o->words);
		text_puts(out, "' \"$cur\"");
	} else {
		text_puts(out, how[o->arguments]);
	}
	text_puts(out, " ;;\n");
}

void completion_bash(struct text *out)
{
	text_puts(out, head);
	text_puts(out, "\tif [ \"$COMP_CWORD\" -eq 1 ]; then\n\t\t_lkmm_words '");
	for (const struct lkmm_command *c = commands; c->options; c++)
		text_add(out, "%s ", c->options->name);
	text_puts(out, "--help -h --version -V' \"$cur\"\n\t\treturn\n\tfi\n"
		       "\tcase ${COMP_WORDS[1]}:$before:$joined in\n");
	for (const struct lkmm_command *c = commands; c->options; c++)
		completion_each(c->options, out, put_value);
	text_puts(out, "\tesac\n\tcase ${COMP_WORDS[1]}:$cur in\n");
	for (const struct lkmm_command *c = commands; c->options; c++)
		put_arguments(out, c->options);
	text_puts(out, "\tesac\n}\n\ncomplete -F _lkmm lkmm\n");
}
