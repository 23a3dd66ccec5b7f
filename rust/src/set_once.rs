// SPDX-License-Identifier: GPL-2.0 OR MIT

//! `SetOnce`: a value that is set at most once.

use core::cell::UnsafeCell;
use core::fmt;
use core::mem::MaybeUninit;

use crate::atomic::Atomic;
use crate::ordering::{Acquire, Relaxed, Release};

/// Nobody has set the value.
const EMPTY: u32 = 0;
/// One thread is writing it.
const BUSY: u32 = 1;
/// It is there for ever.
const SET: u32 = 2;

/// A value that any thread may set, once: the first one wins.
///
/// # Ordering
///
/// What was done before [`populate`](Self::populate) comes before what follows a
/// [`as_ref`](Self::as_ref) that finds the value: release and acquire. Finding none orders nothing.
///
/// # Example
///
/// ```
/// use lkmm::sync::SetOnce;
///
/// static NAME: SetOnce<&str> = SetOnce::new();
///
/// assert_eq!(NAME.as_ref(), None);
/// assert!(NAME.populate("first"));
/// assert!(!NAME.populate("second"));
/// assert_eq!(NAME.copy(), Some("first"));
/// ```
pub struct SetOnce<T> {
    state: Atomic<u32>,
    value: UnsafeCell<MaybeUninit<T>>,
}

// SAFETY: it owns a `T`, and nothing else.
unsafe impl<T: Send> Send for SetOnce<T> {}

// SAFETY: threads share the `T`; and one may set it that another one drops.
unsafe impl<T: Send + Sync> Sync for SetOnce<T> {}

impl<T> SetOnce<T> {
    /// Without a value.
    pub const fn new() -> Self {
        Self {
            state: Atomic::new(EMPTY),
            value: UnsafeCell::new(MaybeUninit::uninit()),
        }
    }

    /// The value, if it is set.
    pub fn as_ref(&self) -> Option<&T> {
        if self.state.load(Acquire) != SET {
            return None;
        }
        // SAFETY: it was written before `SET` was, and nobody writes it again.
        Some(unsafe { (*self.value.get()).assume_init_ref() })
    }

    /// Sets the value. Returns whether it did; if not, `value` is dropped, and another thread may
    /// still be about to set its own.
    pub fn populate(&self, value: T) -> bool {
        if self.state.cmpxchg(EMPTY, BUSY, Relaxed).is_err() {
            return false;
        }
        // SAFETY: only the thread that made it busy comes here, and readers wait for `SET`.
        unsafe { (*self.value.get()).write(value) };
        self.state.store(SET, Release);
        true
    }

    /// A copy of the value, if it is set.
    pub fn copy(&self) -> Option<T>
    where
        T: Copy,
    {
        self.as_ref().copied()
    }
}

impl<T> Default for SetOnce<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: fmt::Debug> fmt::Debug for SetOnce<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SetOnce").field(&self.as_ref()).finish()
    }
}

impl<T> Drop for SetOnce<T> {
    fn drop(&mut self) {
        if *self.state.get_mut() == SET {
            // SAFETY: it is set, and nobody else has it any more.
            unsafe { self.value.get_mut().assume_init_drop() };
        }
    }
}
