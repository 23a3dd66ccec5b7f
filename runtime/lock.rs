// SPDX-License-Identifier: GPL-2.0 OR MIT

//! The spinlock of lock.h, with the crate's operations: threads in C and in Rust share locks.

use lkmm::{Acquire, AtomicI32, Relaxed, Release};

/// `struct run_lock`.
#[repr(C)]
pub struct SpinLock {
    next: AtomicI32,
    owner: AtomicI32,
}

impl SpinLock {
    #[inline]
    pub fn lock(&self) {
        let ticket = self.next.fetch_inc(Relaxed);

        while self.owner.load(Acquire) != ticket {
            crate::turn();
        }
    }

    #[inline]
    pub fn trylock(&self) -> bool {
        let owner = self.owner.load(Acquire);

        self.next
            .cmpxchg(owner, owner.wrapping_add(1), Acquire)
            .is_ok()
    }

    #[inline]
    pub fn unlock(&self) {
        self.owner
            .store(self.owner.load(Relaxed).wrapping_add(1), Release);
    }

    #[inline]
    pub fn is_locked(&self) -> bool {
        self.next.load(Relaxed) != self.owner.load(Relaxed)
    }
}
