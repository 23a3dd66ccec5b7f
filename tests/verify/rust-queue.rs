// SPDX-License-Identifier: GPL-2.0 OR MIT
//! A Michael-Scott queue with a dummy node: two threads put an entry each in, and one takes one
//! out. FAULT 1: an entry is linked without ordering, 2: or before it is written. 3: it is linked
//! without looking whether another one came first. 4: the head passes the tail. 5: the tail may
//! move back.
//! expect 0: no fault in any execution
//! expect 1: data race
//! expect 2: data race
//! expect 3: this assertion of main() can fail
//! expect 4: this assertion can fail
//! expect 5: this assertion of main() can fail
#![no_std]

use core::cell::UnsafeCell;
use core::ptr::{from_ref, null_mut};
use lkmm::{verify, Acquire, AtomicI32, AtomicPtr, Relaxed, Release};

struct Node {
    next: AtomicPtr<Node>,
    value: UnsafeCell<i32>,
}

// SAFETY: who has not yet put a node in writes to it, and nobody afterwards.
unsafe impl Sync for Node {}

static NODES: [Node; 2] = [const {
    Node {
        next: AtomicPtr::new(null_mut()),
        value: UnsafeCell::new(0),
    }
}; 2];
static DUMMY: Node = Node {
    next: AtomicPtr::new(null_mut()),
    value: UnsafeCell::new(0),
};
static HEAD: AtomicPtr<Node> = AtomicPtr::new(null_mut());
static TAIL: AtomicPtr<Node> = AtomicPtr::new(null_mut());
static TAKEN: AtomicI32 = AtomicI32::new(0);

fn link(last: &Node, new: *mut Node) -> bool {
    if cfg!(fault = "3") {
        last.next.store(new, Release);
        return true;
    }
    if cfg!(fault = "1") {
        return last.next.cmpxchg(null_mut(), new, Relaxed).is_ok();
    }
    last.next.cmpxchg(null_mut(), new, Release).is_ok()
}

/// One try. Whether the node is in.
fn put(node: &Node) -> bool {
    let last = TAIL.load(Acquire);
    let new = from_ref(node).cast_mut();
    // SAFETY: no node is freed.
    if !link(unsafe { &*last }, new) {
        return false;
    }
    if cfg!(fault = "5") {
        TAIL.store(new, Release);
    } else {
        let _ = TAIL.cmpxchg(last, new, Release);
    }
    true
}

/// One try to take a value out.
fn take() -> Option<i32> {
    let first = HEAD.load(Acquire);
    // SAFETY: no node is freed.
    let next = unsafe { (*first).next.load(Acquire) };
    if next.is_null() {
        return None;
    }
    if !cfg!(fault = "4") && TAIL.load(Relaxed) == first {
        // Helps the other to move the tail on.
        let _ = TAIL.cmpxchg(first, next, Release);
    }
    if HEAD.cmpxchg(first, next, Release).is_err() {
        return None;
    }
    assert!(TAIL.load(Relaxed) != first);
    // SAFETY: nobody writes to it any more.
    Some(unsafe { *(*next).value.get() })
}

extern "C" fn putter(node: &Node) {
    if !cfg!(fault = "2") {
        // SAFETY: it is not in yet.
        unsafe { *node.value.get() = 1 };
    }
    if !put(node) {
        TAKEN.inc(Relaxed);
    }
    if cfg!(fault = "2") {
        // SAFETY: none.
        unsafe { *node.value.get() = 1 };
    }
}

extern "C" fn taker(taken: &AtomicI32) {
    if let Some(value) = take() {
        assert!(value == 1);
        taken.inc(Relaxed);
    }
}

/// The program.
#[no_mangle]
pub extern "C" fn main() -> i32 {
    let dummy = from_ref(&DUMMY).cast_mut();
    HEAD.store(dummy, Relaxed);
    TAIL.store(dummy, Relaxed);
    let a = verify::spawn(putter, &NODES[0]);
    let b = verify::spawn(putter, &NODES[1]);
    let c = verify::spawn(taker, &TAKEN);
    a.join();
    b.join();
    c.join();
    let mut n = TAKEN.load(Relaxed);
    let mut node = HEAD.load(Relaxed);
    // SAFETY: the other threads have ended.
    while let Some(next) = unsafe { (*node).next.load(Relaxed).as_ref() } {
        n += 1;
        node = from_ref(next).cast_mut();
    }
    assert!(n == 2 && TAIL.load(Relaxed) == node);
    0
}
