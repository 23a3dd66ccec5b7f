// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "completion.h"
#include "tool/commands.h"

static void put_condition(struct text *out, const struct options *o)
{
	text_add(out, "complete -c lkmm -n '__fish_seen_subcommand_from %s'", o->name);
}

static void put_words(struct text *out, const char *const *words)
{
	text_puts(out, " -a '");
	completion_put_words(out, words);
	text_puts(out, "'");
}

static void put_option(struct text *out, const struct options *o, const struct opt *opt)
{
	put_condition(out, o);
	if (opt->letter)
		text_add(out, " -s %c", opt->letter);
	if (opt->name)
		text_add(out, " -%c %s", o->herd ? 'o' : 'l', opt->name);
	if (opt->value && (opt->kind == OPT_FILE || opt->kind == OPT_DIRECTORY))
		text_puts(out, " -r -F");
	else if (opt->value && !opt->optional)
		text_puts(out, " -x");
	if (opt->value && opt->words)
		put_words(out, opt->words);
	text_puts(out, " -d ");
	completion_quote(out, opt->help, "\\");
	text_puts(out, "\n");
}

static void put_arguments(struct text *out, const struct options *o)
{
	static const char *const how[] = {
		[OPT_TESTS] = " -k -a '(__fish_complete_suffix .litmus)'",
		[OPT_PROGRAM] = " -a '(__fish_complete_subcommand)'", [OPT_BINARY] = " -F",
		[OPT_FILES] = " -F",
	};

	if (!o->words && o->arguments == OPT_NO_ARGUMENTS)
		return;
	put_condition(out, o);
	if (o->words)
		put_words(out, o->words);
	else
		text_puts(out, how[o->arguments]);
	text_puts(out, "\n");
}

void completion_fish(struct text *out)
{
	text_puts(out, "# fish completion for lkmm, written by \"lkmm completion fish\"\n"
		       "complete -c lkmm -f\n"
		       "complete -c lkmm -n __fish_use_subcommand -s h -l help -d 'print this "
		       "help'\n"
		       "complete -c lkmm -n __fish_use_subcommand -s V -l version -d 'print the "
		       "version'\n");
	for (const struct lkmm_command *c = commands; c->options; c++) {
		text_add(out, "complete -c lkmm -n __fish_use_subcommand -a %s -d ",
			 c->options->name);
		completion_quote(out, c->options->does, "\\");
		text_puts(out, "\n");
	}
	for (const struct lkmm_command *c = commands; c->options; c++) {
		completion_each(c->options, out, put_option);
		put_arguments(out, c->options);
	}
}
