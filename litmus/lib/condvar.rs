// SPDX-License-Identifier: GPL-2.0 OR MIT
//! CondVar, as rust/kernel/sync/condvar.rs has it: a wait queue, as in litmus/lib/wait.h. Instead
//! of the list of waiters there is their number, and `wakes`, which each notification increments:
//! waiters sleep until it changes. So notify_one() wakes all of them, where the kernel wakes one:
//! it lets the others wake up for no reason, too. Without a notification none wakes up.

pub struct CondVar {
    lock: spinlock_t,
    sleepers: Atomic<i32>,
    wakes: Atomic<i32>,
}

unsafe impl Sync for CondVar {}

impl CondVar {
    /// new_condvar!()
    pub const fn new() -> Self {
        CondVar { lock: spinlock_t::new(), sleepers: Atomic::new(0), wakes: Atomic::new(0) }
    }

    /// CondVar::wait_internal(): prepare_to_wait_exclusive(), where set_current_state() is a full
    /// barrier; schedule() without the lock of the guard; finish_wait().
    pub fn wait<G: Unlock>(&self, guard: &mut G) {
        spin_lock(&self.lock);
        let wakes = self.wakes.load(Relaxed);
        self.sleepers.add(1, Relaxed);
        smp_mb();
        spin_unlock(&self.lock);
        guard.do_unlocked(|| {
            while self.wakes.load(Acquire) == wakes {
                spin_loop();
            }
        });
        self.sleepers.sub(1, Relaxed);
    }

    /// CondVar::wait_interruptible(). There are no signals: false.
    pub fn wait_interruptible<G: Unlock>(&self, guard: &mut G) -> bool {
        self.wait(guard);
        false
    }

    /// kernel/sched/wait.c: __wake_up(). For each sleeper try_to_wake_up() is a full barrier.
    fn notify(&self) {
        spin_lock(&self.lock);
        if self.sleepers.load(Relaxed) != 0 {
            smp_mb();
            self.wakes.store(self.wakes.load(Relaxed) + 1, Relaxed);
        }
        spin_unlock(&self.lock);
    }

    /// CondVar::notify_one()
    pub fn notify_one(&self) {
        self.notify();
    }

    /// CondVar::notify_all()
    pub fn notify_all(&self) {
        self.notify();
    }
}
