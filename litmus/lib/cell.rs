// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Cell and RefCell, as core::cell has them: for one thread at a time.

pub struct Cell<T> {
    value: UnsafeCell<T>,
}

impl<T> Cell<T> {
    pub const fn new(value: T) -> Cell<T> {
        Cell { value: UnsafeCell::new(value) }
    }

    pub fn set(&self, v: T) {
        unsafe { *self.value.get() = v };
    }

    pub fn replace(&self, v: T) -> T {
        unsafe { core::mem::replace(&mut *self.value.get(), v) }
    }

    pub fn get_mut(&mut self) -> &mut T {
        unsafe { &mut *self.value.get() }
    }

    pub fn into_inner(self) -> T {
        self.value.into_inner()
    }
}

impl<T: Copy> Cell<T> {
    pub fn get(&self) -> T {
        unsafe { *self.value.get() }
    }
}

impl<T: Default> Cell<T> {
    pub fn take(&self) -> T {
        unsafe { core::mem::take(&mut *self.value.get()) }
    }
}

pub struct RefCell<T> {
    borrowed: UnsafeCell<i32>,
    value: UnsafeCell<T>,
}

pub struct Ref<'a, T> {
    cell: &'a RefCell<T>,
}

pub struct RefMut<'a, T> {
    cell: &'a RefCell<T>,
}

impl<T> RefCell<T> {
    pub const fn new(value: T) -> RefCell<T> {
        RefCell { borrowed: UnsafeCell::new(0), value: UnsafeCell::new(value) }
    }

    /// Panics if it is borrowed as mutable.
    pub fn borrow(&self) -> Ref<'_, T> {
        assert!(unsafe { *self.borrowed.get() } >= 0);
        unsafe { *self.borrowed.get() += 1 };
        Ref { cell: self }
    }

    /// Panics if it is borrowed.
    pub fn borrow_mut(&self) -> RefMut<'_, T> {
        assert!(unsafe { *self.borrowed.get() } == 0);
        unsafe { *self.borrowed.get() = -1 };
        RefMut { cell: self }
    }

    pub fn into_inner(self) -> T {
        self.value.into_inner()
    }
}

impl<T> Deref for Ref<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        unsafe { &*self.cell.value.get() }
    }
}

impl<T> Drop for Ref<'_, T> {
    fn drop(&mut self) {
        unsafe { *self.cell.borrowed.get() -= 1 };
    }
}

impl<T> Deref for RefMut<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        unsafe { &*self.cell.value.get() }
    }
}

impl<T> DerefMut for RefMut<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        unsafe { &mut *self.cell.value.get() }
    }
}

impl<T> Drop for RefMut<'_, T> {
    fn drop(&mut self) {
        unsafe { *self.cell.borrowed.get() = 0 };
    }
}
