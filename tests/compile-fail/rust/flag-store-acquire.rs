// error: a store has no ordering
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(v: &lkmm::AtomicFlag) {
    v.store(true, lkmm::Acquire)
}
