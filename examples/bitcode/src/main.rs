// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Counts to a hundred in four threads, by operations of liblkmm that were compiled by clang: see
//! docs/bitcode.md.
use lkmm::{Acquire, Atomic, AtomicI32, Full, Relaxed};

static COUNT: AtomicI32 = Atomic::new(0);

fn main() {
    let threads: Vec<_> = (0..4)
        .map(|_| std::thread::spawn(|| (0..25).for_each(|_| COUNT.inc(Relaxed))))
        .collect();
    for t in threads {
        t.join().unwrap();
    }
    assert_eq!(COUNT.fetch_add(1, Full), 100);
    println!("{}", COUNT.load(Acquire) - 1);
}
