// error: `*const c_void: IntRepr`
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(v: &lkmm::AtomicPtr<u8>) {
    v.add(1, lkmm::Relaxed)
}
