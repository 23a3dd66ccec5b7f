// SPDX-License-Identifier: GPL-2.0 OR MIT
//! The same as ops.c.
use lkmm::{Atomic, AtomicI32, Full, Relaxed, Release};

static V: AtomicI32 = Atomic::new(0);

#[inline(never)]
fn value(i: i32) -> i32 {
    V.fetch_add(i, Full) + i
}

#[inline(never)]
fn last(i: i32) {
    V.store(i, Release);
}

#[inline(never)]
fn repeat(n: i32) {
    for _ in 0..n {
        V.inc(Relaxed);
    }
}

#[inline(never)]
fn get() -> i32 {
    V.load(Relaxed)
}

fn main() {
    last(1);
    assert_eq!(value(2), 3);
    repeat(3);
    assert_eq!(get(), 6);
}
