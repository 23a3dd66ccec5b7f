// SPDX-License-Identifier: GPL-2.0 OR MIT
/*
 * Each read-modify-write exists twice, with exclusives and with LSE. The dynamic linker, or the
 * start of a static program, calls the resolver to bind the symbol: so a call needs no test of a
 * flag.
 *
 * A resolver runs before relocation is complete: it must not call other functions. It gets AT_HWCAP
 * as its argument (glibc, sysdeps/aarch64/dl-irel.h); bit 8 is HWCAP_ATOMICS (Linux,
 * Documentation/arch/arm64/elf_hwcaps.rst).
 */
#include <stdint.h>

typedef void function(void);

#define LKMM_FUNCTION(type, name, params, args)							\
	__attribute__((__visibility__("hidden"))) function lkmm_##name##_llsc, lkmm_##name##_lse; \
	__attribute__((__used__)) static function *resolve_##name(uint64_t hwcap)		\
	{											\
		return hwcap >> 8 & 1 ? lkmm_##name##_lse : lkmm_##name##_llsc;			\
	}											\
	__attribute__((__ifunc__("resolve_" #name), __visibility__("default")))			\
	function lkmm_##name;
#include "../rmw.list"
