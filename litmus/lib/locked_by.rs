// SPDX-License-Identifier: GPL-2.0 OR MIT
//! LockedBy, as rust/kernel/sync/locked_by.rs has it: data that the lock of something else
//! protects. A reference to what that lock is of, which only its guard gives, is the evidence.

pub struct LockedBy<T, U> {
    owner: *const U,
    data: UnsafeCell<T>,
}

unsafe impl<T, U> Sync for LockedBy<T, U> {}

impl<T, U> LockedBy<T, U> {
    /// LockedBy::new()
    pub const fn new(owner: *const U, data: T) -> Self {
        LockedBy { owner, data: UnsafeCell::new(data) }
    }

    /// LockedBy::access(). Panics if it is another lock.
    pub fn access<'a>(&'a self, owner: &'a U) -> &'a T {
        if !ptr::eq(owner, self.owner) {
            panic!("mismatched owners");
        }
        unsafe { &*self.data.get() }
    }

    /// LockedBy::access_mut(). Panics if it is another lock.
    pub fn access_mut<'a>(&'a self, owner: &'a mut U) -> &'a mut T {
        if !ptr::eq(owner, self.owner) {
            panic!("mismatched owners");
        }
        unsafe { &mut *self.data.get() }
    }
}
