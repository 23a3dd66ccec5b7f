// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Sums of numbers that are read, which stop at the last one; and slices, whose panics have no IR.
//! FAULT 1: a slice that is too long. 2: a sum that does not stop. 3: a wrong limit.
//! expect 0: no fault in any execution
//! expect 1: this assertion can fail
//! expect 2: this assertion can fail
//! expect 3: this assertion can fail
use lkmm::verify::thread;
use lkmm::{Atomic, Relaxed};

static NUMBER: Atomic<u32> = Atomic::new(0);
static TABLE: [u8; 4] = [1, 2, 3, 4];

fn limits(n: u32) {
    let (small, wide) = (n as u8, n as u64);

    assert!(small.saturating_add(250) == if n == 0 { 250 } else { 255 });
    assert!(small.saturating_sub(3) == if n == 0 { 0 } else { 4 });
    assert!(wide.saturating_sub(8) == if cfg!(fault = "3") { 1 } else { 0 });
    assert!(wide.saturating_add(u64::MAX) == u64::MAX);
    assert!((small as i8).saturating_add(125) == if n == 0 { 125 } else { 127 });
    assert!((-2 - small as i8).saturating_sub(126) == -128);
    assert!((n as i32).saturating_add(i32::MAX) == i32::MAX);
    assert!((-(n as i64)).saturating_sub(i64::MAX) == if n == 0 { -i64::MAX } else { i64::MIN });
    if cfg!(fault = "2") {
        assert!(small.wrapping_add(250) >= 250);
    }
}

fn slices(n: usize) {
    let all = &TABLE[n / if cfg!(fault = "1") { 1 } else { 2 }..];

    assert!(all.len() == 4 - n / 2);
    assert!(TABLE.iter().zip(TABLE.iter().skip(1)).all(|(a, b)| a < b));
}

/// The program.
#[no_mangle]
pub extern "C" fn main() -> i32 {
    let writer = thread::spawn(|| NUMBER.store(7, Relaxed));
    let reader = thread::spawn(|| {
        let n = NUMBER.load(Relaxed);

        limits(n);
        slices(n as usize);
    });
    writer.join().unwrap();
    reader.join().unwrap();
    0
}
