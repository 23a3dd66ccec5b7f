// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Rust alone, with its own atomics and those of lkmm. FAULT 1: a flag is raised without ordering.
//! expect 0: no fault in any execution
//! expect 1: data race
//! fix 1: lkmm::barrier::smp_wmb() after rust.rs:
#![no_std]

use core::cell::UnsafeCell;
use core::ffi::c_void;
use core::sync::atomic::{AtomicBool, Ordering};
use lkmm::{AtomicI32, Full, Relaxed};

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

extern "C" {
    fn lkmm_spawn(function: extern "C" fn(*mut c_void), arg: *mut c_void) -> i32;
    fn lkmm_join(thread: i32);
}

extern "C" fn write(_: *mut c_void) {
    // SAFETY: nobody reads before it is ready.
    unsafe { *SHARED.data.get() = 42 };
    let order = if cfg!(fault) { Ordering::Relaxed } else { Ordering::Release };
    SHARED.ready.store(true, order);
    SHARED.count.fetch_add(1, Full);
}

extern "C" fn read(_: *mut c_void) {
    if SHARED.ready.load(Ordering::Acquire) {
        // SAFETY: it is ready.
        assert!(unsafe { *SHARED.data.get() } == 42);
    }
    SHARED.count.fetch_add(1, Full);
}

/// The program.
#[no_mangle]
pub extern "C" fn main() -> i32 {
    // SAFETY: lkmm verify defines these functions.
    unsafe {
        let a = lkmm_spawn(write, core::ptr::null_mut());
        let b = lkmm_spawn(read, core::ptr::null_mut());
        lkmm_join(a);
        lkmm_join(b);
    }
    assert!(SHARED.count.load(Relaxed) == 2);
    0
}
