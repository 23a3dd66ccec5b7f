// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Operations with names as in the crate, where they are inlined: the barrier and the store with a
//! barrier are wrong. See binary.py.
#![no_std]

pub mod barrier {
    #[inline(always)]
    pub fn smp_mb() {
        // SAFETY: there are no instructions.
        unsafe { core::arch::asm!("", options(nostack, preserves_flags)) };
    }
}

pub mod ops {
    pub mod inline {
        pub mod atomic {
            use core::sync::atomic::{AtomicI32, Ordering};

            #[inline(always)]
            pub fn set_release(v: &AtomicI32, i: i32) {
                v.swap(i, Ordering::Relaxed);
            }
        }

        pub mod u32 {
            use core::sync::atomic::{AtomicU32, Ordering};

            #[inline(always)]
            pub fn smp_store_mb(v: &AtomicU32, i: u32) {
                v.store(i, Ordering::Release);
            }

            #[inline(always)]
            pub fn xchg(v: &AtomicU32, i: u32) -> u32 {
                v.swap(i, Ordering::SeqCst)
            }
        }
    }
}

use core::sync::atomic::{AtomicI32, AtomicU32, Ordering};

#[no_mangle]
pub fn mb(v: &AtomicU32) {
    v.store(1, Ordering::Relaxed);
    barrier::smp_mb();
    v.store(2, Ordering::Relaxed);
}

#[no_mangle]
pub fn swaps(v: &AtomicI32) {
    ops::inline::atomic::set_release(v, 1);
}

#[no_mangle]
pub fn store_mb(v: &AtomicU32) {
    ops::inline::u32::smp_store_mb(v, 1);
}

#[no_mangle]
pub fn xchg_right(v: &AtomicU32) -> u32 {
    ops::inline::u32::xchg(v, 1)
}
