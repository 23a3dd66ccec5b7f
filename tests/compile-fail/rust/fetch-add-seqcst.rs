// error: is not an ordering
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(v: &lkmm::AtomicI32) -> i32 {
    v.fetch_add(1, core::sync::atomic::Ordering::SeqCst)
}
