// error: expected `Full`, found `Acquire`
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(v: &lkmm::AtomicUsize) -> bool {
    v.inc_not_zero(lkmm::Acquire)
}
