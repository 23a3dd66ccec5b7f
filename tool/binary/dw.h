/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/*
 * libdw, loaded when it is first needed: to load it and the four libraries that it needs takes
 * longer than to check a small litmus test.
 */
#ifndef LKMM_BINARY_DW_H
#define LKMM_BINARY_DW_H

#include <dwarf.h>
#include <elfutils/libdwfl.h>
#include <stdbool.h>

#define DW_FUNCTIONS(F) \
	F(dwarf_attr) F(dwarf_attr_integrate) F(dwarf_child) F(dwarf_diename) F(dwarf_entrypc) \
	F(dwarf_filesrc) F(dwarf_formref_die) F(dwarf_formstring) F(dwarf_formudata) \
	F(dwarf_getscopes_die) F(dwarf_getsrc_die) F(dwarf_getsrcfiles) F(dwarf_hasattr) \
	F(dwarf_haspc) F(dwarf_lineno) F(dwarf_linesrc) F(dwarf_ranges) F(dwarf_siblingof) \
	F(dwarf_srclang) F(dwarf_tag) \
	F(dwfl_begin) F(dwfl_end) F(dwfl_module_addrdie) F(dwfl_module_addrname) \
	F(dwfl_module_getdwarf) F(dwfl_module_getelf) F(dwfl_module_nextcu) \
	F(dwfl_module_relocate_address) F(dwfl_module_relocation_info) F(dwfl_report_begin) \
	F(dwfl_report_end) F(dwfl_report_offline) \
	F(dwfl_offline_section_address) F(dwfl_standard_find_debuginfo)

/* The functions by their own names, with the types that their headers give them. */
struct dw {
#define DW_MEMBER(name) __typeof__(name) *name;
	DW_FUNCTIONS(DW_MEMBER)
#undef DW_MEMBER
};

/* Valid if dw_load() has returned true. */
extern struct dw dw;

/* False: the library is not installed, or lacks a function. Not for two threads at once. */
bool dw_load(void);

/* Begins with the ELF file @file alone. NULL without memory; *@module is NULL if it is none. */
Dwfl *dw_open(const char *file, Dwfl_Module **module);

/* The original of an inlined function, or the declaration of a definition. */
Dwarf_Die dw_original(Dwarf_Die die);

#endif
