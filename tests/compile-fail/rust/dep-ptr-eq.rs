// error: found `Dep<*mut i32>`
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(p: &lkmm::AtomicPtr<i32>, known: *const i32) -> bool {
    core::ptr::eq(p.load_dep(), known)
}
