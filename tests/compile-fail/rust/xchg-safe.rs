// error: is unsafe
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(p: *mut i32) -> i32 {
    lkmm::sync::atomic::xchg(p, 1, lkmm::Full)
}
