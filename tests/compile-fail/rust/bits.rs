// ok: a bit of an array of atomics
// SPDX-License-Identifier: GPL-2.0 OR MIT

use lkmm::{AtomicUsize, Bits, Full, Relaxed};

pub fn set(longs: &[AtomicUsize; 2]) -> bool {
    longs.set_bit(3, Relaxed);
    longs.test_and_set_bit(70, Full)
}
