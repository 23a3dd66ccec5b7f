// error: only the result tells whether it wrote
// SPDX-License-Identifier: GPL-2.0 OR MIT
#![deny(unused_must_use)]

pub fn f(v: &lkmm::AtomicI32) {
    v.inc_not_zero(lkmm::Full);
}
