// SPDX-License-Identifier: GPL-2.0 OR MIT
//! The pointer of arc.c.
#![no_std]

use core::cell::UnsafeCell;
use core::ffi::c_void;
use core::ops::Deref;
use lkmm::barrier::smp_acquire__after_ctrl_dep;
use lkmm::{AtomicI32, Relaxed, Release};

#[repr(C)]
pub struct Inner {
    count: AtomicI32,
    data: UnsafeCell<i32>,
}

struct Arc(*const Inner);

extern "C" {
    fn free(memory: *mut c_void);
    static fault: i32;
}

fn is_fault(n: i32) -> bool {
    // SAFETY: nobody writes to it.
    unsafe { fault == n }
}

impl Arc {
    fn inner(&self) -> &Inner {
        // SAFETY: it is there as long as a pointer to it.
        unsafe { &*self.0 }
    }

    fn is_last(&self) -> bool {
        let count = &self.inner().count;
        if is_fault(3) {
            count.dec(Relaxed);
            return count.load(Relaxed) == 0;
        }
        let old = if is_fault(1) {
            count.fetch_dec(Relaxed)
        } else {
            count.fetch_dec(Release)
        };
        if old == 1 && !is_fault(2) {
            smp_acquire__after_ctrl_dep();
        }
        old == 1
    }
}

impl Clone for Arc {
    fn clone(&self) -> Self {
        if !is_fault(4) && !is_fault(5) {
            self.inner().count.inc(Relaxed);
        }
        Arc(self.0)
    }
}

impl Deref for Arc {
    type Target = UnsafeCell<i32>;

    fn deref(&self) -> &UnsafeCell<i32> {
        &self.inner().data
    }
}

impl Drop for Arc {
    fn drop(&mut self) {
        if self.is_last() {
            // SAFETY: there is no other pointer to it.
            unsafe { free(self.0.cast_mut().cast()) };
        }
    }
}

/// Uses an object to which it has a pointer, copies and drops that.
///
/// # Safety
///
/// The caller's pointer becomes the callee's.
#[no_mangle]
pub unsafe extern "C" fn use_arc(inner: *const Inner) {
    let own = Arc(inner);
    let copy = own.clone();
    // SAFETY: nobody writes to it.
    assert!(unsafe { *own.get() } == 7);
    drop(own);
    if is_fault(5) {
        copy.inner().count.inc(Relaxed);
    }
    // SAFETY: the same.
    assert!(unsafe { *copy.get() } == 7);
}
