// SPDX-License-Identifier: GPL-2.0 OR MIT

//! Features of this CPU, for sequences that have alternatives.

// An architecture's sequences use only some of these.
#![allow(dead_code)]

/// Exclusives of two registers are in every arm64 CPU, and an instruction is in Zacas.
#[cfg(any(
    target_arch = "aarch64",
    all(target_arch = "riscv64", target_feature = "zacas")
))]
#[inline(always)]
pub(crate) fn has_cmpxchg2() -> bool {
    true
}

/// Does this CPU have cmpxchg16b? All have but the first of x86-64.
#[cfg(target_arch = "x86_64")]
#[inline]
pub(crate) fn has_cmpxchg2() -> bool {
    // SAFETY: every such CPU has leaf 1, whose bit 13 of ecx it is (SDM volume 2, CPUID).
    #[allow(unused_unsafe)]
    let leaf = || unsafe { core::arch::x86_64::__cpuid(1) };

    cfg!(target_feature = "cmpxchg16b") || leaf().ecx & 1 << 13 != 0
}

/// Does this arm64 CPU have the LSE atomics (ARMv8.1)? Until a constructor has found out the answer
/// is no, which is safe: both forms work on the same object at the same time.
#[cfg(target_arch = "aarch64")]
#[inline(always)]
pub(crate) fn has_lse() -> bool {
    if cfg!(target_feature = "lse") {
        return true;
    }
    lse::is_there()
}

/// A flag in memory, set when the program starts.
#[cfg(all(target_arch = "aarch64", target_os = "linux", not(feature = "patch")))]
mod lse {
    use core::ffi::c_ulong;

    /// Not a `bool`: as a byte it takes one instruction to test.
    static mut LSE: u8 = 0;

    extern "C" {
        fn getauxval(kind: c_ulong) -> c_ulong;
    }

    /// AT_HWCAP is 16, HWCAP_ATOMICS bit 8: Linux, Documentation/arch/arm64/elf_hwcaps.rst.
    extern "C" fn find() {
        // SAFETY: getauxval() may be called with any value; no other thread runs this object's code
        // before its constructors have run.
        unsafe { LSE = (getauxval(16) >> 8 & 1) as u8 };
    }

    #[used]
    #[link_section = ".init_array.00101"]
    static FIND: extern "C" fn() = find;

    #[cold]
    fn unlikely() {}

    #[inline(always)]
    pub(super) fn is_there() -> bool {
        // SAFETY: written by the constructor alone.
        if unsafe { LSE } != 0 {
            true
        } else {
            unlikely();
            false
        }
    }
}

/// A branch to the exclusives, which a constructor patches to a nop: lib/arm64/patch.c.
#[cfg(all(target_arch = "aarch64", target_os = "linux", feature = "patch"))]
mod lse {
    use core::arch::asm;

    #[link(name = "lkmm_patch", kind = "static")]
    extern "C" {
        #[link_name = "__lkmm_patch_sites"]
        fn patch_sites();
    }

    extern "C" fn patch() {
        // SAFETY: it patches the sites below, before another thread can run them.
        unsafe { patch_sites() };
    }

    #[used]
    #[link_section = ".init_array.00101"]
    static PATCH: extern "C" fn() = patch;

    // The section must be "aR": lld would drop it with --gc-sections.
    #[inline(always)]
    pub(super) fn is_there() -> bool {
        // SAFETY: a branch, to the label or after patching to the next instruction.
        unsafe {
            asm!(
                "1: b {no}",
                "   .pushsection lkmm_patch, \"aR\"",
                "   .balign 4",
                "   .long 1b - .",
                "   .popsection",
                no = label { return false },
                options(nomem, nostack, preserves_flags),
            )
        };
        true
    }
}

/// In a kernel: a branch to the exclusives, which the kernel replaces by a nop when it loads the
/// module on a CPU with LSE, as it does at its own: `ALTERNATIVE("b no", "nop", LSE)`. The record
/// is `struct alt_instr` of arch/arm64/include/asm/alternative.h, as it is from 5.18 on.
#[cfg(all(
    target_arch = "aarch64",
    not(target_os = "linux"),
    feature = "kernel-inline"
))]
mod lse {
    use core::arch::asm;

    /// ARM64_HAS_LSE_ATOMICS of the kernel that is compiled for, which kernel/rust.sh finds out.
    /// Without it every CPU gets the exclusives.
    const CAPABILITY: Option<u16> = match option_env!("LKMM_ARM64_HAS_LSE_ATOMICS") {
        Some(digits) => Some(number(digits.as_bytes())),
        None => None,
    };

    const fn number(digits: &[u8]) -> u16 {
        let mut value = 0;
        let mut i = 0;
        while i < digits.len() {
            assert!(digits[i].is_ascii_digit());
            value = value * 10 + (digits[i] - b'0') as u16;
            i += 1;
        }
        value
    }

    #[inline(always)]
    pub(super) fn is_there() -> bool {
        if CAPABILITY.is_none() {
            return false;
        }
        // SAFETY: a branch, to the label or after patching to the next instruction.
        unsafe {
            asm!(
                "661: b {no}",
                "     .pushsection .altinstructions, \"a\"",
                "     .word 661b - .",
                "     .word 663f - .",
                "     .hword {capability}",
                "     .byte 4, 4",
                "     .popsection",
                "     .pushsection .altinstr_replacement, \"ax\"",
                "663: nop",
                "     .popsection",
                no = label { return false },
                capability = const match CAPABILITY {
                    Some(number) => number,
                    None => 0,
                },
                options(nomem, nostack, preserves_flags),
            )
        };
        true
    }
}

/// Other systems have no common way to ask.
#[cfg(all(
    target_arch = "aarch64",
    not(target_os = "linux"),
    not(feature = "kernel-inline")
))]
mod lse {
    #[inline(always)]
    pub(super) fn is_there() -> bool {
        false
    }
}
