// error: call to unsafe function
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(p: *mut i32) -> i32 {
    lkmm::Atomic::from_ptr(p).load(lkmm::Relaxed)
}
