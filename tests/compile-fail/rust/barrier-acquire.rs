// error: is not what a barrier orders
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f() {
    lkmm::sync::barrier::smp_mb(lkmm::Acquire)
}
