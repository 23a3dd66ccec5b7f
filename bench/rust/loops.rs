// SPDX-License-Identifier: GPL-2.0 OR MIT

//! The loops of bench/loops.c and bench/c11.c in Rust. Compiled twice: for the crate as it is, and
//! for its feature `outline`. Those on `core::sync::atomic` come with the former.

use std::arch::asm;
use std::process::abort;

macro_rules! times_4 {
    ($op:expr) => {{
        $op;
        $op;
        $op;
        $op;
    }};
}

macro_rules! times_16 {
    ($op:expr) => {
        times_4!(times_4!($op))
    };
}

/// `bench_VARIANT_name(object, iterations)`: `op` again and again, on `v`.
macro_rules! bench_loop {
    ($variant:expr, $name:ident, $v:ident => $op:expr) => {
        #[export_name = concat!("bench_", $variant, "_", stringify!($name))]
        unsafe extern "C" fn $name(object: *mut i32, mut iterations: usize) {
            // SAFETY: the caller's object is aligned, and accessed by nobody else.
            let $v = unsafe { AtomicI32::from_ptr(object) };

            while iterations != 0 {
                times_16!($op);
                iterations -= 1;
            }
        }
    };
}

/// Pretends that a result is used: it must be in a register.
#[allow(asm_sub_register)]
#[inline(always)]
fn used(value: i32) {
    // SAFETY: no instruction.
    unsafe { asm!("/* {} */", in(reg) value, options(nomem, nostack, preserves_flags)) };
}

/// The program does something else before the next operation: `BENCH_SPACED` in bench/loops.h.
#[inline(always)]
fn spaced() {
    // SAFETY: no-ops.
    unsafe {
        asm!(
            ".rept 16; nop; .endr",
            options(nomem, nostack, preserves_flags)
        )
    };
}

macro_rules! lkmm_loops {
    ($variant:expr) => {
        mod lkmm_loops {
            use super::{abort, spaced, used};
            use lkmm::{Acquire, AtomicI32, Full, Relaxed, Release};

            #[inline(always)]
            fn exchange(v: &AtomicI32) {
                if v.cmpxchg(0, 0, Full).is_err() {
                    abort(); // nobody else writes
                }
            }

            #[inline(always)]
            fn try_exchange(v: &AtomicI32) {
                if !v.try_cmpxchg(&mut 0, 0, Full) {
                    abort(); // nobody else writes
                }
            }

            bench_loop!($variant, load_acquire, v => used(v.load(Acquire)));
            bench_loop!($variant, store_release, v => v.store(1, Release));
            bench_loop!($variant, fetch_add_relaxed, v => used(v.fetch_add(1, Relaxed)));
            bench_loop!($variant, add, v => v.add(1, Relaxed));
            bench_loop!($variant, fetch_add, v => used(v.fetch_add(1, Full)));
            bench_loop!($variant, cmpxchg, v => exchange(v));
            bench_loop!($variant, try_cmpxchg, v => try_exchange(v));
            bench_loop!($variant, fetch_add_apart, v => { used(v.fetch_add(1, Full)); spaced() });
            bench_loop!($variant, cmpxchg_apart, v => { exchange(v); spaced() });
            bench_loop!($variant, try_cmpxchg_apart, v => { try_exchange(v); spaced() });
        }
    };
}

#[cfg(not(feature = "outline"))]
lkmm_loops!("rust_inline");

#[cfg(feature = "outline")]
lkmm_loops!("rust_static");

/// What Rust itself has. Its `SeqCst` is weaker than full ordering on some CPUs.
#[cfg(not(feature = "outline"))]
mod core_loops {
    use super::{abort, spaced, used};
    use core::sync::atomic::AtomicI32;
    use core::sync::atomic::Ordering::{Acquire, Relaxed, Release, SeqCst};

    #[inline(always)]
    fn compare_exchange(v: &AtomicI32) {
        if v.compare_exchange(0, 0, SeqCst, Relaxed).is_err() {
            abort(); // nobody else writes
        }
    }

    bench_loop!("rust_core", load_acquire, v => used(v.load(Acquire)));
    bench_loop!("rust_core", store_release, v => v.store(1, Release));
    bench_loop!("rust_core", fetch_add_relaxed, v => used(v.fetch_add(1, Relaxed)));
    bench_loop!("rust_core", add, v => v.fetch_add(1, Relaxed));
    bench_loop!("rust_core", fetch_add, v => used(v.fetch_add(1, SeqCst)));
    bench_loop!("rust_core", cmpxchg, v => compare_exchange(v));
    bench_loop!("rust_core", try_cmpxchg, v => compare_exchange(v));
    bench_loop!("rust_core", fetch_add_apart, v => { used(v.fetch_add(1, SeqCst)); spaced() });
    bench_loop!("rust_core", cmpxchg_apart, v => { compare_exchange(v); spaced() });
    bench_loop!("rust_core", try_cmpxchg_apart, v => { compare_exchange(v); spaced() });
}
