// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "cache.h"
#include "base/checked.h"
#include "base/digest.h"
#include "base/exit.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH = 4096, MOST_BYTES = 1 << 28 };

/* ---- included files ---- */

static const char *read_and_keep(void *arg, struct lkmm_arena *arena, const char *path,
				 size_t *size, const char **why)
{
	struct cache_includes *i = arg;
	const char *text = i->from.read(i->from.arg, arena, path, size, why);

	if (text)
		i->failed |= json_array_append_new(i->texts, json_stringn(text, *size)) != 0;
	return text;
}

void cache_includes_open(struct cache_includes *i, struct litmus_files from)
{
	*i = (struct cache_includes){ { read_and_keep, i }, from, json_array(), false };
}

void cache_includes_close(struct cache_includes *i)
{
	json_decref(i->texts);
}

/* ---- what an answer depends on ---- */

/* This program itself, rather than its version: that is the same for all who change it. */
static bool digest_program(uint64_t *digest)
{
	size_t size;
	char *text = read_large_file("/proc/self/exe", &size, MOST_BYTES);

	if (text)
		*digest = digest_bytes(DIGEST_EMPTY, text, size);
	free(text);
	return text;
}

bool cache_open(struct check *c)
{
	struct stat is;

	if (c->ntargets || c->graph) {
		fputs("lkmm check: --cache does not go with --arch and --graph\n", stderr);
		return false;
	}
	if (mkdir(c->cache, 0777) && errno != EEXIST) {
		fprintf(stderr, "lkmm check: %s: %s\n", c->cache, strerror(errno));
		return false;
	}
	if (stat(c->cache, &is) || !S_ISDIR(is.st_mode) || access(c->cache, R_OK | W_OK | X_OK)) {
		fprintf(stderr, "lkmm check: %s is not a directory that can be written to\n",
			c->cache);
		return false;
	}
	if (digest_program(&c->program))
		return true;
	fprintf(stderr, "lkmm check: --cache needs /proc: %s\n", strerror(errno));
	return false;
}

json_t *check_options_of(const struct check *c)
{
	return json_pack("{s:s, s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:b, s:f, s:i, s:i}",
			 "model", c->model_name ? c->model_name : "",
			 "states", c->options.states, "why", c->why, "strict", c->strict,
			 "json", c->json, "fix", c->propose.fix, "patch", c->propose.patch,
			 "relax", c->propose.relax, "findings", keeps_findings(c),
			 "timeout", c->timeout, "unroll", c->options.unroll,
			 "search", (int)c->options.search);
}

json_t *cache_key(const struct check *c, const char *file, const char *text, size_t size,
		  const struct cache_includes *i, uint64_t model)
{
	if (i->failed)
		return NULL;
	return json_pack("{s:s, s:s, s:s, s:o, s:s, s:o, s:O}", "version", LKMM_VERSION,
			 "program", digest_text(c->program).s, "model", digest_text(model).s,
			 "options", check_options_of(c), "file", file,
			 "test", json_stringn(text, size), "includes", i->texts);
}

/* ---- files ---- */

static bool name_entry(char name[PATH], const struct check *c, const json_t *key)
{
	char *text = json_dumps(key, JSON_SORT_KEYS);
	uint64_t digest = text ? digest_add(DIGEST_EMPTY, text) : 0;
	int n = snprintf(name, PATH, "%s/%s.json", c->cache, digest_text(digest).s);

	free(text);
	return text && n < PATH;
}

static void say(struct job *job, const char *name, const char *what)
{
	text_puts(&job->aside, "lkmm check: ");
	text_puts(&job->aside, name);
	text_add(&job->aside, ": %s\n", what);
}

static bool add_text(struct text *out, const json_t *answer, const char *name)
{
	const json_t *text = json_object_get(answer, name);

	if (!json_is_string(text))
		return false;
	text_put(out, json_string_value(text), json_string_length(text));
	return true;
}

/* Takes the members of @answer. False if one is missing or impossible. */
static bool take_answer(struct job *job, json_t *answer)
{
	struct text out = { 0 }, err = { 0 };
	int status, observation, contradicts, bad_pointers;
	json_t *findings;

	if (json_unpack(answer, "{s:i, s:i, s:b, s:b, s:o}", "status", &status, "observation",
			&observation, "contradicts", &contradicts, "bad_pointers", &bad_pointers,
			"findings", &findings) ||
	    status < EXIT_WELL || status > EXIT_LOOK || observation < LKMM_NEVER ||
	    observation > LKMM_ALWAYS || !add_text(&out, answer, "out") ||
	    !add_text(&err, answer, "err")) {
		text_free(&out);
		text_free(&err);
		return false;
	}
	text_free(&job->err);
	job->out = out;
	job->err = err;
	json_decref(job->findings.list);
	job->findings.list = json_is_array(findings) ? json_incref(findings) : NULL;
	job->status = status;
	job->observation = (enum lkmm_observation)observation;
	job->contradicts = contradicts;
	job->bad_pointers = bad_pointers;
	job->decided = job->recalled = true;
	return true;
}

bool cache_recall(const struct check *c, struct job *job, const json_t *key)
{
	char name[PATH], *text;
	json_t *entry = NULL;
	bool same, taken = false;
	size_t size;

	if (!name_entry(name, c, key))
		return false;
	text = read_large_file(name, &size, MOST_BYTES);
	if (!text && errno == ENOENT)
		return false;
	if (text && strlen(text) == size && is_undamaged(text))
		entry = json_loads(text, 0, NULL);
	/* Another key may have this digest. */
	same = entry && json_equal(json_object_get(entry, "key"), key);
	if (same)
		taken = take_answer(job, json_object_get(entry, "answer"));
	if (!entry || (same && !taken))
		say(job, name, "damaged: the test is decided again");
	json_decref(entry);
	free(text);
	return taken;
}

/* Writes beside it first, so that nobody reads half of it. */
static const char *write_entry(const char *name, const struct text *text)
{
	char part[PATH + 32];
	FILE *out;
	bool good;
	int error;

	snprintf(part, sizeof(part), "%s.%ld", name, (long)getpid());
	out = fopen(part, "w");
	if (!out)
		return strerror(errno);
	good = fwrite(text->s, 1, text->len, out) == text->len;
	good &= !fclose(out);
	good = good && !rename(part, name);
	error = errno;
	if (!good)
		unlink(part);
	return good ? NULL : strerror(error);
}

static json_t *whole(const struct text *t)
{
	return json_stringn(t->s ? t->s : "", t->len);
}

void cache_keep(const struct check *c, struct job *job, const json_t *key)
{
	struct text text = { 0 };
	char name[PATH];
	const char *wrong = NULL;
	json_t *entry;

	if (!job->decided || job->status > EXIT_LOOK || job->past || job->findings.failed ||
	    job->out.failed || job->err.failed)
		return;
	entry = json_pack("{s:O, s:{s:o, s:o, s:i, s:i, s:b, s:b, s:O?}}", "key", key, "answer",
			  "out", whole(&job->out), "err", whole(&job->err),
			  "status", job->status, "observation", (int)job->observation,
			  "contradicts", job->contradicts, "bad_pointers", job->bad_pointers,
			  "findings", job->findings.list);
	if (entry && name_entry(name, c, key) && put_checked(&text, entry))
		wrong = write_entry(name, &text);
	if (wrong)
		say(job, name, wrong);
	json_decref(entry);
	text_free(&text);
}
