// SPDX-License-Identifier: GPL-2.0 OR MIT
//! The reader of the stack in mixed-hazard.c.
#![no_std]

use core::ptr::null_mut;
use lkmm::barrier::smp_mb;
use lkmm::{AtomicPtr, Relaxed, Release};

#[repr(C)]
pub struct Node {
    next: *mut Node,
    value: i32,
}

#[repr(C)]
pub struct Stack {
    top: AtomicPtr<Node>,
    hazard: AtomicPtr<Node>,
}

extern "C" {
    static fault: i32;
}

fn is_fault(n: i32) -> bool {
    // SAFETY: nobody writes to it.
    unsafe { fault == n }
}

/// Looks at the value on top, if there is one.
///
/// # Safety
///
/// Nobody else announces something in this stack.
#[no_mangle]
pub unsafe extern "C" fn look(stack: &Stack) {
    let node = stack.top.load(Relaxed);
    if node.is_null() {
        return;
    }
    stack.hazard.store(node, Relaxed);
    if !is_fault(1) {
        smp_mb();
    }
    if !is_fault(2) && stack.top.load(Relaxed) != node {
        return;
    }
    if is_fault(4) {
        stack.hazard.store(null_mut(), Release);
    }
    // SAFETY: it is announced, and was still on the stack then.
    assert!(unsafe { (*node).value } == 42);
    if is_fault(5) {
        stack.hazard.store(null_mut(), Relaxed);
    } else {
        stack.hazard.store(null_mut(), Release);
    }
}
