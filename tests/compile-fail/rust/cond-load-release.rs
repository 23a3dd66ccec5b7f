// error: a load has no ordering
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(v: &lkmm::AtomicI32) -> i32 {
    v.cond_load(|i| i > 0, lkmm::Release)
}
