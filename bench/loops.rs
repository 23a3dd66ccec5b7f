// SPDX-License-Identifier: GPL-2.0 OR MIT

//! The loops of loops.h in Rust, over the operations in the file `LKMM_BENCH_OPS`: those of the
//! crate lkmm, or with `--cfg bench_core` those of `core::sync::atomic`.

#![allow(
    unused_assignments,
    unused_imports,
    unused_macros,
    unused_unsafe,
    unused_variables
)]

use std::arch::asm;
use std::ptr::null_mut;

const STRIDE: usize = 128; // BENCH_STRIDE

const NULL: *mut () = null_mut();

/// The result of an operation.
trait Outcome {
    /// Pretends that it is used: it must be in a register.
    fn used(self);
    /// The next address, in which this takes no part that shows.
    fn chain(self, at: *mut u8, nothing: usize) -> *mut u8;
}

impl Outcome for () {
    #[inline(always)]
    fn used(self) {}
    #[inline(always)]
    fn chain(self, at: *mut u8, _nothing: usize) -> *mut u8 {
        hidden(at) // or barriers would be merged
    }
}

macro_rules! outcome {
    ($($t:ty as $register:ty),*) => { $(
        impl Outcome for $t {
            #[inline(always)]
            #[allow(asm_sub_register)]
            fn used(self) {
                // SAFETY: no instruction.
                unsafe {
                    asm!("/* {} */", in(reg) self as $register,
                         options(nomem, nostack, preserves_flags))
                };
            }
            #[inline(always)]
            fn chain(self, at: *mut u8, nothing: usize) -> *mut u8 {
                at.wrapping_add(self as usize & nothing)
            }
        }
    )* };
}
outcome!(i32 as i32, i64 as i64, isize as isize, bool as u32, *mut () as *mut ());
outcome!(
    u8 as u32,
    u16 as u32,
    u32 as u32,
    u64 as u64,
    usize as usize
);

/// The same, but the compiler does not know that.
#[inline(always)]
fn hidden<T>(mut value: *mut T) -> *mut T {
    // SAFETY: no instruction.
    unsafe { asm!("/* {} */", inout(reg) value, options(nomem, nostack, preserves_flags)) };
    value
}

#[cfg(not(bench_core))]
mod types {

    pub use lkmm::{Acquire, Atomic, Bits, Full, Relaxed, Release};
    macro_rules! object {
        (ptr) => { Atomic<*mut ()> };
        ($t:tt) => { Atomic<$t> };
    }
    macro_rules! chosen {
        ($lkmm:expr, $core:expr) => {
            $lkmm
        };
    }
    pub(crate) use {chosen, object};
}

#[cfg(bench_core)]
mod types {
    pub use core::sync::atomic::fence;
    pub use core::sync::atomic::Ordering::{Acquire, Relaxed, Release, SeqCst};
    pub use core::sync::atomic::{AtomicI32, AtomicI64, AtomicIsize, AtomicPtr};
    pub use core::sync::atomic::{AtomicU16, AtomicU32, AtomicU64, AtomicU8, AtomicUsize};
    macro_rules! object {
        (ptr) => { AtomicPtr<()> };
        (i32) => { AtomicI32 };
        (i64) => { AtomicI64 };
        (isize) => { AtomicIsize };
        (u8) => { AtomicU8 };
        (u16) => { AtomicU16 };
        (u32) => { AtomicU32 };
        (u64) => { AtomicU64 };
        (usize) => { AtomicUsize };
    }
    macro_rules! chosen {
        ($lkmm:expr, $core:expr) => {
            $core
        };
    }
    pub(crate) use {chosen, object};
}

use types::*;

macro_rules! value {
    (ptr) => { *mut () };
    ($t:tt) => { $t };
}

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

/// An operation: `v` is a reference to the atomic object, `p` a pointer to its value.
macro_rules! op {
    ($name:literal, $t:tt, $v:ident, $p:ident, $lkmm:expr, $core:expr) => {
        const _: () = {
            #[export_name = concat!("bench_", $name, "_throughput")]
            unsafe extern "C" fn throughput(memory: *mut u8, mut iterations: usize) {
                while iterations != 0 {
                    let mut at = memory;
                    times_16!({
                        let $p = at.cast::<value!($t)>();
                        // SAFETY: the caller's memory holds aligned objects.
                        let $v = unsafe { <object!($t)>::from_ptr($p) };
                        chosen!($lkmm, $core).used();
                        at = hidden(at.wrapping_add(STRIDE));
                    });
                    iterations -= 1;
                }
            }

            #[export_name = concat!("bench_", $name, "_latency")]
            unsafe extern "C" fn latency(memory: *mut u8, mut iterations: usize) {
                let nothing = hidden(NULL) as usize;
                let mut at = memory;
                while iterations != 0 {
                    times_16!({
                        let $p = at.cast::<value!($t)>();
                        // SAFETY: as above.
                        let $v = unsafe { <object!($t)>::from_ptr($p) };
                        at = chosen!($lkmm, $core).chain(at, nothing);
                    });
                    iterations -= 1;
                }
            }
        };
    };
}

include!(env!("LKMM_BENCH_OPS"));
