// error: the size for values of type `[u8]` cannot be known at compilation time
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(v: *mut [u8]) {
    let _ = lkmm::Atomic::new(v);
}
