// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Reads the output of objdump for a binary. It takes names from relocations too, so that a stripped
 * program hides only calls of functions that are linked statically.
 */
#include "doctor.h"
#include "tool/binary/operations.h"

#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Whether insn.c knows how calls are made there. */
static bool has_known_calls(int machine)
{
	return machine == EM_X86_64 || machine == EM_386 || machine == EM_AARCH64 ||
	       machine == EM_RISCV || machine == EM_S390;
}

static bool look_at_file(struct doctor *d)
{
	d->objdump = (struct objdump){ .who = "lkmm doctor", .file = d->file };
	if (!objdump_open(&d->objdump))
		return false;
	if (d->objdump.type == ET_REL) {
		fprintf(stderr, "lkmm doctor: %s: an object file: link it first, the linker "
				"decides which functions are called\n",
			d->file);
		return false;
	}
	d->machine = d->objdump.machine;
	if (!has_known_calls(d->machine)) {
		fprintf(stderr, "lkmm doctor: %s: calls on %s are not known\n", d->file,
			d->objdump.arch ? d->objdump.arch : "this architecture");
		return false;
	}
	return true;
}

/* ---- names ---- */

static void add_name(struct doctor *d, struct doctor_names *names, uint64_t address, const char *op,
		     size_t n)
{
	struct doctor_name *more;
	char *name = strndup(op, n);

	d->failed |= !name;
	/* Not the functions that the CPU's features select, nor others of the same name. */
	if (!name || !is_operation(name + strlen("lkmm_"))) {
		free(name);
		return;
	}
	if (names->n == names->room) {
		names->room = 2 * names->room + 64;
		more = realloc(names->name, names->room * sizeof(*more));
		if (!more) {
			d->failed = true;
			free(name);
			return;
		}
		names->name = more;
	}
	names->name[names->n++] = (struct doctor_name){ address, name };
}

const char *doctor_find(const struct doctor_names *names, uint64_t address)
{
	for (size_t i = 0; i < names->n; i++)
		if (names->name[i].address == address)
			return names->name[i].op;
	return NULL;
}

/* "0000000000001840 g     F .text	0000000000000004              lkmm_atomic_read" */
static void read_symbol(void *arg, char *s)
{
	struct doctor *d = arg;
	char *tab = strchr(s, '\t'), *name;

	if (!tab)
		return;
	d->has_symbols = true;
	name = strstr(tab, " lkmm_");
	if (name && !strstr(s, "*UND*"))
		add_name(d, &d->functions, strtoull(s, NULL, 16), name + 1,
			 strcspn(name + 1, "@ "));
}

/*
 * "0000000000003fd8 R_X86_64_GLOB_DAT lkmm_atomic_read@LKMM_0", or "... R_X86_64_RELATIVE
 * *ABS*+0x0000000000001840"
 */
static void read_relocation(void *arg, char *s)
{
	struct doctor *d = arg;
	char *type = strstr(s, " R_"), *value = type ? strchr(type + 1, ' ') : NULL;
	const char *op;

	if (!value)
		return;
	value += strspn(value, " ");
	if (!strncmp(value, "lkmm_", 5)) {
		add_name(d, &d->slots, strtoull(s, NULL, 16), value, strcspn(value, "@+- "));
	} else if (!strncmp(value, "*ABS*+", 6)) {
		op = doctor_find(&d->functions, strtoull(value + 6, NULL, 16));
		if (op)
			add_name(d, &d->slots, strtoull(s, NULL, 16), op, strlen(op));
	}
}

/* Runs objdump with one option. */
static bool run(struct doctor *d, const char *option, void (*line)(void *arg, char *s))
{
	const char *const options[] = { option, NULL };

	return objdump_run(&d->objdump, options, line, d);
}

bool doctor_disassemble(struct doctor *d)
{
	if (!look_at_file(d))
		return false;
	/* objdump reports that a statically linked program has no relocations. */
	if (!run(d, "-t", read_symbol))
		return false;
	run(d, "-R", read_relocation);
	if (!run(d, "-dC", doctor_read_line)) {
		fprintf(stderr, "lkmm doctor: %s: %s cannot disassemble it\n", d->file,
			d->objdump.tool);
		return false;
	}
	return !d->failed;
}
