// SPDX-License-Identifier: GPL-2.0 OR MIT
//! SRCU with guards, which rust/kernel/sync does not have: the functions of include/linux/srcu.h.
//! A guard keeps the number that srcu_read_lock() returns, and hands it to srcu_read_unlock().

pub struct Srcu {
    raw: SrcuStruct,
}

pub struct SrcuGuard<'a> {
    srcu: &'a Srcu,
    idx: i32,
}

impl Srcu {
    pub const fn new() -> Self {
        Srcu { raw: SrcuStruct::new() }
    }

    /// srcu_read_lock()
    pub fn read_lock(&self) -> SrcuGuard<'_> {
        SrcuGuard { srcu: self, idx: srcu_read_lock(&self.raw) }
    }

    /// synchronize_srcu()
    pub fn synchronize(&self) {
        synchronize_srcu(&self.raw);
    }
}

/// srcu_read_unlock()
impl Drop for SrcuGuard<'_> {
    fn drop(&mut self) {
        srcu_read_unlock(&self.srcu.raw, self.idx);
    }
}
