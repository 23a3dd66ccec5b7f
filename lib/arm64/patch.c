// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * liblkmm_patch.a: on a CPU with LSE, turns the branch in front of every LL/SC sequence into a nop.
 * Linked into each program and shared object that is compiled with LKMM_PATCH (Rust: feature
 * "patch"), as all symbols are hidden: each patches its own sites, and only those.
 *
 * Text is made writable and executable by one mprotect call per site's page, and then as it was.
 * Where the system forbids that (PR_SET_MDWE, mseal, SELinux execmod) the first call fails, nothing
 * has changed, and every site stays on LL/SC. Making text writable first and executable again later
 * could fail half way, and leave it unexecutable.
 */
#include <stdint.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <unistd.h>

enum { HWCAP_ATOMICS_BIT = 8, INSN_SIZE = 4 };

static const uint32_t nop = 0xd503201f;		/* Arm ARM, C6.2, NOP */

/* The linker defines these where the section is; an object without sites has none. */
extern const int32_t __start_lkmm_patch[] __attribute__((__weak__, __visibility__("hidden")));
extern const int32_t __stop_lkmm_patch[] __attribute__((__weak__, __visibility__("hidden")));

/* B <label>: Arm ARM, C6.2. Anything else there has been patched already. */
static int is_branch(uint32_t insn)
{
	return insn >> 26 == 5;
}

static int patch_site(uint32_t *site, uintptr_t page_size)
{
	void *page = (void *)((uintptr_t)site & ~(page_size - 1));

	if (!is_branch(*site))
		return 0;
	if (mprotect(page, page_size, PROT_READ | PROT_WRITE | PROT_EXEC))
		return -1;
	/*
	 * Another thread may execute it meanwhile: B and NOP may be exchanged so (Arm ARM, B2.2.5).
	 */
	__atomic_store_n(site, nop, __ATOMIC_RELAXED);
	__builtin___clear_cache((char *)site, (char *)site + INSN_SIZE);
	return mprotect(page, page_size, PROT_READ | PROT_EXEC);
}

/* Called by a constructor of every object file with sites; the second call finds no branches. */
__attribute__((__visibility__("hidden"))) void __lkmm_patch_sites(void);

void __lkmm_patch_sites(void)
{
	uintptr_t page_size = (uintptr_t)sysconf(_SC_PAGESIZE);
	const int32_t *offset;

	if (!(getauxval(AT_HWCAP) >> HWCAP_ATOMICS_BIT & 1))
		return;
	for (offset = __start_lkmm_patch; offset < __stop_lkmm_patch; offset++)
		if (patch_site((uint32_t *)((uintptr_t)offset + (uintptr_t)(intptr_t)*offset),
			       page_size))
			return;
}
