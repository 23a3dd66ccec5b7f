// SPDX-License-Identifier: GPL-2.0 OR MIT

//! The loops of cost.c, in Rust.

use core::arch::asm;
use core::panic::PanicInfo;

use lkmm::sync::Refcount;
use lkmm::{Acquire, AtomicI32, Full, Relaxed, Release};

/// Takes nothing, and keeps the loop as it is.
#[inline(always)]
fn nothing() {
    // SAFETY: no instructions.
    unsafe { asm!("") };
}

#[inline(always)]
fn repeat<R>(n: usize, mut f: impl FnMut() -> R) {
    for _ in 0..n {
        let _ = f();
        nothing();
    }
}

#[inline(always)]
fn refcount(v: &AtomicI32) -> &Refcount {
    // SAFETY: it is an object of the same layout.
    unsafe { Refcount::from_ptr(v.as_ptr()) }
}

#[inline(always)]
pub fn run(op: usize, v: &AtomicI32, n: usize) {
    match op {
        0 => repeat(n, nothing),
        1 => repeat(n, || v.load(Relaxed)),
        2 => repeat(n, || v.load(Acquire)),
        3 => repeat(n, || v.store(1, Release)),
        4 => repeat(n, || v.add(1, Relaxed)),
        5 => repeat(n, || v.fetch_add(1, Full)),
        6 => repeat(n, || v.cmpxchg(1, 1, Full)),
        7 => {
            let mut old = 0;
            repeat(n, || v.try_cmpxchg(&mut old, 1, Full));
        }
        8 => repeat(n, || v.inc_not_zero(Full)),
        9 => repeat(n, || refcount(v).inc()),
        _ => repeat(n, || {
            refcount(v).inc();
            refcount(v).dec_and_test()
        }),
    }
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    lkmm::kernel::panic(info)
}
