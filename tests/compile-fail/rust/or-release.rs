// error: expected `Relaxed`, found `Release`
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(v: &lkmm::AtomicU64) {
    v.or(1, lkmm::Release)
}
