// error: is unsafe
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(p: &lkmm::AtomicPtr<i32>) -> bool {
    p.load_dep().as_ref().is_some()
}
