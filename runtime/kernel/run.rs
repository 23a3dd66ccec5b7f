// SPDX-License-Identifier: GPL-2.0 OR MIT

//! The kernel runtime for processes in Rust, besides the crate `lkmm`: the kernel's locks, RCU and
//! SRCU, by the functions of call.c.

#![no_std]

// C's names.
#[allow(non_snake_case)]
mod words;

pub use words::*;

mod c {
    use super::{SpinLock, SrcuStruct};

    extern "C" {
        pub fn run_turn();
        pub fn run_call_choice(value: i64) -> i32;
        pub fn run_call_stand(place: *const u8);
        pub fn run_call_rcu_read_lock();
        pub fn run_call_rcu_read_unlock();
        pub fn run_call_synchronize_rcu();
        pub fn run_call_spin_lock(s: *const SpinLock);
        pub fn run_call_spin_trylock(s: *const SpinLock) -> bool;
        pub fn run_call_spin_unlock(s: *const SpinLock);
        pub fn run_call_spin_is_locked(s: *const SpinLock) -> bool;
        pub fn run_call_srcu_read_lock(s: *const SrcuStruct) -> i32;
        pub fn run_call_srcu_read_unlock(s: *const SrcuStruct, index: i32);
        pub fn run_call_synchronize_srcu(s: *const SrcuStruct);
    }
}

/// `struct run_lock`: the kernel's spinlock.
#[repr(C)]
pub struct SpinLock {
    lock: lkmm::AtomicI32,
}

impl SpinLock {
    #[inline]
    pub fn lock(&self) {
        // SAFETY: the object is one of C's, as its function wants it.
        unsafe { c::run_call_spin_lock(self) };
    }

    #[inline]
    pub fn trylock(&self) -> bool {
        // SAFETY: the object is one of C's, as its function wants it.
        unsafe { c::run_call_spin_trylock(self) }
    }

    #[inline]
    pub fn unlock(&self) {
        // SAFETY: the object is one of C's, as its function wants it.
        unsafe { c::run_call_spin_unlock(self) };
    }

    #[inline]
    pub fn is_locked(&self) -> bool {
        // SAFETY: the object is one of C's, as its function wants it.
        unsafe { c::run_call_spin_is_locked(self) }
    }
}

/// `struct run_srcu`: the number of one of the kernel's.
#[repr(C)]
pub struct SrcuStruct {
    number: lkmm::AtomicI32,
}

impl SrcuStruct {
    #[inline]
    pub fn read_lock(&self) -> i32 {
        // SAFETY: the object is one of C's, as its function wants it.
        unsafe { c::run_call_srcu_read_lock(self) }
    }

    #[inline]
    pub fn read_unlock(&self, index: i32) {
        // SAFETY: it is one of C's; tests without a lock for each unlock are not run.
        unsafe { c::run_call_srcu_read_unlock(self, index) };
    }

    #[inline]
    pub fn synchronize(&self) {
        // SAFETY: it is one of C's; tests that do so as readers are not run.
        unsafe { c::run_call_synchronize_srcu(self) };
    }
}

/// In turns of a loop of a test, so that a thread that waits lets others run.
#[inline]
pub fn turn() {
    // SAFETY: it may be called by any thread at any time.
    unsafe { c::run_turn() };
}

/// 0 or 1, at random; it depends on the value.
#[inline]
pub fn choice(value: i64) -> i32 {
    // SAFETY: it may be called by any thread at any time.
    unsafe { c::run_call_choice(value) }
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

/// Begins a read-side critical section of RCU.
#[inline]
pub fn rcu_read_lock() {
    // SAFETY: it may be called by any thread at any time.
    unsafe { c::run_call_rcu_read_lock() };
}

/// Ends one.
#[inline]
pub fn rcu_read_unlock() {
    // SAFETY: tests without a lock for each unlock are not run.
    unsafe { c::run_call_rcu_read_unlock() };
}

/// Waits for a grace period of RCU.
#[inline]
pub fn synchronize_rcu() {
    // SAFETY: tests that do so as readers are not run.
    unsafe { c::run_call_synchronize_rcu() };
}
