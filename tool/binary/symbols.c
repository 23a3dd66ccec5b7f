// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "dw.h"
#include "symbols.h"
#include "base/text.h"
#include "demangle.h"

#include <stdlib.h>
#include <string.h>

struct object {
	char *name;
	Dwfl *dwfl;
	Dwfl_Module *module;		/* NULL: not an ELF file, or gone */
	struct object *next;
};

/* A name that was put together. */
struct name {
	struct name *next;
	char s[];
};

struct symbols {
	struct object *objects;
	struct name *names;
};

struct symbols *symbols_open(void)
{
	return calloc(1, sizeof(struct symbols));
}

const char *symbols_missing(void)
{
	return dw_load() ? NULL : "libdw.so.1 cannot be loaded (Debian: libdw1)";
}

void symbols_close(struct symbols *s)
{
	while (s && s->objects) {
		struct object *o = s->objects;

		s->objects = o->next;
		if (o->dwfl)
			dw.dwfl_end(o->dwfl);
		free(o->name);
		free(o);
	}
	while (s && s->names) {
		struct name *n = s->names;

		s->names = n->next;
		free(n);
	}
	free(s);
}

static struct object *open_object(struct symbols *s, const char *file)
{
	struct object *o;

	for (o = s->objects; o; o = o->next)
		if (!strcmp(o->name, file))
			return o;
	o = calloc(1, sizeof(*o));
	if (!o)
		return NULL;
	o->name = strdup(file);
	if (o->name && dw_load())
		o->dwfl = dw_open(file, &o->module);
	o->next = s->objects;
	s->objects = o;
	return o;
}

/* ---- names ---- */

static const char *keep(struct symbols *s, const struct text *t)
{
	struct name *n = t->failed ? NULL : malloc(sizeof(*n) + t->len + 1);

	if (!n)
		return NULL;
	memcpy(n->s, t->s, t->len + 1);
	n->next = s->names;
	s->names = n;
	return n->s;
}

/* With the namespaces and types around it, as Rust and C++ have them. */
static const char *full_name(struct symbols *s, Dwarf_Die die)
{
	Dwarf_Die function = dw_original(die), *scopes = NULL;
	struct text t = { 0 };
	const char *name;
	int n = dw.dwarf_getscopes_die(&function, &scopes);

	for (int i = n - 1; i > 0; i--) {
		int tag = dw.dwarf_tag(&scopes[i]);
		const char *part = dw.dwarf_diename(&scopes[i]);

		if (part && (tag == DW_TAG_namespace || tag == DW_TAG_structure_type ||
			     tag == DW_TAG_class_type || tag == DW_TAG_enumeration_type))
			text_add(&t, "%s::", part);
	}
	free(scopes);
	name = dw.dwarf_diename(&function);
	text_puts(&t, name ? name : "?");
	name = keep(s, &t);
	text_free(&t);
	return name;
}

static const char *linkage_name(Dwarf_Die function)
{
	Dwarf_Attribute a;

	return dw.dwarf_attr_integrate(&function, DW_AT_linkage_name, &a) ?
	       dw.dwarf_formstring(&a) : NULL;
}

/*
 * "{impl#2}" is not a useful name: the linker's name has the trait and type. symbols_demangle()
 * makes it readable.
 */
static const char *name_to_print(struct symbols *s, Dwarf_Die die)
{
	const char *name = full_name(s, die), *mangled = linkage_name(dw_original(die));

	return name && mangled && strstr(name, "{impl#") && demangle_is_rust(mangled) ?
	       mangled : name;
}

static bool begins(const char *s, const char *with)
{
	return !strncmp(s, with, strlen(with));
}

/* lkmm_... of the headers, __lkmm_... of their insides, and the crate. */
static bool is_own(const char *name)
{
	return name && (begins(name, "lkmm_") || begins(name, "__lkmm_") || begins(name, "lkmm::"));
}

/* ---- an address ---- */

static int number(Dwarf_Die *die, unsigned int attribute)
{
	Dwarf_Attribute a;
	Dwarf_Word v;

	return dw.dwarf_attr(die, attribute, &a) && !dw.dwarf_formudata(&a, &v) ? (int)v : 0;
}

/* Where an inlined function was called. */
static void call_of(Dwarf_Die *cu, Dwarf_Die *inlined, struct symbol *found)
{
	Dwarf_Files *files;
	size_t n;

	found->line = number(inlined, DW_AT_call_line);
	found->file = NULL;
	/* From DWARF 5 on, number 0 is a file. */
	if (dw.dwarf_hasattr(inlined, DW_AT_call_file) && !dw.dwarf_getsrcfiles(cu, &files, &n))
		found->file = dw.dwarf_filesrc(files, (size_t)number(inlined, DW_AT_call_file),
					       NULL, NULL);
}

static bool is_function(Dwarf_Die *die)
{
	int tag = dw.dwarf_tag(die);

	return tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine;
}

/* Functions that contain an address, each inlined in the one before. */
struct nest {
	Dwarf_Die function[64];
	int n;
};

/* By hand: dwarf_getscopes() finds no function that is in a namespace. */
static void find_nest(Dwarf_Die die, Dwarf_Addr pc, struct nest *nest)
{
	Dwarf_Die child;

	if (dw.dwarf_child(&die, &child))
		return;
	do {
		int tag = dw.dwarf_tag(&child), before = nest->n;

		switch (tag) {
		case DW_TAG_subprogram:
		case DW_TAG_inlined_subroutine:
		case DW_TAG_lexical_block:
			if (dw.dwarf_haspc(&child, pc) <= 0)
				continue;
			if (tag != DW_TAG_lexical_block && nest->n < 64)
				nest->function[nest->n++] = child;
			find_nest(child, pc, nest);
			return;
		case DW_TAG_namespace:
		case DW_TAG_structure_type:
		case DW_TAG_class_type:
		case DW_TAG_union_type:
		case DW_TAG_enumeration_type:
			find_nest(child, pc, nest);
			if (nest->n > before)
				return;
		}
	} while (!dw.dwarf_siblingof(&child, &child));
}

/*
 * From the innermost outwards: past lkmm's own functions, to their caller, and the place where that
 * was inlined.
 */
static void walk_out(struct symbols *s, Dwarf_Die *cu, struct nest *nest, struct symbol *found)
{
	for (int i = nest->n - 1; i >= 0; i--) {
		Dwarf_Die *function = &nest->function[i];
		bool inlined = dw.dwarf_tag(function) == DW_TAG_inlined_subroutine;

		if (!found->function && inlined && is_own(full_name(s, *function)))
			call_of(cu, function, found);
		else if (!found->function)
			found->function = name_to_print(s, *function);
		else
			found->outer = name_to_print(s, *function);
		if (!inlined)
			return;
	}
}

static void find_in_dwarf(struct symbols *s, Dwarf_Die *cu, Dwarf_Addr pc, struct symbol *found)
{
	Dwarf_Line *line = dw.dwarf_getsrc_die(cu, pc);
	struct nest nest = { .n = 0 };

	found->rust = dw.dwarf_srclang(cu) == DW_LANG_Rust;
	if (line) {
		dw.dwarf_lineno(line, &found->line);
		found->file = dw.dwarf_linesrc(line, NULL, NULL);
	}
	find_nest(*cu, pc, &nest);
	walk_out(s, cu, &nest, found);
}

/* clang writes no table of the addresses of units. */
static Dwarf_Die *find_unit(struct object *o, Dwarf_Addr address, Dwarf_Addr *bias)
{
	Dwarf_Die *cu = dw.dwfl_module_addrdie(o->module, address, bias);

	if (cu)
		return cu;
	while ((cu = dw.dwfl_module_nextcu(o->module, cu, bias)))
		if (dw.dwarf_haspc(cu, address - *bias) > 0)
			break;
	return cu;
}

void symbols_find(struct symbols *s, const char *file, uint64_t address, struct symbol *found)
{
	struct object *o = open_object(s, file);
	GElf_Addr bias;
	Dwarf_Addr dwarf_bias;
	Dwarf_Die *cu;

	memset(found, 0, sizeof(*found));
	if (!o || !o->module || !dw.dwfl_module_getelf(o->module, &bias))
		return;
	cu = find_unit(o, address + bias, &dwarf_bias);
	if (cu)
		find_in_dwarf(s, cu, address + bias - dwarf_bias, found);
	if (!found->function) {
		found->function = dw.dwfl_module_addrname(o->module, address + bias);
		found->rust |= found->function && demangle_is_rust(found->function);
	}
}

/* Those that are mangled, in the order in which they are asked for. */
struct demangling {
	struct symbols *s;
	const char ***where, **name;
	size_t n;
};

static void add_mangled(struct demangling *d, const char **name)
{
	if (!*name || !demangle_is_mangled(*name))
		return;
	d->where[d->n] = name;
	d->name[d->n++] = *name;
}

static void set_plain(size_t i, const char *plain, void *arg)
{
	struct demangling *d = arg;
	struct text t = { 0 };
	const char *kept;

	text_puts(&t, plain);
	kept = keep(d->s, &t);
	text_free(&t);
	if (kept)
		*d->where[i] = kept;
}

void symbols_demangle(struct symbols *s, struct symbol *const *symbol, size_t n)
{
	struct demangling d = { .s = s };

	d.where = calloc(2 * n + 1, sizeof(*d.where));
	d.name = calloc(2 * n + 1, sizeof(*d.name));
	for (size_t i = 0; i < n && d.where && d.name; i++) {
		add_mangled(&d, &symbol[i]->function);
		add_mangled(&d, &symbol[i]->outer);
	}
	if (d.n)
		demangle(d.name, d.n, set_plain, &d);
	free(d.where);
	free(d.name);
}

bool symbols_have_lines(struct symbols *s, const char *file)
{
	struct object *o = open_object(s, file);
	Dwarf_Addr bias;

	return o && o->module && dw.dwfl_module_getdwarf(o->module, &bias);
}

/* ---- inlined operations ---- */

struct walk {
	struct symbols *s;
	Dwarf_Die *cu;
	void (*each)(const char *op, uint64_t address, const struct symbol *where, void *arg);
	void *arg;
	const uint64_t *calls;
	size_t ncalls;
	Dwarf_Addr bias;		/* from addresses in the file to those in debug
					 * information */
};

/*
 * A quick check before full_name(), which is slow: the mangled name of an item of the crate
 * contains the crate's name.
 */
static bool may_be_own(Dwarf_Die die)
{
	Dwarf_Die function = dw_original(die);
	const char *name = dw.dwarf_diename(&function), *mangled = linkage_name(function);

	return (name && strstr(name, "lkmm")) || (mangled && strstr(mangled, "lkmm"));
}

/* Without code, the compiler has dropped all of it. */
static bool begins_at(Dwarf_Die *die, Dwarf_Addr *begin)
{
	Dwarf_Addr base, end;

	return dw.dwarf_ranges(die, 0, &base, begin, &end) > 0;
}

static bool has_call(const struct walk *w, Dwarf_Die *die)
{
	for (size_t i = 0; i < w->ncalls; i++)
		if (dw.dwarf_haspc(die, w->calls[i] + w->bias) > 0)
			return true;
	return false;
}

static void report_inlined(struct walk *w, Dwarf_Die *die, Dwarf_Die *function)
{
	struct symbol where = { .rust = dw.dwarf_srclang(w->cu) == DW_LANG_Rust };
	Dwarf_Addr begin;

	if (!begins_at(die, &begin) || has_call(w, die))
		return;
	call_of(w->cu, die, &where);
	where.function = name_to_print(w->s, *function);
	w->each(full_name(w->s, *die), begin - w->bias, &where, w->arg);
}

/* @function: the one that @die is in. */
static void walk_down(struct walk *w, Dwarf_Die die, Dwarf_Die *function)
{
	Dwarf_Die child;

	if (dw.dwarf_child(&die, &child))
		return;
	do {
		bool inlined = dw.dwarf_tag(&child) == DW_TAG_inlined_subroutine;

		if (!is_function(&child))
			walk_down(w, child, function);
		else if (!may_be_own(child) || !is_own(full_name(w->s, child)))
			walk_down(w, child, &child);
		else if (inlined && function)
			report_inlined(w, &child, function);
	} while (!dw.dwarf_siblingof(&child, &child));
}

void symbols_inlined(struct symbols *s, const char *file, const uint64_t *calls, size_t ncalls,
		     void (*each)(const char *op, uint64_t address, const struct symbol *where,
				  void *arg), void *arg)
{
	struct object *o = open_object(s, file);
	struct walk w = { .s = s, .each = each, .arg = arg, .calls = calls, .ncalls = ncalls };
	Dwarf_Addr bias;
	GElf_Addr elf_bias;

	if (!o || !o->module || !dw.dwfl_module_getelf(o->module, &elf_bias) ||
	    !dw.dwfl_module_getdwarf(o->module, &bias))
		return;
	w.bias = elf_bias - bias;
	for (w.cu = NULL; (w.cu = dw.dwfl_module_nextcu(o->module, w.cu, &bias));)
		walk_down(&w, *w.cu, NULL);
}
