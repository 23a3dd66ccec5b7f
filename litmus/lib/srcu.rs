// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Read-side critical sections of SRCU with guards, which rust/kernel/sync does not have: the
//! functions of include/linux/srcu.h. A guard keeps the number that srcu_read_lock() returns, and
//! hands it to srcu_read_unlock().

pub mod srcu {
    use super::*;

    pub struct SrcuGuard<'a> {
        srcu: &'a SrcuStruct,
        idx: i32,
    }

    /// srcu_read_lock()
    pub fn read_lock(srcu: &SrcuStruct) -> SrcuGuard<'_> {
        SrcuGuard { srcu, idx: srcu_read_lock(srcu) }
    }

    /// srcu_read_unlock()
    impl Drop for SrcuGuard<'_> {
        fn drop(&mut self) {
            srcu_read_unlock(self.srcu, self.idx);
        }
    }
}
