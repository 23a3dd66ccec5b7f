// error: unused
// SPDX-License-Identifier: GPL-2.0 OR MIT

#![deny(unused_must_use)]

pub fn f(i: &lkmm::AtomicUsize) {
    i.load_dep();
}
