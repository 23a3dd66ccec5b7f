// SPDX-License-Identifier: GPL-2.0 OR MIT

//! Exchanges of plain objects that one thread changes, and its signal handlers.

use crate::atomic::{from_repr, to_repr};
use crate::ops::Plain;
use crate::types::AtomicType;

/// Writes `new` to an object that this thread alone changes, and its signal handlers; returns the
/// value found.
///
/// # Ordering
///
/// None; and atomic for this thread and its signal handlers only, as the operations of
/// [`Local`](crate::Local).
///
/// # Safety
///
/// `p` points to a `T`, aligned to its size, that no other code accesses plainly at the same time,
/// or sets to a value that is not a `T`. If another thread writes to it, the write of one of them
/// is lost.
///
/// # Example
///
/// ```
/// let mut x = 5_u8;
/// // SAFETY: `x` is ours.
/// assert_eq!(unsafe { lkmm::xchg_local(&mut x, 7) }, 5);
/// assert_eq!(x, 7);
/// ```
#[inline(always)]
pub unsafe fn xchg_local<T: AtomicType>(p: *mut T, new: T) -> T {
    // SAFETY: the caller's promise.
    unsafe { from_repr(T::Repr::xchg_local(p.cast(), to_repr(new))) }
}

/// Writes `new` to an object that this thread alone changes, and its signal handlers, if its value
/// is `old`. Returns the value found: `Ok` if `new` was written, else `Err`.
///
/// # Ordering
///
/// That of [`xchg_local`].
///
/// # Safety
///
/// That of [`xchg_local`].
///
/// # Example
///
/// ```
/// let mut x = 5_i16;
/// // SAFETY: `x` is ours.
/// unsafe {
///     assert_eq!(lkmm::cmpxchg_local(&mut x, 5, 7), Ok(5));
///     assert_eq!(lkmm::cmpxchg_local(&mut x, 5, 9), Err(7));
/// }
/// ```
#[inline(always)]
pub unsafe fn cmpxchg_local<T: AtomicType>(p: *mut T, old: T, new: T) -> Result<T, T> {
    // SAFETY: the caller's promise.
    let (found, ok) = unsafe { T::Repr::cmpxchg_local(p.cast(), to_repr(old), to_repr(new)) };
    // SAFETY: the object had it, which is a `T`.
    let found = unsafe { from_repr(found) };
    if ok {
        Ok(found)
    } else {
        Err(found)
    }
}

/// Writes `new` to an object that this thread alone changes, and its signal handlers, if its value
/// is `*old`, and returns whether it did; if not, `*old` becomes the value found.
///
/// # Ordering
///
/// That of [`xchg_local`].
///
/// # Safety
///
/// That of [`xchg_local`].
///
/// # Example
///
/// ```
/// let (mut x, mut old) = (5_u64, 4);
/// // SAFETY: `x` is ours.
/// unsafe {
///     assert!(!lkmm::try_cmpxchg_local(&mut x, &mut old, 7));
///     assert!(lkmm::try_cmpxchg_local(&mut x, &mut old, 7));
/// }
/// assert_eq!((x, old), (7, 5));
/// ```
#[inline(always)]
#[must_use = "only the result tells whether it wrote"]
pub unsafe fn try_cmpxchg_local<T: AtomicType>(p: *mut T, old: &mut T, new: T) -> bool {
    let old = core::ptr::from_mut(old).cast();
    // SAFETY: the caller's promise.
    unsafe { T::Repr::try_cmpxchg_local(p.cast(), old, to_repr(new)) }
}
