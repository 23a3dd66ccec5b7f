// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Objects: variables and allocated memory. The parts of one that threads use are locations; objects
 * that only main() uses have none.
 */
#include "reader.h"

#include <stdio.h>
#include <string.h>

enum { MAX_LEAVES = 4096 };

/* ---- their parts ---- */

static int64_t end_of(const struct leaf *p)
{
	return p->offset + (p->bits + 7) / 8;
}

/* Each byte is of one part at most. */
void add_leaf(struct reader *r, struct object *o, int64_t offset, int bits)
{
	int n;

	if (o->nleaves == MAX_LEAVES) {
		reader_error(r, (struct lkmm_place){ 0 }, "'%s' has more than %d parts", o->name,
			     MAX_LEAVES);
		return;
	}
	o->leaf = litmus_grow(&r->l, o->leaf, o->nleaves, sizeof(*o->leaf));
	if (!o->leaf) {
		o->nleaves = 0;
		return;
	}
	for (n = o->nleaves++; n && o->leaf[n - 1].offset > offset; n--)
		o->leaf[n] = o->leaf[n - 1];
	o->leaf[n] = (struct leaf){ .offset = offset, .bits = bits };
	if ((n && end_of(&o->leaf[n - 1]) > offset) ||
	    (n + 1 < o->nleaves && end_of(&o->leaf[n]) > o->leaf[n + 1].offset))
		reader_error(r, (struct lkmm_place){ 0 }, "'%s' has parts that overlap", o->name);
}

/*
 * What threads wait for, in the C library: so many words that count (lock.c, and
 * include/lkmm/verify/threads.c), and 0 at first. 0: @t is something else.
 */
static int lock_words(const struct ir_type *t)
{
	static const struct {
		const char *name;
		int words;
	} all[] = {
		{ "union.pthread_mutex_t", 1 }, { "union.pthread_spinlock_t", 1 },
		{ "union.pthread_rwlock_t", 1 }, { "union.pthread_barrier_t", 2 },
		{ "union.mtx_t", 1 }, { "union.pthread_cond_t", 1 + CPUS },
		{ "union.cnd_t", 1 + CPUS }, { "union.sem_t", 1 },
		{ "struct.lkmm_spinlock_t", 1 },
	};

	for (size_t k = 0; t->name && k < sizeof(all) / sizeof(all[0]); k++)
		if (!strcmp(t->name, all[k].name))
			return all[k].words;
	return 0;
}

/* Locks of the model, which lock.c makes of them, and no threads.c. */
static bool is_mutex(const struct ir_type *t)
{
	return !strcmp(t->name, "union.pthread_mutex_t") || !strcmp(t->name, "union.mtx_t") ||
	       !strcmp(t->name, "struct.lkmm_spinlock_t");
}

/* rustc writes variables as bytes: they are words, as large as their alignment allows. */
static bool add_words(struct reader *r, struct object *o, const struct ir_type *t, int64_t at)
{
	int64_t size = ir_size(t), word = 8;

	if (t->kind != IR_ARRAY || !t->of || t->of->kind != IR_INTEGER || t->of->bits != 8 ||
	    !o->words)
		return false;
	while (word > o->words || at % word || size % word)
		word /= 2;
	for (int64_t k = 0; k < size; k += word)
		add_leaf(r, o, at + k, (int)(8 * word));
	return true;
}

/* The bytes that clang puts between members, for their alignment. */
static bool is_padding(struct reader *r, const struct ir_type *t, int member)
{
	const struct ir_type *m = t->member[member];

	return m->kind == IR_ARRAY && bits_of(m->of) == 8 &&
	       !is_member(r, t, ir_offset(t, member));
}

static void lay_out(struct reader *r, struct object *o, const struct ir_type *t, int64_t at)
{
	if (!t || reader_failed(r))
		return;
	if (lock_words(t)) {
		for (int k = 0; k < lock_words(t); k++)
			add_leaf(r, o, at + 4 * k, 32);
		for (int k = 0; k < o->nleaves && is_mutex(t); k++)
			o->leaf[k].lock |= o->leaf[k].offset == at;
	} else if (t->kind == IR_ARRAY) {
		if (add_words(r, o, t, at))
			return;
		for (int64_t i = 0; i < t->n && !reader_failed(r); i++)
			lay_out(r, o, t->of, at + i * ir_size(t->of));
	} else if (t->kind == IR_STRUCT) {
		for (int i = 0; i < t->nmembers; i++)
			if (!is_padding(r, t, i))
				lay_out(r, o, t->member[i], at + ir_offset(t, i));
	} else if (bits_of(t) && bits_of(t) <= 64) {
		add_leaf(r, o, at, bits_of(t) == 1 ? 8 : bits_of(t));
	} else {
		reader_error(r, (struct lkmm_place){ 0 },
			     "'%s' has a part that is neither an integer nor a pointer", o->name);
	}
}

/* ---- their first values ---- */

/* Whether @init has a number that the C library has for a recursive mutex, or one that checks. */
static bool has_kind(const struct ir_value *init)
{
	if (init && init->kind == IR_NUMBER)
		return init->number == 1 || init->number == 2;
	for (int k = 0; init && k < init->nelements; k++)
		if (has_kind(init->element[k]))
			return true;
	return false;
}

static void give_lock(struct reader *r, struct object *o, int *n, const struct ir_type *t,
		      const struct ir_value *init)
{
	for (int k = lock_words(t); k && *n < o->nleaves; k--)
		o->leaf[(*n)++].value = known_number(0);
	if (!strcmp(t->name, "union.pthread_mutex_t") && has_kind(init))
		reader_error(r, (struct lkmm_place){ 0 }, "'%s' has a mutex of a kind that is not "
			     "supported", o->name);
}

/* The parts of @init that are numbers and addresses, in order, into the leaves from *@n on. */
static void give_values(struct reader *r, struct object *o, int *n, const struct ir_type *t,
			const struct ir_value *init)
{
	int elements;

	if (!t || reader_failed(r))
		return;
	if (lock_words(t)) {
		give_lock(r, o, n, t, init);
		return;
	}
	if (t->kind != IR_ARRAY && t->kind != IR_STRUCT) {
		if (*n < o->nleaves && init && init->kind != IR_ZERO)
			o->leaf[*n].value = known_value(r, init, (struct lkmm_place){ 0 });
		else if (*n < o->nleaves)
			o->leaf[*n].value = known_number(0);
		++*n;
		return;
	}
	elements = t->kind == IR_ARRAY ? (int)t->n : t->nmembers;
	for (int i = 0; i < elements; i++)
		if (t->kind == IR_ARRAY || !is_padding(r, t, i))
			give_values(r, o, n, t->kind == IR_ARRAY ? t->of : t->member[i],
				    init && i < init->nelements ? init->element[i] : NULL);
}

/* The byte at @at of @init, which has bytes and zeros only; or -1. */
static int byte_of(const struct ir_type *t, const struct ir_value *init, int64_t at)
{
	if (!t || !init || init->kind == IR_ZERO || init->kind == IR_UNDEFINED)
		return 0;
	if (t->kind == IR_INTEGER && init->kind == IR_NUMBER)
		return (int)((uint64_t)init->number >> (8 * at) & 0xff);
	for (int i = 0; i < init->nelements; i++) {
		const struct ir_type *of = t->kind == IR_ARRAY ? t->of :
			t->kind == IR_STRUCT && i < t->nmembers ? t->member[i] : NULL;
		int64_t from = t->kind == IR_ARRAY ? i * ir_size(of) : ir_offset(t, i);

		if (of && at >= from && at < from + ir_size(of))
			return byte_of(of, init->element[i], at - from);
	}
	return -1;
}

/* The pointer that is at @at of @init, or NULL. */
static const struct ir_value *pointer_at(const struct ir_type *t, const struct ir_value *init,
					 int64_t at)
{
	if (!t || !init)
		return NULL;
	if (t->kind == IR_POINTER)
		return at ? NULL : init;
	for (int i = 0; i < init->nelements; i++) {
		const struct ir_type *of = t->kind == IR_ARRAY ? t->of :
			t->kind == IR_STRUCT && i < t->nmembers ? t->member[i] : NULL;
		int64_t from = t->kind == IR_ARRAY ? i * ir_size(of) : ir_offset(t, i);

		if (of && at >= from && at < from + ir_size(of))
			return pointer_at(of, init->element[i], at - from);
	}
	return NULL;
}

/* The same of a variable whose parts are words of bytes. */
static void give_words(struct reader *r, struct object *o)
{
	for (int k = 0; k < o->nleaves; k++) {
		const struct ir_value *pointer = pointer_at(o->type, o->init, o->leaf[k].offset);
		uint64_t value = 0;
		int bytes = o->leaf[k].bits / 8;

		if (pointer) {
			o->leaf[k].value = known_value(r, pointer, (struct lkmm_place){ 0 });
			continue;
		}
		for (int b = 0; b < bytes; b++) {
			int byte = byte_of(o->type, o->init, o->leaf[k].offset + b);

			if (byte < 0)
				reader_error(r, (struct lkmm_place){ 0 }, "the first value of '%s' "
					     "is not supported", o->name);
			value |= (uint64_t)(byte & 0xff) << (8 * b);
		}
		o->leaf[k].value = known_number(fold_cast((int64_t)value, 8 * bytes, false));
	}
}

/* The parts of all copies but the first. */
static void add_copies(struct reader *r, struct object *o)
{
	int n = o->nleaves;

	for (int copy = 1; copy < o->copies; copy++)
		for (int k = 0; k < n && !reader_failed(r); k++)
			add_leaf(r, o, o->leaf[k].offset + copy * CPU_DISTANCE, o->leaf[k].bits);
}

void object_initialise(struct reader *r, int object)
{
	struct object *o = &r->object[object];
	int n = 0, each;

	for (int k = 0; k < o->nleaves; k++)
		o->leaf[k].value = (struct known){ 0 };
	if (!o->init)
		return;
	if (o->words)
		give_words(r, o);
	else
		give_values(r, o, &n, o->type, o->init);
	each = o->nleaves / o->copies;
	for (int k = each; k < o->nleaves; k++)
		o->leaf[k].value = o->leaf[k - each].value;
}

/* ---- objects ---- */

/* The object that main() made at this point the first time; or -1. */
static int made_again(struct reader *r)
{
	while (is_running(r) && r->remade < r->prologue) {
		struct object *o = &r->object[r->remade++];

		if (!o->global)
			return r->remade - 1;
	}
	return -1;
}

int new_object(struct reader *r, const char *name, struct ir_type *type, struct ir_value *init)
{
	int n = init ? -1 : made_again(r);
	struct object *o;

	if (n >= 0) {
		object_initialise(r, n);
		return n;
	}
	o = litmus_grow(&r->l, r->object, r->nobjects, sizeof(*o));
	if (!o)
		return -1;
	r->object = o;
	n = r->nobjects++;
	o += n;
	*o = (struct object){ .name = name, .type = type, .init = init, .size = ir_size(type),
			      .loc = -1, .global = init, .copies = 1 };
	return n;
}

int stack_object(struct reader *r, const struct ir_instruction *i)
{
	int n = new_object(r, r->frame->f->value[i->result]->name, i->source, NULL);

	if (n >= 0 && r->frame->f->bytes)
		r->object[n].words = i->align ? i->align : 1;
	return n;
}

static void make_copies(struct reader *r, struct object *o, const struct ir_global *g,
			struct lkmm_place at)
{
	if (!g->per_cpu && !g->per_thread)
		return;
	if (o->size > CPU_DISTANCE)
		reader_error(r, at, "'%s' is too large for a variable of each %s", o->name,
			     g->per_cpu ? "CPU" : "thread");
	o->per_thread = g->per_thread;
	o->copies = CPUS + g->per_thread;
	o->size += (o->copies - 1) * CPU_DISTANCE;
}

/* Streams of the C library, which are handed to functions without effect: null pointers. */
static bool is_stream(const struct ir_global *g)
{
	/* and what rustc before 1.87 reads in front of an allocation */
	return !strcmp(g->name, "__rust_no_alloc_shim_is_unstable") || !strcmp(g->name, "stdin") ||
	       !strcmp(g->name, "stdout") || !strcmp(g->name, "stderr");
}

/* Whether it can be an object. */
static bool can_be_used(struct reader *r, const struct ir_value *v, struct lkmm_place at)
{
	const struct ir_global *g = v->global;

	if (g && g->refused)
		reader_error(r, at, "'%s' is %s, which is not supported", v->name, g->refused);
	else if (!g || (!g->init && !is_stream(g)))
		reader_error(r, at, "the variable '%s' is not defined in the files given",
			     v->name);
	return !reader_failed(r);
}

/* By its number in the module: 1 + its object. */
static int *object_of(struct reader *r, const struct ir_global *g)
{
	if (!r->object_of)
		r->object_of = reader_alloc(r, (size_t)r->m.nglobals * sizeof(*r->object_of));
	return r->object_of ? &r->object_of[g - r->m.global] : NULL;
}

int variable_object(struct reader *r, const struct ir_global *g, struct lkmm_place at)
{
	static struct ir_value zero = { .kind = IR_ZERO };
	int *known = object_of(r, g), n;
	struct object *o;

	if (!known || *known)
		return known ? *known - 1 : -1;
	n = new_object(r, g->name, g->type, g->init ? g->init : &zero);
	if (n < 0)
		return -1;
	*known = n + 1;
	o = &r->object[n];
	o->variable = g;
	o->words = g->bytes ? g->align ? g->align : 1 : 0;
	make_copies(r, o, g, at);
	o->constant = (g->constant || !g->init) && o->copies == 1 && !o->per_thread;
	return n;
}

int global_object(struct reader *r, const struct ir_value *v, struct lkmm_place at)
{
	return can_be_used(r, v, at) ? variable_object(r, v->global, at) : -1;
}

int function_object(struct reader *r, const char *name)
{
	static struct ir_type byte = { .kind = IR_INTEGER, .bits = 8 };
	static struct ir_value none = { .kind = IR_ZERO, .type = &byte };
	const struct ir_function *f = ir_find_function(&r->m, name);
	const char *shown = name;
	int n;

	for (int i = 0; i < r->nobjects; i++)
		if (r->object[i].function && !strcmp(r->object[i].function, name))
			return i;
	if (f)
		function_name(r, f, &shown);
	n = shown ? new_object(r, shown, &byte, &none) : -1;
	if (n >= 0)
		r->object[n].function = name;
	return n;
}

void object_lay_out(struct reader *r, int object)
{
	struct object o;

	if (r->object[object].nleaves)
		return;
	o = r->object[object];
	if (!o.words || !lay_out_by_notes(r, &o))
		lay_out(r, &o, o.type, 0);
	add_copies(r, &o);
	r->object[object] = o;
	object_initialise(r, object);
}

/* ---- locations ---- */

static void add_location_of(struct reader *r, const struct object *o, const struct leaf *p,
			    int first)
{
	struct litmus *l = &r->l;
	struct lkmm_location *loc = litmus_grow(l, l->test->loc, l->test->nlocs, sizeof(*loc));
	char name[100];

	if (!loc)
		return;
	l->test->loc = loc;
	name_part(r, o, p->offset, name, sizeof(name));
	loc += l->test->nlocs;
	memset(loc, 0, sizeof(*loc));
	loc->name = litmus_text(l, name, (int)strlen(name));
	loc->integer = LKMM_SIGNED(p->bits);
	loc->object = first + 1;
	loc->offset = (int)p->offset;
	loc->constant = o->constant;
	l->test->nlocs++;
}

int64_t as_number(struct reader *r, const struct known *k, struct lkmm_place at)
{
	int loc;

	switch (k->kind) {
	case KNOWN_NOTHING:
		return 0;
	case KNOWN_NUMBER:
		return k->number;
	case KNOWN_ADDRESS:
		r->object[k->index].open = true;
		loc = object_location(r, k->index, at);
		return loc < 0 ? 0 : lkmm_address(r->l.test, loc) + k->number;
	case KNOWN_FUNCTION:
		loc = object_location(r, function_object(r, k->function), at);
		return loc < 0 ? 0 : lkmm_address(r->l.test, loc);
	default:
		reader_error(r, at, "a struct in registers is not supported here");
		return 0;
	}
}

int object_location(struct reader *r, int object, struct lkmm_place at)
{
	int first = r->l.test->nlocs;

	if (object < 0 || object >= r->nobjects)
		return -1;
	if (r->object[object].loc >= 0)
		return r->object[object].loc;
	object_lay_out(r, object);
	if (reader_failed(r))
		return -1;
	if (!r->object[object].nleaves)
		add_leaf(r, &r->object[object], 0, 8);
	r->object[object].loc = first;
	for (int k = 0; k < r->object[object].nleaves; k++)
		add_location_of(r, &r->object[object], &r->object[object].leaf[k], first);
	for (int k = 0; k < r->object[object].nleaves && !reader_failed(r); k++) {
		int64_t n = as_number(r, &r->object[object].leaf[k].value, at);

		if (first + k < r->l.test->nlocs)
			r->l.test->loc[first + k].init = n;
	}
	return first;
}
