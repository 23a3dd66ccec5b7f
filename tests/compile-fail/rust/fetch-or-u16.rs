// error: `u16: AtomicBits`
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(v: &lkmm::AtomicU16) -> u16 {
    v.fetch_or(1, lkmm::Full)
}
