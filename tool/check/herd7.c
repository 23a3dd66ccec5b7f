// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lkmm herd7: stands where scripts expect herd7, with its options, its lists of files and its
 * output. Options that only change drawings are read and have no effect, since nothing is drawn;
 * those that would change the answer are obeyed or refused.
 */
#include "check.h"
#include "base/exit.h"
#include "tool/commands.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct herd {
	struct check check;
};

/* ---- options ---- */

static bool no_effect(void *into, const char *value)
{
	(void)into;
	(void)value;
	return true;
}

/* The files of the model: lkmm has them built in, and accepts no other model. */
static bool set_model(void *into, const char *value)
{
	const char *slash = strrchr(value, '/');

	(void)into;
	return !strncmp(slash ? slash + 1 : value, "linux-kernel.", strlen("linux-kernel."));
}

static bool set_directory(void *into, const char *value)
{
	struct stat st;

	(void)into;
	return !stat(value, &st) && S_ISDIR(st.st_mode);
}

static bool set_speedcheck(void *into, const char *value)
{
	struct herd *h = into;

	h->check.options.states = !strcmp(value, "false");
	return true;
}

static bool read_conf(void *into, const char *value);

/* Those that end the command, wherever they are. */
static bool set_last(void *into, const char *value)
{
	return no_effect(into, value);
}

#define MODEL(option, ending) \
	{ option, .kind = OPT_FILE, .value = "FILE", .set = set_model, \
	  .expects = "the kernel's linux-kernel" ending ": the model is built in", \
	  .help = "must name the kernel's linux-kernel" ending ", which is built in" }
/* Options that change only drawings. */
#define DRAWING(option) \
	{ option, .kind = OPT_TEXT, .value = "VALUE", .set = no_effect, \
	  .help = "ignored: nothing is drawn" }

static const struct opt options[] = {
	{ "conf", .kind = OPT_FILE, .value = "FILE", .set = read_conf,
	  .expects = "a file of options",
	  .help = "read options from FILE, one per line without its dash" },
	MODEL("model", ".cat"), MODEL("cat", ".cat"), MODEL("bell", ".bell"),
	MODEL("macros", ".def"),
	{ "variant", .kind = OPT_WORD, .value = "NAME", .words = OPT_LIST("lkmmv1", "lkmmv2"),
	  .set = no_effect, .help = "both mean the same here" },
	{ "unroll", .kind = OPT_WHOLE, .value = "N", .least = 1, .most = 1000, .normal = "2",
	  .at = offsetof(struct herd, check.options.unroll), .help = "run loops at most N times" },
	{ "timeout", .kind = OPT_NUMBER, .value = "SECONDS", .most = 1e9, .normal = "0, none",
	  .at = offsetof(struct herd, check.timeout), .help = "time limit for each test" },
	{ "speedcheck", .kind = OPT_WORD, .value = "MODE",
	  .words = OPT_LIST("true", "fast", "false"),
	  .set = set_speedcheck, .normal = "false",
	  .help = "print only the verdict, without states" },
	{ "show", .kind = OPT_WORD, .value = "WHAT", .words = OPT_LIST("none"), .set = no_effect,
	  .help = "the events to draw" },
	{ "o", .kind = OPT_DIRECTORY, .value = "DIR", .set = set_directory,
	  .expects = "a directory that exists", .help = "ignored: nothing is drawn" },
	{ "I", .kind = OPT_DIRECTORY, .value = "DIR", .set = no_effect, .help = "ignored" },
	{ "set-libdir", .kind = OPT_DIRECTORY, .value = "DIR", .set = no_effect,
	  .help = "ignored" },
	{ "v", .set = no_effect, .help = "ignored" },
	{ "q", .set = no_effect, .help = "ignored" },
	{ "version", .set = set_last, .help = "print the version" },
	{ "help", .set = set_last, .help = "print this help" },
	DRAWING("graph"), DRAWING("squished"), DRAWING("showevents"), DRAWING("movelabel"),
	DRAWING("fontname"), DRAWING("fontsize"), DRAWING("xscale"), DRAWING("yscale"),
	DRAWING("scale"), DRAWING("arrowsize"), DRAWING("showinitrf"), DRAWING("showfinalrf"),
	DRAWING("showinitwrites"), DRAWING("showlegend"), DRAWING("showkind"),
	DRAWING("showthread"), DRAWING("splines"), DRAWING("pad"), DRAWING("sep"),
	DRAWING("margin"), DRAWING("edgeattr"), DRAWING("doshow"), DRAWING("unshow"),
	DRAWING("symetric"), DRAWING("noid"),
};

const struct options herd7_options = {
	.name = "herd7", .who = "herd7", .page = "lkmm(1)", .herd = true,
	.does = "decide litmus tests, with the options and the output of herd7",
	.usage = "[OPTION...] [FILE|@LIST...]", .arguments = OPT_TESTS,
	.opt = options, .n = sizeof(options) / sizeof(options[0]),
};

/* ---- -conf: one option a line, without its dash ---- */

static bool read_conf_line(struct herd *h, char *line, struct text *wrong)
{
	char *name = line + strspn(line, " \t"), *value = name + strcspn(name, " \t\r");
	const struct opt *opt;

	if (!*name || *name == '\r' || *name == '#')
		return true;
	if (*value)
		*value++ = '\0';
	value += strspn(value, " \t");
	value[strcspn(value, "\r")] = '\0';
	opt = options_find(&herd7_options, name);
	if (opt && (opt->set == read_conf || opt->set == set_last)) {
		text_add(wrong, "'%s' is allowed on the command line only", name);
		return false;
	}
	return options_give(&herd7_options, h, name, *value ? value : NULL, wrong);
}

static bool read_conf(void *into, const char *value)
{
	size_t size;
	char *text = read_file(value, &size), *line, *rest = text;
	struct text wrong = { 0 };
	bool ok = true;

	if (!text) {
		fprintf(stderr, "%s:1:1: error: %s\n", value, strerror(errno));
		return false;
	}
	for (int n = 1; ok && (line = strsep(&rest, "\n")); n++) {
		ok = read_conf_line(into, line, &wrong);
		if (!ok)
			fprintf(stderr, "%s:%d:1: error: %s\n", value, n,
				wrong.s ? wrong.s : "out of memory");
	}
	text_free(&wrong);
	free(text);
	return ok;
}

/* ---- the command line ---- */

static bool parse_arguments(struct herd *h, int argc, char **argv)
{
	bool ok = true;

	for (int i = 1; i < argc && ok; i++) {
		if (argv[i][0] == '-' && argv[i][1])
			ok = options_take(&herd7_options, h, argc, argv, &i);
		else
			ok = files_add_herd(&h->check.files, argv[i]);
	}
	return ok;
}

/* A test starts with the name of its language and its own; names of files have no blanks there. */
static bool is_test(const char *text, size_t size)
{
	const char *eol = memchr(text, '\n', size);

	return memchr(text, ' ', eol ? (size_t)(eol - text) : size);
}

/* Standard input: a test, or names of tests. */
static bool read_input(struct check *c, char *text, size_t size)
{
	if (!is_test(text, size))
		return files_add_list(&c->files, text, size);
	c->input = text;
	c->input_size = size;
	files_add(&c->files, "stdin");
	return true;
}

static int check_input(struct check *c)
{
	size_t size;
	char *text;
	int status = EXIT_BAD;

	if (isatty(STDIN_FILENO))
		return options_misused(&herd7_options);
	text = read_stream(stdin, &size);
	if (!text)
		fprintf(stderr, "stdin:1:1: error: %s\n", strerror(errno));
	else if (read_input(c, text, size))
		status = check_files(c);
	free(text);
	return status;
}

int herd7_main(int argc, char **argv)
{
	struct herd h = {
		.check = { .threads = 1, .herd = true, .options = { .states = true } },
	};
	int status = EXIT_BAD;

	for (int i = 1; i < argc; i++) {
		if (!strcmp(argv[i], "-version") || !strcmp(argv[i], "--version")) {
			puts("7.58, by lkmm " LKMM_VERSION);
			return EXIT_WELL;
		}
		if (!strcmp(argv[i], "-help") || !strcmp(argv[i], "--help"))
			return options_print_help(&herd7_options);
	}
	if (parse_arguments(&h, argc, argv))
		status = h.check.files.n ? check_files(&h.check) : check_input(&h.check);
	files_free(&h.check.files);
	return status;
}
