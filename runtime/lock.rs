// SPDX-License-Identifier: GPL-2.0 OR MIT

//! The spinlock of lock.h, with the crate's operations: threads in C and in Rust share locks.

use lkmm::{Acquire, AtomicI32, Relaxed, Release};

/// `struct run_lock`.
#[repr(C)]
pub struct SpinLock {
    taken: AtomicI32,
}

impl SpinLock {
    #[inline]
    pub fn lock(&self) {
        while !self.trylock() {
            crate::turn();
        }
    }

    #[inline]
    pub fn trylock(&self) -> bool {
        self.taken.xchg(1, Acquire) == 0
    }

    #[inline]
    pub fn unlock(&self) {
        self.taken.store(0, Release);
    }

    #[inline]
    pub fn is_locked(&self) -> bool {
        self.taken.load(Relaxed) != 0
    }
}
