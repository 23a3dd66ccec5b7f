// SPDX-License-Identifier: GPL-2.0 OR MIT
//! SetOnce, as rust/kernel/sync/set_once.rs has it: `init` is 0 at first, 1 while a value is
//! written, and 2 when it can be read.

pub struct SetOnce<T> {
    init: Atomic<u32>,
    value: UnsafeCell<MaybeUninit<T>>,
}

unsafe impl<T> Sync for SetOnce<T> {}

impl<T: Copy> SetOnce<T> {
    /// SetOnce::new()
    pub const fn new() -> Self {
        SetOnce { init: Atomic::new(0), value: UnsafeCell::new(MaybeUninit::uninit()) }
    }

    /// SetOnce::as_ref(). Acquire.
    pub fn as_ref(&self) -> Option<&T> {
        if self.init.load(Acquire) == 2 {
            Some(unsafe { &*self.value.get().cast::<T>() })
        } else {
            None
        }
    }

    /// SetOnce::populate(). True, and release, for the one that sets the value.
    pub fn populate(&self, value: T) -> bool {
        if self.init.cmpxchg(0, 1, Relaxed).is_ok() {
            unsafe { *self.value.get().cast::<T>() = value };
            self.init.store(2, Release);
            true
        } else {
            false
        }
    }

    /// SetOnce::copy(). Acquire.
    pub fn copy(&self) -> Option<T> {
        self.as_ref().copied()
    }
}
