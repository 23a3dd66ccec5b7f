// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm check: decides litmus tests. */
#include "report.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct job {
	struct text out, err;
	int status;
	bool done;
};

struct check {
	struct lkmm_options options;
	bool json;
	double timeout;
	int threads;
	struct files files;
	struct job *job;
	int next;
	int finished;
	pthread_mutex_t lock;
	pthread_cond_t progress;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool past(void *arg)
{
	return now() > *(double *)arg;
}

/* ---- one test ---- */

static void report_error(const struct check *c, struct job *job, const char *file,
			 struct lkmm_place at, const char *error)
{
	text_add(&job->err, "%s:%d:%d: error: %s\n", file, at.line, at.column, error);
	if (c->json)
		report_json_error(&job->out, file, at, error);
	job->status = EXIT_BAD;
}

static const char *status_text(enum lkmm_status status)
{
	switch (status) {
	case LKMM_NO_MEMORY:
		return "out of memory";
	case LKMM_STOPPED:
		return "gave up at the time limit";
	default:
		return "the test is too large";
	}
}

/* What the author of the test expects is not what it does. A race was expected if that is what it
 * says. */
static bool contradicts(const struct litmus *l, const struct lkmm_answer *a)
{
	static const char *const name[] = { "Never", "Sometimes", "Always" };

	if (!l->result || (l->expects_race && a->flags >> LKMM_DATA_RACE & 1))
		return false;
	return strcmp(l->result, name[a->observation]) != 0;
}

static void decide(const struct check *c, struct job *job, const char *file, const struct litmus *l)
{
	static const struct lkmm_place start = { 1, 1 };
	struct lkmm_options options = c->options;
	double begin = now(), limit = begin + c->timeout;
	struct lkmm_answer answer;
	enum lkmm_status status;

	if (c->timeout > 0) {
		options.stop = past;
		options.stop_arg = &limit;
	}
	status = lkmm_check(&l->test, &options, &answer);
	if (status != LKMM_OK)
		report_error(c, job, file, start, status_text(status));
	else if (c->json)
		report_json(&job->out, file, l, &answer, options.states, now() - begin);
	else
		report_text(&job->out, l, &answer, options.states, now() - begin);
	if (status == LKMM_OK && contradicts(l, &answer) && job->status < EXIT_LOOK)
		job->status = EXIT_LOOK;
	lkmm_answer_free(&answer);
}

static void check_file(const struct check *c, struct job *job, const char *file)
{
	static const struct lkmm_place start = { 1, 1 };
	struct litmus *l = calloc(1, sizeof(*l));
	size_t size;
	char *text = read_file(file, &size);

	if (!l || !text) {
		report_error(c, job, file, start,
			     errno == EFBIG ? "too large for a litmus test" : strerror(errno));
	} else {
		if (litmus_parse(l, text, size))
			decide(c, job, file, l);
		else
			report_error(c, job, file, l->x.error_at, l->x.error);
		lkmm_arena_free(l->arena);
	}
	free(text);
	free(l);
}

/* ---- all of them ---- */

static void *work(void *arg)
{
	struct check *c = arg;

	for (;;) {
		int i;

		pthread_mutex_lock(&c->lock);
		i = c->next++;
		pthread_mutex_unlock(&c->lock);
		if (i >= c->files.n)
			return NULL;
		check_file(c, &c->job[i], c->files.name[i]);
		pthread_mutex_lock(&c->lock);
		c->job[i].done = true;
		c->finished++;
		pthread_cond_signal(&c->progress);
		pthread_mutex_unlock(&c->lock);
	}
}

/* On a terminal, and not before two seconds have passed. */
static void show_progress(const struct check *c, double begin)
{
	if (isatty(STDERR_FILENO) && now() - begin > 2)
		fprintf(stderr, "\r%d of %d tests\033[K", c->finished, c->files.n);
}

static void wait_for(struct check *c, struct job *job, double begin)
{
	pthread_mutex_lock(&c->lock);
	while (!job->done) {
		struct timespec t;

		clock_gettime(CLOCK_REALTIME, &t);
		t.tv_sec++;
		pthread_cond_timedwait(&c->progress, &c->lock, &t);
		show_progress(c, begin);
	}
	pthread_mutex_unlock(&c->lock);
}

/* Prints what there is to say about the tests, in the order in which they were named. */
static int print_all(struct check *c)
{
	double begin = now();
	int status = EXIT_WELL;

	for (int i = 0; i < c->files.n; i++) {
		struct job *job = &c->job[i];

		wait_for(c, job, begin);
		if (isatty(STDERR_FILENO) && now() - begin > 2)
			fputs("\r\033[K", stderr);
		if (job->err.s)
			fputs(job->err.s, stderr);
		if (job->out.s)
			fwrite(job->out.s, 1, job->out.len, stdout);
		if (job->out.failed || job->err.failed) {
			fprintf(stderr, "%s:1:1: error: out of memory\n", c->files.name[i]);
			job->status = EXIT_BAD;
		}
		if (job->status > status)
			status = job->status;
		text_free(&job->out);
		text_free(&job->err);
	}
	if (fflush(stdout)) {
		perror("lkmm: standard output");
		return EXIT_BAD;
	}
	return status;
}

static int check_all(struct check *c)
{
	pthread_t thread[64];
	int started = 0, status;

	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->progress, NULL);
	while (started < c->threads && started < 64 &&
	       !pthread_create(&thread[started], NULL, work, c))
		started++;
	if (!started)
		work(c);
	status = print_all(c);
	while (started)
		pthread_join(thread[--started], NULL);
	pthread_cond_destroy(&c->progress);
	pthread_mutex_destroy(&c->lock);
	return status;
}

/* ---- the command line ---- */

static int usage(FILE *out)
{
	fputs("usage: lkmm check [--states] [--json] [--timeout S] [--unroll N] [-j N] "
	      "FILE|DIR...\n",
	      out);
	return out == stdout ? EXIT_WELL : EXIT_BAD;
}

/* The number given to option @argv[*i]; false if there is none in range. */
static bool option_number(int argc, char **argv, int *i, double min, double max, double *v)
{
	char *end;

	if (*i + 1 >= argc)
		return false;
	*v = strtod(argv[++*i], &end);
	return end != argv[*i] && !*end && *v >= min && *v <= max;
}

static bool parse_option(struct check *c, int argc, char **argv, int *i)
{
	const char *o = argv[*i];
	double v;

	if (!strcmp(o, "--states")) {
		c->options.states = true;
	} else if (!strcmp(o, "--json")) {
		c->json = true;
	} else if (!strcmp(o, "--timeout") && option_number(argc, argv, i, 0, 1e9, &v)) {
		c->timeout = v;
	} else if (!strcmp(o, "--unroll") && option_number(argc, argv, i, 1, 1000, &v)) {
		c->options.unroll = (int)v;
	} else if (!strcmp(o, "-j") && option_number(argc, argv, i, 1, 64, &v)) {
		c->threads = (int)v;
	} else {
		fprintf(stderr, "lkmm check: '%s' is no option, or needs a number in range\n", o);
		return false;
	}
	return true;
}

int check_main(int argc, char **argv)
{
	struct check c = { .threads = 1 };
	bool options = true;
	int status = EXIT_BAD;

	for (int i = 1; i < argc; i++) {
		if (options && !strcmp(argv[i], "--help"))
			return usage(stdout);
		if (options && !strcmp(argv[i], "--"))
			options = false;
		else if (!options || argv[i][0] != '-')
			files_add(&c.files, argv[i]);
		else if (!parse_option(&c, argc, argv, &i))
			goto out;
	}
	if (!c.files.n) {
		usage(stderr);
		goto out;
	}
	c.job = calloc((size_t)c.files.n, sizeof(*c.job));
	if (!c.job || c.files.failed) {
		fputs("lkmm check: out of memory\n", stderr);
		goto out;
	}
	status = check_all(&c);
out:
	free(c.job);
	files_free(&c.files);
	return status;
}
