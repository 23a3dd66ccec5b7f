// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Values that keep an address dependency: their results, and messages through them.

use core::ptr::{null, null_mut};
use std::thread;

use lkmm::{Atomic, AtomicPtr, AtomicUsize, Dep, Relaxed, Release};

struct Node {
    value: i32,
    next: AtomicPtr<Node>,
}

impl Node {
    const fn new(value: i32) -> Self {
        let next = AtomicPtr::new(null_mut());
        Self { value, next }
    }
}

#[test]
fn pointers() {
    let (mut second, first) = (Node::new(2), Node::new(1));
    let empty = AtomicPtr::<Node>::new(null_mut());
    let head = Atomic::new(&raw const first);

    first.next.store(&mut second, Release);
    assert!(empty.load_dep().is_null() && !head.load_dep().is_null());
    // SAFETY: the nodes live, and nobody writes to them.
    unsafe {
        assert!(empty.load_dep().as_ref().is_none());
        let found = head.load_dep().as_ref().unwrap();
        assert_eq!((found.value, *found.map(|n| &n.value)), (1, 1));
        let next = found.next.load_dep();
        assert_eq!(next.as_ref().map(|n| n.value), Some(2));
        assert!(next.ptr_eq(&second) && !next.ptr_eq(&first) && !next.ptr_eq(null()));
        assert!(next.as_ref().unwrap().next.load_dep().is_null());
        assert!(found.ptr_eq(&first) && !found.ptr_eq(&second));
    }
    assert!(head.load_dep().ptr_eq(&first));
    assert_eq!(head.load_dep().into_inner(), &raw const first);
}

#[test]
fn indices() {
    let slots = [10, 20, 30];
    let index = AtomicUsize::new(0);

    for i in 0..5 {
        index.store(i, Relaxed);
        let found = index.load_dep().get(&slots);
        assert_eq!(found.map(|slot| *slot), slots.get(i).copied());
    }
    index.store(0, Relaxed);
    assert_eq!(
        index.load_dep().get(&slots[..1]).map(|slot| *slot),
        Some(10)
    );
    assert!(index.load_dep().get(&slots[..0]).is_none());
}

/// A reader finds each published node whole.
#[test]
fn messages_through_pointers() {
    const TIMES: usize = if cfg!(miri) { 20 } else { 20_000 };
    let nodes: Vec<_> = (0..TIMES).map(|_| AtomicUsize::new(0)).collect();
    let (newest, index) = (Atomic::new(null::<AtomicUsize>()), AtomicUsize::new(TIMES));

    thread::scope(|s| {
        s.spawn(|| {
            for (i, node) in nodes.iter().enumerate() {
                node.store(i + 1, Relaxed);
                newest.store(node, Release);
                index.store(i, Release);
            }
        });
        let mut last = 0;
        while last != TIMES {
            let by_index = index.load_dep().get(&nodes).map_or(0, |n| n.load(Relaxed));
            // SAFETY: the nodes live, and are atomic.
            let found = unsafe { Dep::<*const AtomicUsize>::as_ref(newest.load_dep()) };
            let value = found.map_or(0, |n| n.load(Relaxed));
            assert!(value >= by_index && by_index >= last);
            last = by_index;
            thread::yield_now();
        }
    });
}
