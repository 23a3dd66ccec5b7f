// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Objects that are copied in parts, and values that are replaced by a function of themselves.

use std::mem::size_of;
use std::thread;

use lkmm::barrier::{smp_rmb, smp_wmb};
use lkmm::{
    Acquire, Atomic, AtomicBool, AtomicI32, AtomicPerByte, AtomicU32, AtomicU8, Full, NoPadding,
    Relaxed, Release,
};

#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C)]
struct Record {
    number: u64,
    place: *const i32,
    half: [u32; 2],
}

// SAFETY: 24 bytes are all of its 24.
unsafe impl NoPadding for Record {}
// SAFETY: nobody uses its pointer.
unsafe impl Send for Record {}

fn there_and_back<T: NoPadding + PartialEq + std::fmt::Debug>(a: T, b: T) {
    let v = AtomicPerByte::new(a);

    // SAFETY: nobody else stores.
    unsafe {
        assert_eq!(v.load().assume_init(), a);
        v.store(b);
        assert_eq!(v.load().assume_init(), b);
    }
    assert_eq!(size_of::<AtomicPerByte<T>>(), size_of::<T>());
}

#[test]
fn parts_of_every_size() {
    let place = 5;

    there_and_back(1_u8, 2);
    there_and_back([1_u8; 7], [0, 1, 2, 3, 4, 5, 6]);
    there_and_back([1_i16; 3], [-1, i16::MIN, i16::MAX]);
    there_and_back([1_u32; 5], [0, 1, 2, 3, u32::MAX]);
    there_and_back([[1_u64; 2]; 2], [[0, u64::MAX], [3, 4]]);
    there_and_back([true, false], [false, true]);
    there_and_back([0_u32; 0], []);
    let empty = Record {
        number: 0,
        place: std::ptr::null(),
        half: [0; 2],
    };
    there_and_back(
        empty,
        Record {
            number: 1,
            place: &place,
            half: [2, 3],
        },
    );
}

#[test]
fn other_ways_in() {
    let mut words = [1_u16; 3];
    // SAFETY: it is ours.
    let v = unsafe { AtomicPerByte::from_ptr(&mut words) };

    v.store([4, 5, 6]);
    assert_eq!(v.as_ptr(), &raw mut words);
    let mut v = AtomicPerByte::from(words);
    // SAFETY: nobody else stores.
    unsafe {
        v.get_mut()[1] = 7;
        assert_eq!(v.load().assume_init(), [4, 7, 6]);
    }
    assert_eq!(format!("{v:?}"), "AtomicPerByte");
}

/// A sequence lock: a reader that finds an even number twice has a copy of one value.
#[test]
fn sequence_lock() {
    const TIMES: u32 = if cfg!(miri) { 20 } else { 20_000 };
    let (sequence, done) = (AtomicU32::new(0), AtomicBool::new(false));
    let data = AtomicPerByte::new([0_u64; 5]);

    thread::scope(|s| {
        s.spawn(|| {
            for i in 1..=TIMES {
                sequence.inc(Relaxed);
                smp_wmb();
                data.store([i.into(); 5]);
                smp_wmb();
                sequence.inc(Relaxed);
                if i % 16 == 0 {
                    thread::yield_now();
                }
            }
            done.store(true, Release);
        });
        let mut whole = 0;
        while !done.load(Acquire) || whole == 0 {
            let before = sequence.load(Acquire);
            let copy = data.load();
            smp_rmb();
            if before % 2 == 0 && sequence.load(Relaxed) == before {
                // SAFETY: nobody wrote in between.
                let copy = unsafe { copy.assume_init() };
                assert_eq!(copy, [(before / 2).into(); 5]);
                whole += 1;
            }
            thread::yield_now();
        }
    });
    // SAFETY: nobody stores any more.
    assert_eq!(unsafe { data.load().assume_init() }, [TIMES.into(); 5]);
}

#[test]
fn fetch_update() {
    let v = AtomicU8::new(254);
    let mut calls = 0;
    let up = |n: u8| n.checked_add(1);

    assert_eq!(v.fetch_update(up, Full), Ok(254));
    assert_eq!(v.fetch_update(up, Acquire), Err(255));
    assert_eq!(v.fetch_update(|n| Some(n / 2), Release), Ok(255));
    assert_eq!(v.fetch_update(|_| None, Relaxed), Err(127));
    let found = v.fetch_update(
        |n| {
            // Another thread, as it were, is faster once.
            calls += 1;
            if calls == 1 {
                v.store(9, Relaxed);
            }
            Some(n + 1)
        },
        Relaxed,
    );
    assert_eq!((found, calls, v.load(Relaxed)), (Ok(9), 2, 10));
    let flag = Atomic::new(false);
    assert_eq!(flag.fetch_update(|b| Some(!b), Full), Ok(false));
    assert!(flag.into_inner());
}

#[test]
fn fetch_update_loses_nothing() {
    const TIMES: i32 = if cfg!(miri) { 20 } else { 2_000 };
    let v = AtomicI32::new(0);

    thread::scope(|s| {
        for _ in 0..4 {
            s.spawn(|| {
                for _ in 0..TIMES {
                    v.fetch_update(|n| n.checked_add(3), Relaxed).unwrap();
                }
            });
        }
    });
    assert_eq!(v.into_inner(), 12 * TIMES);
}
