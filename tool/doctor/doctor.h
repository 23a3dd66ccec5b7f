/* SPDX-License-Identifier: GPL-2.0 OR MIT */
/* lkmm doctor --inline: the parts. */
#ifndef LKMM_DOCTOR_H
#define LKMM_DOCTOR_H

#include "tool/binary/objdump.h"
#include "tool/binary/symbols.h"
#include "tool/ci/ci.h"

enum doctor_how { DOCTOR_INLINED, DOCTOR_DIRECT, DOCTOR_PLT, DOCTOR_GOT, DOCTOR_HOWS };

/* An operation at some place of the binary. */
struct doctor_site {
	char *op;
	enum doctor_how how;
	uint64_t address;		/* of the call, or of the first instruction */
	struct symbol where;
};

/* A function of lkmm's, or a place in memory where its address is kept. */
struct doctor_name {
	uint64_t address;
	char *op;
};

struct doctor_names {
	struct doctor_name *name;
	size_t n, room;
};

struct doctor {
	const char *file;
	bool inlined, json;		/* requested output */
	struct ci ci;			/* --junit, --sarif, --tap */
	struct objdump objdump;
	int machine;			/* as ELF numbers it */
	bool has_symbols, has_lines;
	struct doctor_names functions, slots;
	struct doctor_site *site;
	size_t nsites, room;
	bool failed;			/* out of memory */
};

/*
 * doctor_code.c: runs objdump, and finds the calls. False, after a message, if the file cannot be
 * disassembled.
 */
bool doctor_disassemble(struct doctor *d);
void doctor_add(struct doctor *d, const char *op, enum doctor_how how, uint64_t address,
		const struct symbol *where);

/* The operation that is at an address, or whose address is kept there. */
const char *doctor_find(const struct doctor_names *names, uint64_t address);
/* doctor_insn.c: takes a line of disassembly; @arg: the doctor. */
void doctor_read_line(void *arg, char *s);

#endif
