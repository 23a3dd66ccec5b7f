// SPDX-License-Identifier: GPL-2.0 OR MIT

//! The runtime of a litmus test in Rust, besides the crate `lkmm`: the counterpart of the C files.

#![no_std]

mod lock;
mod srcu;

use core::sync::atomic::{AtomicU32, Ordering::Relaxed};

pub use lock::SpinLock;
pub use srcu::SrcuStruct;

mod c {
    extern "C" {
        pub fn run_turn();
        pub fn run_call_stand(place: *const u8);
        pub fn run_call_rcu_read_lock();
        pub fn run_call_rcu_read_unlock();
        pub fn run_call_synchronize_rcu();
    }
}

/// In turns of a test's loop: lets other threads run while this one waits.
#[inline]
pub fn turn() {
    // SAFETY: it may be called by any thread at any time.
    unsafe { c::run_turn() };
}

/// 0 or 1, at random; it depends on the value.
#[inline]
pub fn choice(value: i64) -> i32 {
    static STATE: AtomicU32 = AtomicU32::new(0);
    let random = STATE.load(Relaxed).wrapping_mul(1664525).wrapping_add(1013904223);

    STATE.store(random, Relaxed);
    (random >> 31) as i32 ^ (value - core::hint::black_box(value)) as i32
}

/// Notes where the thread stands before it waits; the text ends with a zero.
#[inline]
pub fn stand(place: &'static [u8]) {
    // SAFETY: it may be called by any thread at any time; the text is there for ever.
    unsafe { c::run_call_stand(place.as_ptr()) };
}

/// Freed memory stays until all threads are done with the instance: a test may use it by mistake.
#[inline]
pub fn free(address: i64) {
    core::hint::black_box(address);
    lkmm::barrier::barrier();
}

/// Begins a read-side critical section of RCU: rcu.c.
#[inline]
pub fn rcu_read_lock() {
    // SAFETY: it may be called by any thread at any time.
    unsafe { c::run_call_rcu_read_lock() };
}

/// Ends one.
#[inline]
pub fn rcu_read_unlock() {
    // SAFETY: it may be called by any thread; tests without a lock for each unlock are not run.
    unsafe { c::run_call_rcu_read_unlock() };
}

/// Waits for a grace period of RCU.
#[inline]
pub fn synchronize_rcu() {
    // SAFETY: it may be called by any thread; tests that do so as readers are not run.
    unsafe { c::run_call_synchronize_rcu() };
}
