// SPDX-License-Identifier: GPL-2.0 OR MIT
//! A flag and a value in Rust. FAULT 1: the pointer that is read is compared with the address of a
//! variable. 2: both branches store the same. 3: an index that is always 0. 4: so do all arms, and
//! a loop reads a plain variable once.
//! status 0: 0
//! status 1: 1
//! effect 1: @use the address of this read does not depend on the marked read
//! status 2: 1
//! effect 2: @then this write does not depend on
//! effect 2: @else this write does not depend on
//! status 3: 1
//! effect 3: @index the address of this read does not depend on
//! effect 3: @index this write does not depend on
//! status 4: 1
//! effect 4: @zero this write does not depend on
//! effect 4: @more this write does not depend on
//! effect 4: @poll note: this plain load of STOP is no longer done in each turn
#![no_std]

use core::ptr;
use lkmm::{verify, AtomicPtr, AtomicU32, Relaxed, Release};

static OLD: AtomicU32 = AtomicU32::new(1);
static NEW: AtomicU32 = AtomicU32::new(0);
static SHARED: AtomicPtr<AtomicU32> = AtomicPtr::new(ptr::addr_of!(OLD).cast_mut());
static OUT: AtomicU32 = AtomicU32::new(0);
static TABLE: [AtomicU32; 2] = [AtomicU32::new(0), AtomicU32::new(0)];
/// No other file uses it, but the compiler does not know that.
#[no_mangle]
pub static mut STOP: u32 = 0;

extern "C" fn publish(_: &()) {
    NEW.store(1, Relaxed);
    SHARED.store(ptr::addr_of!(NEW).cast_mut(), Release);
    if cfg!(fault = "4") {
        // SAFETY: another thread reads it at the same time: the fault.
        unsafe { STOP = 2 };
    }
}

/// Waits for a variable that no access marks.
fn poll() -> u32 {
    let mut turns = 0;

    while turns < 3 {
        // SAFETY: another thread writes it at the same time: the fault.
        let stops = unsafe { STOP }; // @poll

        if stops != 0 {
            break;
        }
        turns += 1;
    }
    turns
}

extern "C" fn follow(_: &()) {
    if cfg!(fault = "3") {
        let r = OLD.load(Relaxed);

        OUT.store(TABLE[(r ^ r) as usize].load(Relaxed), Relaxed); // @index
        return;
    }
    if cfg!(fault = "4") {
        match NEW.load(Relaxed) {
            0 => OUT.store(1, Relaxed), // @zero
            _ => OUT.store(1, Relaxed), // @more
        }
        OLD.store(poll(), Relaxed);
        return;
    }
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
