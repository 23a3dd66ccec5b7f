// error: is not an ordering
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(v: &lkmm::AtomicI32) -> Result<i32, i32> {
    v.fetch_update(|n| Some(n), core::sync::atomic::Ordering::SeqCst)
}
