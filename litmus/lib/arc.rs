// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Arc and ArcBorrow, as rust/kernel/sync/arc.rs has them. Each call of new() makes an object with
//! its count, as kmalloc() does. Or that is a variable of the test, an ArcInner<T>; each Arc that
//! from_inner() makes of it is one of the references that the count starts with. The last one to
//! be dropped drops the object, and frees its memory: an access that can come later is a use after
//! free.

pub struct ArcInner<T> {
    refcount: Refcount,
    data: T,
}

pub struct Arc<T> {
    ptr: NonNull<ArcInner<T>>,
}

pub struct ArcBorrow<'a, T> {
    inner: NonNull<ArcInner<T>>,
    _p: PhantomData<&'a ()>,
}

impl<T> ArcInner<T> {
    /// As Arc::new(), with @references of them.
    pub const fn new(references: i32, data: T) -> Self {
        ArcInner { refcount: Refcount::new(references), data }
    }
}

impl<T> Arc<T> {
    /// Arc::new()
    pub fn new(contents: T, flags: Flags) -> Result<Self, AllocError> {
        let value = ArcInner { refcount: Refcount::new(1), data: contents };
        let inner = KBox::into_raw(KBox::new(value, flags)?);
        Ok(Arc { ptr: unsafe { NonNull::new_unchecked(inner) } })
    }

    /// Arc::try_new(), of older trees
    pub fn try_new(contents: T) -> Result<Self, AllocError> {
        Arc::new(contents, GFP_KERNEL)
    }

    /// Arc::from_inner(). The reference is the caller's.
    pub unsafe fn from_inner(inner: NonNull<ArcInner<T>>) -> Self {
        Arc { ptr: inner }
    }

    /// Arc::into_raw()
    pub fn into_raw(self) -> *const T {
        let ptr = self.ptr.as_ptr();
        forget(self);
        unsafe { addr_of!((*ptr).data) }
    }

    /// Arc::from_raw()
    pub unsafe fn from_raw(ptr: *const T) -> Self {
        let inner = unsafe { container_of!(ptr, ArcInner<T>, data) };
        Arc { ptr: unsafe { NonNull::new_unchecked(inner.cast_mut()) } }
    }

    /// Arc::as_arc_borrow()
    pub fn as_arc_borrow(&self) -> ArcBorrow<'_, T> {
        ArcBorrow { inner: self.ptr, _p: PhantomData }
    }

    /// Arc::ptr_eq()
    pub fn ptr_eq(this: &Self, other: &Self) -> bool {
        ptr::eq(this.ptr.as_ptr(), other.ptr.as_ptr())
    }
}

impl<T> Deref for Arc<T> {
    type Target = T;

    fn deref(&self) -> &T {
        unsafe { &self.ptr.as_ref().data }
    }
}

/// Arc::clone(), by refcount_inc(). Relaxed.
impl<T> Clone for Arc<T> {
    fn clone(&self) -> Self {
        unsafe { self.ptr.as_ref() }.refcount.inc();
        Arc { ptr: self.ptr }
    }
}

/// Arc::drop(), by refcount_dec_and_test(). Release; the last one acquires.
impl<T> Drop for Arc<T> {
    fn drop(&mut self) {
        if unsafe { self.ptr.as_ref() }.refcount.dec_and_test() {
            unsafe { drop_in_place(&mut (*self.ptr.as_ptr()).data) };
            unsafe { kfree(self.ptr.as_ptr()) };
        }
    }
}

impl<T> Deref for ArcBorrow<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        unsafe { &self.inner.as_ref().data }
    }
}

impl<T> Clone for ArcBorrow<'_, T> {
    fn clone(&self) -> Self {
        ArcBorrow { inner: self.inner, _p: PhantomData }
    }
}

/// Arc::from(ArcBorrow), by refcount_inc(). Relaxed.
impl<T> From<ArcBorrow<'_, T>> for Arc<T> {
    fn from(b: ArcBorrow<'_, T>) -> Self {
        unsafe { b.inner.as_ref() }.refcount.inc();
        Arc { ptr: b.inner }
    }
}
