// SPDX-License-Identifier: GPL-2.0 OR MIT
//! The reader of the sequence lock in mixed-seqlock.c.
#![no_std]

use lkmm::barrier::{cpu_relax, smp_rmb};
use lkmm::{AtomicI32, AtomicU32, Relaxed};

#[repr(C)]
pub struct Shared {
    sequence: AtomicU32,
    a: AtomicI32,
    b: AtomicI32,
}

extern "C" {
    static fault: i32;
}

fn is_fault(n: i32) -> bool {
    // SAFETY: nobody writes to it.
    unsafe { fault == n }
}

impl Shared {
    fn begin(&self) -> u32 {
        loop {
            let sequence = self.sequence.load(Relaxed);
            if sequence & 1 == 0 || is_fault(5) {
                return sequence;
            }
            cpu_relax();
        }
    }
}

/// Reads both numbers, which are equal.
#[no_mangle]
pub extern "C" fn look(shared: &Shared) {
    loop {
        let sequence = shared.begin();
        if !is_fault(3) {
            smp_rmb();
        }
        let (a, b) = (shared.a.load(Relaxed), shared.b.load(Relaxed));
        if !is_fault(4) {
            smp_rmb();
        }
        if shared.sequence.load(Relaxed) == sequence {
            assert!(a == b);
            return;
        }
    }
}
