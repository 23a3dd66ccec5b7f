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
    }
}

macro_rules! barriers {
    ($($order:ident: $smp:ident),*) => {
        $(
            impl sealed::Barrier for $order {
                #[inline(always)]
                fn smp() {
                    crate::barrier::$smp();
                }
            }
        )*
    };
}

barriers!(Full: smp_mb, Read: smp_rmb, Write: smp_wmb);

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
