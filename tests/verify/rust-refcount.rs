// SPDX-License-Identifier: GPL-2.0 OR MIT
//! The crate's `Refcount`, and a `SetOnce` that publishes the object: the last of two users frees
//! it, and nobody misuses the count. FAULT 1: a reference is given back without ordering. 2: the
//! last one is given back without acquiring. 3: one that was never taken is given back. 4: one is
//! taken when there may be none. 5: it is published before it is written.
//! expect 0: no fault in any execution
//! expect 1: data race
//! expect 2: data race
//! expect 3: this assertion can fail
//! expect 4: this assertion can fail
//! expect 5: data race
#![no_std]

use core::cell::UnsafeCell;
use lkmm::sync::{Refcount, SetOnce};
use lkmm::{verify, AtomicI32, Relaxed, Release};

struct Object {
    users: Refcount,
    data: UnsafeCell<i32>,
    freed: AtomicI32,
}

// SAFETY: one thread writes `data`, users read it, and the last one writes it again.
unsafe impl Sync for Object {}

static OBJECT: Object = Object {
    users: Refcount::new(2),
    data: UnsafeCell::new(0),
    freed: AtomicI32::new(0),
};
static PUBLISHED: SetOnce<&Object> = SetOnce::new();

fn put(object: &Object) {
    let last = if cfg!(fault = "1") {
        object.users.as_atomic().fetch_sub(1, Relaxed) == 1
    } else if cfg!(fault = "2") {
        object.users.as_atomic().fetch_sub(1, Release) == 1
    } else {
        object.users.dec_and_test()
    };
    if last {
        // SAFETY: this is the last user.
        unsafe { *object.data.get() = 0 };
        object.freed.inc(Relaxed);
    }
}

extern "C" fn user(_: &'static ()) {
    let Some(object) = PUBLISHED.as_ref() else {
        return;
    };
    // One of the two references is ours.
    if cfg!(fault = "4") {
        put(object);
        object.users.inc();
        return;
    }
    object.users.inc();
    // SAFETY: nobody writes while there are users.
    assert!(unsafe { *object.data.get() } == 5);
    put(object);
    put(object);
    if cfg!(fault = "3") {
        put(object);
        put(object);
    }
}

#[no_mangle]
pub extern "C" fn main() -> i32 {
    let thread = verify::spawn(user, &());
    if cfg!(fault = "5") {
        PUBLISHED.populate(&OBJECT);
    }
    // SAFETY: no user has seen the object yet.
    unsafe { *OBJECT.data.get() = 5 };
    if !cfg!(fault = "5") {
        PUBLISHED.populate(&OBJECT);
    }
    put(&OBJECT);
    thread.join();
    assert!(OBJECT.freed.load(Relaxed) <= 1);
    0
}
