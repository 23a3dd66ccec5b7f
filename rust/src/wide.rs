// SPDX-License-Identifier: GPL-2.0 OR MIT

//! Compare-and-exchange of 128 bits, on x86-64 and arm64, and on riscv64 with Zacas.

use crate::arch;
use crate::ordering::{Ordering, OrderingType};

/// Whether this CPU has [`cmpxchg128`]: all do but the first of x86-64, until 2006.
#[inline]
pub fn system_has_cmpxchg128() -> bool {
    crate::cpu::has_cmpxchg2()
}

/// Writes `new` if the value is `old`. Returns the value found: `Ok` if `new` was written, else
/// `Err`. As the kernel's function, it takes a place in memory; on arm64 one that fails writes the
/// value that it found.
///
/// # Ordering
///
/// The one asked for: see [`ordering`](crate::ordering). When nothing is written, nothing is
/// ordered.
///
/// # Safety
///
/// [`system_has_cmpxchg128`] is true; `p` is valid for reads and writes, and aligned to 16 bytes;
/// and every access meanwhile is atomic.
///
/// # Example
///
/// ```
/// use lkmm::{cmpxchg128, system_has_cmpxchg128, Full};
///
/// #[repr(align(16))]
/// struct Place(u128);
///
/// let mut place = Place(1 << 70);
/// if system_has_cmpxchg128() {
///     // SAFETY: it is this thread's own place.
///     let found = unsafe { cmpxchg128(&mut place.0, 1 << 70, 5, Full) };
///     assert_eq!((found, place.0), (Ok(1 << 70), 5));
/// }
/// ```
#[inline(always)]
pub unsafe fn cmpxchg128<O: Ordering>(
    p: *mut u128,
    old: u128,
    new: u128,
    _: O,
) -> Result<u128, u128> {
    // SAFETY: the caller's promise.
    let (found, ok) = unsafe {
        match O::TYPE {
            OrderingType::Full => arch::cmpxchg2_full_64(p, old, new),
            OrderingType::Acquire => arch::cmpxchg2_acquire_64(p, old, new),
            OrderingType::Release => arch::cmpxchg2_release_64(p, old, new),
            OrderingType::Relaxed => arch::cmpxchg2_relaxed_64(p, old, new),
        }
    };
    if ok {
        Ok(found)
    } else {
        Err(found)
    }
}

/// Writes `new` if the value is `*old`, and returns whether it did; if not, `*old` becomes the
/// value found.
///
/// # Ordering
///
/// As [`cmpxchg128`].
///
/// # Safety
///
/// As for [`cmpxchg128`].
#[inline(always)]
pub unsafe fn try_cmpxchg128<O: Ordering>(
    p: *mut u128,
    old: &mut u128,
    new: u128,
    order: O,
) -> bool {
    // SAFETY: the caller's promise.
    match unsafe { cmpxchg128(p, *old, new, order) } {
        Ok(_) => true,
        Err(found) => {
            *old = found;
            false
        }
    }
}

/// As [`cmpxchg128`], for an object that this thread alone changes, and its signal handlers. It
/// orders no other access.
///
/// # Safety
///
/// As for [`cmpxchg128`]; if another thread writes to the object, the write of one of them is lost.
#[inline(always)]
pub unsafe fn cmpxchg128_local(p: *mut u128, old: u128, new: u128) -> Result<u128, u128> {
    // SAFETY: the caller's promise.
    let (found, ok) = unsafe { arch::cmpxchg2_local_64(p, old, new) };
    if ok {
        Ok(found)
    } else {
        Err(found)
    }
}
