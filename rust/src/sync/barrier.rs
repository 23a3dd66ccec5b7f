// SPDX-License-Identifier: GPL-2.0 OR MIT

//! `kernel::sync::barrier`: barriers whose argument tells what they order. See
//! [`barrier`](crate::barrier) for the names that C has.

pub use self::ordering::{Full, Read, Write};

/// What a barrier orders.
pub mod ordering {
    pub use crate::ordering::Full;

    /// Reads before the barrier against reads after it.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Read;

    /// Writes before the barrier against writes after it.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Write;
}

mod sealed {
    /// [`Full`](super::Full), [`Read`](super::Read) or [`Write`](super::Write).
    #[diagnostic::on_unimplemented(
        message = "`{Self}` is not what a barrier orders",
        label = "expected `Full`, `Read` or `Write`"
    )]
    pub trait Barrier: Copy {
        fn smp();
        fn device();
        fn dma();
    }
}

macro_rules! barriers {
    ($($order:ident: $smp:ident $device:ident $dma:ident),*) => {
        $(
            impl sealed::Barrier for $order {
                #[inline(always)]
                fn smp() {
                    crate::barrier::$smp();
                }

                #[inline(always)]
                fn device() {
                    crate::barrier::$device();
                }

                #[inline(always)]
                fn dma() {
                    crate::barrier::$dma();
                }
            }
        )*
    };
}

barriers!(Full: smp_mb mb dma_mb, Read: smp_rmb rmb dma_rmb, Write: smp_wmb wmb dma_wmb);

/// Orders accesses of CPUs: all with [`Full`], as C's `smp_mb()`; reads against reads with
/// [`Read`], as `smp_rmb()`; writes against writes with [`Write`], as `smp_wmb()`.
///
/// ```
/// use lkmm::sync::barrier::{smp_mb, Full, Read, Write};
///
/// smp_mb(Full);
/// smp_mb(Read);
/// smp_mb(Write);
/// ```
#[doc(alias = "smp_rmb")]
#[doc(alias = "smp_wmb")]
#[inline(always)]
pub fn smp_mb<T: sealed::Barrier>(_: T) {
    T::smp();
}

/// The same for accesses to devices as well: C's `mb()`, `rmb()` and `wmb()`.
///
/// ```
/// use lkmm::sync::barrier::{mb, Full, Read, Write};
///
/// mb(Full);
/// mb(Read);
/// mb(Write);
/// ```
#[doc(alias = "rmb")]
#[doc(alias = "wmb")]
#[inline(always)]
pub fn mb<T: sealed::Barrier>(_: T) {
    T::device();
}

/// The same for accesses to memory that a device reads and writes coherently: C's `dma_mb()`,
/// `dma_rmb()` and `dma_wmb()`.
///
/// ```
/// use lkmm::sync::barrier::{dma_mb, Full, Read, Write};
///
/// dma_mb(Full);
/// dma_mb(Read);
/// dma_mb(Write);
/// ```
#[doc(alias = "dma_rmb")]
#[doc(alias = "dma_wmb")]
#[inline(always)]
pub fn dma_mb<T: sealed::Barrier>(_: T) {
    T::dma();
}
