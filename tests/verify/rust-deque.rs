// SPDX-License-Identifier: GPL-2.0 OR MIT
//! A Chase-Lev deque: the owner puts an entry in at the bottom and takes one, a thief steals twice
//! from the top, and nobody gets what another has. FAULT 1: the owner looks at the top before
//! others see its claim. 2: it takes the last one without competing. 3: the thief does so. 4: an
//! entry is counted before it is there. 5: the thief looks at the entries without ordering.
//! expect 0: no fault in any execution
//! expect 1: this assertion of main() can fail
//! expect 2: this assertion of main() can fail
//! expect 3: this assertion of main() can fail
//! expect 4: this assertion can fail
//! expect 5: this assertion can fail
#![no_std]

use lkmm::barrier::smp_mb;
use lkmm::{verify, Acquire, AtomicI32, Full, Relaxed, Release};

struct Deque {
    top: AtomicI32,
    bottom: AtomicI32,
    slot: [AtomicI32; 2],
}

static DEQUE: Deque = Deque {
    top: AtomicI32::new(0),
    bottom: AtomicI32::new(1),
    slot: [AtomicI32::new(1), AtomicI32::new(0)],
};

/// Who got an entry: 1 or 2 as its number, added up.
static TAKEN: AtomicI32 = AtomicI32::new(0);
static STOLEN: [AtomicI32; 2] = [const { AtomicI32::new(0) }; 2];

impl Deque {
    fn put(&self, value: i32) {
        let bottom = self.bottom.load(Relaxed);
        if cfg!(fault = "4") {
            self.bottom.store(bottom + 1, Relaxed);
            self.slot[(bottom & 1) as usize].store(value, Relaxed);
        } else {
            self.slot[(bottom & 1) as usize].store(value, Relaxed);
            self.bottom.store(bottom + 1, Release);
        }
    }

    fn take(&self) -> i32 {
        let bottom = self.bottom.load(Relaxed) - 1;
        self.bottom.store(bottom, Relaxed);
        if !cfg!(fault = "1") {
            smp_mb();
        }
        let top = self.top.load(Relaxed);
        if top < bottom {
            return self.slot[(bottom & 1) as usize].load(Relaxed);
        }
        let wins =
            top == bottom && (cfg!(fault = "2") || self.top.cmpxchg(top, top + 1, Full).is_ok());
        self.bottom.store(bottom + 1, Relaxed);
        if wins {
            self.slot[(bottom & 1) as usize].load(Relaxed)
        } else {
            0
        }
    }

    fn end(&self) -> i32 {
        if cfg!(fault = "5") {
            self.bottom.load(Relaxed)
        } else {
            self.bottom.load(Acquire)
        }
    }

    fn steal(&self) -> i32 {
        let top = self.top.load(Relaxed);
        smp_mb();
        if top >= self.end() {
            return 0;
        }
        let value = self.slot[(top & 1) as usize].load(Relaxed);
        if cfg!(fault = "3") {
            self.top.store(top + 1, Relaxed);
        } else if self.top.cmpxchg(top, top + 1, Full).is_err() {
            return 0;
        }
        assert!(value != 0);
        value
    }
}

extern "C" fn own(deque: &Deque) {
    deque.put(2);
    TAKEN.store(deque.take(), Relaxed);
}

extern "C" fn rob(deque: &Deque) {
    STOLEN[0].store(deque.steal(), Relaxed);
    STOLEN[1].store(deque.steal(), Relaxed);
}

/// The program.
#[no_mangle]
pub extern "C" fn main() -> i32 {
    let a = verify::spawn(own, &DEQUE);
    let b = verify::spawn(rob, &DEQUE);
    a.join();
    b.join();
    let taken = TAKEN.load(Relaxed);
    let (first, second) = (STOLEN[0].load(Relaxed), STOLEN[1].load(Relaxed));
    assert!(taken == 0 || (taken != first && taken != second));
    assert!(first == 0 || first != second);
    0
}
