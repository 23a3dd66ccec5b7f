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
	/* where the option being read was found; no file: on the command line */
	const char *file;
	int line;
};

static bool complain(const struct herd *h, const char *what, const char *value)
{
	if (h->file)
		fprintf(stderr, "%s:%d:1: error: ", h->file, h->line);
	else
		fputs("herd7: ", stderr);
	fprintf(stderr, what, value);
	fputc('\n', stderr);
	return false;
}

/* ---- what options do ---- */

static bool no_effect(struct herd *h, const char *value)
{
	(void)h;
	(void)value;
	return true;
}

/* The files of the model: lkmm has them built in, and those of another model will not do. */
static bool set_model(struct herd *h, const char *value)
{
	const char *slash = strrchr(value, '/');

	if (!strncmp(slash ? slash + 1 : value, "linux-kernel.", strlen("linux-kernel.")))
		return true;
	return complain(h, "'%s': there is one model here, the kernel's linux-kernel.cat", value);
}

static bool set_variant(struct herd *h, const char *value)
{
	if (!strcmp(value, "lkmmv1") || !strcmp(value, "lkmmv2"))
		return true;
	return complain(h, "'%s': there are only the variants lkmmv1 and lkmmv2, which mean "
			   "the same here", value);
}

static bool set_show(struct herd *h, const char *value)
{
	return !strcmp(value, "none") || complain(h, "-show %s: nothing is drawn", value);
}

static bool set_directory(struct herd *h, const char *value)
{
	struct stat st;

	if (stat(value, &st) || !S_ISDIR(st.st_mode))
		return complain(h, "-o %s: no such directory", value);
	return true;
}

static bool set_speedcheck(struct herd *h, const char *value)
{
	bool fast = !strcmp(value, "fast") || !strcmp(value, "true");

	if (!fast && strcmp(value, "false"))
		return complain(h, "-speedcheck %s: true, fast or false", value);
	h->check.options.states = !fast;
	return true;
}

static bool parse_number(const char *value, double min, double max, double *v)
{
	char *end;

	*v = strtod(value, &end);
	return end != value && !*end && *v >= min && *v <= max;
}

static bool set_timeout(struct herd *h, const char *value)
{
	return parse_number(value, 0, 1e9, &h->check.timeout) ||
	       complain(h, "-timeout %s: not a number of seconds", value);
}

static bool set_unroll(struct herd *h, const char *value)
{
	double v;

	if (!parse_number(value, 1, 1000, &v))
		return complain(h, "-unroll %s: not a number from 1 to 1000", value);
	h->check.options.unroll = (int)v;
	return true;
}

static bool read_conf(struct herd *h, const char *value);

static const struct option {
	const char *name;
	bool argument;
	bool (*set)(struct herd *h, const char *value);
} options[] = {
	{ "conf", true, read_conf },
	{ "model", true, set_model },
	{ "cat", true, set_model },
	{ "bell", true, set_model },
	{ "macros", true, set_model },
	{ "variant", true, set_variant },
	{ "unroll", true, set_unroll },
	{ "timeout", true, set_timeout },
	{ "speedcheck", true, set_speedcheck },
	{ "show", true, set_show },
	{ "o", true, set_directory },
	{ "I", true, no_effect },
	{ "set-libdir", true, no_effect },
	{ "v", false, no_effect },
	{ "q", false, no_effect },
	/* drawings */
	{ "graph", true, no_effect },
	{ "squished", true, no_effect },
	{ "showevents", true, no_effect },
	{ "movelabel", true, no_effect },
	{ "fontname", true, no_effect },
	{ "fontsize", true, no_effect },
	{ "xscale", true, no_effect },
	{ "yscale", true, no_effect },
	{ "scale", true, no_effect },
	{ "arrowsize", true, no_effect },
	{ "showinitrf", true, no_effect },
	{ "showfinalrf", true, no_effect },
	{ "showinitwrites", true, no_effect },
	{ "showlegend", true, no_effect },
	{ "showkind", true, no_effect },
	{ "showthread", true, no_effect },
	{ "splines", true, no_effect },
	{ "pad", true, no_effect },
	{ "sep", true, no_effect },
	{ "margin", true, no_effect },
	{ "edgeattr", true, no_effect },
	{ "doshow", true, no_effect },
	{ "unshow", true, no_effect },
	{ "symetric", true, no_effect },
	{ "noid", true, no_effect },
};

static const struct option *find_option(const char *name)
{
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (!strcmp(name, options[i].name))
			return &options[i];
	return NULL;
}

/* ---- -conf: one option a line, without its dash ---- */

static bool read_conf_line(struct herd *h, char *line)
{
	char *name = line + strspn(line, " \t"), *value = name + strcspn(name, " \t\r");
	const struct option *o;

	if (!*name || *name == '\r' || *name == '#')
		return true;
	if (*value)
		*value++ = '\0';
	value += strspn(value, " \t");
	value[strcspn(value, "\r")] = '\0';
	o = find_option(name);
	if (!o || o->set == read_conf)
		return complain(h, "'%s' is no option of herd7 that is known here", name);
	if (o->argument && !*value)
		return complain(h, "'%s' needs a value", name);
	return o->set(h, value);
}

static bool read_conf(struct herd *h, const char *value)
{
	size_t size;
	char *text = read_file(value, &size), *line, *rest = text;
	bool ok = true;

	if (!text) {
		fprintf(stderr, "%s:1:1: error: %s\n", value, strerror(errno));
		return false;
	}
	h->file = value;
	h->line = 0;
	while (ok && (line = strsep(&rest, "\n"))) {
		h->line++;
		ok = read_conf_line(h, line);
	}
	h->file = NULL;
	free(text);
	return ok;
}

/* ---- the command line ---- */

static int usage(FILE *out)
{
	fputs("usage: herd7 [-conf FILE] [-o DIR] [-unroll N] [-timeout S] [-speedcheck true|false] "
	      "... [FILE|@LIST...]\n"
	      "without files: a test, or the names of tests, on standard input\n", out);
	return out == stdout ? EXIT_WELL : EXIT_BAD;
}

/* Takes the option @argv[*i], and what belongs to it. */
static bool parse_option(struct herd *h, int argc, char **argv, int *i)
{
	const char *name = argv[*i] + (argv[*i][1] == '-' ? 2 : 1);
	const struct option *o = find_option(name);

	if (!o)
		return complain(h, "'%s' is no option of herd7 that is known here", argv[*i]);
	if (!o->argument)
		return o->set(h, "");
	if (*i + 1 == argc)
		return complain(h, "'%s' needs a value", argv[*i]);
	return o->set(h, argv[++*i]);
}

static bool parse_arguments(struct herd *h, int argc, char **argv)
{
	bool ok = true;

	for (int i = 1; i < argc && ok; i++) {
		if (argv[i][0] == '-' && argv[i][1])
			ok = parse_option(h, argc, argv, &i);
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

/* What standard input has: a test, or names of tests. */
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
		return usage(stderr);
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
			return usage(stdout);
	}
	if (parse_arguments(&h, argc, argv))
		status = h.check.files.n ? check_files(&h.check) : check_input(&h.check);
	files_free(&h.check.files);
	return status;
}
