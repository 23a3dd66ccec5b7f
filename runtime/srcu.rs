// SPDX-License-Identifier: GPL-2.0 OR MIT

//! The SRCU of srcu.h, which explains it, with the crate's operations.

use lkmm::barrier::smp_mb;
use lkmm::{AtomicI32, AtomicIsize, Relaxed};

use crate::lock::SpinLock;

/// `struct run_domain`.
#[repr(C, align(64))]
struct Domain {
    entered: [AtomicIsize; 2],
    left: [AtomicIsize; 2],
    lock: SpinLock,
    pair: AtomicI32,
}

/// `struct run_srcu`: the number of a domain.
#[repr(C)]
pub struct SrcuStruct {
    number: u32,
}

extern "C" {
    /// The first of them.
    static run_domains: Domain;
}

/// One of two, without a check of bounds.
#[inline]
fn of(counters: &[AtomicIsize; 2], pair: i32) -> &AtomicIsize {
    &counters[(pair & 1) as usize]
}

impl SrcuStruct {
    #[inline]
    fn domain(&self) -> &'static Domain {
        // SAFETY: C has given it the number of one of its array, which is there for ever.
        unsafe { &*core::ptr::addr_of!(run_domains).add(self.number as usize) }
    }

    #[inline]
    pub fn read_lock(&self) -> i32 {
        let s = self.domain();
        let pair = s.pair.load(Relaxed) & 1;

        of(&s.entered, pair).inc(Relaxed);
        smp_mb(); // counted before anything is read
        pair
    }

    #[inline]
    pub fn read_unlock(&self, pair: i32) {
        smp_mb(); // all has been read before being counted out
        of(&self.domain().left, pair).inc(Relaxed);
    }

    #[inline]
    pub fn synchronize(&self) {
        self.domain().synchronize();
    }
}

impl Domain {
    fn wait(&self, pair: i32) {
        loop {
            let left = of(&self.left, pair).load(Relaxed);

            smp_mb(); // a reader that is seen to leave is seen to have entered
            if of(&self.entered, pair).load(Relaxed) == left {
                return;
            }
            crate::turn();
        }
    }

    fn synchronize(&self) {
        smp_mb();
        self.lock.lock();
        for _ in 0..2 {
            self.wait(self.pair.load(Relaxed) + 1);
            smp_mb();
            self.pair.store(self.pair.load(Relaxed).wrapping_add(1), Relaxed);
            smp_mb();
        }
        self.wait(self.pair.load(Relaxed) + 1);
        self.lock.unlock();
        smp_mb();
    }
}
