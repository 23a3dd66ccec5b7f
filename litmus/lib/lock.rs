// SPDX-License-Identifier: GPL-2.0 OR MIT
//! SpinLock and Mutex, as rust/kernel/sync/lock.rs has them: the data is reached through a guard,
//! and the lock is given back where that is dropped. A mutex has the orderings of a spinlock;
//! sleeping is not modelled.

/// rust/kernel/sync/lock/spinlock.rs
pub struct SpinLock<T = ()> {
    raw: spinlock_t,
    data: UnsafeCell<T>,
}

unsafe impl<T> Sync for SpinLock<T> {}

pub struct SpinLockGuard<'a, T> {
    lock: &'a SpinLock<T>,
}

impl<T> SpinLock<T> {
    /// new_spinlock!()
    pub const fn new(data: T) -> Self {
        SpinLock { raw: spinlock_t::new(), data: UnsafeCell::new(data) }
    }

    /// Lock::lock(). Acquire.
    pub fn lock(&self) -> SpinLockGuard<'_, T> {
        spin_lock(&self.raw);
        SpinLockGuard { lock: self }
    }

    /// Lock::try_lock(). Acquire if it returns the guard.
    pub fn try_lock(&self) -> Option<SpinLockGuard<'_, T>> {
        if spin_trylock(&self.raw) {
            Some(SpinLockGuard { lock: self })
        } else {
            None
        }
    }
}

/// A guard that can give back its lock for a while.
pub trait Unlock {
    fn do_unlocked(&mut self, cb: impl FnOnce());
}

impl<T> Unlock for SpinLockGuard<'_, T> {
    /// Guard::do_unlocked(). Release, and then acquire.
    fn do_unlocked(&mut self, cb: impl FnOnce()) {
        spin_unlock(&self.lock.raw);
        cb();
        spin_lock(&self.lock.raw);
    }
}

impl<T> Deref for SpinLockGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        unsafe { &*self.lock.data.get() }
    }
}

impl<T> DerefMut for SpinLockGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        unsafe { &mut *self.lock.data.get() }
    }
}

/// Guard::drop(). Release.
impl<T> Drop for SpinLockGuard<'_, T> {
    fn drop(&mut self) {
        spin_unlock(&self.lock.raw);
    }
}

/// rust/kernel/sync/lock/mutex.rs
pub struct Mutex<T = ()> {
    raw: spinlock_t,
    data: UnsafeCell<T>,
}

unsafe impl<T> Sync for Mutex<T> {}

pub struct MutexGuard<'a, T> {
    lock: &'a Mutex<T>,
}

impl<T> Mutex<T> {
    /// new_mutex!()
    pub const fn new(data: T) -> Self {
        Mutex { raw: spinlock_t::new(), data: UnsafeCell::new(data) }
    }

    /// Lock::lock(). Acquire.
    pub fn lock(&self) -> MutexGuard<'_, T> {
        spin_lock(&self.raw);
        MutexGuard { lock: self }
    }

    /// Lock::try_lock(). Acquire if it returns the guard.
    pub fn try_lock(&self) -> Option<MutexGuard<'_, T>> {
        if spin_trylock(&self.raw) {
            Some(MutexGuard { lock: self })
        } else {
            None
        }
    }
}

impl<T> Unlock for MutexGuard<'_, T> {
    /// Guard::do_unlocked(). Release, and then acquire.
    fn do_unlocked(&mut self, cb: impl FnOnce()) {
        spin_unlock(&self.lock.raw);
        cb();
        spin_lock(&self.lock.raw);
    }
}

impl<T> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        unsafe { &*self.lock.data.get() }
    }
}

impl<T> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        unsafe { &mut *self.lock.data.get() }
    }
}

/// Guard::drop(). Release.
impl<T> Drop for MutexGuard<'_, T> {
    fn drop(&mut self) {
        spin_unlock(&self.lock.raw);
    }
}
