// error: Sealed` is not satisfied
// SPDX-License-Identifier: GPL-2.0 OR MIT

#[derive(Clone, Copy)]
pub struct Mine;

impl lkmm::ordering::Any for Mine {
    const ORDER: lkmm::ordering::Order = lkmm::ordering::Order::Full;
}
