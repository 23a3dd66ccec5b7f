// error: expected `Relaxed`, found `Full`
// SPDX-License-Identifier: GPL-2.0 OR MIT

use lkmm::{AtomicUsize, Bits, Full};

pub fn set(longs: &[AtomicUsize]) {
    longs.set_bit(3, Full);
}
