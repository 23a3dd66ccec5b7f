// SPDX-License-Identifier: GPL-2.0 OR MIT
//! x86-64 with an `smp_mb()` that only holds back the compiler.

#[path = "x86_64-right.rs"]
mod right;
pub(crate) use right::*;

#[inline(always)]
pub(crate) fn mb() {
    barrier();
}
