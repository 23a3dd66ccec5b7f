// SPDX-License-Identifier: GPL-2.0 OR MIT

//! `AtomicFlag`: a `bool` of the size that the CPU exchanges best.

use core::fmt;

use crate::atomic::Atomic;
use crate::ordering::{AcquireOrRelaxed, Ordering, Relaxed, ReleaseOrRelaxed};
use crate::types::AtomicType;

/// A byte where the kernel takes one: where the CPU has exchanges of bytes.
#[cfg(any(target_arch = "x86_64", target_arch = "arm", target_arch = "aarch64"))]
mod layout {
    #[derive(Clone, Copy)]
    #[repr(transparent)]
    pub struct Flag {
        pub value: bool,
    }

    impl Flag {
        pub const fn new(value: bool) -> Self {
            Self { value }
        }
    }

    pub type Repr = i8;
}

/// Elsewhere the low byte of 4, of which the others are 0.
#[cfg(not(any(target_arch = "x86_64", target_arch = "arm", target_arch = "aarch64")))]
mod layout {
    #[derive(Clone, Copy)]
    #[repr(C, align(4))]
    pub struct Flag {
        #[cfg(target_endian = "big")]
        zero: [u8; 3],
        pub value: bool,
        #[cfg(target_endian = "little")]
        zero: [u8; 3],
    }

    impl Flag {
        pub const fn new(value: bool) -> Self {
            Self {
                value,
                zero: [0; 3],
            }
        }
    }

    pub type Repr = i32;
}

use self::layout::Flag;

// SAFETY: it has the size and the alignment of its representation, and no padding.
unsafe impl AtomicType for Flag {
    type Repr = layout::Repr;
}

/// An atomic `bool` of the size that is exchanged fastest: a byte on x86-64 and Arm, 4 elsewhere.
/// [`Atomic<bool>`] is always a byte: it saves memory, and a load or a store is as fast. Orderings
/// are those of [`Atomic`]'s methods of the same names.
///
/// ```
/// use lkmm::{AtomicFlag, Acquire, Full, Release};
///
/// static STARTED: AtomicFlag = AtomicFlag::new(false);
///
/// if !STARTED.xchg(true, Full) {
///     // ... the first of all threads ...
/// }
/// assert!(STARTED.load(Acquire));
/// STARTED.store(false, Release);
/// ```
#[repr(transparent)]
pub struct AtomicFlag(Atomic<Flag>);

impl AtomicFlag {
    /// A flag with this value.
    #[inline(always)]
    pub const fn new(value: bool) -> Self {
        Self(Atomic::new(Flag::new(value)))
    }

    /// The value, which nobody else can access at this time.
    #[inline(always)]
    pub fn get_mut(&mut self) -> &mut bool {
        &mut self.0.get_mut().value
    }

    /// Reads the value.
    #[inline(always)]
    pub fn load<O: AcquireOrRelaxed>(&self, order: O) -> bool {
        self.0.load(order).value
    }

    /// Writes `value`.
    #[inline(always)]
    pub fn store<O: ReleaseOrRelaxed>(&self, value: bool, order: O) {
        self.0.store(Flag::new(value), order);
    }

    /// Writes `new`; returns the value found.
    #[inline(always)]
    pub fn xchg<O: Ordering>(&self, new: bool, order: O) -> bool {
        self.0.xchg(Flag::new(new), order).value
    }

    /// Writes `new` if the value is `old`. Returns the value found: `Ok` if `new` was written, else
    /// `Err`. Then nothing is ordered.
    #[inline(always)]
    pub fn cmpxchg<O: Ordering>(&self, old: bool, new: bool, order: O) -> Result<bool, bool> {
        let value = |flag: Flag| flag.value;

        self.0
            .cmpxchg(Flag::new(old), Flag::new(new), order)
            .map(value)
            .map_err(value)
    }
}

impl Default for AtomicFlag {
    fn default() -> Self {
        Self::new(false)
    }
}

impl fmt::Debug for AtomicFlag {
    // Inlined: a program that prints nothing does not need core's functions for that.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.load(Relaxed).fmt(f)
    }
}
