// SPDX-License-Identifier: GPL-2.0 OR MIT

//! What this CPU can do, where sequences have alternatives.

// Only what an architecture's sequences ask for is used.
#![allow(dead_code)]

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
        // SAFETY: a branch, to the label or after patching to what follows.
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

/// Elsewhere there is no common way to ask.
#[cfg(all(target_arch = "aarch64", not(target_os = "linux")))]
mod lse {
    #[inline(always)]
    pub(super) fn is_there() -> bool {
        false
    }
}
