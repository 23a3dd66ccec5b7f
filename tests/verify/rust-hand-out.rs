// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Threads that take numbers from a counter, by core's atomics, until all are given out. FAULT 1:
//! two of them get the same. 2: they are too many to follow all. 3: no fault; by lkmm's atomics,
//! and down to 0. 4: the same, and one is lost.
//! expect 0: no fault in any execution
//! expect 1: data race
//! expect 2: no fault found, complete up to 2 turns of the loop
//! expect 3: no fault in any execution
//! expect 4: this assertion of main() can fail
#![no_std]

use core::cell::UnsafeCell;
use core::sync::atomic::{AtomicUsize, Ordering};
use lkmm::{verify, Atomic, Relaxed};

const ALL: usize = if cfg!(fault = "2") { 30 } else { 2 };
const DOWN: bool = cfg!(any(fault = "3", fault = "4"));

struct Slot(UnsafeCell<u32>);

// SAFETY: a slot belongs to who has got its number.
unsafe impl Sync for Slot {}

static MADE: [Slot; ALL] = [const { Slot(UnsafeCell::new(0)) }; ALL];
static NEXT: AtomicUsize = AtomicUsize::new(0);
static LEFT: Atomic<i32> = Atomic::new(2);
static TAKEN: Atomic<i32> = Atomic::new(0);

extern "C" fn make(_: &'static ()) {
    loop {
        let i = NEXT.fetch_add(1, Ordering::Relaxed);
        if i >= ALL {
            break;
        }
        let i = if cfg!(fault = "1") { i / 2 } else { i };
        // SAFETY: nobody else has this number.
        unsafe { *MADE[i].0.get() += 1 };
    }
}

extern "C" fn take(_: &'static ()) {
    while LEFT.fetch_add(-1, Relaxed) > if cfg!(fault = "4") { 1 } else { 0 } {
        TAKEN.fetch_add(1, Relaxed);
    }
}

/// The program.
#[no_mangle]
pub extern "C" fn main() -> i32 {
    let work = if DOWN { take } else { make };
    let threads = [verify::spawn(work, &()), verify::spawn(work, &())];
    for thread in threads {
        thread.join();
    }
    assert!(!DOWN || TAKEN.load(Relaxed) == 2);
    0
}
