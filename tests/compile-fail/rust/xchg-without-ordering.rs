// error: this method takes 2 arguments but 1 argument was supplied
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(v: &lkmm::AtomicI32) -> i32 {
    v.xchg(1)
}
