// SPDX-License-Identifier: GPL-2.0 OR MIT
//! The taker of the queue in mixed-queue.c.
#![no_std]

use core::cell::UnsafeCell;
use lkmm::{Acquire, AtomicPtr, Relaxed};

#[repr(C)]
pub struct Node {
    next: AtomicPtr<Node>,
    value: UnsafeCell<i32>,
}

#[repr(C)]
pub struct Queue {
    head: AtomicPtr<Node>,
    tail: AtomicPtr<Node>,
    taken: UnsafeCell<i32>,
    value: *const i32,
}

extern "C" {
    static fault: i32;
}

fn is_fault(n: i32) -> bool {
    // SAFETY: nobody writes to it.
    unsafe { fault == n }
}

/// Takes the first entry out, if there is one.
///
/// # Safety
///
/// Nobody else takes one.
#[no_mangle]
pub unsafe extern "C" fn take(queue: &Queue) {
    let first = queue.head.load(Relaxed);
    // SAFETY: no node is freed.
    let first_node = unsafe { &*first };
    let next = if is_fault(2) {
        first_node.next.load(Relaxed)
    } else {
        first_node.next.load(Acquire)
    };
    if next.is_null() {
        return;
    }
    if !is_fault(3) && queue.tail.load(Relaxed) == first {
        // Helps the other to move the tail on.
        let _ = queue.tail.cmpxchg(first, next, Relaxed);
    }
    if queue.head.cmpxchg(first, next, Relaxed).is_err() {
        return;
    }
    assert!(queue.tail.load(Relaxed) != first);
    // SAFETY: nobody writes to the entry any more, nor reads what is taken.
    unsafe {
        // Only the acquire orders an address that does not come from that load.
        let value = if is_fault(2) {
            queue.value
        } else {
            (*next).value.get()
        };
        *queue.taken.get() = *value;
    }
}
