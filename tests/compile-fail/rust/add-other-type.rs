// error: expected `i32`, found `i64`
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(v: &lkmm::AtomicI32, n: i64) {
    v.add(n, lkmm::Relaxed)
}
