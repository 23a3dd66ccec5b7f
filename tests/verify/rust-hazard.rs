// SPDX-License-Identifier: GPL-2.0 OR MIT
//! A stack with a hazard pointer: one thread pops an entry, and drops it if the other one does not
//! announce its use. FAULT 1: the reader looks again before others see its announcement. 2: it does
//! not look again. 3: the entry is dropped without looking. 4: the announcement ends before the
//! use. 5: the use may come after its end.
//! expect 0: no fault in any execution
//! expect 1: use after free
//! expect 2: use after free
//! expect 3: use after free
//! expect 4: use after free
//! expect 5: use after free
#![no_std]
extern crate alloc;

use alloc::boxed::Box;
use core::ptr::null_mut;
use lkmm::barrier::smp_mb;
use lkmm::{verify, Acquire, AtomicPtr, Full, Relaxed, Release};

struct Node {
    next: *mut Node,
    value: u64,
}

struct Stack {
    top: AtomicPtr<Node>,
    hazard: AtomicPtr<Node>,
}

static STACK: Stack = Stack {
    top: AtomicPtr::new(null_mut()),
    hazard: AtomicPtr::new(null_mut()),
};

extern "C" fn look(stack: &Stack) {
    let node = stack.top.load(Relaxed);
    if node.is_null() {
        return;
    }
    stack.hazard.store(node, Relaxed);
    if !cfg!(fault = "1") {
        smp_mb();
    }
    if !cfg!(fault = "2") && stack.top.load(Relaxed) != node {
        return;
    }
    if cfg!(fault = "4") {
        stack.hazard.store(null_mut(), Release);
    }
    // SAFETY: it is announced, and was still on the stack then.
    assert!(unsafe { (*node).value } == 42);
    if cfg!(fault = "5") {
        stack.hazard.store(null_mut(), Relaxed);
    } else {
        stack.hazard.store(null_mut(), Release);
    }
}

extern "C" fn pop(stack: &Stack) {
    let node = stack.top.load(Relaxed);
    // SAFETY: nobody else frees entries.
    let next = unsafe { (*node).next };
    if stack.top.cmpxchg(node, next, Full).is_err() {
        return;
    }
    if !cfg!(fault = "3") && stack.hazard.load(Acquire) == node {
        return;
    }
    // SAFETY: it was made by `Box::into_raw()`, and is on no stack.
    drop(unsafe { Box::from_raw(node) });
}

/// The program.
#[no_mangle]
pub extern "C" fn main() -> i32 {
    let node = Box::new(Node {
        next: null_mut(),
        value: 42,
    });

    STACK.top.store(Box::into_raw(node), Relaxed);
    let a = verify::spawn(look, &STACK);
    let b = verify::spawn(pop, &STACK);
    a.join();
    b.join();
    0
}
