// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Rust alone, with its own atomics and those of lkmm. FAULT 1: a flag is raised without ordering.
//! expect 0: no fault in any execution
//! expect 1: data race
//! fix 1: lkmm::barrier::smp_wmb() after rust.rs:
#![no_std]

use core::cell::UnsafeCell;
use core::sync::atomic::{AtomicBool, Ordering};
use lkmm::{verify, AtomicI32, Full, Relaxed};

struct Shared {
    data: UnsafeCell<u32>,
    ready: AtomicBool,
    count: AtomicI32,
}

// SAFETY: `ready` protects `data`.
unsafe impl Sync for Shared {}

static SHARED: Shared = Shared {
    data: UnsafeCell::new(0),
    ready: AtomicBool::new(false),
    count: AtomicI32::new(0),
};

extern "C" fn write(shared: &Shared) {
    // SAFETY: nobody reads before it is ready.
    unsafe { *shared.data.get() = 42 };
    let order = if cfg!(fault) { Ordering::Relaxed } else { Ordering::Release };
    shared.ready.store(true, order);
    shared.count.fetch_add(1, Full);
}

extern "C" fn read(shared: &Shared) {
    let most = verify::any(40, 42);
    verify::assume(most != 40);
    if shared.ready.load(Ordering::Acquire) {
        // SAFETY: it is ready.
        assert!(unsafe { *shared.data.get() } >= most as u32);
    }
    shared.count.fetch_add(1, Full);
}

/// The program.
#[no_mangle]
pub extern "C" fn main() -> i32 {
    let a = verify::spawn(write, &SHARED);
    let b = verify::spawn(read, &SHARED);
    a.join();
    b.join();
    assert!(SHARED.count.load(Relaxed) == 2);
    0
}
