// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Counted references, as the kernel's kref: the thread that gives back the last one frees the
//! object. The fully ordered `dec_and_test()` puts all uses by others before that.

use std::thread;

use lkmm::{Atomic, AtomicI32, Full, Relaxed};

struct Object {
    references: AtomicI32,
    uses: AtomicI32,
}

/// Gives back a reference; true if it was the last one.
fn put(object: &Object) -> bool {
    object.references.dec_and_test(Full)
}

fn main() {
    let threads = 4;
    let object = Box::leak(Box::new(Object {
        references: Atomic::new(threads),
        uses: Atomic::new(0),
    }));
    let object: &Object = object;
    let last: i32 = (0..threads)
        .map(|_| {
            thread::spawn(move || {
                object.uses.inc(Relaxed);
                // The last one sees the uses of all.
                if put(object) {
                    object.uses.load(Relaxed)
                } else {
                    0
                }
            })
        })
        .collect::<Vec<_>>()
        .into_iter()
        .map(|thread| thread.join().unwrap())
        .sum();
    assert_eq!(last, threads);
    println!("the last of {threads} references saw {last} uses");
}
