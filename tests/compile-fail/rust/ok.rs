// ok: the correct forms of the other files
// SPDX-License-Identifier: GPL-2.0 OR MIT
#![deny(unused_must_use)]

use lkmm::{Acquire, Atomic, AtomicI32, AtomicType, AtomicU32, Full, Relaxed, Release};

#[derive(Clone, Copy)]
#[repr(u8)]
pub enum State {
    On,
    Off,
}

// SAFETY: `State` is represented by `u8`.
unsafe impl AtomicType for State {
    type Repr = u8;
}

pub static STATE: Atomic<State> = Atomic::new(State::On);

pub fn f(v: &AtomicI32, u: &AtomicU32, p: *mut i32) -> bool {
    v.store(v.load(Acquire), Release);
    v.add(1, Relaxed);
    u.inc(Relaxed);
    v.fetch_add(1, Release);
    v.inc_return(Full);
    v.xchg(1, Acquire);
    STATE.store(State::Off, Relaxed);
    // SAFETY: the caller's promise.
    let w = unsafe { Atomic::from_ptr(p) };
    w.xchg(2, Full) == 1 && v.sub_and_test(1, Full) && v.add_negative(1, Release)
}
