// SPDX-License-Identifier: GPL-2.0 OR MIT
/* lkmm check --shard: decides a share of the tests, and prints what 'lkmm merge' reads. */
#include "cache.h"
#include "base/digest.h"
#include "base/machine.h"
#include "base/progress.h"
#include "show/target.h"
#include "show/verdict.h"

#include <stdlib.h>

bool check_divide(struct check *c)
{
	json_t *options = check_options_of(c);
	char *text = json_dumps(options, JSON_SORT_KEYS);
	struct text targets = { 0 };
	uint64_t digest = DIGEST_EMPTY;
	bool good = text;

	if (c->ntargets) {
		put_target_heads(&targets, c->target, c->ntargets);
		text_puts(&targets, c->c11 ? "--with-c11" : "");
		good &= !targets.failed;
	}
	if (good) {
		digest = digest_add(digest_add(digest, text), targets.s ? targets.s : "");
		shard_take(&c->shard, &c->files, digest);
	} else {
		fputs("lkmm check: out of memory\n", stderr);
	}
	text_free(&targets);
	free(text);
	json_decref(options);
	return good;
}

bool check_can_divide(const struct check *c)
{
	if (c->graph)
		fputs("lkmm check: --shard divides several tests, and --graph draws one\n", stderr);
	else if (ci_is_wanted(&c->ci))
		fputs("lkmm check: --shard: reports are for lkmm merge, as in 'lkmm merge --tap'\n",
		      stderr);
	return !c->graph && !ci_is_wanted(&c->ci);
}

void check_keep_share(struct check *c, int i)
{
	struct job *job = &c->job[i];
	json_t *findings = job->findings.list;
	json_t *test = json_pack("{s:o, s:o, s:s, s:b, s:f, s:o}", "out", json_text(job->out.s),
				 "err", json_text(job->err.s), "answer",
				 job->decided ? observation_name(job->observation) :
				 job->unread  ? "unread" : "undecided",
				 "contradicts", job->decided && job->contradicts, "seconds",
				 job->seconds, "findings", findings ? findings : json_array());

	c->shard.failed |= job->out.failed || job->err.failed || job->findings.failed;
	if (test)
		shard_add(&c->shard, i, file_title(c->files.name[i]), job->status, test);
	else
		c->shard.failed = true;
	progress_clear();
	if (job->aside.s)
		fputs(job->aside.s, stderr);
	job->findings.list = NULL;
	text_free(&job->out);
	text_free(&job->err);
	text_free(&job->aside);
}

int check_print_share(struct check *c)
{
	char machine[400];

	machine_name(machine, sizeof(machine));
	return shard_print(&c->shard, "check", machine);
}
