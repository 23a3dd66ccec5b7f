// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Messages about a test, which are findings as well. */
#include "check.h"

void message_begin(struct job *job, const char *file, struct lkmm_place at, const char *level)
{
	put_where(&job->err, file, at);
	text_puts(&job->err, level);
	text_puts(&job->err, ": ");
	job->message = (struct message){ file, level, at, job->err.len };
}

void message_end(struct job *job, const char *rule)
{
	const struct message *m = &job->message;

	if (!job->err.failed)
		find_at(&job->findings, m->file, m->at, m->level, rule, job->err.s + m->begin);
	text_puts(&job->err, "\n");
}

void message(struct job *job, const char *file, struct lkmm_place at, const char *level,
	     const char *rule, const char *text)
{
	message_begin(job, file, at, level);
	text_puts(&job->err, text);
	message_end(job, rule);
}
