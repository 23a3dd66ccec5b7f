// error: binary operation `==` cannot be applied to type `Dep<*mut i32>`
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(p: &lkmm::AtomicPtr<i32>, known: *mut i32) -> bool {
    p.load_dep() == known
}
