// SPDX-License-Identifier: GPL-2.0 OR MIT
//! The crate's `Rcu`: a reader uses the object that it finds while it has its guard, and who
//! replaces the object writes to the old one when nobody reads it any more. FAULT 1: it does not
//! wait for the readers. 2: the reader ends its section first. 3: the object is written after it is
//! published.
//! expect 0: no fault in any execution
//! expect 1: data race
//! expect 2: data race
//! expect 3: data race
#![no_std]

use core::cell::UnsafeCell;
use lkmm::sync::rcu::{self, Rcu};
use lkmm::verify;

struct Object(UnsafeCell<i32>);

// SAFETY: written while nobody has it.
unsafe impl Sync for Object {}

static FIRST: Object = Object(UnsafeCell::new(0));
static SECOND: Object = Object(UnsafeCell::new(0));
static CURRENT: Rcu<&'static Object> = Rcu::empty();

fn write(object: &Object, value: i32) {
    // SAFETY: nobody reads it yet, or any more.
    unsafe { *object.0.get() = value };
}

extern "C" fn reader(_: &'static ()) {
    let guard = rcu::read_lock();
    let Some(object) = CURRENT.read(&guard) else {
        return;
    };
    let place = object.0.get();
    if cfg!(fault = "2") {
        guard.unlock();
    }
    // SAFETY: while we have the guard, nobody writes.
    assert!(unsafe { *place } > 0);
}

#[no_mangle]
pub extern "C" fn main() -> i32 {
    let thread = verify::spawn(reader, &());

    write(&SECOND, 2);
    if !cfg!(fault = "3") {
        write(&FIRST, 1);
    }
    let _ = CURRENT.replace(&FIRST);
    if cfg!(fault = "3") {
        write(&FIRST, 1);
    }
    if let Some(old) = CURRENT.replace(&SECOND) {
        if cfg!(fault = "1") {
            write(&old, 0);
            core::mem::forget(old);
        } else {
            write(old.wait(), 0);
        }
    }
    thread.join();
    0
}
