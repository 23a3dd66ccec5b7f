// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Loops around compare-and-exchange as core::sync::atomic has them: fetch_update(), and a weak
//! exchange, which may fail for no reason. Two threads add to a number, and one of them takes a
//! node off a list. FAULT 1: the value that was found does not count. 2: not every turn looks anew.
//! 3: a node is pushed without a release.
//! expect 0: no fault in any execution
//! expect 1: this assertion of main() can fail
//! expect 2: executions block: P1 line 40
//! expect 3: data race
#![no_std]

use core::cell::UnsafeCell;
use core::ptr::null_mut;
use core::sync::atomic::{AtomicPtr, AtomicU32, Ordering::*};
use lkmm::verify;

struct Node {
    next: AtomicPtr<Node>,
    value: UnsafeCell<u32>,
}

// SAFETY: the value belongs to who has not yet pushed the node, or has popped it.
unsafe impl Sync for Node {}

static NUMBER: AtomicU32 = AtomicU32::new(0);
static TOP: AtomicPtr<Node> = AtomicPtr::new(null_mut());
static NODE: Node = Node {
    next: AtomicPtr::new(null_mut()),
    value: UnsafeCell::new(0),
};

fn add(n: u32) {
    let _ = NUMBER.fetch_update(Relaxed, Relaxed, |x| {
        Some(if cfg!(fault = "1") { n } else { x + n })
    });
}

fn add_weak(n: u32) {
    let mut old = NUMBER.load(Relaxed);
    while let Err(found) = NUMBER.compare_exchange_weak(old, old + n, Relaxed, Relaxed) {
        if !cfg!(fault = "2") {
            old = found;
        }
    }
}

fn push(node: &'static Node) {
    let mut old = TOP.load(Relaxed);
    loop {
        node.next.store(old, Relaxed);
        let new = node as *const Node as *mut Node;
        let order = if cfg!(fault = "3") { Relaxed } else { Release };
        match TOP.compare_exchange_weak(old, new, order, Relaxed) {
            Ok(_) => return,
            Err(found) => old = found,
        }
    }
}

fn pop() -> *mut Node {
    let mut old = TOP.load(Acquire);
    while !old.is_null() {
        // SAFETY: nodes stay where they are.
        let next = unsafe { (*old).next.load(Relaxed) };
        match TOP.compare_exchange_weak(old, next, Relaxed, Acquire) {
            Ok(_) => return old,
            Err(found) => old = found,
        }
    }
    old
}

extern "C" fn first(node: &'static Node) {
    add(1);
    // SAFETY: it is not pushed yet.
    unsafe { *node.value.get() = 1 };
    push(node);
}

extern "C" fn second(_: &'static Node) {
    add_weak(2);
    let node = pop();
    if !node.is_null() {
        // SAFETY: it is popped.
        assert!(unsafe { *(*node).value.get() } == 1);
    }
}

/// The program.
#[no_mangle]
pub extern "C" fn main() -> i32 {
    let a = verify::spawn(first, &NODE);
    let b = verify::spawn(second, &NODE);
    a.join();
    b.join();
    assert!(NUMBER.load(Relaxed) == 3);
    0
}
