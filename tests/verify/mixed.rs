// SPDX-License-Identifier: GPL-2.0 OR MIT
//! The consumer of the ring in mixed.c.
#![no_std]

use core::cell::UnsafeCell;
use lkmm::{Acquire, AtomicI32, Relaxed, Release};

#[repr(C)]
pub struct Ring {
    head: AtomicI32,
    tail: AtomicI32,
    slot: [UnsafeCell<i32>; 2],
}

/// Takes one number out of the ring, if there is one.
///
/// # Safety
///
/// `ring` points to a ring that no other thread consumes from.
#[no_mangle]
pub unsafe extern "C" fn consume(ring: *const Ring) {
    // SAFETY: the caller's promise.
    let ring = unsafe { &*ring };
    let tail = ring.tail.load(Relaxed);
    if ring.head.load(Acquire) != tail {
        // SAFETY: the producer has released this slot.
        let value = unsafe { *ring.slot[(tail & 1) as usize].get() };
        assert!(value == 42);
        ring.tail.store(tail + 1, Release);
    }
}
