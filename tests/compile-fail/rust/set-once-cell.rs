// error: cannot be shared between threads safely
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub static ONCE: lkmm::sync::SetOnce<core::cell::Cell<i32>> = lkmm::sync::SetOnce::new();
