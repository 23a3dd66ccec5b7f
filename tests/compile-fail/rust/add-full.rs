// error: expected `Relaxed`, found `Full`
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(v: &lkmm::AtomicI32) {
    v.add(1, lkmm::Full)
}
