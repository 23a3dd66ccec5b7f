// SPDX-License-Identifier: GPL-2.0 OR MIT

//! cost.rs, with the crate's feature from Kbuild.

#![no_std]

mod cost;

use lkmm::AtomicI32;

#[no_mangle]
#[inline(never)]
extern "C" fn cost_rust_inline(op: usize, v: &AtomicI32, n: usize) {
    cost::run(op, v, n);
}
