// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Opaque, as rust/kernel/types.rs has it: an object that C may change, behind a raw pointer.

pub struct Opaque<T> {
    value: UnsafeCell<T>,
}

unsafe impl<T> Sync for Opaque<T> {}

impl<T> Opaque<T> {
    /// Opaque::new()
    pub const fn new(value: T) -> Self {
        Opaque { value: UnsafeCell::new(value) }
    }

    /// Opaque::get()
    pub const fn get(&self) -> *mut T {
        self.value.get()
    }
}
