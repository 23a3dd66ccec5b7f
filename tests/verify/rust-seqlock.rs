// SPDX-License-Identifier: GPL-2.0 OR MIT
//! A sequence lock with one writer. FAULT 1: the number is odd later than the data change. 2: it is
//! even earlier than the data have changed. 3: the reader looks at the number without ordering,
//! 4: and again before the data. 5: it does not wait for an even number.
//! expect 0: no fault in any execution
//! expect 1: this assertion can fail
//! expect 2: this assertion can fail
//! expect 3: this assertion can fail
//! expect 4: this assertion can fail
//! expect 5: this assertion can fail
#![no_std]

use lkmm::barrier::{cpu_relax, smp_rmb, smp_wmb};
use lkmm::{verify, Acquire, AtomicPerByte, AtomicU32, Relaxed};

struct Shared {
    sequence: AtomicU32,
    data: AtomicPerByte<[i32; 2]>,
}

static SHARED: Shared = Shared {
    sequence: AtomicU32::new(0),
    data: AtomicPerByte::new([0; 2]),
};

extern "C" fn write(shared: &Shared) {
    let sequence = shared.sequence.load(Relaxed);
    shared.sequence.store(sequence + 1, Relaxed);
    if !cfg!(fault = "1") {
        smp_wmb();
    }
    shared.data.store([1; 2]);
    if !cfg!(fault = "2") {
        smp_wmb();
    }
    shared.sequence.store(sequence + 2, Relaxed);
}

fn begin(shared: &Shared) -> u32 {
    loop {
        let sequence = if cfg!(fault = "3") {
            shared.sequence.load(Relaxed)
        } else {
            shared.sequence.load(Acquire)
        };
        if cfg!(fault = "5") || sequence & 1 == 0 {
            return sequence;
        }
        cpu_relax();
    }
}

extern "C" fn read(shared: &Shared) {
    loop {
        let sequence = begin(shared);
        let data = shared.data.load();
        if !cfg!(fault = "4") {
            smp_rmb();
        }
        if shared.sequence.load(Relaxed) == sequence {
            // SAFETY: all of its bytes were read.
            let data = unsafe { data.assume_init() };
            assert!(data[0] == data[1]);
            return;
        }
    }
}

/// The program.
#[no_mangle]
pub extern "C" fn main() -> i32 {
    let a = verify::spawn(write, &SHARED);
    let b = verify::spawn(read, &SHARED);
    a.join();
    b.join();
    0
}
