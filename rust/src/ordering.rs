// SPDX-License-Identifier: GPL-2.0 OR MIT

//! Orderings, as types, so that one that an operation does not have is an error at compile time.
//!
//! They have the meaning that LKMM defines:
//!
//! * [`Full`]: every access before the operation comes before every access after it, as with
//!   [`smp_mb()`](crate::barrier::smp_mb) on both sides, with the operation between them. C
//!   operations without a suffix have this ordering.
//! * [`Acquire`]: the operation's read comes before every access after it.
//! * [`Release`]: every access before the operation comes before its write.
//! * [`Relaxed`]: none of these. It is still marked: atomic, and not a data race.
//!
//! An operation whose condition fails, such as a `cmpxchg` that finds another value, writes
//! nothing, and orders nothing, with any ordering.
//!
//! Operations take `Relaxed` or `Full` if they have no other ordering, and otherwise anything that
//! implements the trait for their orderings:
//!
//! ```
//! use lkmm::{ordering, AtomicI32};
//!
//! fn next<O: ordering::Ordering>(ticket: &AtomicI32, order: O) -> i32 {
//!     ticket.fetch_add(1, order)
//! }
//!
//! assert_eq!(next(&AtomicI32::new(3), lkmm::Acquire), 3);
//! ```

mod sealed {
    pub trait Sealed {}
}

/// An ordering as a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderingType {
    /// That of [`Relaxed`].
    Relaxed,
    /// That of [`Acquire`].
    Acquire,
    /// That of [`Release`].
    Release,
    /// That of [`Full`].
    Full,
}

/// Any of the four.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an ordering",
    label = "expected `Full`, `Acquire`, `Release` or `Relaxed`"
)]
pub trait Ordering: sealed::Sealed + Copy {
    /// Which one it is: a constant, so a `match` on it costs nothing.
    const TYPE: OrderingType;
}

/// [`Acquire`] or [`Relaxed`]: the orderings of loads.
#[diagnostic::on_unimplemented(
    message = "a load has no ordering `{Self}`",
    label = "expected `Acquire` or `Relaxed`"
)]
pub trait AcquireOrRelaxed: Ordering {}

/// [`Release`] or [`Relaxed`]: the orderings of stores.
#[diagnostic::on_unimplemented(
    message = "a store has no ordering `{Self}`",
    label = "expected `Release` or `Relaxed`"
)]
pub trait ReleaseOrRelaxed: Ordering {}

/// Orders every access before the operation against every access after it.
#[doc(alias = "SeqCst")]
#[doc(alias = "AcqRel")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Full;

/// Orders the operation's read against every access after it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Acquire;

/// Orders every access before the operation against its write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Release;

/// Orders nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Relaxed;

macro_rules! orderings {
    ($($name:ident)*) => {
        $(
            impl sealed::Sealed for $name {}
            impl Ordering for $name {
                const TYPE: OrderingType = OrderingType::$name;
            }
        )*
    };
}

orderings!(Full Acquire Release Relaxed);

impl AcquireOrRelaxed for Acquire {}
impl AcquireOrRelaxed for Relaxed {}

impl ReleaseOrRelaxed for Release {}
impl ReleaseOrRelaxed for Relaxed {}
