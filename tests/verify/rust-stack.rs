// SPDX-License-Identifier: GPL-2.0 OR MIT
//! A Treiber stack: two threads push a node each, and one pops. FAULT 1: a node is published
//! without ordering. 2: it is written to afterwards. 3: a push does not look whether another one
//! came first. 4: nor does the pop. 5: the node is linked after it is published.
//! expect 0: no fault in any execution
//! expect 1: data race
//! expect 2: data race
//! expect 3: this assertion of main() can fail
//! expect 4: this assertion of main() can fail
//! expect 5: data race
#![no_std]

use core::cell::UnsafeCell;
use core::ptr::null_mut;
use lkmm::{verify, Acquire, AtomicPtr, Relaxed, Release};

struct Node {
    next: UnsafeCell<*mut Node>,
    value: UnsafeCell<i32>,
}

// SAFETY: a node belongs to who has not yet pushed it, or has popped it.
unsafe impl Sync for Node {}

struct Stack(AtomicPtr<Node>);

static STACK: Stack = Stack(AtomicPtr::new(null_mut()));
static NODES: [Node; 2] = [const {
    Node {
        next: UnsafeCell::new(null_mut()),
        value: UnsafeCell::new(0),
    }
}; 2];
static POPPED: AtomicPtr<Node> = AtomicPtr::new(null_mut());

impl Stack {
    fn replace(&self, old: *mut Node, new: *mut Node) -> Result<*mut Node, *mut Node> {
        if cfg!(fault = "1") {
            self.0.cmpxchg(old, new, Relaxed)
        } else {
            self.0.cmpxchg(old, new, Release)
        }
    }

    fn push(&self, node: &'static Node) {
        let new = node as *const Node as *mut Node;
        let mut old = self.0.load(Relaxed);
        loop {
            if !cfg!(fault = "5") {
                // SAFETY: it is not pushed yet.
                unsafe { *node.next.get() = old };
            }
            if cfg!(fault = "3") {
                self.0.store(new, Release);
                return;
            }
            match self.replace(old, new) {
                Ok(_) => break,
                Err(found) => old = found,
            }
        }
        if cfg!(fault = "5") {
            // SAFETY: none.
            unsafe { *node.next.get() = old };
        }
    }

    fn pop(&self) -> *mut Node {
        let first = self.0.load(Acquire);
        if first.is_null() {
            return first;
        }
        // SAFETY: no node is pushed a second time.
        let next = unsafe { *(*first).next.get() };
        if cfg!(fault = "4") {
            self.0.store(next, Relaxed);
            return first;
        }
        match self.0.cmpxchg(first, next, Acquire) {
            Ok(_) => first,
            Err(_) => null_mut(),
        }
    }
}

extern "C" fn pusher(node: &'static Node) {
    if cfg!(fault = "2") {
        STACK.push(node);
    }
    // SAFETY: it is not pushed yet.
    unsafe { *node.value.get() = 1 };
    if !cfg!(fault = "2") {
        STACK.push(node);
    }
}

extern "C" fn popper(stack: &Stack) {
    let node = stack.pop();
    if !node.is_null() {
        // SAFETY: it is popped.
        assert!(unsafe { *(*node).value.get() } == 1);
        POPPED.store(node, Relaxed);
    }
}

/// The program.
#[no_mangle]
pub extern "C" fn main() -> i32 {
    let a = verify::spawn(pusher, &NODES[0]);
    let b = verify::spawn(pusher, &NODES[1]);
    let c = verify::spawn(popper, &STACK);
    a.join();
    b.join();
    c.join();
    let mut n = if POPPED.load(Relaxed).is_null() { 0 } else { 1 };
    let mut node = STACK.0.load(Relaxed);
    while !node.is_null() {
        n += 1;
        // SAFETY: the other threads have ended.
        node = unsafe { *(*node).next.get() };
    }
    assert!(n == 2);
    0
}
