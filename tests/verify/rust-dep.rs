// SPDX-License-Identifier: GPL-2.0 OR MIT
//! The crate's `Dep`: an object that is found by a pointer and by an index is read after the
//! pointer and the index, also behind a comparison by `ptr_eq()`. FAULT 1: the pointer is published
//! without ordering. 2: the index is. 3: the reader compares the pointer, and then reads the object
//! that it was equal to. 4: so it does with the index.
//! expect 0: no fault in any execution
//! expect 1: data race
//! expect 2: data race
//! expect 3: data race
//! expect 4: data race
#![no_std]

use core::cell::UnsafeCell;
use core::ptr::from_ref;
use lkmm::{verify, Atomic, AtomicUsize, Relaxed, Release};

struct Object(UnsafeCell<i32>);

// SAFETY: written before it is published, and read afterwards.
unsafe impl Sync for Object {}

impl Object {
    fn read(&self) -> i32 {
        // SAFETY: nobody writes any more.
        unsafe { *self.0.get() }
    }

    fn write(&self, value: i32) {
        // SAFETY: nobody reads yet.
        unsafe { *self.0.get() = value };
    }
}

static OBJECT: Object = Object(UnsafeCell::new(0));
static SLOTS: [Object; 1] = [Object(UnsafeCell::new(0))];
static POINTER: Atomic<*const Object> = Atomic::new(core::ptr::null());
static INDEX: AtomicUsize = AtomicUsize::new(1);

extern "C" fn by_pointer(_: &'static ()) {
    let found = POINTER.load_dep();
    if cfg!(fault = "3") {
        if found.into_inner() == from_ref(&OBJECT) {
            assert!(OBJECT.read() == 5);
        }
        return;
    }
    // SAFETY: it is null, or points to the object.
    if let Some(object) = unsafe { found.as_ref() } {
        if object.ptr_eq(&OBJECT) {
            assert!(object.read() == 5);
        }
    }
}

extern "C" fn by_index(_: &'static ()) {
    let found = INDEX.load_dep();
    if cfg!(fault = "4") {
        if found.into_inner() == 0 {
            assert!(SLOTS[0].read() == 7);
        }
        return;
    }
    if let Some(object) = found.get(&SLOTS) {
        assert!(object.read() == 7);
    }
}

#[no_mangle]
pub extern "C" fn main() -> i32 {
    let pointer = verify::spawn(by_pointer, &());
    let index = verify::spawn(by_index, &());

    OBJECT.write(5);
    SLOTS[0].write(7);
    if cfg!(fault = "1") {
        POINTER.store(&OBJECT, Relaxed);
    } else {
        POINTER.store(&OBJECT, Release);
    }
    if cfg!(fault = "2") {
        INDEX.store(0, Relaxed);
    } else {
        INDEX.store(0, Release);
    }
    pointer.join();
    index.join();
    0
}
