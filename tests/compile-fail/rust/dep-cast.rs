// error: non-primitive cast
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(i: &lkmm::AtomicUsize) -> u64 {
    i.load_dep() as u64
}
