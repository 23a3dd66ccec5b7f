// SPDX-License-Identifier: GPL-2.0 OR MIT
//! The crate around rust/kernel/sync/arc.rs: what that imports, and the thread of arc.c. It stands
//! in for rust/kernel/lib.rs. Objects come from C; so what would allocate one fails.
#![no_std]
#![feature(
    arbitrary_self_types,
    cfg_eval,
    coerce_unsized,
    dispatch_from_dyn,
    unsize
)]
#![allow(dead_code, unused_imports)]

extern crate self as macros;

/// `#[pin_data]` has no effect on a struct whose fields are all `Unpin` and not pinned.
pub use core::prelude::v1::cfg_eval as pin_data;

pub mod ffi {
    pub use core::ffi::c_void;
}

pub mod bindings {
    #[repr(C)]
    pub struct refcount_t {
        refs: i32,
    }

    pub fn refcount_init(n: i32) -> refcount_t {
        refcount_t { refs: n }
    }
    pub use refcount_init as REFCOUNT_INIT;

    extern "C" {
        #[link_name = "rust_helper_refcount_inc"]
        pub fn refcount_inc(r: *mut refcount_t);
        #[link_name = "rust_helper_refcount_dec_and_test"]
        pub fn refcount_dec_and_test(r: *mut refcount_t) -> bool;
        #[link_name = "rust_helper_kfree"]
        pub fn kfree(object: *mut core::ffi::c_void);
    }
}

pub mod types {
    use core::cell::UnsafeCell;
    use core::ffi::c_void;

    #[repr(transparent)]
    pub struct Opaque<T>(UnsafeCell<T>);

    impl<T> Opaque<T> {
        pub const fn new(value: T) -> Self {
            Self(UnsafeCell::new(value))
        }

        pub const fn get(&self) -> *mut T {
            self.0.get()
        }
    }

    pub trait ForeignOwnable: Sized {
        type Borrowed<'a>;
        fn into_foreign(self) -> *const c_void;
        /// # Safety
        ///
        /// As in the kernel.
        unsafe fn borrow<'a>(ptr: *const c_void) -> Self::Borrowed<'a>;
        /// # Safety
        ///
        /// As in the kernel.
        unsafe fn from_foreign(ptr: *const c_void) -> Self;
    }
}

pub mod alloc {
    use crate::bindings;
    use core::ptr::drop_in_place;

    #[derive(Clone, Copy)]
    pub struct Flags;
    pub struct AllocError;
    pub struct KBox<T: ?Sized>(*mut T);

    impl<T> KBox<T> {
        pub fn new(_: T, _: Flags) -> Result<Self, AllocError> {
            Err(AllocError)
        }

        pub fn try_init<E>(_: crate::init::None<T>, _: Flags) -> Result<Self, AllocError> {
            Err(AllocError)
        }
    }

    impl<T: ?Sized> KBox<T> {
        /// # Safety
        ///
        /// As in the kernel.
        pub unsafe fn from_raw(raw: *mut T) -> Self {
            Self(raw)
        }

        pub fn leak<'a>(b: Self) -> &'a mut T {
            // SAFETY: nobody else has it.
            unsafe { &mut *core::mem::ManuallyDrop::new(b).0 }
        }
    }

    impl<T: ?Sized> Drop for KBox<T> {
        fn drop(&mut self) {
            // SAFETY: nobody else has it.
            unsafe {
                drop_in_place(self.0);
                bindings::kfree(self.0.cast());
            }
        }
    }
}

pub mod init {
    /// What initialises an object that is not allocated.
    pub struct None<T>(pub core::marker::PhantomData<T>);

    pub trait PinInit<T: ?Sized, E>: Sized {
        /// # Safety
        ///
        /// As in the kernel.
        unsafe fn __pinned_init(self, slot: *mut T) -> Result<(), E>;
    }

    pub trait Init<T: ?Sized, E>: PinInit<T, E> {
        /// # Safety
        ///
        /// As in the kernel.
        unsafe fn __init(self, slot: *mut T) -> Result<(), E>;
    }

    pub trait InPlaceInit<T>: Sized {
        type PinnedSelf;
        fn try_pin_init<E>(
            init: impl PinInit<T, E>,
            flags: crate::alloc::Flags,
        ) -> Result<Self::PinnedSelf, E>
        where
            E: From<crate::alloc::AllocError>;
        fn try_init<E>(init: impl Init<T, E>, flags: crate::alloc::Flags) -> Result<Self, E>
        where
            E: From<crate::alloc::AllocError>;
    }
}

#[macro_export]
macro_rules! try_init {
    ($type:ident $($any:tt)*) => {
        $crate::init::None::<$type<_>>(core::marker::PhantomData)
    };
}

pub mod sync {
    pub mod arc;
    pub use arc::Arc;
}

use sync::Arc;
use types::ForeignOwnable;

/// A thread that owns a reference to `inner`.
///
/// # Safety
///
/// `inner` is an `ArcInner<i64>`.
#[no_mangle]
pub unsafe extern "C" fn use_arc(inner: *const ffi::c_void) {
    // SAFETY: the caller's promise.
    let own = unsafe { Arc::<i64>::from_foreign(inner) };
    let copy = own.clone();
    assert!(*copy == 7);
    drop(copy);
    assert!(*own == 7);
}
