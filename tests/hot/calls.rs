// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Calls operations a number of times that hot.py knows.
use lkmm::{Acquire, Atomic, AtomicI32, AtomicI64, Full, Relaxed};

static V: AtomicI32 = Atomic::new(0);
static W: AtomicI64 = Atomic::new(0);

fn worker(n: i32) {
    for i in 0..n {
        V.fetch_add(i, Full); // SITE rust_fetch_add
    }
}

fn main() {
    let threads: Vec<_> = (1..=4)
        .map(|n| std::thread::spawn(move || worker(1000 * n)))
        .collect();
    for t in threads {
        t.join().unwrap();
    }
    for _ in 0..25 {
        W.add(1, Relaxed); // SITE rust_add
    }
    let found = V.load(Acquire); // SITE rust_load
    assert!(found >= 0);
}
