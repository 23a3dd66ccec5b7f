// SPDX-License-Identifier: GPL-2.0 OR MIT
//! KBox, as rust/kernel/alloc/kbox.rs has it: each call of new() makes an object of its own, as
//! kmalloc() does, and writes its first value by plain stores. Memory does not run out. Where a
//! KBox is dropped its object is dropped, and the memory freed: an access that can come later is a
//! use after free.

/// rust/kernel/alloc.rs: Flags
pub type Flags = u32;

pub const GFP_KERNEL: Flags = 0xcc0;
pub const GFP_ATOMIC: Flags = 0x820;
pub const GFP_NOWAIT: Flags = 0x800;

/// rust/kernel/alloc.rs
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AllocError;

/// rust/kernel/error.rs
impl From<AllocError> for Error {
    fn from(_: AllocError) -> Error {
        ENOMEM
    }
}

pub struct KBox<T> {
    ptr: NonNull<T>,
}

impl<T> KBox<T> {
    /// Box::new()
    pub fn new(x: T, _flags: Flags) -> Result<Self, AllocError> {
        let p: *mut T = unsafe { kmalloc() };
        unsafe { p.write(x) };
        // the compiler merges this with no marked access that follows
        barrier();
        Ok(KBox { ptr: unsafe { NonNull::new_unchecked(p) } })
    }

    /// Box::from_raw()
    pub unsafe fn from_raw(raw: *mut T) -> Self {
        KBox { ptr: unsafe { NonNull::new_unchecked(raw) } }
    }

    /// Box::into_raw()
    pub fn into_raw(b: Self) -> *mut T {
        let p = b.ptr.as_ptr();
        forget(b);
        p
    }
}

impl<T> Deref for KBox<T> {
    type Target = T;

    fn deref(&self) -> &T {
        unsafe { &*self.ptr.as_ptr() }
    }
}

impl<T> DerefMut for KBox<T> {
    fn deref_mut(&mut self) -> &mut T {
        unsafe { &mut *self.ptr.as_ptr() }
    }
}

/// Box::drop(), by kfree()
impl<T> Drop for KBox<T> {
    fn drop(&mut self) {
        unsafe { drop_in_place(self.ptr.as_ptr()) };
        unsafe { kfree(self.ptr.as_ptr()) };
    }
}
