// SPDX-License-Identifier: GPL-2.0 OR MIT

//! The half of the sample driver that is in Rust: the counterpart of `sample_round()` in main.c, on
//! the same fields at the same time.

#![no_std]

use core::ffi::{c_int, c_void};
use core::panic::PanicInfo;

use lkmm::barrier::cpu_relax;
use lkmm::sync::Refcount;
use lkmm::{Acquire, Atomic, AtomicI32, AtomicUsize, Relaxed, Release};

/// `struct sample_shared` of sample.h.
#[repr(C)]
pub struct Shared {
    sample: *mut c_void,
    events: *mut i32,
    users: *mut i32,
    flags: *mut usize,
    total: *mut u64,
}

const BUSY: usize = 1 << 0;
const SEEN: usize = 1 << 1;

extern "C" {
    // The kernel's.
    fn kthread_should_stop() -> bool;

    // Those of main.c.
    fn sample_pause();
    fn sample_release(sample: *mut c_void);
}

/// The object as Rust sees it.
struct Sample<'a> {
    shared: &'a Shared,
    events: &'a AtomicI32,
    users: &'a Refcount,
    flags: &'a AtomicUsize,
}

impl<'a> Sample<'a> {
    /// # Safety
    ///
    /// The pointers are those of an object that lives as long as `shared`, and C accesses the
    /// fields by atomic operations only; the total while it holds `BUSY` only.
    unsafe fn new(shared: &'a Shared) -> Self {
        // SAFETY: the caller's promise; the fields are aligned, as C's types are.
        unsafe {
            Self {
                shared,
                events: Atomic::from_ptr(shared.events),
                users: Refcount::from_ptr(shared.users),
                flags: Atomic::from_ptr(shared.flags),
            }
        }
    }

    /// Runs `f` on the total, while nobody else can.
    fn with_total(&self, f: impl FnOnce(&mut u64)) {
        while self.flags.fetch_or(BUSY, Acquire) & BUSY != 0 {
            cpu_relax();
        }
        // SAFETY: we hold `BUSY`, so the total is ours.
        f(unsafe { &mut *self.shared.total });
        self.flags.fetch_andnot(BUSY, Release);
    }

    /// The same steps as `sample_round()`.
    fn round(&self) {
        if !self.users.inc_not_zero() {
            return;
        }

        self.events.inc(Relaxed);
        if self.flags.load(Relaxed) & SEEN == 0 {
            self.flags.or(SEEN, Relaxed);
        }

        self.with_total(|total| *total += 1);

        if self.users.dec_and_test() {
            // SAFETY: this is the last user.
            unsafe { sample_release(self.shared.sample) };
        }
    }
}

/// A kthread's function.
///
/// # Safety
///
/// `data` is the `struct sample_shared` of main.c, which stays until the thread has ended.
#[no_mangle]
pub unsafe extern "C" fn sample_rust_thread(data: *mut c_void) -> c_int {
    // SAFETY: the caller's promise.
    let sample = unsafe { Sample::new(&*data.cast()) };
    let mut rounds: c_int = 0;

    // SAFETY: this is a kthread.
    while !unsafe { kthread_should_stop() } {
        sample.round();
        rounds = rounds.wrapping_add(1);
        // SAFETY: no lock is held.
        unsafe { sample_pause() };
    }
    rounds
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    lkmm::kernel::panic(info)
}
