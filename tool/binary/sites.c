// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "dw.h"
#include "sites.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME = 160, PART = 72 };

struct finding {
	struct sites *s;
	bool rust;
	Dwfl_Module *module;
	Dwarf_Addr bias;		/* from debug information to the module */
	GElf_Addr elf_bias;		/* from the file to the module */
};

/* Of "9fetch_add17h": "fetch_add". What follows; or NULL. */
static const char *take_part(const char *p, char out[PART])
{
	char *end;
	unsigned long n = p ? strtoul(p, &end, 10) : 0;

	if (!n || n >= PART || strlen(end) < n)
		return NULL;
	memcpy(out, end, n);
	out[n] = '\0';
	return end + n;
}

/*
 * As C calls it: lkmm::ops::inline::atomic::inc is lkmm_atomic_inc, lkmm::ops::inline::u32::xchg is
 * lkmm_xchg_u32, and lkmm::barrier::smp_mb is lkmm_smp_mb. The linker's name has all parts of such
 * a name, each behind its length; to look for the modules around a function takes long.
 */
static const char *name_in_c(Dwarf_Die *function, char out[NAME])
{
	static const char operations[] = "4lkmm3ops6inline", barriers[] = "4lkmm7barrier";
	Dwarf_Attribute a;
	const char *linked = dw.dwarf_attr(function, DW_AT_linkage_name, &a) ?
			     dw.dwarf_formstring(&a) : NULL;
	const char *operation = linked ? strstr(linked, operations) : NULL;
	const char *barrier = linked ? strstr(linked, barriers) : NULL;
	char type[PART], name[PART];

	if (operation && take_part(take_part(operation + strlen(operations), type), name)) {
		snprintf(out, NAME, *type == 'a' ? "lkmm_%s_%s" : "lkmm_%2$s_%1$s", type, name);
		return out;
	}
	if (barrier && take_part(barrier + strlen(barriers), name)) {
		snprintf(out, NAME, "lkmm_%s", name);
		return out;
	}
	return dw.dwarf_diename(function);
}

static const char *name_of(const struct finding *f, Dwarf_Die *die, char out[NAME])
{
	Dwarf_Die function = dw_original(*die);

	return f->rust ? name_in_c(&function, out) : dw.dwarf_diename(&function);
}

/*
 * From an address in debug information to that in the file; and the section. Of what is linked, but
 * can be moved, libdw counts from the first segment on, which a kernel has not at 0.
 */
static unsigned long long in_file(const struct finding *f, Dwarf_Addr address, struct site *site)
{
	Dwarf_Addr a = address + f->bias;
	int base = dw.dwfl_module_relocate_address(f->module, &a);
	const char *section = base < 0 ? NULL :
			      dw.dwfl_module_relocation_info(f->module, (unsigned int)base, NULL);

	snprintf(site->section, sizeof(site->section), "%s", section ? section : "");
	return section && !*section ? address + f->bias - f->elf_bias : a;
}

static void read_ranges(const struct finding *f, Dwarf_Die *die, struct site *site)
{
	Dwarf_Addr base, begin, end, entry;

	for (ptrdiff_t at = 0; (at = dw.dwarf_ranges(die, at, &base, &begin, &end)) > 0; ) {
		if (begin == end)
			continue;
		if (site->n < SITE_RANGES) {
			site->range[site->n].begin = in_file(f, begin, site);
			site->range[site->n].end = site->range[site->n].begin + (end - begin);
		}
		site->n += site->n <= SITE_RANGES;
	}
	if (site->n)
		site->entry = site->range[0].begin;
	else if (!dw.dwarf_entrypc(die, &entry))
		site->entry = in_file(f, entry, site);
}

static void add_site(struct finding *f, Dwarf_Die *die, const char *name)
{
	struct sites *s = f->s;
	struct site new = { .n = 0 };

	/* Neither in the original of a function that was inlined itself, nor without any place. */
	read_ranges(f, die, &new);
	if (!new.entry && !*new.section)
		return;
	if (s->n == s->room) {
		struct site *more = realloc(s->site, (2 * s->room + 64) * sizeof(*more));

		s->failed |= !more;
		if (!more)
			return;
		s->site = more;
		s->room = 2 * s->room + 64;
	}
	new.name = strdup(name);
	s->failed |= !new.name;
	if (new.name)
		s->site[s->n++] = new;
}

static void walk_down(struct finding *f, Dwarf_Die die)
{
	Dwarf_Die child;

	if (dw.dwarf_child(&die, &child))
		return;
	do {
		int tag = dw.dwarf_tag(&child);
		bool inlined = tag == DW_TAG_inlined_subroutine;
		char room[NAME];
		const char *name = inlined || tag == DW_TAG_subprogram ?
				   name_of(f, &child, room) : NULL;

		if (!name || !f->s->wanted(f->s, name))
			walk_down(f, child);
		else if (inlined)
			add_site(f, &child, name);
	} while (!dw.dwarf_siblingof(&child, &child));
}

bool sites_read(struct sites *s, const char *file)
{
	struct finding f = { .s = s };
	Dwfl *dwfl = dw_load() ? dw_open(file, &f.module) : NULL;
	Dwarf_Die *unit = NULL;
	bool any = false;

	if (!dwfl)
		return false;
	if (f.module && !dw.dwfl_module_getelf(f.module, &f.elf_bias))
		f.module = NULL;
	while (f.module && (unit = dw.dwfl_module_nextcu(f.module, unit, &f.bias))) {
		f.rust = dw.dwarf_srclang(unit) == DW_LANG_Rust;
		walk_down(&f, *unit);
		any = true;
	}
	dw.dwfl_end(dwfl);
	return any;
}

void sites_free(struct sites *s)
{
	for (size_t i = 0; i < s->n; i++)
		free(s->site[i].name);
	free(s->site);
}
