// error: Sealed` is not satisfied
// SPDX-License-Identifier: GPL-2.0 OR MIT

#[derive(Clone, Copy)]
pub struct Mine;

impl lkmm::ordering::Ordering for Mine {
    const TYPE: lkmm::ordering::OrderingType = lkmm::ordering::OrderingType::Full;
}
