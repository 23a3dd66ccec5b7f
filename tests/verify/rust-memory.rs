// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Memory of malloc() in Rust: one thread fills a message, which another one reads and frees; and
//! arithmetic of 64 bits that tells whether it fits. FAULT 1: the message is passed on without a
//! release. 2: it is freed, and looked at again. 3: nobody looks whether a sum fits.
//! expect 0: no fault in any execution
//! expect 1: data race
//! expect 2: use after free
//! expect 3: this assertion can fail
#![no_std]

use core::ptr::null_mut;
use lkmm::{verify, Acquire, Atomic, AtomicPtr, Relaxed, Release};

extern "C" {
    fn malloc(size: usize) -> *mut u64;
    fn free(at: *mut u64);
}

static PLACE: AtomicPtr<u64> = AtomicPtr::new(null_mut());
static NUMBER: Atomic<u64> = Atomic::new(u64::MAX - 1);
static UNUSED: u32 = 0;

extern "C" fn send(_: &u32) {
    // SAFETY: there is always memory here.
    let message = unsafe { malloc(8) };
    // SAFETY: nobody else knows it yet.
    unsafe { *message = 42 };
    NUMBER.store(u64::MAX, Relaxed);
    if cfg!(fault = "1") {
        PLACE.store(message, Relaxed);
    } else {
        PLACE.store(message, Release);
    }
}

extern "C" fn receive(_: &u32) {
    let message = PLACE.load(Acquire);
    let number = NUMBER.load(Relaxed);
    let sum = if cfg!(fault = "3") {
        Some(number.wrapping_add(1))
    } else {
        number.checked_add(1)
    };
    if let Some(sum) = sum {
        assert!(sum == u64::MAX);
    }
    assert!(number.checked_sub(5).is_some());
    assert!(5u64.checked_sub(number).is_none());
    if message.is_null() {
        return;
    }
    // SAFETY: it was sent.
    unsafe {
        assert!(*message == 42);
        free(message);
        if cfg!(fault = "2") {
            assert!(*message == 42);
        }
    }
}

/// The program.
#[no_mangle]
pub extern "C" fn main() -> i32 {
    assert!(usize::MAX.checked_add(1).is_none() && (1usize << 40).checked_mul(1 << 40).is_none());
    assert!(i64::MAX.checked_add(1).is_none() && i64::MIN.checked_sub(1).is_none());
    assert!(3usize.checked_mul(5) == Some(15) && 3usize.checked_sub(4).is_none());
    verify::spawn(send, &UNUSED);
    verify::spawn(receive, &UNUSED);
    0
}
