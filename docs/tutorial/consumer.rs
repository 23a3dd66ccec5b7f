// SPDX-License-Identifier: GPL-2.0 OR MIT
#![no_std]
use core::cell::UnsafeCell;
use lkmm::{Acquire, AtomicI32, Relaxed, Release};

#[repr(C)]
pub struct Ring {
    head: AtomicI32,
    tail: AtomicI32,
    slot: [UnsafeCell<i32>; 2],
}

/// # Safety
/// No other thread consumes from the ring.
#[no_mangle]
pub unsafe extern "C" fn consume(ring: *const Ring) {
    let ring = unsafe { &*ring };
    let tail = ring.tail.load(Relaxed);
    if ring.head.load(Acquire) != tail {
        let value = unsafe { *ring.slot[(tail & 1) as usize].get() };
        assert!(value == 42);
        ring.tail.store(tail + 1, Release);
    }
}
