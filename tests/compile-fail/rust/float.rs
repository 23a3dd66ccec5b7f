// error: `f32` cannot be atomic
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(v: &lkmm::Atomic<f32>) {
    let _ = v;
}
