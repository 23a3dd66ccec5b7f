// SPDX-License-Identifier: GPL-2.0 OR MIT
//! A reference count, as that of `Arc`: who drops the last reference ends the object. FAULT 1: an
//! access may come after the drop. 2: the end may come before the accesses of others. 3: the count
//! is looked at in a second step. 4: one reference is not counted.
//! expect 0: no fault in any execution
//! expect 1: data race
//! expect 2: data race
//! expect 3: this assertion of main() can fail
//! expect 4: data race
#![no_std]

use core::cell::UnsafeCell;
use lkmm::barrier::smp_acquire__after_ctrl_dep;
use lkmm::{verify, AtomicI32, Relaxed, Release};

struct Object {
    count: AtomicI32,
    data: UnsafeCell<i32>,
    ended: AtomicI32,
}

// SAFETY: `count` protects `data`.
unsafe impl Sync for Object {}

static OBJECT: Object = Object {
    count: AtomicI32::new(if cfg!(fault = "4") { 1 } else { 2 }),
    data: UnsafeCell::new(1),
    ended: AtomicI32::new(0),
};

impl Object {
    fn drop(&self) -> bool {
        if cfg!(fault = "3") {
            self.count.dec(Relaxed);
            return self.count.load(Relaxed) == 0;
        }
        let old = if cfg!(fault = "1") {
            self.count.fetch_dec(Relaxed)
        } else {
            self.count.fetch_dec(Release)
        };
        if old == 1 && !cfg!(fault = "2") {
            smp_acquire__after_ctrl_dep();
        }
        old == 1
    }
}

extern "C" fn user(object: &Object) {
    // SAFETY: a reference is held.
    assert!(unsafe { *object.data.get() } == 1);
    if object.drop() {
        // SAFETY: it was the last one.
        unsafe { *object.data.get() = 0 };
        object.ended.inc(Relaxed);
    }
}

/// The program.
#[no_mangle]
pub extern "C" fn main() -> i32 {
    let a = verify::spawn(user, &OBJECT);
    let b = verify::spawn(user, &OBJECT);
    a.join();
    b.join();
    assert!(OBJECT.ended.load(Relaxed) == 1);
    0
}
