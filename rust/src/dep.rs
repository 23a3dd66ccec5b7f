// SPDX-License-Identifier: GPL-2.0 OR MIT

//! `Dep<T>`: a value that keeps the address dependency which orders accesses behind it.

use core::ops::Deref;
use core::ptr;

use crate::atomic::Atomic;
use crate::copy::copy as hide;
use crate::types::AtomicType;

/// A pointer or an index as a read of shared memory has found it. Accesses through it come after
/// that read, on every CPU and at no cost: their address depends on it.
///
/// The compiler can break such a dependency: once it knows that the value is equal to another
/// one, it may take the address from there. So a `Dep` cannot be compared, and a `Dep` of
/// something behind it is a `Dep` again:
///
/// * of a pointer, [`as_ref`](Dep::as_ref) checks for null, and promises that it is valid;
/// * of a reference, `*dep` and [`map`](Dep::map) access the object;
/// * of an index, [`get`](Dep::get) is the element of a slice, even of one with a single element,
///   where a comparison would tell which it is;
/// * [`ptr_eq`](Dep::ptr_eq) compares without telling the compiler, at the cost of a copy;
/// * [`into_inner`](Dep::into_inner) gives up the promise.
///
/// What dereferencing lends is a plain reference. Do not compare its address with others.
///
/// # Ordering
///
/// That of [`rcu_dereference()`](crate::rcu_dereference). The generic backend acquires, since
/// neither `core`'s atomics nor Miri or ThreadSanitizer know dependencies.
///
/// # Example
///
/// ```
/// use lkmm::{AtomicPtr, AtomicUsize, Release};
///
/// let mut config = (1, "one");
/// let current = AtomicPtr::new(std::ptr::null_mut());
///
/// current.store(&mut config, Release);
/// // SAFETY: `config` lives, and nobody writes to it any more.
/// if let Some(found) = unsafe { current.load_dep().as_ref() } {
///     assert_eq!(found.1, "one");
/// }
///
/// let slots = [10, 20, 30];
/// let newest = AtomicUsize::new(2);
/// assert_eq!(newest.load_dep().get(&slots).map(|slot| *slot), Some(30));
/// ```
#[must_use = "a dependency orders only what is accessed through it"]
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Dep<T>(T);

impl<T: AtomicType> Atomic<T> {
    /// Reads a pointer or an index, and keeps the dependency on it. See [`Dep`] for its ordering.
    #[doc(alias = "rcu_dereference")]
    #[inline(always)]
    pub fn load_dep(&self) -> Dep<T> {
        #[cfg(any(miri, lkmm_generic))]
        let order = crate::ordering::Acquire;
        #[cfg(not(any(miri, lkmm_generic)))]
        let order = crate::ordering::Relaxed;
        Dep(self.load(order))
    }
}

impl<T> Dep<T> {
    /// The value alone. A comparison of it may break the dependency.
    #[inline(always)]
    pub fn into_inner(self) -> T {
        self.0
    }
}

macro_rules! pointer {
    ($pointer:ty) => {
        impl<T> Dep<$pointer> {
            /// Whether it points nowhere. That breaks no dependency: nothing is behind it then.
            #[inline(always)]
            pub fn is_null(self) -> bool {
                self.0.is_null()
            }

            /// Whether it points to `other`, which the compiler does not get to know.
            #[inline(always)]
            pub fn ptr_eq(self, other: *const T) -> bool {
                hide(self.0 as usize) == other as usize
            }

            /// What it points to, or nothing if it is null.
            ///
            /// # Safety
            ///
            /// It is null, or it points to a `T` that lives, and that nobody writes to, for all of
            /// `'a`.
            #[inline(always)]
            pub unsafe fn as_ref<'a>(self) -> Option<Dep<&'a T>> {
                // SAFETY: the caller's promise.
                unsafe { self.0.as_ref() }.map(Dep)
            }
        }
    };
}

pointer!(*const T);
pointer!(*mut T);

impl<'a, T> Dep<&'a T> {
    /// A part of the object, or what a pointer in it refers to.
    #[inline(always)]
    pub fn map<U>(self, f: impl FnOnce(&'a T) -> &'a U) -> Dep<&'a U> {
        Dep(f(self.0))
    }

    /// Whether it refers to the object at `other`, which the compiler does not get to know.
    #[inline(always)]
    pub fn ptr_eq(self, other: *const T) -> bool {
        hide(ptr::from_ref(self.0) as usize) == other as usize
    }
}

impl<T> Deref for Dep<&T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        self.0
    }
}

impl Dep<usize> {
    /// The element with this index, or nothing if there is none.
    #[inline(always)]
    pub fn get<T>(self, slice: &[T]) -> Option<Dep<&T>> {
        if hide(self.0) >= slice.len() {
            return None;
        }
        // Not by get_unchecked(), which tells the compiler that the index is below the length.
        // SAFETY: the copy has the same value.
        Some(Dep(unsafe { &*slice.as_ptr().add(self.0) }))
    }
}
