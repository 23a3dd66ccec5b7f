// SPDX-License-Identifier: GPL-2.0 OR MIT
//! The crate's `Srcu`, whose counters the checker sees: a reader reads an object in a section,
//! and it is written again after a grace period. FAULT 1: no grace period. 2: a reader ends its
//! section first. 3: a grace period of another domain.
//! expect 0: no fault found, complete up to 2 turns of the loop on line 45
//! expect 1: data race
//! expect 2: data race
//! expect 3: data race
#![no_std]

use core::cell::UnsafeCell;
use lkmm::sync::Srcu;
use lkmm::{verify, AtomicI32, Relaxed};

struct Object(UnsafeCell<i32>);

// SAFETY: written while nobody reads it.
unsafe impl Sync for Object {}

static DOMAIN: Srcu = Srcu::new();
static OTHER: Srcu = Srcu::new();
static OBJECT: Object = Object(UnsafeCell::new(1));
static GONE: AtomicI32 = AtomicI32::new(0);

extern "C" fn reader(_: &'static ()) {
    let guard = DOMAIN.read_lock();
    let gone = GONE.load(Relaxed);
    if cfg!(fault = "2") {
        guard.unlock();
    }
    if gone == 0 {
        // SAFETY: it is not written before we have left.
        assert!(unsafe { *OBJECT.0.get() } == 1);
    }
}

#[no_mangle]
pub extern "C" fn main() -> i32 {
    let thread = verify::spawn(reader, &());

    GONE.store(1, Relaxed);
    if cfg!(fault = "3") {
        OTHER.synchronize();
    } else if !cfg!(fault = "1") {
        DOMAIN.synchronize();
    }
    // SAFETY: nobody reads any more.
    unsafe { *OBJECT.0.get() = 0 };
    thread.join();
    0
}
