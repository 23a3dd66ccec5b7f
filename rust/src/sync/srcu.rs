// SPDX-License-Identifier: GPL-2.0 OR MIT

//! `kernel::sync::srcu`: domains of RCU whose readers may sleep, and which wait for their own
//! readers only. With the feature `rcu`; the rest is this crate's own.

use core::marker::PhantomData;

use crate::atomic::Atomic;
use crate::barrier::smp_mb;
use crate::flag::AtomicFlag;
use crate::ordering::{Acquire, Relaxed, Release};

#[doc(inline)]
pub use crate::new_srcu;

/// A new [`Srcu`](crate::sync::srcu::Srcu), of a name that only the kernel needs.
#[macro_export]
macro_rules! new_srcu {
    ($($name:literal)?) => {
        $crate::sync::srcu::Srcu::new()
    };
}

/// A domain of sections and grace periods.
///
/// Two pairs of numbers count the sections that were begun and those that were ended; an index
/// tells new sections which pair to use. A grace period waits until the idle pair is equal, which
/// sections that took the index long ago may still use; turns the index; and waits for the other
/// pair, which no new section uses. Readers write to memory that they share, unlike the kernel's.
///
/// # Ordering
///
/// As in LKMM: if anything in a section comes before a grace period, all of it does; if anything
/// comes after it, all does.
///
/// # Example
///
/// ```
/// use lkmm::sync::srcu::Srcu;
///
/// static DOMAIN: Srcu = Srcu::new();
///
/// {
///     let _guard = DOMAIN.read_lock();
///     // ... may sleep ...
/// }
/// DOMAIN.synchronize();
/// ```
pub struct Srcu {
    index: Atomic<usize>,
    begun: [Atomic<usize>; 2],
    ended: [Atomic<usize>; 2],
    /// Whether a thread waits for a grace period: others wait for it.
    busy: AtomicFlag,
}

/// A read-side critical section of a domain, of the thread that began it. It ends when this is
/// dropped. One that is never dropped is waited for for ever.
///
/// ```compile_fail,E0505
/// let domain = lkmm::sync::srcu::Srcu::new();
/// let guard = domain.read_lock();
/// drop(domain);
/// guard.unlock();
/// ```
#[must_use = "the section ends at once"]
pub struct Guard<'a> {
    domain: &'a Srcu,
    pair: usize,
    not_send: PhantomData<*mut ()>,
}

impl Srcu {
    /// A domain without sections.
    pub const fn new() -> Self {
        Self {
            index: Atomic::new(0),
            begun: [Atomic::new(0), Atomic::new(0)],
            ended: [Atomic::new(0), Atomic::new(0)],
            busy: AtomicFlag::new(false),
        }
    }

    /// Begins a section.
    #[doc(alias = "srcu_read_lock")]
    #[inline]
    pub fn read_lock(&self) -> Guard<'_> {
        let pair = self.index.load(Relaxed) & 1;

        self.begun[pair].inc(Relaxed);
        // The section comes after that: see is_over().
        smp_mb();
        Guard {
            domain: self,
            pair,
            not_send: PhantomData,
        }
    }

    /// Waits for a grace period: until every section of this domain that has begun has ended. A
    /// full barrier. The caller must be in no section of it, or it waits for ever.
    #[doc(alias = "synchronize_srcu")]
    pub fn synchronize(&self) {
        smp_mb();
        while self.busy.xchg(true, Acquire) {
            pause();
        }
        let index = self.index.load(Relaxed);
        self.wait_for((index & 1) ^ 1);
        // A section that uses the new pair has ended, if it counts, before the index turns.
        smp_mb();
        self.index.store(index.wrapping_add(1), Relaxed);
        // A section that still takes the old index is counted now, or comes after the grace period.
        smp_mb();
        self.wait_for(index & 1);
        self.busy.store(false, Release);
        smp_mb();
    }

    /// As [`synchronize`](Self::synchronize): there is none that is faster.
    #[doc(alias = "synchronize_srcu_expedited")]
    pub fn synchronize_expedited(&self) {
        self.synchronize();
    }

    fn wait_for(&self, pair: usize) {
        while !self.is_over(pair) {
            pause();
        }
    }

    /// Whether as many sections have ended as have begun. Those that ended are counted first: then
    /// a section whose end was counted has been counted when it began, too.
    fn is_over(&self, pair: usize) -> bool {
        let ended = self.ended[pair].load(Relaxed);

        smp_mb();
        self.begun[pair].load(Relaxed) == ended
    }
}

impl Default for Srcu {
    fn default() -> Self {
        Self::new()
    }
}

impl Guard<'_> {
    /// Ends the section.
    #[doc(alias = "srcu_read_unlock")]
    #[inline]
    pub fn unlock(self) {}
}

impl Drop for Guard<'_> {
    #[inline]
    fn drop(&mut self) {
        // The section comes before that.
        smp_mb();
        self.domain.ended[self.pair].inc(Relaxed);
    }
}

/// Lets others run.
fn pause() {
    #[cfg(lkmm_verify)]
    crate::barrier::cpu_relax();
    #[cfg(not(lkmm_verify))]
    {
        extern "C" {
            fn sched_yield() -> core::ffi::c_int;
        }
        // SAFETY: it asks for nothing.
        unsafe { sched_yield() };
    }
}
