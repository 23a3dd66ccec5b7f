// SPDX-License-Identifier: GPL-2.0 OR MIT
//! A value that is set once, as the kernel's `SetOnce`: of two threads that set it one succeeds,
//! and a reader finds none or all of it. FAULT 1: the value is published without ordering. 2: it is
//! looked at without ordering. 3: it is published before it is there. 4: two threads may set it. 5:
//! a reader takes a value that is being set for one that is.
//! expect 0: no fault in any execution
//! expect 1: data race
//! expect 2: data race
//! expect 3: data race
//! expect 4: data race
//! expect 5: data race
#![no_std]

use core::cell::UnsafeCell;
use lkmm::{verify, Acquire, AtomicU32, Relaxed, Release};

const EMPTY: u32 = 0;
const BUSY: u32 = 1;
const SET: u32 = 2;

struct SetOnce {
    state: AtomicU32,
    value: UnsafeCell<[i32; 2]>,
}

// SAFETY: who has made `state` BUSY is the only one to write, and nobody writes once it is SET.
unsafe impl Sync for SetOnce {}

static ONCE: SetOnce = SetOnce {
    state: AtomicU32::new(EMPTY),
    value: UnsafeCell::new([0; 2]),
};
static SETTERS: AtomicU32 = AtomicU32::new(0);

impl SetOnce {
    fn begin(&self) -> bool {
        if cfg!(fault = "4") {
            return self.state.load(Relaxed) == EMPTY;
        }
        let next = if cfg!(fault = "3") { SET } else { BUSY };
        self.state.cmpxchg(EMPTY, next, Relaxed).is_ok()
    }

    fn set(&self, value: i32) -> bool {
        if !self.begin() {
            return false;
        }
        // SAFETY: no other thread uses the value.
        unsafe { *self.value.get() = [value; 2] };
        if cfg!(fault = "1") {
            self.state.store(SET, Relaxed);
        } else {
            self.state.store(SET, Release);
        }
        true
    }

    fn get(&self) -> Option<[i32; 2]> {
        let state = if cfg!(fault = "2") {
            self.state.load(Relaxed)
        } else {
            self.state.load(Acquire)
        };
        if state == SET || (cfg!(fault = "5") && state == BUSY) {
            // SAFETY: nobody writes any more.
            Some(unsafe { *self.value.get() })
        } else {
            None
        }
    }
}

extern "C" fn setter(once: &SetOnce) {
    if once.set(7) {
        SETTERS.fetch_inc(Relaxed);
    }
}

extern "C" fn reader(once: &SetOnce) {
    if let Some(value) = once.get() {
        assert!(value[0] == 7 && value[1] == 7);
    }
}

/// The program.
#[no_mangle]
pub extern "C" fn main() -> i32 {
    let a = verify::spawn(setter, &ONCE);
    let b = verify::spawn(setter, &ONCE);
    let c = verify::spawn(reader, &ONCE);
    a.join();
    b.join();
    c.join();
    assert!(SETTERS.load(Relaxed) == 1);
    0
}
