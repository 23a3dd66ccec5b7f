// error: call to unsafe function `xchg_local` is unsafe
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(p: *mut u32) -> u32 {
    lkmm::xchg_local(p, 1)
}
