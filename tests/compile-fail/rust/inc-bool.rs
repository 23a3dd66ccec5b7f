// error: `bool: AtomicCount`
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(v: &lkmm::AtomicBool) {
    v.inc(lkmm::Relaxed)
}
