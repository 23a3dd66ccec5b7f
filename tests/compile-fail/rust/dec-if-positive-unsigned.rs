// error: `usize: SignedRepr`
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(v: &lkmm::AtomicUsize) -> usize {
    v.dec_if_positive(lkmm::Full)
}
