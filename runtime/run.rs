// SPDX-License-Identifier: GPL-2.0 OR MIT

//! What a litmus test in Rust needs to run, beside the crate `lkmm`: the files of the C side again.

#![no_std]

mod lock;
mod srcu;

pub use lock::SpinLock;
pub use srcu::SrcuStruct;

mod c {
    extern "C" {
        pub fn run_turn();
        pub fn run_call_rcu_read_lock();
        pub fn run_call_rcu_read_unlock();
        pub fn run_call_synchronize_rcu();
    }
}

/// In turns of a loop of a test, so that a thread that waits lets others run.
#[inline]
pub fn turn() {
    // SAFETY: it may be called by any thread at any time.
    unsafe { c::run_turn() };
}

/// What is freed is there until all threads are done with the instance: a test may use it by
/// mistake.
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
