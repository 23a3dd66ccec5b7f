// error: mismatched types
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(v: &lkmm::Local) -> &lkmm::AtomicIsize {
    v
}
