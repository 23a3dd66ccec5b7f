// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Layout, user types, and the ways to and from an atomic.

use core::mem::{align_of, size_of};
use core::panic::{RefUnwindSafe, UnwindSafe};
use core::ptr::NonNull;
use std::panic::catch_unwind;

use lkmm::{
    Acquire, Atomic, AtomicAdd, AtomicBits, AtomicCount, AtomicI32, AtomicType, Full, Relaxed,
    Release,
};

/// In C: `struct { lkmm_atomic_t refs; lkmm_atomic64_t bytes; lkmm_atomic_long_t pages; }`.
#[repr(C)]
struct Shared {
    refs: Atomic<i32>,
    bytes: Atomic<i64>,
    pages: Atomic<isize>,
}

#[test]
fn unwind_safe() {
    fn check<T: UnwindSafe + RefUnwindSafe>() {}
    let v = AtomicI32::new(1);

    check::<AtomicI32>();
    check::<Atomic<bool>>();
    check::<Atomic<*mut core::cell::Cell<u8>>>();
    let caught = catch_unwind(|| {
        v.inc(Relaxed);
        panic!("on purpose");
    });
    assert!(caught.is_err());
    assert_eq!(v.load(Relaxed), 2);
}

#[test]
fn layout() {
    fn check<T: AtomicType>() {
        assert_eq!(size_of::<Atomic<T>>(), size_of::<T>());
        assert_eq!(align_of::<Atomic<T>>(), size_of::<T>());
    }

    check::<i8>();
    check::<u8>();
    check::<bool>();
    check::<i16>();
    check::<u16>();
    check::<i32>();
    check::<u32>();
    check::<i64>();
    check::<u64>();
    check::<isize>();
    check::<usize>();
    check::<*mut u8>();
    check::<*const u8>();
    check::<State>();
    check::<Handle>();

    let s = Shared {
        refs: Atomic::new(0),
        bytes: Atomic::new(0),
        pages: Atomic::new(0),
    };
    let base = &s as *const Shared as usize;
    assert_eq!(s.refs.as_ptr() as usize, base);
    assert_eq!(s.bytes.as_ptr() as usize, base + 8);
    assert_eq!(s.pages.as_ptr() as usize, base + 16);
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
enum State {
    Idle = -1,
    Busy = 7,
}

// SAFETY: `State` is represented by `i32`.
unsafe impl AtomicType for State {
    type Repr = i32;
}

#[test]
fn enums() {
    static STATE: Atomic<State> = Atomic::new(State::Idle);

    assert_eq!(
        STATE.cmpxchg(State::Busy, State::Idle, Full),
        Err(State::Idle)
    );
    assert_eq!(
        STATE.cmpxchg(State::Idle, State::Busy, Acquire),
        Ok(State::Idle)
    );
    let mut old = State::Idle;
    assert!(!STATE.try_cmpxchg(&mut old, State::Idle, Relaxed));
    assert_eq!(old, State::Busy);
    STATE.store(State::Idle, Release);
    assert_eq!(STATE.cond_load(|s| s != State::Busy, Acquire), State::Idle);
}

/// A signed count: a newtype has the operations of its representation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
struct Count(i64);

// SAFETY: `Count` is transparent.
unsafe impl AtomicType for Count {
    type Repr = i64;
}

// SAFETY: every `i64` is a `Count`.
unsafe impl AtomicAdd<i32> for Count {
    fn rhs_into_delta(rhs: i32) -> i64 {
        rhs.into()
    }
}

// SAFETY: likewise.
unsafe impl AtomicCount for Count {}

#[test]
fn newtypes_count() {
    let count = Atomic::new(Count(1));

    count.add(-3, Relaxed);
    assert_eq!(count.fetch_inc(Full), Count(-2));
    assert!(count.add_negative(0, Full));
    assert!(!count.add_unless(1, Count(-1), Full));
    assert!(count.add_unless(1, Count(0), Full));
    assert_eq!(count.dec_if_positive(Full), Count(-1));
    assert_eq!(count.into_inner(), Count(0));
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
struct Flags(usize);

// SAFETY: `Flags` is transparent.
unsafe impl AtomicType for Flags {
    type Repr = usize;
}

// SAFETY: every `usize` is a `Flags`.
unsafe impl AtomicBits for Flags {
    type Mask = Self;

    fn into_mask(mask: Self) -> usize {
        mask.0
    }
}

#[test]
fn newtypes_have_bits() {
    let flags = Atomic::new(Flags(0b0101));

    flags.or(Flags(0b0010), Relaxed);
    assert_eq!(flags.fetch_andnot(Flags(0b0001), Release), Flags(0b0111));
    assert_eq!(flags.fetch_and(Flags(0b0100), Full), Flags(0b0110));
    assert_eq!(flags.load(Relaxed), Flags(0b0100));
}

/// A pointer with a niche.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
struct Handle(Option<NonNull<i32>>);

// SAFETY: `Handle` is a nullable pointer, and its use is not restricted.
unsafe impl AtomicType for Handle {
    type Repr = *mut ();
}

#[test]
fn newtypes_of_pointers() {
    let mut x = 5;
    let handle = Atomic::new(Handle(None));

    assert_eq!(
        handle.xchg(Handle(Some(NonNull::from(&mut x))), Release),
        Handle(None)
    );
    let Handle(found) = handle.xchg(Handle(None), Acquire);
    // SAFETY: it is `x`.
    assert_eq!(found.map(|p| unsafe { *p.as_ptr() }), Some(5));
}

#[test]
fn ways_in_and_out() {
    let mut word = 1_i32;
    // SAFETY: it is ours, and aligned.
    let v: &AtomicI32 = unsafe { Atomic::from_ptr(&mut word) };
    v.inc(Relaxed);
    assert_eq!(v.as_ptr(), &mut word as *mut i32);
    assert_eq!(word, 2);

    let mut v = AtomicI32::from(3);
    *v.get_mut() += 1;
    assert_eq!(format!("{v:?} {:?}", Atomic::<u8>::default()), "4 0");
    assert_eq!(v.into_inner(), 4);
}
