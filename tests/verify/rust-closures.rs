// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Threads that are closures, as those of std: what they capture, what they return, and threads
//! that borrow. FAULT 1: the flag is set without a release. 2: another result is asked for. 3: two
//! threads write to what they borrow. 4: threads that borrow, as it should be.
//! expect 0: no fault in any execution
//! expect 1: data race
//! expect 2: this assertion of main() can fail
//! expect 3: data race
//! expect 4: no fault in any execution
use core::cell::UnsafeCell;
use lkmm::verify::thread;
use lkmm::{Acquire, Atomic, AtomicFlag, Relaxed, Release};

struct Shared(UnsafeCell<[u64; 2]>);
// SAFETY: it is written before the flag is set, and read behind that.
unsafe impl Sync for Shared {}

static DATA: Shared = Shared(UnsafeCell::new([0; 2]));
static READY: Atomic<bool> = Atomic::new(false);

struct Parameters {
    index: u8,
    value: u64,
    ready: &'static Atomic<bool>,
}

fn borrows() -> u32 {
    let count = Atomic::<u32>::new(1);
    let done = AtomicFlag::new(false);
    let mut sum = 0u32;
    let pointer = &raw mut sum as usize;

    thread::scope(|s| {
        let other = s.spawn(|| {
            count.add(2, Relaxed);
            if cfg!(fault = "3") {
                // SAFETY: it is not, which is the fault.
                unsafe { *(pointer as *mut u32) = 4 };
            }
        });
        s.spawn(|| {
            // SAFETY: nobody else uses it before this thread is joined.
            unsafe { *(pointer as *mut u32) += 4 };
            done.store(true, Relaxed);
        });
        other.join().unwrap();
    });
    assert!(done.load(Relaxed));
    sum + count.load(Relaxed)
}

/// The program.
#[no_mangle]
pub extern "C" fn main() -> i32 {
    if cfg!(fault = "3") || cfg!(fault = "4") {
        assert!(borrows() == 7);
        return 0;
    }
    let offset = 7;
    let p = Parameters {
        index: 1,
        value: 2,
        ready: &READY,
    };
    let writer = thread::spawn(move || {
        // SAFETY: nobody reads it yet.
        unsafe { (*DATA.0.get())[p.index as usize] = p.value + offset };
        if cfg!(fault = "1") {
            p.ready.store(true, Relaxed);
        } else {
            p.ready.store(true, Release);
        }
    });
    let reader = thread::spawn(|| {
        READY
            .load(Acquire)
            // SAFETY: it is not written any more.
            .then(|| unsafe { (*DATA.0.get())[1] } as u16)
    });
    let found = reader.join().unwrap();
    writer.join().unwrap();
    let wanted = if cfg!(fault = "2") { 8 } else { 9 };
    assert!(found.is_none() || found == Some(wanted));
    0
}
