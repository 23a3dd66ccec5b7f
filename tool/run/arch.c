// SPDX-License-Identifier: GPL-2.0 OR MIT
/* The machine that the tests run on: this one, or another architecture under qemu-user. */
#include "run.h"
#include "base/machine.h"
#include "base/machines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct run_arch run_archs[] = {
#define ROW(name, uname, gnu, rust, options, two_forms) { name, "qemu-" uname, two_forms },
	LKMM_MACHINES(ROW)
};

const int run_narchs = sizeof(run_archs) / sizeof(run_archs[0]);

const struct run_vm *run_vm_of(const struct run_arch *arch)
{
	static const struct run_vm vms[] = {
		{ "arm64", "arm64", "qemu-system-aarch64", "qemu-system-arm", "-M virt",
		  "neoverse-n1", "ttyAMA0", "" },
		/* On a busy machine, a kernel that checks its timer takes it to be broken. */
		{ "x86_64", "x86", "qemu-system-x86_64", "qemu-system-x86", "", "max", "ttyS0",
		  "no_timer_check " },
	};

	for (size_t i = 0; i < sizeof(vms) / sizeof(vms[0]); i++)
		if (!strcmp(vms[i].arch, arch->name))
			return &vms[i];
	return NULL;
}

static const struct run_arch *find_arch(const char *name)
{
	const struct machine_names *names = machine_called(name);

	for (int i = 0; names && i < run_narchs; i++)
		if (!strcmp(names->name, run_archs[i].name))
			return &run_archs[i];
	return NULL;
}

bool run_parse_arch(struct run *r, const char *v)
{
	r->arch = find_arch(v);
	return r->arch;
}

/* Says which package has it. */
static bool need(const char *command, const char *package)
{
	if (command_is_there(command))
		return true;
	fprintf(stderr, "lkmm run: '%s' is not installed (Debian: %s)\n", command, package);
	return false;
}

static bool find_compiler(struct run *r)
{
	struct command cc = { .n = 0 };
	char package[128];
	bool ok;

	if (r->foreign) {
		const char *prefix = machine_called(r->arch->name)->gnu;

		snprintf(r->cc, sizeof(r->cc), "%s-gcc", prefix);
		snprintf(package, sizeof(package), "gcc-%s", prefix);
		for (char *c = package; *c; c++)
			*c = *c == '_' ? '-' : *c;
		return need(r->cc, package);
	}
	command_add_env(&cc, "CC", "cc");
	ok = cc.n && need(cc.word[0], "gcc");
	command_free(&cc);
	return ok;
}

/* No word of --arch or --cpu: this machine itself. */
bool run_find_machine(struct run *r)
{
	const struct machine_names *here = machine_own();
	const struct run_arch *own = here ? find_arch(here->name) : NULL;

	if (!r->arch)
		r->arch = own;
	if (r->cpu && !r->arch) {
		fputs("lkmm run: --cpu: no qemu is known for this machine\n", stderr);
		return false;
	}
	r->foreign = r->arch != own;
	r->emulated = !r->kernel.dir && (r->foreign || r->cpu);
	return find_compiler(r) && (!r->emulated || need(r->arch->qemu, "qemu-user"));
}
