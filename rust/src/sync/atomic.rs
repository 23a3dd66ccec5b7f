// SPDX-License-Identifier: GPL-2.0 OR MIT

//! `kernel::sync::atomic`.

pub use crate::ordering::{self, Acquire, Full, Relaxed, Release};
pub use crate::{Atomic, AtomicAdd, AtomicFlag, AtomicImpl, AtomicType};

use self::ordering::{AcquireOrRelaxed, Ordering, ReleaseOrRelaxed};

/// Reads the object at `ptr`: `READ_ONCE()` with [`Relaxed`], `smp_load_acquire()` with
/// [`Acquire`].
///
/// ```
/// use lkmm::sync::atomic::{atomic_load, Acquire};
///
/// let mut x = 5;
/// // SAFETY: `x` is ours.
/// assert_eq!(unsafe { atomic_load(&mut x, Acquire) }, 5);
/// ```
///
/// # Safety
///
/// That of [`Atomic::from_ptr`], while the function runs.
#[doc(alias = "READ_ONCE")]
#[doc(alias = "smp_load_acquire")]
#[inline(always)]
pub unsafe fn atomic_load<T: AtomicType, O: AcquireOrRelaxed>(ptr: *mut T, order: O) -> T {
    // SAFETY: the caller's promise.
    unsafe { Atomic::from_ptr(ptr) }.load(order)
}

/// Writes `v` to the object at `ptr`: `WRITE_ONCE()` with [`Relaxed`], `smp_store_release()` with
/// [`Release`].
///
/// ```
/// use lkmm::sync::atomic::{atomic_store, Release};
///
/// let mut x = 5;
/// // SAFETY: `x` is ours.
/// unsafe { atomic_store(&mut x, 7, Release) };
/// assert_eq!(x, 7);
/// ```
///
/// # Safety
///
/// That of [`Atomic::from_ptr`], while the function runs.
#[doc(alias = "WRITE_ONCE")]
#[doc(alias = "smp_store_release")]
#[inline(always)]
pub unsafe fn atomic_store<T: AtomicType, O: ReleaseOrRelaxed>(ptr: *mut T, v: T, order: O) {
    // SAFETY: the caller's promise.
    unsafe { Atomic::from_ptr(ptr) }.store(v, order);
}

/// Writes `new` to the object at `ptr`; returns the value found. As [`Atomic::xchg`], with any
/// ordering.
///
/// ```
/// use lkmm::sync::atomic::{xchg, Full};
///
/// let mut x = 5_u8;
/// // SAFETY: `x` is ours.
/// assert_eq!(unsafe { xchg(&mut x, 7, Full) }, 5);
/// assert_eq!(x, 7);
/// ```
///
/// # Safety
///
/// That of [`Atomic::from_ptr`], while the function runs.
#[inline(always)]
pub unsafe fn xchg<T: AtomicType, O: Ordering>(ptr: *mut T, new: T, order: O) -> T {
    // SAFETY: the caller's promise.
    unsafe { Atomic::from_ptr(ptr) }.xchg(new, order)
}

/// Writes `new` to the object at `ptr` if its value is `old`. As [`Atomic::cmpxchg`]: with any
/// ordering, and with none where it writes nothing.
///
/// ```
/// use lkmm::sync::atomic::{cmpxchg, Full};
///
/// let mut x = 5_i16;
/// // SAFETY: `x` is ours.
/// unsafe {
///     assert_eq!(cmpxchg(&mut x, 5, 7, Full), Ok(5));
///     assert_eq!(cmpxchg(&mut x, 5, 9, Full), Err(7));
/// }
/// ```
///
/// # Safety
///
/// That of [`Atomic::from_ptr`], while the function runs.
#[inline(always)]
pub unsafe fn cmpxchg<T, O>(ptr: *mut T, old: T, new: T, order: O) -> Result<T, T>
where
    T: AtomicType,
    O: Ordering,
{
    // SAFETY: the caller's promise.
    unsafe { Atomic::from_ptr(ptr) }.cmpxchg(old, new, order)
}
