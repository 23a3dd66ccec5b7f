// SPDX-License-Identifier: GPL-2.0 OR MIT
/* A file of LLVM IR: its types, globals and functions, and the lines they come from. */
#include "text.h"

#include <ctype.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

/* ---- values and blocks ---- */

struct ir_value *ir_local(struct ir_text *x, const char *text, struct ir_type *type)
{
	struct ir_function *f = x->f;
	struct ir_value *v;
	struct ir_name *n;

	if (!f) {
		ir_error(x, "'%%%s' outside of a function", text);
		return NULL;
	}
	n = ir_name_of(x, f->names, text);
	if (!n)
		return NULL;
	if (n->value >= 0)
		return f->value[n->value];
	f->value = ir_grow(x, f->value, f->nvalues, sizeof(struct ir_value *));
	v = ir_alloc(x, sizeof(*v));
	if (!f->value || !v)
		return NULL;
	*v = (struct ir_value){ .kind = IR_LOCAL, .type = type, .name = text, .index = f->nvalues };
	n->value = f->nvalues;
	return f->value[f->nvalues++] = v;
}

int ir_block(struct ir_text *x, const char *text)
{
	struct ir_function *f = x->f;
	struct ir_name *n = ir_name_of(x, f->names, text);

	if (!n || n->block >= 0)
		return n ? n->block : 0;
	f->block = ir_grow(x, f->block, f->nblocks, sizeof(*f->block));
	if (!f->block)
		return 0;
	f->block[f->nblocks] = (struct ir_block){ .name = text };
	return n->block = f->nblocks++;
}

/* ---- functions ---- */

static void parameters(struct ir_text *x, struct ir_function *f)
{
	ir_expect(x, "(");
	while (!ir_failed(x) && !ir_accept(x, ")")) {
		struct ir_type *t, *by_value;
		struct ir_value *v;

		if (ir_accept(x, "...")) {
			f->variadic = true;
			continue;
		}
		t = ir_type(x);
		ir_skip_attributes(x);
		by_value = x->by_value;
		if (ir_accept(x, "%")) {
			v = ir_local(x, ir_name(x), t);
			if (v)
				v->is_parameter = true;
		} else {
			v = ir_alloc(x, sizeof(*v));	/* of a declaration: no name */
			if (v)
				v->type = t;
		}
		if (v)
			v->by_value = by_value;
		f->parameter = ir_grow(x, f->parameter, f->nparameters, sizeof(struct ir_value *));
		if (f->parameter && v)
			f->parameter[f->nparameters++] = v;
		if (!ir_at(x, ")"))
			ir_expect(x, ",");
	}
}

/* LABEL: */
static bool at_label(struct ir_text *x)
{
	const char *p;

	ir_blanks(x);
	for (p = x->p; *p && *p != '\n' && *p != ' ' && *p != ':'; p += *p != '\0')
		if (*p == '"')
			for (p++; *p && *p != '"'; p++)
				;
	return *p == ':';
}

/* The name of the first block if it has no label: the number that follows those of parameters. */
static const char *first_label(struct ir_text *x, const struct ir_function *f)
{
	char *text = ir_alloc(x, 12);
	int n = 0;

	for (int i = 0; i < f->nparameters && f->parameter; i++)	/* none: out of memory */
		n += !f->parameter[i]->name || isdigit((unsigned char)f->parameter[i]->name[0]);
	if (text)
		snprintf(text, 12, "%d", n);
	return text ? text : "";
}

static void body(struct ir_text *x, struct ir_function *f)
{
	int at = -1;

	if (!at_label(x)) {
		at = ir_block(x, first_label(x, f));
		if (f->block)
			f->block[at].met = true;
	}
	while (!ir_failed(x) && !ir_accept(x, "}")) {
		struct ir_instruction *i;
		struct ir_block *b;

		if (ir_at(x, "#")) {	/* #dbg_declare(...) */
			ir_skip_line(x);
			continue;
		}
		if (at_label(x)) {
			at = ir_block(x, ir_name(x));
			ir_expect(x, ":");
			if (f->block)
				f->block[at].met = true;
			continue;
		}
		i = ir_instruction(x);
		if (!i || !f->block)
			return;
		b = &f->block[at];
		if (b->last)
			b->last->next = i;
		else
			b->first = i;
		b->last = i;
		if (!*x->p)
			ir_error(x, "the function '%s' does not end", f->name);
	}
}

/* Whether it is static. What rustc writes so has a name that no other file has. */
static bool is_local(struct ir_text *x)
{
	return !x->m->bytes && (ir_at_word(x, "internal") || ir_at_word(x, "private"));
}

/* The name that the static @name of this file has among all files. */
static const char *unique(struct ir_text *x, const char *name)
{
	size_t n = strlen(name) + 20;
	char *text = x->m->files > 1 ? ir_alloc(x, n) : NULL;

	if (!text)
		return name;
	snprintf(text, n, "%s'%d", name, x->m->files);
	return text;
}

static void function(struct ir_text *x, bool defined)
{
	struct ir_module *m = x->m;
	struct ir_function f = { .defined = defined, .bytes = m->bytes }, *known;
	struct ir_name *n;
	bool local = is_local(x);

	while (ir_accept(x, "!")) {	/* !dbg !78 */
		ir_word(x);
		ir_expect(x, "!");
		ir_word(x);
	}
	ir_skip_attributes(x);
	f.line = x->line;
	f.file = m->files - 1;
	f.returns = ir_type(x);
	ir_expect(x, "@");
	f.local = ir_name(x);
	f.name = local ? unique(x, f.local) : f.local;
	f.local = local ? f.local : NULL;
	f.names = ir_alloc(x, sizeof(*f.names));
	if (!f.names)
		return;
	x->f = &f;
	parameters(x, &f);
	if (defined) {
		f.debug = -1;
		while (*x->p && *x->p != '{')
			if (!strncmp(x->p, "!dbg !", 6))
				f.debug = ir_int((x->p += 6)) + m->base;
			else if (*x->p == '(')
				ir_skip_brackets(x);
			else
				x->p++;
		ir_expect(x, "{");
		body(x, &f);
	} else {
		ir_skip_line(x);
	}
	x->f = NULL;
	known = ir_find_function(m, f.name);
	if (known) {
		f.taken = known->taken;
		if (!known->defined)
			*known = f;
		return;
	}
	n = ir_name_of(x, m->names, f.name);
	m->function = ir_grow(x, m->function, m->nfunctions, sizeof(f));
	if (!n || !m->function)
		return;
	n->function = m->nfunctions;
	m->function[m->nfunctions++] = f;
}

struct ir_function *ir_find_function(const struct ir_module *m, const char *name)
{
	const struct ir_name *n = ir_find_name(m->names, name);

	return n && n->function >= 0 ? &m->function[n->function] : NULL;
}

struct ir_global *ir_find_global(const struct ir_module *m, const char *name)
{
	const struct ir_name *n = ir_find_name(m->names, name);

	return n && n->global >= 0 ? &m->global[n->global] : NULL;
}

/* ---- globals, types, lines ---- */

/* The section that include/verify/linux/percpu-defs.h puts variables in. */
#define PER_CPU "section \".lkmm.percpu\""

/* Whether the line goes on with a value: those of other files have none. */
static bool value_follows(struct ir_text *x)
{
	return ir_goes_on(x) && *x->p != ',' && *x->p != '!';
}

/* The words up to the type. False if it is no variable, such as $comdat. */
static bool linkage(struct ir_text *x, struct ir_global *g)
{
	while (ir_goes_on(x)) {
		if (ir_accept_word(x, "global"))
			return true;
		g->constant = ir_accept_word(x, "constant");
		if (g->constant)
			return true;
		g->per_thread |= ir_at_word(x, "thread_local");
		g->is_alias = ir_accept_word(x, "alias");
		if (g->is_alias)
			return true;
		if (ir_accept_word(x, "ifunc")) {
			g->refused = "chosen when a program starts (ifunc)";
			return true;
		}
		if (!ir_word(x)[0])
			return false;
		if (*x->p == '(')	/* thread_local(initialexec) */
			ir_skip_brackets(x);
	}
	return false;
}

/* @name = internal global TYPE VALUE, ... */
static void global(struct ir_text *x)
{
	struct ir_module *m = x->m;
	struct ir_global g = { .name = ir_name(x) }, *known;
	struct ir_name *n;

	ir_expect(x, "=");
	if (is_local(x)) {
		g.local = g.name;
		g.name = unique(x, g.local);
	}
	if (!linkage(x, &g)) {
		ir_skip_line(x);
		return;
	}
	g.type = ir_type(x);
	if (g.is_alias)
		ir_expect(x, ",");
	if (!ir_failed(x) && !g.refused && value_follows(x))
		g.init = g.is_alias ? ir_operand(x) : ir_value(x, g.type);
	g.bytes = m->bytes;
	g.debug = -1;
	while (ir_goes_on(x)) {
		if (!strncmp(x->p, "align ", 6))
			g.align = ir_int(x->p + 6);
		if (!strncmp(x->p, "!dbg !", 6))
			g.debug = ir_int(x->p + 6) + m->base;
		g.per_cpu |= !strncmp(x->p, PER_CPU, strlen(PER_CPU));
		x->p++;
	}
	known = ir_find_global(m, g.name);
	if (known) {
		if (!known->init && !known->refused)
			*known = g;
		return;
	}
	n = ir_name_of(x, m->names, g.name);
	m->global = ir_grow(x, m->global, m->nglobals, sizeof(g));
	if (!n || !m->global)
		return;
	n->global = m->nglobals;
	m->global[m->nglobals++] = g;
}

/* %name = type { ... } */
static void named_type(struct ir_text *x)
{
	struct ir_type *t, *is;

	x->p--;
	t = ir_type(x);
	ir_expect(x, "=");
	ir_expect(x, "type");
	if (ir_accept_word(x, "opaque"))
		return;
	is = ir_type(x);
	if (t && is) {
		is->name = t->name;
		*t = *is;
	}
}

/* !12 = !DILocation(line: 3, column: 4, ...) */
static void note(struct ir_text *x)
{
	struct ir_module *m = x->m;
	int number = ir_int(x->p) + m->base;
	bool numbered = *x->p >= '0' && *x->p <= '9';

	ir_word(x);
	if (numbered && ir_accept(x, "=")) {
		ir_accept_word(x, "distinct");
		ir_blanks(x);
		if (number > m->most)
			m->most = number;
		m->note = ir_grow(x, m->note, m->nnotes, sizeof(*m->note));
		if (m->note)
			m->note[m->nnotes++] = (struct ir_note){ number, m->base, x->p };
	}
	ir_skip_line(x);
}

/* ; ModuleID = 'ring.20c418149eb3754d-cgu.0' */
static bool is_of_rustc(const char *text)
{
	const char *end = strchr(text, '\n');

	return end && end - text > 7 && !strncmp(end - 7, "-cgu.0'", 7);
}

/* A use of a static name of this file gets the unique one. */
static void name_use(struct ir_module *m, struct ir_value *v)
{
	const char *name = v->name;

	for (int k = m->first_global; k < m->nglobals; k++)
		if (m->global[k].local && !strcmp(m->global[k].local, name))
			v->name = m->global[k].name;
	for (int k = m->first_function; k < m->nfunctions; k++)
		if (m->function[k].local && !strcmp(m->function[k].local, name))
			v->name = m->function[k].name;
}

/* What is known of globals and functions by their uses in this file. */
static void look_at_uses(struct ir_module *m)
{
	for (int i = m->first_use; i < m->nuses; i++) {
		struct ir_function *f;

		if (m->files > 1)
			name_use(m, m->use[i]);
		f = m->use[i]->is_called ? NULL : ir_find_function(m, m->use[i]->name);
		if (f)
			f->taken = true;
	}
}

void ir_link(struct ir_module *m)
{
	for (int i = 0; i < m->nuses; i++) {
		m->use[i]->function = ir_find_function(m, m->use[i]->name);
		m->use[i]->global = ir_find_global(m, m->use[i]->name);
	}
}

bool ir_read(struct ir_module *m, const char *text)
{
	struct ir_text x = { .m = m, .p = text, .line = 1 };

	m->base = m->most + 1;
	m->bytes = is_of_rustc(text);
	m->files++;
	m->nnamed = 0;
	m->first_use = m->nuses;
	m->first_global = m->nglobals;
	m->first_function = m->nfunctions;
	if (!m->names)
		m->names = ir_alloc(&x, sizeof(*m->names));
	for (ir_blanks(&x); *x.p && !ir_failed(&x); ir_blanks(&x)) {
		if (ir_accept(&x, "@"))
			global(&x);
		else if (ir_accept(&x, "%"))
			named_type(&x);
		else if (ir_accept(&x, "!"))
			note(&x);
		else if (ir_accept_word(&x, "define"))
			function(&x, true);
		else if (ir_accept_word(&x, "declare"))
			function(&x, false);
		else
			ir_skip_line(&x);
	}
	if (!ir_failed(&x))
		look_at_uses(m);
	if (!ir_failed(&x))
		ir_check(&x);
	return !m->error[0];
}
