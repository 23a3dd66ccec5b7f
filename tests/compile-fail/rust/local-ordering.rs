// error: this method takes 0 arguments but 1 argument was supplied
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(v: &lkmm::Local) {
    v.inc(lkmm::Relaxed)
}
