// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "completion.h"
#include "base/exit.h"
#include "tool/commands.h"

#include <stdio.h>
#include <string.h>

const struct options completion_options = {
	.name = "completion", .who = "lkmm completion", .page = "lkmm(1)",
	.does = "print a script with which a shell completes commands, options and values",
	.usage = "bash|zsh|fish", .words = OPT_LIST("bash", "zsh", "fish"),
};

void completion_each(const struct options *o, struct text *out,
		     void (*each)(struct text *out, const struct options *o, const struct opt *opt))
{
	for (size_t i = 0; i < o->n; i++)
		each(out, o, &o->opt[i]);
	for (int i = 0; i < 2 && !o->herd; i++)
		each(out, o, &options_common[i]);
}

void completion_quote(struct text *out, const char *s, const char *special)
{
	text_puts(out, "'");
	for (; *s; s++) {
		if (*s == '\'')
			text_puts(out, "'\\'");
		else if (strchr(special, *s))
			text_puts(out, "\\");
		text_put(out, s, 1);
	}
	text_puts(out, "'");
}

void completion_put_words(struct text *out, const char *const *words)
{
	for (size_t i = 0; words[i]; i++)
		text_add(out, "%s%s", i ? " " : "", words[i]);
}

int completion_main(int argc, char **argv)
{
	static void (*const write[])(struct text *out) = {
		completion_bash, completion_zsh, completion_fish,
	};
	struct text out = { 0 };
	int first, status = EXIT_BAD;

	if (!options_parse(&completion_options, NULL, argc, argv, &first, &status))
		return status;
	if (argc - first != 1)
		return options_misused(&completion_options);
	for (int i = 0; completion_options.words[i]; i++)
		if (!strcmp(argv[first], completion_options.words[i]))
			write[i](&out);
	if (!out.s) {
		fprintf(stderr, "lkmm completion: unknown shell '%s' (expected bash, zsh or "
				"fish)\n",
			argv[first]);
		return EXIT_BAD;
	}
	if (!out.failed && fwrite(out.s, 1, out.len, stdout) == out.len && !fflush(stdout))
		status = EXIT_WELL;
	else
		perror("lkmm completion");
	text_free(&out);
	return status;
}
