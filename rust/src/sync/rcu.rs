// SPDX-License-Identifier: GPL-2.0 OR MIT

//! `kernel::sync::rcu`, by liburcu: read-side critical sections and grace periods; and [`Rcu`], a
//! pointer that is read in the former, and whose target is freed after the latter.
//!
//! With the feature `rcu`. It is liburcu's "bulletproof" flavour, which needs no registration of
//! threads, and C code that uses `<urcu-bp.h>` shares its sections and grace periods.
//!
//! # Ordering
//!
//! As in LKMM: if anything in a section comes before a grace period, all of it does; if anything
//! comes after it, all does.
//!
//! # Example
//!
//! ```
//! use lkmm::sync::rcu::{self, Rcu};
//!
//! let config = Rcu::new(Box::new(1));
//!
//! {
//!     let guard = rcu::read_lock();
//!     assert_eq!(config.read(&guard).map(|n| *n), Some(1));
//! }
//! let old = config.replace(Box::new(2));
//! // Readers may still have the old one: wait() returns it when they have not.
//! assert_eq!(old.map(|old| *old.wait()), Some(1));
//! ```

use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ops::Deref;
use core::ptr;

use crate::atomic::Atomic;
use crate::dep::Dep;
use crate::ordering::Full;

mod c {
    #[cfg_attr(not(lkmm_verify), link(name = "urcu-bp"))]
    extern "C" {
        #[cfg_attr(lkmm_verify, link_name = "lkmm_rcu_read_lock")]
        pub fn urcu_bp_read_lock();
        #[cfg_attr(lkmm_verify, link_name = "lkmm_rcu_read_unlock")]
        pub fn urcu_bp_read_unlock();
        #[cfg_attr(lkmm_verify, link_name = "lkmm_synchronize_rcu")]
        pub fn urcu_bp_synchronize_rcu();
        #[cfg(not(lkmm_verify))]
        pub fn urcu_bp_barrier();
    }
}

/// A read-side critical section, of the thread that began it. It ends when this is dropped.
/// Sections may nest.
///
/// It stays on its thread, and what was read in the section does not outlive it:
///
/// ```compile_fail,E0277
/// let guard = lkmm::sync::rcu::read_lock();
/// std::thread::spawn(move || drop(guard));
/// ```
///
/// ```compile_fail,E0505
/// use lkmm::sync::rcu::{self, Rcu};
///
/// static CONFIG: Rcu<&i32> = Rcu::empty();
///
/// let guard = rcu::read_lock();
/// let found = CONFIG.read(&guard);
/// drop(guard);
/// assert!(found.is_none());
/// ```
#[must_use = "the section ends at once"]
pub struct Guard(PhantomData<*mut ()>);

impl Guard {
    /// Begins a section.
    #[doc(alias = "rcu_read_lock")]
    #[inline]
    pub fn new() -> Self {
        // SAFETY: it asks for nothing; drop() ends the section, on this thread.
        unsafe { c::urcu_bp_read_lock() };
        Self(PhantomData)
    }

    /// Ends the section.
    #[doc(alias = "rcu_read_unlock")]
    #[inline]
    pub fn unlock(self) {}
}

impl Default for Guard {
    #[inline]
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Guard {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: new() began the section, on this thread.
        unsafe { c::urcu_bp_read_unlock() };
    }
}

/// Begins a read-side critical section.
#[doc(alias = "rcu_read_lock")]
#[inline]
pub fn read_lock() -> Guard {
    Guard::new()
}

/// Waits for a grace period: until every section that has begun has ended. A full barrier. The
/// caller must be in no section, or it waits for ever.
#[inline]
pub fn synchronize_rcu() {
    // SAFETY: it asks for nothing.
    unsafe { c::urcu_bp_synchronize_rcu() };
}

/// Waits until what C code has handed to `call_rcu()` has been done.
#[cfg(not(lkmm_verify))]
#[inline]
pub fn rcu_barrier() {
    // SAFETY: it asks for nothing.
    unsafe { c::urcu_bp_barrier() };
}

/// What [`Rcu`] can hold: `Box<T>`, or `&'static T`.
///
/// # Safety
///
/// The result of `into_raw` points to a `Target` that lives, and may be shared, until `from_raw`.
/// It is not null.
pub unsafe trait Pointer: Sized {
    /// What it points to.
    type Target;

    /// Gives up the pointer.
    fn into_raw(self) -> *mut Self::Target;

    /// The pointer again.
    ///
    /// # Safety
    ///
    /// `raw` is a result of [`into_raw`](Self::into_raw), and this is called once for it.
    unsafe fn from_raw(raw: *mut Self::Target) -> Self;
}

#[cfg(feature = "rcu")]
// SAFETY: a box owns its target.
unsafe impl<T> Pointer for alloc::boxed::Box<T> {
    type Target = T;

    fn into_raw(self) -> *mut T {
        Self::into_raw(self)
    }

    unsafe fn from_raw(raw: *mut T) -> Self {
        // SAFETY: the caller's promise.
        unsafe { Self::from_raw(raw) }
    }
}

// SAFETY: its target lives for ever.
unsafe impl<T> Pointer for &'static T {
    type Target = T;

    fn into_raw(self) -> *mut T {
        ptr::from_ref(self).cast_mut()
    }

    unsafe fn from_raw(raw: *mut T) -> Self {
        // SAFETY: it was such a reference.
        unsafe { &*raw }
    }
}

/// A pointer that any thread may read while others replace it, or nothing.
///
/// A reader has the target for as long as its [`Guard`], as a [`Dep`]. The thread that replaces the
/// pointer gets the old one as [`RcuOld`], which waits for the readers before it frees the target.
pub struct Rcu<P: Pointer> {
    current: Atomic<*mut P::Target>,
    owns: PhantomData<P>,
}

// SAFETY: it owns a `P`.
unsafe impl<P: Pointer + Send> Send for Rcu<P> {}

// SAFETY: threads share its target, and each may take the pointer out.
unsafe impl<P: Pointer + Send> Sync for Rcu<P> where P::Target: Sync {}

/// The pointer that [`Rcu::replace`] has taken out. Threads may still read its target.
///
/// Dropping it waits for a grace period, and then drops the pointer: not inside of a section, where
/// that would wait for ever.
#[must_use = "dropping it waits for a grace period"]
pub struct RcuOld<P: Pointer>(*mut P::Target, PhantomData<P>);

// SAFETY: it owns a `P`, whose target readers share.
unsafe impl<P: Pointer + Send> Send for RcuOld<P> where P::Target: Sync {}

// SAFETY: threads share its target.
unsafe impl<P: Pointer + Sync> Sync for RcuOld<P> where P::Target: Sync {}

impl<P: Pointer> Rcu<P> {
    /// Without a pointer.
    pub const fn empty() -> Self {
        Self {
            current: Atomic::new(ptr::null_mut()),
            owns: PhantomData,
        }
    }

    /// With this one.
    pub fn new(pointer: P) -> Self {
        Self {
            current: Atomic::new(pointer.into_raw()),
            owns: PhantomData,
        }
    }

    /// The target, if there is one. Accesses through it come after the read of the pointer, by
    /// their address: see [`Dep`].
    #[doc(alias = "rcu_dereference")]
    #[inline]
    pub fn read<'g>(&'g self, _: &'g Guard) -> Option<Dep<&'g P::Target>> {
        // SAFETY: it is null, or of into_raw(); and who takes it out waits for the guard's end.
        unsafe { self.current.load_dep().as_ref() }
    }

    /// Replaces the pointer, and returns the old one. Fully ordered: what was done before comes
    /// before what follows a read of the new one.
    #[doc(alias = "rcu_assign_pointer")]
    #[doc(alias = "rcu_replace_pointer")]
    pub fn replace(&self, new: P) -> Option<RcuOld<P>> {
        self.exchange(new.into_raw())
    }

    /// Takes the pointer out. Fully ordered.
    pub fn take(&self) -> Option<RcuOld<P>> {
        self.exchange(ptr::null_mut())
    }

    fn exchange(&self, new: *mut P::Target) -> Option<RcuOld<P>> {
        let old = self.current.xchg(new, Full);
        (!old.is_null()).then(|| RcuOld(old, PhantomData))
    }
}

impl<P: Pointer> Default for Rcu<P> {
    fn default() -> Self {
        Self::empty()
    }
}

impl<P: Pointer> Drop for Rcu<P> {
    fn drop(&mut self) {
        let current = *self.current.get_mut();
        if !current.is_null() {
            // SAFETY: it is of into_raw(); and no reader is left, since they borrow `self`.
            drop(unsafe { P::from_raw(current) });
        }
    }
}

impl<P: Pointer> RcuOld<P> {
    /// Waits for a grace period, and returns the pointer, which nobody reads any more.
    #[doc(alias = "synchronize_rcu")]
    pub fn wait(self) -> P {
        let old = ManuallyDrop::new(self);
        synchronize_rcu();
        // SAFETY: it is of into_raw(), and was taken out.
        unsafe { P::from_raw(old.0) }
    }
}

impl<P: Pointer> Deref for RcuOld<P> {
    type Target = P::Target;

    fn deref(&self) -> &P::Target {
        // SAFETY: we own the pointer, and readers do not write.
        unsafe { &*self.0 }
    }
}

impl<P: Pointer> Drop for RcuOld<P> {
    fn drop(&mut self) {
        synchronize_rcu();
        // SAFETY: as of wait().
        drop(unsafe { P::from_raw(self.0) });
    }
}
