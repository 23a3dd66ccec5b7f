// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Revocable, as rust/kernel/revocable.rs has it: the object can be accessed as long as a flag
//! is set, in a read-side critical section of RCU. revoke() clears the flag, waits for a grace
//! period, and drops the object, whose memory stays where it is.

pub struct Revocable<T> {
    is_available: Atomic<bool>,
    data: UnsafeCell<T>,
}

unsafe impl<T> Sync for Revocable<T> {}

pub struct RevocableGuard<'a, T> {
    data_ref: *const T,
    _rcu_guard: rcu::Guard,
    _p: PhantomData<&'a ()>,
}

impl<T> Revocable<T> {
    /// Revocable::new()
    pub const fn new(data: T) -> Self {
        Revocable { is_available: Atomic::new(true), data: UnsafeCell::new(data) }
    }

    /// Revocable::try_access(). Relaxed: only the grace period orders.
    pub fn try_access(&self) -> Option<RevocableGuard<'_, T>> {
        let guard = rcu::read_lock();
        if self.is_available.load(Relaxed) {
            Some(RevocableGuard { data_ref: self.data.get(), _rcu_guard: guard, _p: PhantomData })
        } else {
            None
        }
    }

    /// Revocable::try_access_with_guard()
    pub fn try_access_with_guard<'a>(&'a self, _guard: &'a rcu::Guard) -> Option<&'a T> {
        if self.is_available.load(Relaxed) {
            Some(unsafe { &*self.data.get() })
        } else {
            None
        }
    }

    /// Revocable::try_access_with()
    pub fn try_access_with<R, F: FnOnce(&T) -> R>(&self, f: F) -> Option<R> {
        self.try_access().map(|t| f(&*t))
    }

    /// Revocable::access()
    pub unsafe fn access(&self) -> &T {
        unsafe { &*self.data.get() }
    }

    /// Revocable::revoke_internal()
    unsafe fn revoke_internal<const SYNC: bool>(&self) -> bool {
        let revoke = self.is_available.xchg(false, Relaxed);
        if revoke {
            if SYNC {
                synchronize_rcu();
            }
            unsafe { drop_in_place(self.data.get()) };
        }
        revoke
    }

    /// Revocable::revoke_nosync(). Orders nothing.
    pub unsafe fn revoke_nosync(&self) -> bool {
        unsafe { self.revoke_internal::<false>() }
    }

    /// Revocable::revoke(). A grace period, unless it has been revoked before.
    pub fn revoke(&self) -> bool {
        unsafe { self.revoke_internal::<true>() }
    }
}

impl<T> Deref for RevocableGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        unsafe { &*self.data_ref }
    }
}
