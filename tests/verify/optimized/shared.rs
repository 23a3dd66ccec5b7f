// SPDX-License-Identifier: GPL-2.0 OR MIT
//! A flag and a value in Rust. FAULT 1: the pointer that is read is compared with the address of a
//! variable. 2: both branches store the same.
//! status 0: 0
//! status 1: 1
//! effect 1: @use the address of this read does not depend on the marked read
//! status 2: 1
//! effect 2: @then this write does not depend on
//! effect 2: @else this write does not depend on
#![no_std]

use core::ptr;
use lkmm::{verify, AtomicPtr, AtomicU32, Relaxed, Release};

static OLD: AtomicU32 = AtomicU32::new(1);
static NEW: AtomicU32 = AtomicU32::new(0);
static SHARED: AtomicPtr<AtomicU32> = AtomicPtr::new(ptr::addr_of!(OLD).cast_mut());
static OUT: AtomicU32 = AtomicU32::new(0);

extern "C" fn publish(_: &()) {
    NEW.store(1, Relaxed);
    SHARED.store(ptr::addr_of!(NEW).cast_mut(), Release);
}

extern "C" fn follow(_: &()) {
    if cfg!(fault = "2") {
        if SHARED.load(Relaxed) == ptr::addr_of!(NEW).cast_mut() {
            OUT.store(1, Relaxed); // @then
        } else {
            OUT.store(1, Relaxed); // @else
        }
        return;
    }
    let p = SHARED.load(Relaxed);

    if !cfg!(fault = "1") || p == ptr::addr_of!(NEW).cast_mut() {
        // SAFETY: it is the address of OLD or of NEW.
        let value = unsafe { (*p).load(Relaxed) }; // @use

        assert!(value == 1);
    }
}

/// The program.
#[no_mangle]
pub extern "C" fn main() -> i32 {
    let a = verify::spawn(publish, &());
    let b = verify::spawn(follow, &());

    a.join();
    b.join();
    0
}
