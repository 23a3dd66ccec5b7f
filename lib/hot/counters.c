// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * The counters behind the profiling build: tables for threads, in a file for the process.
 *
 * This code may run in a signal handler, at any point, and in a process that has just been forked.
 * Hence it uses neither malloc nor stdio; it changes a table, except for counting, only with
 * signals blocked and the lock held; and it never frees, moves or copies a table: a thread that
 * needs more room begins a new one, and the sum counts.
 *
 * A process that is confined (seccomp) may be killed for any system call. There, the code uses
 * memory that was reserved before, and does not block signals; a handler that interrupts it leaves
 * its call uncounted. Uncounted calls are counted as lost.
 */
#include "count.h"
#include "events.h"
#include "grow.h"
#include "lock.h"

#include <lkmm/atomic.h>

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define FIRST_SLOTS	1024
#define MAX_SLOTS	(1u << 20)
#define OBJECTS_SIZE	65536
#define RESERVE		7		/* tables for threads, where a process can get no more */
#define RESERVE_SLOTS	4096		/* and of another one, for a thread that has many sites */

/* The table of threads that have not counted yet: it never has a key. */
static union {
	struct hot_table table;
	char room[sizeof(struct hot_table) + sizeof(struct hot_slot)];
} nothing;

__thread struct hot_table *lkmm_hot_table = &nothing.table;

/* This thread has found no room, and need not look for it again. */
static __thread bool poor __attribute__((__tls_model__("initial-exec")));
static pthread_key_t key;
static bool have_key;

/*
 * Of this process. The path may become unreachable, for example by chroot(); the mapping stays.
 */
static struct {
	struct hot_header *header;
	bool failed;
	bool full;				/* the file cannot be made longer */
	uint64_t size;
	struct hot_chunk *table, *objects;	/* the latest of each */
	uint32_t nr_objects;
	char path[512];
} process;

/* ---- the file ---- */

static uint64_t whole_pages(uint64_t size)
{
	uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);

	return (size + page - 1) / page * page;
}

static struct hot_chunk *add_chunk(enum hot_kind kind, uint64_t size, struct hot_chunk *next)
{
	struct hot_chunk *c;
	int fd;

	if (hot_is_confined() || process.full)
		return NULL;
	fd = open(process.path, O_RDWR | O_APPEND | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	size = whole_pages(size);
	c = hot_grow(fd, process.size, size);
	close(fd);
	process.full = !c;
	if (!c)
		return NULL;
	process.size += size;
	c->size = size;
	c->next = (uintptr_t)next;
	c->kind = kind;
	return c;
}

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000000000 + (uint64_t)t.tv_nsec;
}

static uint32_t measure_timer(void)
{
	uint64_t best = UINT32_MAX;

	for (int i = 0; i < 64; i++) {
		uint64_t begin = now(), took = now() - begin;

		best = took < best ? took : best;
	}
	return (uint32_t)best;
}

static void fill_header(struct hot_header *h, uint64_t size)
{
	ssize_t n = readlink("/proc/self/exe", h->program, sizeof(h->program) - 1);

	h->program[n > 0 ? n : 0] = '\0';
	h->size = size;
	h->nr_ops = HOT_NR_OPS;
	h->pid = getpid();
	h->parent = getppid();
	h->timer_ns = measure_timer();
	h->magic = HOT_MAGIC;
}

/* A process id may come again, and a process that executes a program keeps its own. */
static int create_file(const char *dir)
{
	int fd = -1;

	for (unsigned int i = 0; i < 100000 && fd < 0; i++) {
		if (snprintf(process.path, sizeof(process.path), "%s/%d-%u", dir, getpid(), i) >=
		    (int)sizeof(process.path))
			return -1;
		fd = open(process.path, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
		if (fd < 0 && errno != EEXIST)
			break;
	}
	return fd;
}

static bool begin_process(void)
{
	const char *dir = getenv("LKMM_HOT_DIR");
	uint64_t size = whole_pages(sizeof(struct hot_header));
	int fd;

	if (process.header || process.failed || hot_is_confined())
		return process.header;
	fd = dir ? create_file(dir) : -1;
	if (fd >= 0) {
		process.header = hot_grow(fd, 0, size);
		close(fd);
	} else {
		hot_print("lkmm hot: a process cannot write below LKMM_HOT_DIR: its calls are not "
			  "counted\n");
	}
	/* A file that has no header tells that. */
	process.failed = !process.header;
	if (process.header) {
		process.size = size;
		fill_header(process.header, size);
	}
	return process.header;
}

/* ---- loaded objects ---- */

struct place {
	uint64_t map, bias;
	const char *name;
};

/* The object that an address belongs to. False if it is none: code that was made at run time. */
static bool find_place(uintptr_t address, struct place *p)
{
#ifdef HAVE_DL_FIND_OBJECT
	struct dl_find_object found;

	/* For a call that never returns, the address after it may be past the end. */
	if (_dl_find_object((void *)(address - 1), &found))
		return false;
	p->map = (uintptr_t)found.dlfo_link_map;
	p->bias = found.dlfo_link_map->l_addr;
	p->name = found.dlfo_link_map->l_name;
#else
	Dl_info info;
	struct link_map *map;

	if (!dladdr1((void *)(address - 1), &info, (void **)&map, RTLD_DL_LINKMAP))
		return false;
	p->map = (uintptr_t)map;
	p->bias = map->l_addr;
	p->name = map->l_name;
#endif
	/* The program itself has no name. */
	if (!*p->name)
		p->name = process.header->program;
	return true;
}

static struct hot_object *first_object(struct hot_chunk *c)
{
	return (struct hot_object *)(c + 1);
}

static struct hot_object *next_object(struct hot_object *o)
{
	return (struct hot_object *)((char *)o + o->size);
}

static bool in_chunk(struct hot_chunk *c, struct hot_object *o)
{
	return (char *)o < (char *)(c + 1) + c->used;
}

static bool same_place(const struct hot_object *o, const struct place *p)
{
	const char *slash = strrchr(o->name, '/');

	/* The name may have been made absolute. */
	return o->map == p->map && o->bias == p->bias &&
	       (!strcmp(o->name, p->name) ||
		(p->name[0] != '/' && slash && !strcmp(slash + 1, strrchr(p->name, '/') ?
						       strrchr(p->name, '/') + 1 : p->name)));
}

/* The chunks are linked from the latest to the first, and numbers count from the first. */
static uint32_t find_object(const struct place *p)
{
	uint32_t number = process.nr_objects;

	for (struct hot_chunk *c = process.objects; c; c = (void *)(uintptr_t)c->next) {
		uint32_t here = 0, found = HOT_NO_OBJECT;

		for (struct hot_object *o = first_object(c); in_chunk(c, o);
		     o = next_object(o), here++)
			if (o->loaded && same_place(o, p))
				found = here;
		number -= here;
		if (found != HOT_NO_OBJECT)
			return number + found;
	}
	return HOT_NO_OBJECT;
}

static size_t absolute(char *to, size_t room, const char *name)
{
	size_t n = 0;

	if (name[0] != '/' && !hot_is_confined() && getcwd(to, room - 1)) {
		n = strlen(to);
		to[n++] = '/';
	}
	snprintf(to + n, room - n, "%s", name);
	return strlen(to) + 1;
}

static uint32_t add_object(const struct place *p, uintptr_t address)
{
	char name[4096];
	size_t n = absolute(name, sizeof(name), p->name);
	uint32_t size = (uint32_t)((sizeof(struct hot_object) + n + 7) / 8 * 8);
	struct hot_chunk *c = process.objects;
	struct hot_object *o;

	if (!c || c->used + size > c->size - sizeof(*c)) {
		c = add_chunk(HOT_OBJECTS, OBJECTS_SIZE, process.objects);
		if (!c)
			return HOT_NO_OBJECT;
		process.objects = c;
	}
	o = (struct hot_object *)((char *)(c + 1) + c->used);
	o->map = p->map;
	o->bias = p->bias;
	o->start = address - 1;
	o->size = size;
	o->loaded = 1;
	memcpy(o->name, name, n);
	c->used += size;
	return process.nr_objects++;
}

/* ---- tables ---- */

static struct hot_table *table_of(struct hot_chunk *c)
{
	return (struct hot_table *)c;
}

static struct hot_table *add_table(uint32_t slots)
{
	size_t slot = sizeof(struct hot_slot) + sizeof(struct hot_site);
	struct hot_table *t = (struct hot_table *)add_chunk(HOT_TABLE, sizeof(*t) + slots * slot,
							    process.table);

	if (t) {
		process.table = &t->chunk;
		t->mask = slots - 1;
	}
	return t;
}

/* One that a thread left behind, or a new one. */
static struct hot_table *get_table(uint32_t slots)
{
	struct hot_table *t;

	for (struct hot_chunk *c = process.table; c; c = (void *)(uintptr_t)c->next) {
		t = table_of(c);
		if (!t->owned && t->mask + 1 >= slots) {
			t->owned = 1;
			return t;
		}
	}
	t = add_table(slots);
	if (t)
		t->owned = 1;
	return t;
}

static void thread_ends(void *arg)
{
	struct hot_table *t = arg;
	struct hot_entry e;

	if (!hot_enter(&e))
		return;
	/* A destructor that comes after this one may count as well, and gets another. */
	if (lkmm_hot_table == t) {
		lkmm_hot_table = &nothing.table;
		t->owned = 0;
	}
	hot_leave(&e);
}

/* No slot may be taken any more: a search ends at one that is free. */
static bool has_none_left(const struct hot_table *t)
{
	return t == &nothing.table || t->chunk.used > t->mask / 8 * 7;
}

/*
 * A table that is a quarter full counts as full, if there is another one: the fast path looks in
 * one place.
 */
static bool is_full(const struct hot_table *t)
{
	return has_none_left(t) || (t->chunk.used >= (t->mask + 1) / 4 && t->mask + 1 < MAX_SLOTS);
}

static bool make_room(void)
{
	struct hot_table *t = lkmm_hot_table;

	while (is_full(t)) {
		uint32_t slots = t == &nothing.table ? FIRST_SLOTS : 2 * (t->mask + 1);

		t = get_table(slots > MAX_SLOTS ? MAX_SLOTS : slots);
		if (!t) {
			poor = has_none_left(lkmm_hot_table);
			return !poor;
		}
		lkmm_hot_table = t;
		/* This may need memory. */
		if (have_key && !hot_is_confined())
			pthread_setspecific(key, t);
	}
	return true;
}

static struct hot_site *site_of(struct hot_table *t, const struct hot_slot *s)
{
	return hot_sites(t) + (s - t->slot);
}

/* The slot that has @k, or the free one where it would be. */
static struct hot_slot *search(struct hot_table *t, uintptr_t site, uint64_t k)
{
	for (uint32_t i = hot_home(t, site);; i = (i + 1) & t->mask)
		if (t->slot[i].key == k || !t->slot[i].key)
			return &t->slot[i];
}

/* The key comes last: until then other threads see a free slot. */
static void insert(struct hot_table *t, struct hot_slot *s, uintptr_t address, enum hot_op op)
{
	struct hot_site *site = site_of(t, s);
	struct place p;

	site->object = HOT_NO_OBJECT;
	site->offset = address;
	site->op = op;
	if (find_place(address, &p)) {
		site->object = find_object(&p);
		if (site->object == HOT_NO_OBJECT)
			site->object = add_object(&p, address);
		if (site->object != HOT_NO_OBJECT)
			site->offset = address - p.bias;
	}
	s->calls = 1;
	t->chunk.used++;
	lkmm_WRITE_ONCE(s->key, hot_key(address, op));
}

/* Children of a confined process count here as well. */
static void lose(void)
{
	if (process.header)
		lkmm_atomic64_inc(&process.header->lost);
}

/* With the lock held, a site that this thread's table may not have. */
static void count_new(uintptr_t site, enum hot_op op)
{
	struct hot_slot *s;

	if (!begin_process())
		return;
	s = search(lkmm_hot_table, site, hot_key(site, op));
	if (lkmm_hot_table != &nothing.table && s->key) {
		hot_increment(&s->calls);
	} else if (make_room()) {
		s = search(lkmm_hot_table, site, hot_key(site, op));
		if (s->key)		/* a table that had another owner */
			hot_increment(&s->calls);
		else
			insert(lkmm_hot_table, s, site, op);
	} else {
		lose();
	}
}

struct hot_sample lkmm_hot_begin(uintptr_t site, enum hot_op op)
{
	struct hot_table *t = lkmm_hot_table;
	struct hot_sample sample = { NULL, 0 };
	struct hot_slot *s = t == &nothing.table ? NULL : search(t, site, hot_key(site, op));
	int error = errno;
	struct hot_entry e;

	if (s && s->key) {
		/* There are machines on which looking at the clock is a system call. */
		if (!(s->calls % HOT_SAMPLE) && !hot_is_confined()) {
			sample.site = site_of(t, s);
			sample.begin = now();
		}
		hot_increment(&s->calls);
	} else if (!process.failed) {
		if (!poor && hot_enter(&e)) {
			count_new(site, op);
			hot_leave(&e);
		} else {
			lose();
		}
	}
	errno = error;
	return sample;
}

/* Longer than a tenth of a millisecond, and another thread ran in between. */
void lkmm_hot_end(struct hot_sample *s)
{
	uint64_t took;

	if (!s->site || hot_is_confined())
		return;
	took = now() - s->begin;
	if (took > 100000)
		return;
	s->site->sampled_ns += took;
	s->site->samples++;
}

/* ---- events of a process ---- */

/*
 * The child has one thread, and still sees its parent's tables, which it must not use. If it cannot
 * begin a file, its losses are added to those of the parent.
 */
void hot_forked(void)
{
	struct hot_header *parent = process.header;

	memset(&process, 0, sizeof(process));
	if (hot_is_confined())
		process.header = parent;
	lkmm_hot_table = &nothing.table;
	poor = false;
	hot_unlock();
	if (have_key)
		pthread_setspecific(key, NULL);
}

/*
 * Reserves everything that may be needed: tables for this thread and others, and room for names of
 * objects.
 */
static void reserve(void)
{
	struct hot_chunk *objects;

	if (!begin_process())
		return;
	make_room();
	if (!add_table(RESERVE_SLOTS))
		return;
	for (int i = 0; i < RESERVE; i++)
		if (!add_table(FIRST_SLOTS))
			return;
	objects = add_chunk(HOT_OBJECTS, OBJECTS_SIZE, process.objects);
	if (objects)
		process.objects = objects;
}

bool hot_confine(void)
{
	bool before = hot_is_confined();
	struct hot_entry e;
	int error = errno;

	if (!before && hot_enter(&e)) {
		reserve();
		hot_set_confined(true);
		hot_leave(&e);
	}
	errno = error;
	return before;
}

void hot_unconfine(bool before)
{
	hot_set_confined(before);
}

__attribute__((__constructor__(101))) static void begin(void)
{
	have_key = !pthread_key_create(&key, thread_ends);
	pthread_atfork(NULL, NULL, hot_forked);
}

static void forget_object(uint32_t number)
{
	for (struct hot_chunk *c = process.table; c; c = (void *)(uintptr_t)c->next) {
		struct hot_table *t = table_of(c);

		for (uint32_t i = 0; i <= t->mask; i++)
			if (t->slot[i].key && hot_sites(t)[i].object == number)
				lkmm_WRITE_ONCE(t->slot[i].key, UINT64_MAX);
	}
}

static void forget_unloaded(void)
{
	uint32_t number = process.nr_objects;

	for (struct hot_chunk *c = process.objects; c; c = (void *)(uintptr_t)c->next) {
		uint32_t here = 0;

		for (struct hot_object *o = first_object(c); in_chunk(c, o); o = next_object(o))
			here++;
		number -= here;
		here = 0;
		for (struct hot_object *o = first_object(c); in_chunk(c, o);
		     o = next_object(o), here++) {
			struct place p;

			if (!o->loaded || (find_place((uintptr_t)o->start + 1, &p) &&
					   same_place(o, &p)))
				continue;
			o->loaded = 0;
			forget_object(number + here);
		}
	}
}

void hot_unloaded(void)
{
	struct hot_entry e;

	if (!hot_enter(&e))
		return;
	forget_unloaded();
	hot_leave(&e);
}
