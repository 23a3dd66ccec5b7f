// SPDX-License-Identifier: GPL-2.0 OR MIT
//! The thief of the deque in mixed-deque.c.
#![no_std]

use lkmm::barrier::smp_mb;
use lkmm::{Acquire, AtomicI32, Full, Relaxed};

#[repr(C)]
pub struct Deque {
    top: AtomicI32,
    bottom: AtomicI32,
    slot: [AtomicI32; 2],
    stolen: [AtomicI32; 2],
}

extern "C" {
    static fault: i32;
}

fn is_fault(n: i32) -> bool {
    // SAFETY: nobody writes to it.
    unsafe { fault == n }
}

impl Deque {
    fn steal(&self) -> i32 {
        let top = self.top.load(Relaxed);
        smp_mb();
        if top >= self.bottom.load(Acquire) {
            return 0;
        }
        let value = self.slot[(top & 1) as usize].load(Relaxed);
        if is_fault(3) {
            self.top.store(top + 1, Relaxed);
        } else if self.top.cmpxchg(top, top + 1, Full).is_err() {
            return 0;
        }
        value
    }
}

/// Steals twice.
#[no_mangle]
pub extern "C" fn rob(deque: &Deque) {
    deque.stolen[0].store(deque.steal(), Relaxed);
    deque.stolen[1].store(deque.steal(), Relaxed);
}
