// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * lkmm hot: runs a program with the profiling build of liblkmm in front of the library, and reports
 * the calls that cost time.
 */
#include "base/command.h"
#include "hot.h"
#include "base/clock.h"
#include "base/exit.h"
#include "base/files.h"
#include "tool/commands.h"
#include "base/spawn.h"

#include <elf.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static bool complain(const char *what, const char *why)
{
	fprintf(stderr, "lkmm hot: %s: %s\n", what, why);
	return false;
}

/* ---- the program to run ---- */

enum program_kind { NOT_ELF, STATIC, DYNAMIC };

/* Only programs with an interpreter can have their libraries replaced. */
static enum program_kind kind_of(const char *path)
{
	union { Elf64_Ehdr h; Elf32_Ehdr h32; } e;
	FILE *in = fopen(path, "rb");
	enum program_kind kind = NOT_ELF;

	if (in && fread(&e, sizeof(e.h32), 1, in) == 1 && !memcmp(e.h.e_ident, ELFMAG, SELFMAG)) {
		bool wide = e.h.e_ident[EI_CLASS] == ELFCLASS64;

		rewind(in);
		if (fread(&e, sizeof(e), 1, in) != 1)
			wide = false;
		kind = STATIC;
		for (int i = 0; i < (wide ? e.h.e_phnum : e.h32.e_phnum) && kind == STATIC; i++) {
			uint64_t at = wide ? e.h.e_phoff + (uint64_t)i * e.h.e_phentsize
					   : e.h32.e_phoff + (uint64_t)i * e.h32.e_phentsize;
			uint32_t type;

			if (fseek(in, (long)at, SEEK_SET) || fread(&type, sizeof(type), 1, in) != 1)
				break;
			if (type == PT_INTERP)
				kind = DYNAMIC;
		}
	}
	if (in)
		fclose(in);
	return kind;
}

/*
 * Whether the dynamic linker would load the library for it. It is asked, as ldd does, and runs
 * nothing.
 */
static bool is_linked(const char *path)
{
	char *argv[] = { (char *)path, NULL };
	FILE *out = tmpfile();
	char *text = NULL;
	size_t size;
	pid_t pid;
	bool linked = true;

	setenv("LD_TRACE_LOADED_OBJECTS", "1", 1);
	if (out && !spawn(argv, -1, fileno(out), "/dev/null", &pid) && spawned_well(pid)) {
		rewind(out);
		text = read_stream(out, &size);
	}
	unsetenv("LD_TRACE_LOADED_OBJECTS");
	if (text)
		linked = strstr(text, "liblkmm.so");
	free(text);
	if (out)
		fclose(out);
	return linked;
}

static bool look_at_program(struct hot *h)
{
	char path[COMMAND_PATH];

	if (!command_find(h->argv[0], path))
		return complain(h->argv[0], "no such program");
	switch (kind_of(path)) {
	case NOT_ELF:
		h->linked = true;
		break;
	case STATIC:
		return complain(h->argv[0], "linked statically: it has no library to replace");
	case DYNAMIC:
		h->linked = is_linked(path);
		break;
	}
	return true;
}

/* ---- running it ---- */

static bool find_libraries(struct hot *h)
{
	parts_find(&h->parts);
	if (!h->parts.hot[0] || !h->parts.shared[0])
		return complain("liblkmm_hot.so", "not installed with this command: build or "
						  "install all of lkmm, without "
				"sanitizers");
	if (strpbrk(h->parts.hot, " :"))
		return complain(h->parts.hot, "the dynamic linker does not accept a path with a "
					      "blank or a colon");
	return true;
}

static void put_in_front(const struct hot *h)
{
	const char *old = getenv("LD_PRELOAD");
	char *dir = realpath(h->dir, NULL);	/* wherever the program goes */
	struct text t = { 0 };

	text_add(&t, "%s/liblkmm_hot.so:%s/liblkmm.so.0%s%s", h->parts.hot, h->parts.hot,
		 old && *old ? ":" : "", old ? old : "");
	setenv("LD_PRELOAD", t.s, 1);
	setenv("LKMM_HOT_DIR", dir ? dir : h->dir, 1);
	free(dir);
	text_free(&t);
}

static void ignore(int signal)
{
	(void)signal;
}

/*
 * Interrupting the program from the keyboard does not stop the report; by a handler, as the program
 * inherits SIG_IGN.
 */
static void keep_going(void)
{
	struct sigaction a = { .sa_handler = ignore, .sa_flags = SA_RESTART };

	sigaction(SIGINT, &a, NULL);
	sigaction(SIGQUIT, &a, NULL);
}

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static bool run_program(struct hot *h)
{
	struct rusage before, after;
	double begin = clock_now();
	pid_t pid;
	int error;

	getrusage(RUSAGE_CHILDREN, &before);
	keep_going();
	put_in_front(h);
	error = spawn(h->argv, -1, -1, NULL, &pid);
	unsetenv("LD_PRELOAD");
	if (error)
		return complain(h->argv[0], strerror(error));
	while (waitpid(pid, &h->status, 0) < 0)
		if (errno != EINTR)
			return complain(h->argv[0], strerror(errno));
	h->seconds = clock_now() - begin;
	getrusage(RUSAGE_CHILDREN, &after);
	h->cpu = seconds(after.ru_utime) + seconds(after.ru_stime) -
		 seconds(before.ru_utime) - seconds(before.ru_stime);
	return true;
}

/* ---- the command ---- */

static const struct opt options[] = {
	{ "top", .kind = OPT_WHOLE, .value = "N", .least = 1, .most = 1e9, .normal = "20",
	  .at = offsetof(struct hot, top), .help = "print the first N places of each process" },
	{ "json", .at = offsetof(struct hot, json), .help = "print one JSON object" },
	{ "bench", .kind = OPT_FILE, .value = "FILE", .at = offsetof(struct hot, bench),
	  .help = "take the cost of calls from output of 'lkmm bench --json'" },
	{ "output", .kind = OPT_FILE, .value = "FILE", .at = offsetof(struct hot, output_name),
	  .help = "write the report to FILE" },
	{ "read", .kind = OPT_DIRECTORY, .value = "DIR", .at = offsetof(struct hot, from),
	  .help = "run nothing, report the counts in DIR" },
};

const struct options hot_options = {
	.name = "hot", .who = "lkmm hot", .page = "lkmm-hot(1)",
	.does = "find the calls of liblkmm.so in a program that cost time",
	.usage = "[OPTION...] [--] PROGRAM [ARG...]\n[OPTION...] --read=DIR",
	.arguments = OPT_PROGRAM, .first = true,
	.opt = options, .n = sizeof(options) / sizeof(options[0]),
};

/* False, with the exit status, if there is nothing to do. */
static bool parse(struct hot *h, int argc, char **argv, int *status)
{
	int first;

	if (!options_parse(&hot_options, h, argc, argv, &first, status))
		return false;
	if ((first < argc) == (h->from != NULL)) {
		fputs(h->from ? "lkmm hot: --read runs no program\n" :
		      "lkmm hot: no program given\n", stderr);
		*status = options_misused(&hot_options);
		return false;
	}
	h->argv = argv + first;
	*status = EXIT_BAD;
	h->output = h->output_name ? fopen(h->output_name, "we") : NULL;
	return !h->output_name || h->output || complain(h->output_name, strerror(errno));
}

/* The program has finished its output; the report follows. */
static void report(struct hot *h)
{
	fflush(stdout);
	if (h->output)
		dup2(fileno(h->output), STDOUT_FILENO);
	hot_report(h);
	fflush(stdout);
}

/* Counts that a program wrote when it was started in another way, or elsewhere. */
static int read_only(struct hot *h)
{
	if (access(h->from, R_OK | X_OK)) {
		complain(h->from, strerror(errno));
		return EXIT_BAD;
	}
	if (!hot_read(h, h->from) || !hot_measure(h))
		return EXIT_BAD;
	if (!h->nprocesses && !h->uncounted) {
		complain(h->from, "no process has counted calls there");
		return EXIT_BAD;
	}
	report(h);
	return hot_is_incomplete(h) ? EXIT_LOOK : EXIT_WELL;
}

static int run_and_read(struct hot *h)
{
	if (!run_program(h) || !hot_read(h, h->dir))
		return EXIT_BAD;
	if (!h->nprocesses && !h->uncounted && !h->linked) {
		complain(h->argv[0], "not linked with liblkmm.so, and did not load it");
		return EXIT_BAD;
	}
	if (!hot_measure(h))
		return EXIT_BAD;
	report(h);
	if (WIFSIGNALED(h->status))
		complain(h->argv[0], strsignal(WTERMSIG(h->status)));
	else if (WEXITSTATUS(h->status))
		fprintf(stderr, "lkmm hot: %s: exit status %d\n", h->argv[0],
			WEXITSTATUS(h->status));
	return h->status || hot_is_incomplete(h) ? EXIT_LOOK : EXIT_WELL;
}

int hot_main(int argc, char **argv)
{
	struct hot h = { .top = 20 };
	int status;

	if (!parse(&h, argc, argv, &status))
		return status;
	if ((!h.bench || hot_read_bench(&h)) && (h.from || look_at_program(&h)) &&
	    find_libraries(&h) && scratch_open(h.dir, NULL, "hot")) {
		status = h.from ? read_only(&h) : run_and_read(&h);
		scratch_remove(h.dir, NULL);
	}
	if (h.output)
		fclose(h.output);
	json_decref(h.figures);
	hot_free(&h);
	return status;
}
