// SPDX-License-Identifier: GPL-2.0 OR MIT
#include "objdump.h"

#include "base/command.h"
#include "base/machine.h"
#include "base/spawn.h"

#include <elf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef EM_LOONGARCH
# define EM_LOONGARCH 258	/* older elf.h do not have it */
#endif

/* As ELF numbers machines, and as lkmm calls those that it has sequences for. */
static const struct {
	int machine;
	const char *arch;
} machines[] = {
	{ EM_AARCH64, "arm64" }, { EM_PPC64, "power" }, { EM_RISCV, "riscv64" },
	{ EM_S390, "s390x" }, { EM_386, "i386" }, { EM_X86_64, "x86_64" },
	{ EM_LOONGARCH, "loongarch64" },
};

/* Debian's objdump disassembles its own architecture; those for others have different names. */
static void name_tool(const char *arch, char tool[64])
{
	const struct machine_names *own = machine_own(), *named = machine_called(arch);

	if (named && named != own)
		snprintf(tool, 64, "%s-objdump", named->gnu);
	else
		strcpy(tool, "objdump");
}

bool objdump_find(const char *arch, char tool[64])
{
	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++)
		if (!strcmp(machines[i].arch, arch)) {
			name_tool(arch, tool);
			return command_is_there(tool);
		}
	return false;
}

/* @v of a file whose bytes may come in the other order: all machines that run this are alike. */
static int in_own_order(const Elf32_Ehdr *e, uint16_t v)
{
	uint16_t one = 1;
	bool big = !*(unsigned char *)&one;

	return (e->e_ident[EI_DATA] == ELFDATA2MSB) == big ? v : (uint16_t)(v >> 8 | v << 8);
}

bool objdump_open(struct objdump *o)
{
	Elf32_Ehdr e;		/* as far as both have the same */
	FILE *in = fopen(o->file, "rb");
	bool read = in && fread(&e, sizeof(e), 1, in) == 1 && !memcmp(e.e_ident, ELFMAG, SELFMAG);

	if (!in) {
		fprintf(stderr, "%s: %s: %s\n", o->who, o->file, strerror(errno));
		return false;
	}
	fclose(in);
	if (!read) {
		fprintf(stderr, "%s: %s: not a program or library\n", o->who, o->file);
		return false;
	}
	o->machine = in_own_order(&e, e.e_machine);
	o->type = in_own_order(&e, e.e_type);
	o->arch = NULL;
	strcpy(o->tool, "objdump");
	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++)
		if (machines[i].machine == o->machine) {
			o->arch = machines[i].arch;
			name_tool(o->arch, o->tool);
		}
	return true;
}

bool objdump_run(const struct objdump *o, const char *const *options,
		 void (*line)(void *arg, char *s), void *arg)
{
	char *argv[16] = { (char *)o->tool };
	FILE *out = tmpfile();
	char *s = NULL;
	size_t room = 0;
	pid_t pid;
	bool ok;
	int n = 1;

	while (*options && n < 12)
		argv[n++] = (char *)*options++;
	argv[n++] = (char *)"--wide";
	argv[n++] = (char *)"--no-show-raw-insn";
	argv[n++] = (char *)"--";
	argv[n] = (char *)o->file;
	if (!out) {
		perror(o->who);
		return false;
	}
	if (spawn(argv, -1, fileno(out), "/dev/null", &pid)) {
		fprintf(stderr, "%s: no %s: install the Debian package binutils%s\n", o->who,
			o->tool, strchr(o->tool, '-') ? " for that architecture" : "");
		fclose(out);
		return false;
	}
	ok = spawned_well(pid);
	rewind(out);
	while (ok && getline(&s, &room, out) > 0) {
		s[strcspn(s, "\n")] = '\0';
		line(arg, s);
	}
	free(s);
	fclose(out);
	return ok;
}
