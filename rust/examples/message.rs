// SPDX-License-Identifier: GPL-2.0 OR MIT
//! A message from one thread to another: what is written before a release is seen after the acquire
//! that reads it.

use std::thread;

use lkmm::barrier::cpu_relax;
use lkmm::{Acquire, Atomic, AtomicI32, Relaxed, Release};

static DATA: AtomicI32 = Atomic::new(0);
static READY: Atomic<bool> = Atomic::new(false);

fn main() {
    let reader = thread::spawn(|| {
        while !READY.load(Acquire) {
            cpu_relax();
        }
        DATA.load(Relaxed)
    });
    DATA.store(42, Relaxed);
    READY.store(true, Release);
    assert_eq!(reader.join().unwrap(), 42);
    println!("42 has arrived");
}
