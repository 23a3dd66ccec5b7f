// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Read-side critical sections of RCU, as rust/kernel/sync/rcu.rs has them: one lasts as long as
//! its guard.

pub mod rcu {
    use super::*;

    pub struct RcuGuard;

    pub type Guard = RcuGuard;

    impl RcuGuard {
        /// rcu::Guard::new()
        pub fn new() -> Self {
            rcu_read_lock();
            RcuGuard
        }

        /// rcu::Guard::unlock()
        pub fn unlock(self) {}
    }

    /// rcu::Guard::drop()
    impl Drop for RcuGuard {
        fn drop(&mut self) {
            rcu_read_unlock();
        }
    }

    /// rcu::read_lock()
    pub fn read_lock() -> RcuGuard {
        RcuGuard::new()
    }
}
