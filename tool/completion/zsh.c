// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "completion.h"
#include "tool/commands.h"

/* An argument of _arguments: "--timeout=[help]:SECONDS:action". */
static void put_action(struct text *out, const struct opt *opt)
{
	text_puts(out, opt->optional ? "::" : ":");
	for (const char *s = opt->value; *s; s++)
		text_puts(out, (char[]){ *s == ':' ? ' ' : *s, '\0' });
	text_puts(out, ":");
	if (opt->words) {
		text_puts(out, "(");
		completion_put_words(out, opt->words);
		text_puts(out, ")");
	} else if (opt->kind == OPT_FILE) {
		text_puts(out, "_files");
	} else if (opt->kind == OPT_DIRECTORY) {
		text_puts(out, "_files -/");
	}
}

static void put_spec(struct text *out, const struct opt *opt, const char *spelled,
		     const char *joint)
{
	struct text spec = { 0 };

	text_add(&spec, "%s%s[", spelled, opt->value ? joint : "");
	for (const char *s = opt->help; *s; s++)
		text_add(&spec, "%s%c", *s == '[' || *s == ']' || *s == ':' ? "\\" : "", *s);
	text_puts(&spec, "]");
	if (opt->value)
		put_action(&spec, opt);
	text_puts(out, " \\\n\t\t");
	if (spec.failed)
		out->failed = true;
	else
		completion_quote(out, spec.s, "");
	text_free(&spec);
}

static void put_option(struct text *out, const struct options *o, const struct opt *opt)
{
	char spelled[OPT_SPELLED], letter[3] = { '-', opt->letter, '\0' };

	if (opt->name) {
		options_spell(o, opt, spelled);
		put_spec(out, opt, spelled, o->herd ? "" : opt->optional ? "=-" : "=");
	}
	if (opt->letter)
		put_spec(out, opt, letter, "+");
}

static void put_command(struct text *out, const struct options *o)
{
	static const char *const action[] = {
		[OPT_NO_ARGUMENTS] = NULL, [OPT_TESTS] = "*:litmus test:_files -g \"*.litmus(-.)\"",
		[OPT_PROGRAM] = "*:::program:_normal", [OPT_BINARY] = ":binary:_files",
		[OPT_FILES] = "*:file:_files",
	};

	text_add(out, "(%s)\n\t_arguments%s", o->name, o->herd ? "" : " -s");
	completion_each(o, out, put_option);
	if (o->words) {
		text_puts(out, " \\\n\t\t':shell:(");
		completion_put_words(out, o->words);
		text_puts(out, ")'");
	} else if (action[o->arguments]) {
		text_puts(out, " \\\n\t\t");
		completion_quote(out, action[o->arguments], "");
	}
	text_puts(out, "\n\t;;\n");
}

void completion_zsh(struct text *out)
{
	text_puts(out, "#compdef lkmm\n# zsh completion for lkmm, written by \"lkmm completion "
		       "zsh\"\n\n"
		       "if (( CURRENT == 2 )); then\n\tlocal -a commands\n\tcommands=(\n");
	for (const struct lkmm_command *c = commands; c->options; c++) {
		text_add(out, "\t\t%s:", c->options->name);
		completion_quote(out, c->options->does, ":");
		text_puts(out, "\n");
	}
	text_puts(out, "\t)\n\t_describe command commands\n"
		       "\t_arguments '--help[print this help]' '-h[print this help]' "
		       "'--version[print the version]' '-V[print the version]'\n"
		       "\treturn\nfi\n\nlocal command=${words[2]}\nshift words\n"
		       "(( CURRENT-- ))\ncase $command in\n");
	for (const struct lkmm_command *c = commands; c->options; c++)
		put_command(out, c->options);
	text_puts(out, "esac\n");
}
