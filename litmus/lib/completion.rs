// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Completion, as rust/kernel/sync/completion.rs has it. The functions of kernel/sched/completion.c
//! change the number with the lock of a wait queue held; here it is an atomic, with the orderings
//! which that lock gives to both sides.

pub struct Completion {
    done: Atomic<i32>,
}

impl Completion {
    /// Completion::new()
    pub const fn new() -> Self {
        Completion { done: Atomic::new(0) }
    }

    /// complete_all(). Release.
    pub fn complete_all(&self) {
        self.done.xchg(0x40000000, Release);
    }

    /// wait_for_completion(). Acquire.
    pub fn wait_for_completion(&self) {
        while self.done.load(Acquire) == 0 {
            spin_loop();
        }
    }
}
