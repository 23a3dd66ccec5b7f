// SPDX-License-Identifier: GPL-2.0 OR MIT
//! The reader of the list in mixed-urcu.c.
#![no_std]

use core::ptr::from_ref;
use lkmm::{AtomicPtr, Relaxed};

#[repr(C)]
pub struct Head {
    next: AtomicPtr<Head>,
    prev: *mut Head,
}

#[repr(C)]
struct Entry {
    list: Head,
    value: i32,
}

extern "C" {
    static fault: i32;
    fn urcu_read_lock();
    fn urcu_read_unlock();
}

fn is_fault(n: i32) -> bool {
    // SAFETY: nobody writes to it.
    unsafe { fault == n }
}

/// A read-side section, for as long as it lives.
struct Guard;

impl Guard {
    fn new() -> Self {
        if !is_fault(2) {
            // SAFETY: drop() ends the section.
            unsafe { urcu_read_lock() };
        }
        Guard
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if !is_fault(2) {
            // SAFETY: new() has begun it.
            unsafe { urcu_read_unlock() };
        }
    }
}

/// Reads the first entry, if there is one.
#[no_mangle]
pub extern "C" fn read_first(head: &Head) {
    let guard = Guard::new();
    let first = head.next.load(Relaxed);
    if is_fault(3) {
        drop(guard);
    }
    if first.cast_const() != from_ref(head) {
        // SAFETY: it is freed after a grace period only.
        assert!(unsafe { (*first.cast::<Entry>()).value } == 42);
    }
}
