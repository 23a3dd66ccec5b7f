// error: a load has no ordering
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(v: &lkmm::AtomicI32) -> i32 {
    v.load(lkmm::Full)
}
