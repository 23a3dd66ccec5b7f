// SPDX-License-Identifier: GPL-2.0 OR MIT

//! Which types can be atomic, and with which operations.

use core::ffi::c_void;

use crate::ops::{Exchange, Integer, Plain, Signed};

/// The representation of an [`AtomicType`]: what the operations see. Sealed.
///
/// The kernel's are `i8`, `i16`, `i32`, `i64` and `*const c_void`. Those of the other integers, and
/// `*mut ()`, are this crate's own.
pub trait AtomicImpl: Exchange + Plain + Copy + 'static {
    /// What is added: an integer of the same size. Of a pointer, a number of bytes.
    type Delta;

    /// A type with the alignment of the atomic, which is its size.
    #[doc(hidden)]
    type Align: Copy;
}

/// An [`AtomicImpl`] with arithmetic: an integer of 32 or 64 bits, or of a pointer's size. Sealed.
pub trait IntRepr: AtomicImpl<Delta = Self> + Integer {}

/// An [`IntRepr`] that is signed. Sealed.
pub trait SignedRepr: IntRepr + Signed {}

/// A type that [`Atomic`](crate::Atomic) can hold.
///
/// Integers, `bool` and thin raw pointers are. So can be an `enum` without fields, and a `struct`
/// around one of these:
///
/// ```
/// use lkmm::{Acquire, Atomic, AtomicType, Full};
///
/// #[derive(Clone, Copy, Debug, PartialEq)]
/// #[repr(u8)]
/// enum State {
///     Idle,
///     Running,
/// }
///
/// // SAFETY: `State` is represented by `u8`.
/// unsafe impl AtomicType for State {
///     type Repr = u8;
/// }
///
/// static STATE: Atomic<State> = Atomic::new(State::Idle);
///
/// assert_eq!(STATE.cmpxchg(State::Idle, State::Running, Full), Ok(State::Idle));
/// assert_eq!(STATE.load(Acquire), State::Running);
/// ```
///
/// # Safety
///
/// `Self` has the size and the alignment of `Repr`, and each value of it is a value of `Repr`: it
/// has no padding. It may be passed to another thread.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be atomic",
    note = "an enum without fields, or a struct around an atomic type, can implement `AtomicType`"
)]
pub unsafe trait AtomicType: Copy {
    /// The type that the operations see.
    type Repr: AtomicImpl;
}

/// An [`AtomicType`] that an `Rhs` can be added to, or subtracted from.
///
/// ```
/// use lkmm::{Atomic, AtomicAdd, AtomicType, Relaxed};
///
/// #[derive(Clone, Copy, Debug, PartialEq)]
/// #[repr(transparent)]
/// struct Ticket(i32);
///
/// // SAFETY: `Ticket` is transparent.
/// unsafe impl AtomicType for Ticket {
///     type Repr = i32;
/// }
///
/// // SAFETY: every `i32` is a `Ticket`.
/// unsafe impl AtomicAdd<u16> for Ticket {
///     fn rhs_into_delta(rhs: u16) -> i32 {
///         rhs.into()
///     }
/// }
///
/// let next = Atomic::new(Ticket(i32::MAX));
/// assert_eq!(next.fetch_add(2, Relaxed), Ticket(i32::MAX));
/// assert_eq!(next.load(Relaxed), Ticket(i32::MIN + 1));
/// ```
///
/// # Safety
///
/// The sum of the representation of a `Self` and of a result of [`rhs_into_delta`], which wraps,
/// represents a `Self`. (Then their difference does as well: enough sums make any difference.)
///
/// [`rhs_into_delta`]: AtomicAdd::rhs_into_delta
#[diagnostic::on_unimplemented(
    message = "a `{Rhs}` cannot be added to an atomic `{Self}`",
    label = "the trait `AtomicAdd<{Rhs}>` is not implemented for `{Self}`"
)]
pub unsafe trait AtomicAdd<Rhs = Self>: AtomicType {
    /// `rhs` as the operations see it.
    fn rhs_into_delta(rhs: Rhs) -> <Self::Repr as AtomicImpl>::Delta;
}

/// An [`AtomicType`] that can be counted up and down by one, as with `inc()`. [`AtomicAdd`] is not
/// enough for that: a type may be such that only even numbers can be added to it.
///
/// # Safety
///
/// Every value of `Repr` represents a `Self`: a count reaches each, since it wraps.
#[diagnostic::on_unimplemented(message = "an atomic `{Self}` does not count")]
pub unsafe trait AtomicCount: AtomicType {}

/// An [`AtomicType`] whose bits can be changed.
///
/// ```
/// use lkmm::{Atomic, AtomicBits, AtomicType, Full, Relaxed};
///
/// #[derive(Clone, Copy, Debug, PartialEq)]
/// #[repr(transparent)]
/// struct Flags(u32);
///
/// // SAFETY: `Flags` is transparent.
/// unsafe impl AtomicType for Flags {
///     type Repr = u32;
/// }
///
/// // SAFETY: every `u32` is a `Flags`.
/// unsafe impl AtomicBits for Flags {
///     type Mask = Flags;
///
///     fn into_mask(mask: Flags) -> u32 {
///         mask.0
///     }
/// }
///
/// let flags = Atomic::new(Flags(0b01));
/// assert_eq!(flags.fetch_or(Flags(0b10), Full), Flags(0b01));
/// assert_eq!(flags.load(Relaxed), Flags(0b11));
/// ```
///
/// # Safety
///
/// Every value of `Repr` that the operations can make of values of `Self` and masks is a valid
/// `Self`.
#[diagnostic::on_unimplemented(message = "`{Self}` has no atomic operations on bits")]
pub unsafe trait AtomicBits: AtomicType {
    /// The other operand.
    type Mask;

    /// `mask` as the operations see it.
    fn into_mask(mask: Self::Mask) -> Self::Repr;
}

/// 64 bits are aligned to 8 bytes on every target, `u64` is not.
#[cfg(target_has_atomic = "64")]
#[derive(Clone, Copy)]
#[repr(align(8))]
pub struct Align8;

macro_rules! atomic_types {
    ($($type:ident: $align:ty),*) => {
        $(
            impl AtomicImpl for $type {
                type Delta = $type;
                type Align = $align;
            }

            // SAFETY: it represents itself.
            unsafe impl AtomicType for $type {
                type Repr = $type;
            }
        )*
    };
}

macro_rules! integers {
    ($($type:ident)*) => {
        $(
            impl IntRepr for $type {}

            // SAFETY: it represents itself.
            unsafe impl AtomicAdd for $type {
                #[inline(always)]
                fn rhs_into_delta(rhs: $type) -> $type {
                    rhs
                }
            }

            // SAFETY: likewise.
            unsafe impl AtomicCount for $type {}

            // SAFETY: it represents itself.
            unsafe impl AtomicBits for $type {
                type Mask = $type;

                #[inline(always)]
                fn into_mask(mask: $type) -> $type {
                    mask
                }
            }
        )*
    };
}

atomic_types!(i8: i8, u8: u8, i16: i16, u16: u16, i32: i32, u32: u32);
atomic_types!(isize: isize, usize: usize);
integers!(i32 u32 isize usize);

impl SignedRepr for i32 {}
impl SignedRepr for isize {}

#[cfg(target_has_atomic = "64")]
mod wide {
    use super::*;

    atomic_types!(i64: Align8, u64: Align8);
    integers!(i64 u64);

    impl SignedRepr for i64 {}
}

impl AtomicImpl for *mut () {
    type Delta = isize;
    type Align = *mut ();
}

impl AtomicImpl for *const c_void {
    type Delta = isize;
    type Align = *const c_void;
}

// SAFETY: a `bool` is a byte that is 0 or 1.
unsafe impl AtomicType for bool {
    type Repr = i8;
}

// SAFETY: pointers to sized types are all alike.
unsafe impl<T> AtomicType for *mut T {
    type Repr = *const c_void;
}

// SAFETY: pointers to sized types are all alike.
unsafe impl<T> AtomicType for *const T {
    type Repr = *const c_void;
}
