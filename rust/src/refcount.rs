// SPDX-License-Identifier: GPL-2.0 OR MIT

//! Reference counts that neither overflow nor come back from 0: the kernel's `refcount_t`.

use core::fmt;

use crate::atomic::Atomic;
use crate::barrier::smp_acquire__after_ctrl_dep;
use crate::ordering::{Relaxed, Release};

#[cfg(not(any(feature = "kernel", feature = "kernel-inline")))]
pub use self::hook::set_hook;

/// The value of a count that was misused, in the middle of the negative ones: 2^30 threads would
/// have to race to leave them.
#[cfg(not(any(feature = "kernel", feature = "kernel-inline")))]
const SATURATED: i32 = i32::MIN / 2;

/// A count of references. It has the layout of C's `refcount_t`.
///
/// A count that would overflow, or that is used after it was 0, stays far below 0 from then on:
/// its object is never freed, which is better than freed while it is used. Each such operation
/// reports a [`Misuse`]: to the function that `set_hook` has set, or in a kernel to its log.
///
/// # Ordering
///
/// As the kernel's: [`inc`](Self::inc) orders nothing, since its caller has a reference already.
/// What was done before a [`dec`](Self::dec) or [`dec_and_test`](Self::dec_and_test) comes before
/// what follows the one that returns true.
///
/// # Example
///
/// ```
/// use lkmm::sync::Refcount;
///
/// let users = Refcount::new(1);
///
/// users.inc();
/// assert!(!users.dec_and_test());
/// assert!(users.dec_and_test());
/// assert!(!users.inc_not_zero());
/// ```
#[repr(transparent)]
pub struct Refcount(Atomic<i32>);

/// What a caller of [`Refcount`] did wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum Misuse {
    /// [`Refcount::inc_not_zero`] found too many references.
    AddNotZeroOverflow = 0,
    /// [`Refcount::inc`] found too many references.
    AddOverflow = 1,
    /// [`Refcount::inc`] found none: the object may be free.
    AddUseAfterFree = 2,
    /// [`Refcount::dec_and_test`] found none.
    SubUseAfterFree = 3,
    /// [`Refcount::dec`] gave back the last reference, and nothing frees the object.
    DecLeak = 4,
}

impl fmt::Display for Misuse {
    // Inlined: a program that prints nothing does not need core's functions for that.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Misuse::AddNotZeroOverflow | Misuse::AddOverflow => "too many references",
            Misuse::AddUseAfterFree => "a reference taken to an object that has none",
            Misuse::SubUseAfterFree => "more references given back than there are",
            Misuse::DecLeak => "the last reference given back where nothing frees the object",
        })
    }
}

impl Refcount {
    /// A count of `value` references.
    ///
    /// # Panics
    ///
    /// If `value` is negative. Where it is a constant, that is an error at compile time.
    #[inline(always)]
    pub const fn new(value: i32) -> Self {
        assert!(value >= 0, "a negative number of references");
        Self(Atomic::new(value))
    }

    /// The count at `ptr`: C's `refcount_t`.
    ///
    /// # Safety
    ///
    /// That of [`Atomic::from_ptr`].
    #[inline(always)]
    pub unsafe fn from_ptr<'a>(ptr: *mut i32) -> &'a Self {
        // SAFETY: the caller's promise; the layout is that of an `i32`.
        unsafe { &*ptr.cast::<Self>() }
    }

    /// The count itself, without the checks. In the range of negative numbers it is saturated.
    #[inline(always)]
    pub const fn as_atomic(&self) -> &Atomic<i32> {
        &self.0
    }

    /// Sets the number of references. Relaxed.
    #[doc(alias = "refcount_set")]
    #[inline]
    pub fn set(&self, value: i32) {
        self.0.store(value, Relaxed);
    }

    /// The number of references, which others may change at any time. Relaxed.
    #[doc(alias = "refcount_read")]
    #[inline]
    pub fn read(&self) -> i32 {
        self.0.load(Relaxed)
    }

    /// Takes a reference, by who has one. Relaxed.
    #[doc(alias = "refcount_inc")]
    #[inline]
    pub fn inc(&self) {
        let old = self.0.fetch_add(1, Relaxed);
        // One comparison for what can be wrong: 0, a negative number, the largest one.
        if old.wrapping_add(1) <= 1 {
            self.saturate(if old == 0 {
                Misuse::AddUseAfterFree
            } else {
                Misuse::AddOverflow
            });
        }
    }

    /// Takes a reference if there is one, and returns whether it did. Relaxed; what a branch on the
    /// result writes comes after it.
    #[doc(alias = "refcount_inc_not_zero")]
    #[must_use = "only the result tells whether it took a reference"]
    #[inline]
    pub fn inc_not_zero(&self) -> bool {
        let mut old = self.0.load(Relaxed);
        loop {
            if old == 0 {
                return false;
            }
            let new = old.wrapping_add(1);
            if self.0.try_cmpxchg(&mut old, new, Relaxed) {
                break;
            }
        }
        if old < 0 || old == i32::MAX {
            self.saturate(Misuse::AddNotZeroOverflow);
        }
        true
    }

    /// Gives a reference back that is not the last. Release.
    #[doc(alias = "refcount_dec")]
    #[inline]
    pub fn dec(&self) {
        if self.0.fetch_sub(1, Release) <= 1 {
            self.saturate(Misuse::DecLeak);
        }
    }

    /// Gives a reference back, and returns whether it was the last. Release; and acquire, if it
    /// returns true.
    #[doc(alias = "refcount_dec_and_test")]
    #[must_use = "dec() gives a reference back without asking whether it was the last"]
    #[inline]
    pub fn dec_and_test(&self) -> bool {
        let old = self.0.fetch_sub(1, Release);
        if old == 1 {
            self.acquire();
            return true;
        }
        if old <= 0 {
            self.saturate(Misuse::SubUseAfterFree);
        }
        false
    }

    /// Gives the last reference back if there is one only, and returns whether it did. Release.
    #[doc(alias = "refcount_dec_if_one")]
    #[must_use = "only the result tells whether it gave a reference back"]
    #[inline]
    pub fn dec_if_one(&self) -> bool {
        self.0.cmpxchg(1, 0, Release).is_ok()
    }

    /// After the last reference is gone, as a branch knows.
    #[inline(always)]
    fn acquire(&self) {
        smp_acquire__after_ctrl_dep();
        // ThreadSanitizer knows no barriers, only reads that acquire.
        if cfg!(lkmm_generic) {
            self.0.load(crate::Acquire);
        }
    }

    #[cfg(not(any(feature = "kernel", feature = "kernel-inline")))]
    #[cold]
    #[inline(never)]
    fn saturate(&self, misuse: Misuse) {
        self.set(SATURATED);
        hook::report(misuse);
    }

    /// The kernel saturates the count, and warns.
    #[cfg(any(feature = "kernel", feature = "kernel-inline"))]
    #[cold]
    #[inline(always)]
    fn saturate(&self, misuse: Misuse) {
        extern "C" {
            fn refcount_warn_saturate(refs: *mut i32, kind: i32);
        }
        // SAFETY: the count is C's `refcount_t`, and the kernel numbers misuses likewise.
        unsafe { refcount_warn_saturate(self.0.as_ptr(), misuse as i32) };
    }
}

impl fmt::Debug for Refcount {
    // As above.
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.read().fmt(f)
    }
}

/// The function that misuses are reported to.
#[cfg(not(any(feature = "kernel", feature = "kernel-inline")))]
mod hook {
    #[cfg(not(lkmm_verify))]
    use core::mem::transmute;

    use super::Misuse;
    use crate::atomic::Atomic;
    #[cfg(not(lkmm_verify))]
    use crate::ordering::Acquire;
    use crate::ordering::Release;

    type Hook = fn(Misuse);

    /// A [`Hook`].
    static HOOK: Atomic<*const ()> = Atomic::new(nothing as Hook as *const ());

    fn nothing(_: Misuse) {}

    /// Has `hook` called for each [`Misuse`] of a [`Refcount`](super::Refcount), by the thread that
    /// misuses it. At first nothing is called. Release: what was done before is visible to `hook`.
    ///
    /// ```
    /// use lkmm::refcount::{set_hook, Refcount};
    ///
    /// set_hook(|misuse| eprintln!("refcount: {misuse}"));
    /// Refcount::new(0).inc();
    /// ```
    pub fn set_hook(hook: Hook) {
        HOOK.store(hook as *const (), Release);
    }

    /// For lkmm verify a misuse is a fault.
    #[cfg(lkmm_verify)]
    pub(super) fn report(_: Misuse) {
        extern "C" {
            fn lkmm_verify_warns();
        }
        // SAFETY: it takes nothing.
        unsafe { lkmm_verify_warns() };
    }

    #[cfg(not(lkmm_verify))]
    pub(super) fn report(misuse: Misuse) {
        let hook = HOOK.load(Acquire);
        // SAFETY: only a `Hook` is ever stored.
        let hook = unsafe { transmute::<*const (), Hook>(hook) };
        hook(misuse);
    }
}
