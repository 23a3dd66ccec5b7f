// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Methods of numbers that rustc makes intrinsics of, and arrays that are compared. FAULT 1: one
//! number is another.
//! expect 0: no fault in any execution
//! expect 1: this assertion can fail
#![no_std]

use core::cmp::Ordering;
use lkmm::{verify, AtomicI32, Relaxed};

static FOUND: AtomicI32 = AtomicI32::new(0);

extern "C" fn find(found: &AtomicI32) {
    found.store(6, Relaxed);
}

extern "C" fn look(found: &AtomicI32) {
    let n = found.load(Relaxed) as u32;
    let zeros = if cfg!(fault = "1") { 0 } else { n / 6 };
    assert!(n == 0 || n.trailing_zeros() == zeros);
    assert!(n.count_ones() == n / 3 && n.rotate_right(1) == n / 2);
    assert!(n.swap_bytes() == n << 24 && (n == 0 || 7.cmp(&n) == Ordering::Greater));
    assert!(12u64.leading_zeros() == 60 && 5u32.rotate_left(31) == 0x8000_0002);
    assert!((-3i32).abs() == 3 && *b"ab" == [97, 98]);
}

/// The program.
#[no_mangle]
pub extern "C" fn main() -> i32 {
    let a = verify::spawn(find, &FOUND);
    let b = verify::spawn(look, &FOUND);
    a.join();
    b.join();
    0
}
