// error: no method named `set_bit` found for reference `&[usize; 2]`
// SPDX-License-Identifier: GPL-2.0 OR MIT

use lkmm::{Bits, Relaxed};

pub fn set(longs: &[usize; 2]) {
    longs.set_bit(3, Relaxed);
}
