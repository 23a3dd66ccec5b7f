// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "dw.h"

#include <dlfcn.h>
#include <string.h>

struct dw dw;

/* Copies the pointer: C has no conversion from that of an object to that of a function. */
static bool find(void *from, const char *name, void *function)
{
	void *found = dlsym(from, name);

	memcpy(function, &found, sizeof(found));
	return found;
}

static bool load(void)
{
	void *from = dlopen("libdw.so.1", RTLD_NOW | RTLD_LOCAL);
	bool complete = from;

#define DW_FIND(name) complete = complete && find(from, #name, &dw.name);
	DW_FUNCTIONS(DW_FIND)
#undef DW_FIND
	return complete;
}

bool dw_load(void)
{
	static bool tried, loaded;

	if (!tried)
		loaded = load();
	tried = true;
	return loaded;
}

Dwfl *dw_open(const char *file, Dwfl_Module **module)
{
	static Dwfl_Callbacks callbacks;
	Dwfl *dwfl;

	callbacks.find_debuginfo = dw.dwfl_standard_find_debuginfo;
	callbacks.section_address = dw.dwfl_offline_section_address;
	dwfl = dw.dwfl_begin(&callbacks);
	*module = NULL;
	if (!dwfl)
		return NULL;
	dw.dwfl_report_begin(dwfl);
	*module = dw.dwfl_report_offline(dwfl, "", file, -1);
	dw.dwfl_report_end(dwfl, NULL, NULL);
	return dwfl;
}

Dwarf_Die dw_original(Dwarf_Die die)
{
	static const unsigned int leads[] = { DW_AT_abstract_origin, DW_AT_specification };
	Dwarf_Attribute a;
	Dwarf_Die to;

	for (size_t i = 0; i < sizeof(leads) / sizeof(leads[0]); i++)
		if (dw.dwarf_attr(&die, leads[i], &a) && dw.dwarf_formref_die(&a, &to))
			return dw_original(to);
	return die;
}
