// SPDX-License-Identifier: GPL-2.0 OR MIT
/* What lkmm check tells about a document: its own reports, of a text that is not in a file yet. */
#include "document.h"

#include <stdlib.h>
#include <string.h>

/* One for all questions: it keeps the models of architectures. */
static struct check check;

void answer_open(double timeout)
{
	check.threads = 1;
	check.timeout = timeout;
	check.model = &lkmm_kernel_model;
	pthread_mutex_init(&check.lock, NULL);
}

void answer_close(void)
{
	model_close(&check);
	pthread_mutex_destroy(&check.lock);
}

static void run(struct job *job, const struct document *d)
{
	check.input = d->text;
	check.input_size = strlen(d->text);
	check.input_path = d->path;
	check_file(&check, job, d->path ? d->path : d->uri);
	check.json = check.why = check.propose.fix = false;
}

static void job_free(struct job *job)
{
	text_free(&job->out);
	text_free(&job->err);
	text_free(&job->aside);
}

/* The object in the first line that the command has printed. */
static json_t *object_in(const struct job *job)
{
	return job->out.s ? json_loads(job->out.s, JSON_DISABLE_EOF_CHECK, NULL) : NULL;
}

json_t *answer_decide(struct document *d)
{
	struct job job = { .findings.wanted = true };

	check.json = true;
	run(&job, d);
	json_decref(d->answer);
	d->answer = object_in(&job);
	d->changed = false;
	job_free(&job);
	return job.findings.list ? job.findings.list : json_array();
}

char *answer_why(const struct document *d)
{
	struct job job = { 0 };
	char *text;

	check.why = true;
	run(&job, d);
	text = strdup(job.out.s ? job.out.s : "");
	job_free(&job);
	return text;
}

json_t *answer_fixes(const struct document *d)
{
	struct job job = { 0 };
	json_t *object, *fixes;

	check.json = check.propose.fix = true;
	run(&job, d);
	object = object_in(&job);
	fixes = json_incref(json_object_get(json_object_get(object, "fix"), "fixes"));
	json_decref(object);
	job_free(&job);
	return fixes;
}
