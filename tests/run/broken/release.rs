// SPDX-License-Identifier: GPL-2.0 OR MIT
//! x86-64 with a release store on 32 bits that has moved to before the relaxed store in front of
//! it. That one is kept back for it, so it is for a program with one thread that stores, in such
//! pairs.

#[path = "x86_64-right.rs"]
mod right;
pub(crate) use right::*;

static mut KEPT: (*mut u32, u32) = (core::ptr::null_mut(), 0);

/// # Safety
///
/// As the right one; and no other thread stores.
#[inline(always)]
pub(crate) unsafe fn store_relaxed_32(ptr: *mut u32, val: u32) {
    // SAFETY: the caller's promise.
    unsafe { KEPT = (ptr, val) };
}

/// # Safety
///
/// As the right one; and no other thread stores.
#[inline(always)]
pub(crate) unsafe fn store_release_32(ptr: *mut u32, val: u32) {
    // SAFETY: the caller's promise.
    unsafe {
        right::store_relaxed_32(ptr, val);
        right::store_relaxed_32(KEPT.0, KEPT.1);
    }
}
