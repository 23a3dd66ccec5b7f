// error: `u32: SignedRepr`
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(v: &lkmm::AtomicU32) -> bool {
    v.add_negative(1, lkmm::Full)
}
