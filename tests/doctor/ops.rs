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
fn sum(n: i32) -> i32 {
    let mut sum = 0;
    for _ in 0..n {
        V.inc(Relaxed);
        sum += V.load(Relaxed);
    }
    sum
}

fn main() {
    last(1);
    assert_eq!((value(2), sum(3)), (3, 4 + 5 + 6));
}
