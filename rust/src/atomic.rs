// SPDX-License-Identifier: GPL-2.0 OR MIT

//! `Atomic<T>`: its layout and constructors. Its operations are in methods.rs.

use core::cell::UnsafeCell;
use core::fmt;
use core::mem::{align_of, size_of, transmute_copy};
use core::panic::{RefUnwindSafe, UnwindSafe};
use core::ptr;

use crate::ops::Plain;
use crate::ordering::{AcquireOrRelaxed, Ordering, Relaxed};
use crate::types::{AtomicImpl, AtomicType};

/// A `T` that threads may access at the same time.
///
/// It has the size of `T`, and is aligned to its size: `Atomic<i32>` is C's `lkmm_atomic_t`,
/// `Atomic<i64>` its `lkmm_atomic64_t`, `Atomic<isize>` its `lkmm_atomic_long_t`.
///
/// ```
/// use lkmm::{Atomic, Full, Relaxed};
///
/// let users = Atomic::<i32>::new(1);
///
/// users.inc(Relaxed);
/// assert_eq!(users.fetch_add(2, Full), 2);
/// assert_eq!(users.into_inner(), 4);
/// ```
#[repr(C)]
pub struct Atomic<T: AtomicType> {
    align: [<T::Repr as AtomicImpl>::Align; 0],
    value: UnsafeCell<T>,
}

// SAFETY: an atomic type may be handed to another thread.
unsafe impl<T: AtomicType> Send for Atomic<T> {}

// SAFETY: every access through a shared reference is atomic.
unsafe impl<T: AtomicType> Sync for Atomic<T> {}

// A panic leaves no operation half done.
impl<T: AtomicType> RefUnwindSafe for Atomic<T> {}
impl<T: AtomicType> UnwindSafe for Atomic<T> {}

/// The value as the operations see it.
#[inline(always)]
pub(crate) fn to_repr<T: AtomicType>(value: T) -> T::Repr {
    // SAFETY: each `T` is a `T::Repr`, by the contract of `AtomicType`.
    unsafe { transmute_copy(&value) }
}

/// The value that the operations saw.
///
/// # Safety
///
/// `repr` represents a `T`.
#[inline(always)]
pub(crate) unsafe fn from_repr<T: AtomicType>(repr: T::Repr) -> T {
    // SAFETY: the caller's promise.
    unsafe { transmute_copy(&repr) }
}

impl<T: AtomicType> Atomic<T> {
    /// Evaluated for every type that is used: checks the promises of `AtomicType` as far as
    /// possible.
    const LAYOUT: () = {
        assert!(size_of::<T>() == size_of::<T::Repr>());
        assert!(align_of::<T>() == align_of::<T::Repr>());
        assert!(size_of::<Self>() == size_of::<T>());
        assert!(align_of::<Self>() == size_of::<T>());
    };

    /// An atomic with this value.
    ///
    /// ```
    /// use lkmm::{AtomicUsize, Relaxed};
    ///
    /// static HITS: AtomicUsize = AtomicUsize::new(0);
    ///
    /// HITS.inc(Relaxed);
    /// ```
    #[doc(alias = "ATOMIC_INIT")]
    #[doc(alias = "atomic_init")]
    #[inline(always)]
    pub const fn new(value: T) -> Self {
        let () = Self::LAYOUT;
        Self {
            align: [],
            value: UnsafeCell::new(value),
        }
    }

    /// The object at `ptr` as an atomic: one that C code shares, or a field of a struct.
    ///
    /// This is also the way to exchange, compare and exchange, and wait for plain objects.
    ///
    /// ```
    /// use lkmm::{Atomic, Full};
    ///
    /// let mut word = 5_u16;
    /// // SAFETY: nobody else accesses `word` while `atomic` lives, and it is aligned.
    /// let atomic = unsafe { Atomic::from_ptr(&mut word) };
    ///
    /// assert_eq!(atomic.xchg(7, Full), 5);
    /// assert_eq!(word, 7);
    /// ```
    ///
    /// # Safety
    ///
    /// `ptr` is aligned to the size of `T` and valid for reads and writes for all of `'a`; in that
    /// time every access to the object that may happen at the same time as another is atomic or
    /// marked, in C as in Rust, and leaves a valid `T`.
    #[inline(always)]
    pub unsafe fn from_ptr<'a>(ptr: *mut T) -> &'a Self {
        let () = Self::LAYOUT;
        // SAFETY: the layout is that of `T` but for the alignment, which the caller has promised.
        unsafe { &*ptr.cast::<Self>() }
    }

    /// A pointer to the object, to hand to C or to [`read_once()`](crate::read_once) and its like.
    ///
    /// ```
    /// use lkmm::AtomicI32;
    ///
    /// let v = AtomicI32::new(5);
    /// // SAFETY: `v` lives, and nobody writes to it.
    /// assert_eq!(unsafe { lkmm::read_once(v.as_ptr()) }, 5);
    /// ```
    #[inline(always)]
    pub const fn as_ptr(&self) -> *mut T {
        ptr::from_ref(self).cast::<T>().cast_mut()
    }

    /// The value, which nobody else can access at this time.
    ///
    /// ```
    /// let mut v = lkmm::AtomicI32::new(5);
    ///
    /// *v.get_mut() += 1;
    /// assert_eq!(v.into_inner(), 6);
    /// ```
    #[inline(always)]
    pub fn get_mut(&mut self) -> &mut T {
        self.value.get_mut()
    }

    /// Consumes the atomic and returns its value.
    ///
    /// ```
    /// assert_eq!(lkmm::AtomicI32::new(5).into_inner(), 5);
    /// ```
    #[inline(always)]
    pub fn into_inner(self) -> T {
        self.value.into_inner()
    }

    /// Reads the value until `wanted` says yes, and returns it then. Between reads the CPU rests
    /// until the object may have changed: WFE on arm64, a pause elsewhere.
    ///
    /// # Ordering
    ///
    /// That of `order`, for the last read. With `Relaxed` a write that depends on the value still
    /// comes after that read.
    ///
    /// # Example
    ///
    /// ```
    /// use lkmm::{Acquire, AtomicI32, Release};
    /// use std::thread;
    ///
    /// let ticket = AtomicI32::new(0);
    ///
    /// thread::scope(|s| {
    ///     s.spawn(|| ticket.store(3, Release));
    ///     assert_eq!(ticket.cond_load(|v| v > 2, Acquire), 3);
    /// });
    /// ```
    #[doc(alias = "smp_cond_load_relaxed")]
    #[doc(alias = "smp_cond_load_acquire")]
    #[doc(alias = "atomic_cond_read_relaxed")]
    #[doc(alias = "atomic_cond_read_acquire")]
    #[inline(always)]
    pub fn cond_load<O, F>(&self, mut wanted: F, order: O) -> T
    where
        O: AcquireOrRelaxed,
        F: FnMut(T) -> bool,
    {
        loop {
            let value = self.load(order);
            if wanted(value) {
                return value;
            }
            // SAFETY: the object is ours.
            unsafe { T::Repr::wait(self.as_repr(), to_repr(value)) };
        }
    }

    /// Replaces the value by what `f` makes of it, unless that is `None`. Returns the value found:
    /// `Ok` if it was replaced, else `Err`. `f` is called again when another thread was faster.
    ///
    /// # Ordering
    ///
    /// That of `order`, if the value was replaced; then no other write came between the read that
    /// `f` was given and the new value. If not, nothing is ordered.
    ///
    /// # Example
    ///
    /// ```
    /// use lkmm::{AtomicU8, Full};
    ///
    /// let v = AtomicU8::new(200);
    ///
    /// assert_eq!(v.fetch_update(|n| n.checked_add(50), Full), Ok(200));
    /// assert_eq!(v.fetch_update(|n| n.checked_add(50), Full), Err(250));
    /// ```
    #[inline]
    pub fn fetch_update<O, F>(&self, mut f: F, order: O) -> Result<T, T>
    where
        O: Ordering,
        F: FnMut(T) -> Option<T>,
    {
        let mut old = self.load(Relaxed);
        while let Some(new) = f(old) {
            if self.try_cmpxchg(&mut old, new, order) {
                return Ok(old);
            }
        }
        Err(old)
    }

    #[inline(always)]
    pub(crate) fn as_repr(&self) -> *mut T::Repr {
        self.value.get().cast()
    }
}

impl<T: AtomicType + Default> Default for Atomic<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: AtomicType> From<T> for Atomic<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: AtomicType + fmt::Debug> fmt::Debug for Atomic<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.load(Relaxed).fmt(f)
    }
}

/// An atomic `i8`.
pub type AtomicI8 = Atomic<i8>;
/// An atomic `u8`.
pub type AtomicU8 = Atomic<u8>;
/// An atomic `i16`.
pub type AtomicI16 = Atomic<i16>;
/// An atomic `u16`.
pub type AtomicU16 = Atomic<u16>;
/// An atomic `i32`: C's `lkmm_atomic_t`.
pub type AtomicI32 = Atomic<i32>;
/// An atomic `u32`.
pub type AtomicU32 = Atomic<u32>;
/// An atomic `i64`: C's `lkmm_atomic64_t`.
#[cfg(target_has_atomic = "64")]
pub type AtomicI64 = Atomic<i64>;
/// An atomic `u64`.
#[cfg(target_has_atomic = "64")]
pub type AtomicU64 = Atomic<u64>;
/// An atomic `isize`: C's `lkmm_atomic_long_t`.
pub type AtomicIsize = Atomic<isize>;
/// An atomic `usize`.
pub type AtomicUsize = Atomic<usize>;
/// An atomic `bool`.
pub type AtomicBool = Atomic<bool>;
/// An atomic `*mut T`.
pub type AtomicPtr<T> = Atomic<*mut T>;

const _: () = {
    assert!(size_of::<AtomicI32>() == 4 && align_of::<AtomicI32>() == 4);
    assert!(size_of::<AtomicIsize>() == size_of::<*mut ()>());
    assert!(align_of::<AtomicIsize>() == align_of::<*mut ()>());
};

#[cfg(target_has_atomic = "64")]
const _: () = assert!(size_of::<AtomicI64>() == 8 && align_of::<AtomicI64>() == 8);
