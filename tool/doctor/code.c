// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Reads the output of objdump for a binary: objdump is installed with every compiler, supports the
 * procedure linkage table of every architecture, and takes names from relocations too. So a
 * stripped program hides only calls of functions that are linked statically.
 */
#include "doctor.h"
#include "tool/binary/operations.h"
#include "base/spawn.h"

#include <elf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- running objdump ---- */

/* Debian's objdump disassembles its own architecture; those for others have different names. */
static bool look_at_file(struct doctor *d)
{
	static const struct { int machine; const char *name; } others[] = {
		{ EM_AARCH64, "aarch64-linux-gnu-objdump" },
		{ EM_RISCV, "riscv64-linux-gnu-objdump" },
		{ EM_ARM, "arm-linux-gnueabihf-objdump" },
		{ EM_X86_64, "x86_64-linux-gnu-objdump" },
	};
	static const int own =
#if defined(__aarch64__)
		EM_AARCH64;
#elif defined(__riscv)
		EM_RISCV;
#elif defined(__x86_64__)
		EM_X86_64;
#else
		EM_NONE;
#endif
	Elf32_Ehdr e;		/* as far as both have the same */
	FILE *in = fopen(d->file, "rb");
	bool read = in && fread(&e, sizeof(e), 1, in) == 1 && !memcmp(e.e_ident, ELFMAG, SELFMAG);

	if (!in) {
		fprintf(stderr, "lkmm doctor: %s: %s\n", d->file, strerror(errno));
		return false;
	}
	fclose(in);
	if (!read) {
		fprintf(stderr, "lkmm doctor: %s: not a program or library\n", d->file);
		return false;
	}
	if (e.e_type == ET_REL) {
		fprintf(stderr, "lkmm doctor: %s: an object file: link it first, the linker "
				"decides which functions are called\n",
			d->file);
		return false;
	}
	d->machine = e.e_machine;
	d->objdump = "objdump";
	for (size_t i = 0; e.e_machine != own && i < sizeof(others) / sizeof(others[0]); i++)
		if (others[i].machine == e.e_machine)
			d->objdump = others[i].name;
	return true;
}

/* Passes each line of its output with these options to @line. */
static bool run_objdump(struct doctor *d, const char *options,
			void (*line)(struct doctor *d, char *s))
{
	char *argv[] = { (char *)d->objdump, (char *)options, (char *)"--wide",
			 (char *)"--no-show-raw-insn", (char *)"--", (char *)d->file, NULL };
	FILE *out = tmpfile();
	char *s = NULL;
	size_t room = 0;
	pid_t pid;
	bool ok;

	if (!out) {
		perror("lkmm doctor");
		return false;
	}
	if (spawn(argv, -1, fileno(out), "/dev/null", &pid)) {
		fprintf(stderr, "lkmm doctor: no %s: install the Debian package binutils%s\n",
			d->objdump, strchr(d->objdump, '-') ? " for that architecture" : "");
		fclose(out);
		return false;
	}
	ok = spawned_well(pid);
	rewind(out);
	while (ok && getline(&s, &room, out) > 0) {
		s[strcspn(s, "\n")] = '\0';
		line(d, s);
	}
	free(s);
	fclose(out);
	return ok;
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
static void read_symbol(struct doctor *d, char *s)
{
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
static void read_relocation(struct doctor *d, char *s)
{
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

bool doctor_disassemble(struct doctor *d)
{
	if (!look_at_file(d))
		return false;
	/* objdump reports that a statically linked program has no relocations. */
	if (!run_objdump(d, "-t", read_symbol))
		return false;
	run_objdump(d, "-R", read_relocation);
	if (!run_objdump(d, "-dC", doctor_read_line)) {
		fprintf(stderr, "lkmm doctor: %s: %s cannot disassemble it\n", d->file, d->objdump);
		return false;
	}
	return !d->failed;
}
