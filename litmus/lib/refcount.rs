// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Refcount, as rust/kernel/sync/refcount.rs has it: the functions of include/linux/refcount.h.
//! Increments order nothing; decrements are releases; the last one acquires, too. A counter that
//! would overflow, or that is used after it has been 0, is set to a value far from both ends, and
//! the kernel warns.

pub struct Refcount {
    refs: Atomic<i32>,
}

impl Refcount {
    /// Refcount::new()
    pub const fn new(value: i32) -> Self {
        Refcount { refs: Atomic::new(value) }
    }

    /// Refcount::as_atomic()
    pub fn as_atomic(&self) -> &Atomic<i32> {
        &self.refs
    }

    /// refcount_set(). Relaxed.
    pub fn set(&self, value: i32) {
        self.refs.store(value, Relaxed);
    }

    /// refcount_inc(). Relaxed.
    pub fn inc(&self) {
        let old = self.refs.fetch_add(1, Relaxed);
        if old <= 0 || old == i32::MAX {
            self.saturate();
        }
    }

    /// refcount_dec(). Release. The last reference must not be given back so.
    pub fn dec(&self) {
        if self.refs.fetch_sub(1, Release) <= 1 {
            self.saturate();
        }
    }

    /// refcount_dec_and_test(). Release; acquire if it returns true.
    pub fn dec_and_test(&self) -> bool {
        let old = self.refs.fetch_sub(1, Release);
        if old == 1 {
            smp_acquire__after_ctrl_dep();
            return true;
        }
        if old <= 0 {
            self.saturate();
        }
        false
    }

    /// lib/refcount.c: refcount_warn_saturate()
    fn saturate(&self) {
        self.refs.store(-1073741824, Relaxed);
        warn_on!(true);
    }
}
