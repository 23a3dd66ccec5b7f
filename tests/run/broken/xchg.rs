// SPDX-License-Identifier: GPL-2.0 OR MIT
//! x86-64 with an `xchg()` on 32 bits that is a load and a store.

#[path = "x86_64-right.rs"]
mod right;
pub(crate) use right::*;

/// # Safety
///
/// As the right one.
#[inline(always)]
pub(crate) unsafe fn xchg_full_32(ptr: *mut u32, val: u32) -> u32 {
    // SAFETY: the caller's promise.
    unsafe {
        let old = load_relaxed_32(ptr);
        store_relaxed_32(ptr, val);
        old
    }
}
