// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "names.h"
#include "front/primitive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what a name means ---- */

static bool cut_prefix(const char **name, const char *const *prefixes)
{
	for (; *prefixes; prefixes++) {
		size_t n = strlen(*prefixes);

		if (!strncmp(*name, *prefixes, n)) {
			*name += n;
			return true;
		}
	}
	return false;
}

static bool cut_suffix(char *name, const char *suffix)
{
	size_t n = strlen(name), len = strlen(suffix);

	if (n <= len || strcmp(name + n - len, suffix))
		return false;
	name[n - len] = '\0';
	return true;
}

/* lkmm_xchg_u8 is xchg() of 8 bits. */
static int cut_type(char *name)
{
	static const struct { const char *suffix; int bits; } types[] = {
		{ "_u8", 8 }, { "_u16", 16 }, { "_u32", 32 }, { "_u64", 64 }, { "_ptr", 64 },
	};

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (cut_suffix(name, types[i].suffix))
			return types[i].bits;
	return 0;
}

/* lkmm_atomic_add, and on arm64 __lkmm_outline_atomic_add_llsc and lkmm_atomic_add_lse. */
enum name_is name_find(const char *name, bool kernel, struct named *what)
{
	static const char *const own[] = { "lkmm_", "__lkmm_outline_", NULL };
	static const char *const kernels[] = { "arch_", "raw_", "rust_helper_", "__lse_",
					       "__ll_sc_", NULL };
	char word[160];
	const struct lkmm_barrier *barrier;
	struct spelling s;
	bool is_own = cut_prefix(&name, own);

	if (!is_own && (!kernel || strlen(name) >= sizeof(word)))
		return NAME_OTHER;
	if (!is_own)
		cut_prefix(&name, kernels);
	snprintf(word, sizeof(word), "%.*s", (int)strcspn(name, ".@"), name);
	if (is_own && !cut_suffix(word, "_lse"))
		cut_suffix(word, "_llsc");
	*what = (struct named){ .bits = cut_type(word) };
	barrier = find_barrier(word);
	if (barrier) {
		what->fence = barrier->fence;
		what->name = barrier->name;
		return NAME_OPERATION;
	}
	if (!find_op(word, &s))
		return is_own ? NAME_NO_OPERATION : NAME_OTHER;
	what->op = s.op;
	what->name = s.op->name;
	what->order = s.order;
	what->bits = what->bits ? what->bits : s.bits;
	return NAME_OPERATION;
}

/* ---- symbols ---- */

static struct function_name *new_name(struct function_names *names)
{
	struct function_name *more = names->name;

	if (names->n == names->room) {
		names->room = 2 * names->room + 256;
		more = realloc(more, names->room * sizeof(*more));
		if (!more)
			return NULL;
		names->name = more;
	}
	return &names->name[names->n];
}

static bool is_known(const struct function_names *names, const struct function_name *f,
		     const char *name)
{
	for (size_t i = 0; i < names->n; i++)
		if (names->name[i].address == f->address && !strcmp(names->name[i].name, name) &&
		    !strcmp(names->name[i].section, f->section))
			return true;
	return false;
}

/* "0000000000001840 g     F .text	0000000000000004              lkmm_atomic_read" */
static void read_symbol(void *arg, char *s)
{
	struct function_names *names = arg;
	char *tab = strchr(s, '\t'), *section = tab, *name = strrchr(s, ' ');
	struct function_name *f, new = { .address = strtoull(s, NULL, 16) };
	struct named what;

	if (!tab || tab - s < 24 || !name || name < tab || (s[23] != 'F' && s[22] != 'i'))
		return;
	if (name_find(++name, names->kernel, &what) == NAME_OTHER)
		return;
	while (section > s && section[-1] != ' ')
		section--;
	if (!strncmp(section, "*UND*", 5))
		return;
	snprintf(new.section, sizeof(new.section), "%.*s", (int)(tab - section), section);
	new.chosen = s[22] == 'i';
	new.size = strtoull(tab + 1, NULL, 16);
	if (is_known(names, &new, name))
		return;
	f = new_name(names);
	new.name = f ? strdup(name) : NULL;
	if (!new.name) {
		names->failed = true;
		return;
	}
	*f = new;
	names->n++;
}

bool names_read(struct function_names *names, const struct objdump *o)
{
	static const char *const all[] = { "-t", NULL }, *const dynamic[] = { "-T", NULL };

	/* A stripped library still has the names that it exports. */
	if (!objdump_run(o, all, read_symbol, names)) {
		fprintf(stderr, "%s: %s: %s cannot read it\n", o->who, o->file, o->tool);
		return false;
	}
	if (!names->n)
		objdump_run(o, dynamic, read_symbol, names);
	if (names->failed)
		fprintf(stderr, "%s: out of memory\n", o->who);
	return !names->failed;
}

void names_free(struct function_names *names)
{
	for (size_t i = 0; i < names->n; i++)
		free(names->name[i].name);
	free(names->name);
}
