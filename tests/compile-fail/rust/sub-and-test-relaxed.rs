// error: expected `Full`, found `Relaxed`
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(v: &lkmm::AtomicI32) -> bool {
    v.sub_and_test(1, lkmm::Relaxed)
}
