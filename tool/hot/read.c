// SPDX-License-Identifier: GPL-2.0 OR MIT
/* Reads the counts of the processes, one file for each: lib/hot/format.h. */
#include "hot.h"
#include "base/files.h"
#include "tool/binary/operations.h"

#include "lib/hot/format.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file that was cut off, or is being written, has no chunk that reaches past its end. */
static const struct hot_chunk *chunk_at(const char *data, uint64_t size, uint64_t at)
{
	const struct hot_chunk *c = (const void *)(data + at);

	if (at + sizeof(*c) > size || c->size < sizeof(*c) || c->size > size - at || c->size % 8)
		return NULL;
	return c;
}

static bool add_objects(struct hot_process *p, const struct hot_chunk *c)
{
	const char *at = (const char *)(c + 1), *end = at + c->used;

	if (c->used > c->size - sizeof(*c))
		return true;
	while (at < end) {
		const struct hot_object *o = (const void *)at;
		char **more = realloc(p->object, (size_t)(p->nobjects + 1) * sizeof(*more));

		if (!more)
			return false;
		p->object = more;
		p->object[p->nobjects] = strdup(o->name);
		if (!p->object[p->nobjects++] || o->size < sizeof(*o))
			return false;
		at += o->size;
	}
	return true;
}

static bool add_call(struct hot_process *p, const struct hot_call *new)
{
	struct hot_call *more;

	if (p->ncalls == p->room) {
		p->room = 2 * p->room + 64;
		more = realloc(p->call, (size_t)p->room * sizeof(*more));
		if (!more)
			return false;
		p->call = more;
	}
	p->call[p->ncalls++] = *new;
	return true;
}

static bool add_table(struct hot_process *p, struct hot_table *t)
{
	uint64_t slots = (uint64_t)t->mask + 1;

	if (sizeof(*t) + slots * (sizeof(struct hot_slot) + sizeof(struct hot_site)) >
	    t->chunk.size)
		return true;
	for (uint64_t i = 0; i < slots; i++) {
		const struct hot_site *s = &hot_sites(t)[i];
		struct hot_call c = {
			.offset = s->offset, .calls = t->slot[i].calls,
			.samples = s->samples, .sampled_ns = s->sampled_ns,
		};

		if (!t->slot[i].key || s->op >= HOT_NR_OPS)
			continue;
		c.op = operation_name[s->op];
		if (s->object < (uint32_t)p->nobjects)
			c.object = p->object[s->object];
		if (!add_call(p, &c))
			return false;
	}
	return true;
}

/* Objects come first: tables refer to them, wherever they are. */
static bool add_chunks(struct hot_process *p, char *data, uint64_t size)
{
	uint64_t begin = ((struct hot_header *)data)->size, at;
	const struct hot_chunk *c;

	for (at = begin; (c = chunk_at(data, size, at)); at += c->size)
		if (c->kind == HOT_OBJECTS && !add_objects(p, c))
			return false;
	for (at = begin; (c = chunk_at(data, size, at)); at += c->size)
		if (c->kind == HOT_TABLE && !add_table(p, (struct hot_table *)(data + at)))
			return false;
	return true;
}

int hot_by_site(const void *a, const void *b)
{
	const struct hot_call *x = a, *y = b;
	int order = x->object && y->object ? strcmp(x->object, y->object) : !!x->object -
		    !!y->object;

	if (order)
		return order;
	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	return strcmp(x->op, y->op);
}

/* Each thread has a table; an object that was loaded twice counts as one. */
static void sum_up(struct hot_process *p)
{
	int n = 0;

	if (p->ncalls)
		qsort(p->call, (size_t)p->ncalls, sizeof(*p->call), hot_by_site);
	for (int i = 0; i < p->ncalls; i++) {
		struct hot_call *c = &p->call[i], *last = &p->call[n - 1];

		p->calls += c->calls;
		if (!n || hot_by_site(last, c)) {
			p->call[n++] = *c;
			continue;
		}
		last->calls += c->calls;
		last->samples += c->samples;
		last->sampled_ns += c->sampled_ns;
	}
	p->ncalls = n;
}

static int by_all_calls(const void *a, const void *b)
{
	const struct hot_process *x = a, *y = b;

	if (x->calls != y->calls)
		return x->calls < y->calls ? 1 : -1;
	return x->pid - y->pid;
}

static bool read_process(struct hot *h, char *data, uint64_t size)
{
	struct hot_process *p = &h->process[h->nprocesses];
	const struct hot_header *header = (void *)data;

	if (size < sizeof(*header) || header->magic != HOT_MAGIC || header->nr_ops != HOT_NR_OPS ||
	    header->size > size) {
		h->uncounted++;		/* no room for it, or killed as it began */
		return true;
	}
	h->nprocesses++;
	p->pid = header->pid;
	p->parent = header->parent;
	p->lost = (uint64_t)lkmm_atomic64_read(&header->lost);
	p->timer_ns = header->timer_ns;
	p->program = strndup(header->program, sizeof(header->program));
	if (!p->program || !add_chunks(p, data, size))
		return false;
	sum_up(p);
	return true;
}

/* A copy, as a process may still be counting. */
static bool read_file_of_process(struct hot *h, const char *name)
{
	int fd = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct stat st = { 0 };
	void *data = MAP_FAILED;
	bool ok = false;

	if (fd >= 0 && !fstat(fd, &st) && S_ISREG(st.st_mode) && st.st_size)
		data = mmap(NULL, (size_t)st.st_size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	if (data != MAP_FAILED) {
		ok = read_process(h, data, (uint64_t)st.st_size);
		munmap(data, (size_t)st.st_size);
	} else if (fd >= 0 && (!S_ISREG(st.st_mode) || !st.st_size)) {
		h->uncounted += S_ISREG(st.st_mode);
		ok = true;
	}
	if (!ok)
		fprintf(stderr, "lkmm hot: %s: %s\n", name, strerror(errno));
	if (fd >= 0)
		close(fd);
	return ok;
}

/* PROCESS-NUMBER; other files are not ours. */
static bool is_of_process(const char *name)
{
	size_t n = strspn(name, "0123456789");

	return n && name[n] == '-' && name[n + 1] &&
	       !name[n + 1 + strspn(name + n + 1, "0123456789")];
}

bool hot_is_incomplete(const struct hot *h)
{
	for (int i = 0; i < h->nprocesses; i++)
		if (h->process[i].lost)
			return true;
	return h->uncounted;
}

bool hot_read(struct hot *h, const char *dir)
{
	struct files f = { 0 };
	char path[2 * 4096];
	bool ok;

	list_directory(&f, dir);
	h->process = calloc((size_t)f.n + 1, sizeof(*h->process));
	ok = h->process && !f.failed;
	for (int i = 0; i < f.n && ok; i++) {
		if (!is_of_process(f.name[i]))
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, f.name[i]);
		ok = read_file_of_process(h, path);
	}
	files_free(&f);
	if (ok)
		qsort(h->process, (size_t)h->nprocesses, sizeof(*h->process), by_all_calls);
	return ok;
}

void hot_free(struct hot *h)
{
	for (int i = 0; i < h->nprocesses; i++) {
		struct hot_process *p = &h->process[i];

		for (int o = 0; o < p->nobjects; o++)
			free(p->object[o]);
		free(p->object);
		free(p->call);
		free(p->program);
	}
	free(h->process);
}
