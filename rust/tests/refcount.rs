// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Reference counts, against include/linux/refcount.h: values at the edges, what is reported, and
//! objects that are freed once.
// A kernel prints misuses itself.
#![cfg(not(any(feature = "kernel", feature = "kernel-inline")))]

use std::cell::UnsafeCell;
use std::mem::{align_of, size_of};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed as Any};
use std::sync::Mutex;
use std::thread;

use lkmm::refcount::{set_hook, Misuse};
use lkmm::sync::Refcount;
use lkmm::Relaxed;

const SATURATED: i32 = i32::MIN / 2;

/// The hook is one for all threads, so tests take turns.
static TURN: Mutex<()> = Mutex::new(());
static SEEN: Mutex<Vec<Misuse>> = Mutex::new(Vec::new());

/// The value after `f`, its result, and what it reported.
fn after<R>(value: i32, f: impl Fn(&Refcount) -> R) -> (i32, R, Vec<Misuse>) {
    let _turn = TURN.lock().unwrap();
    let count = Refcount::new(0);

    set_hook(|misuse| SEEN.lock().unwrap().push(misuse));
    count.set(value);
    let result = f(&count);
    (
        count.read(),
        result,
        SEEN.lock().unwrap().drain(..).collect(),
    )
}

#[test]
fn layout_of_c() {
    let mut c = 3;

    assert_eq!((size_of::<Refcount>(), align_of::<Refcount>()), (4, 4));
    // SAFETY: `c` is ours.
    let count = unsafe { Refcount::from_ptr(&mut c) };
    count.inc();
    assert_eq!(format!("{count:?}"), "4");
    assert_eq!(count.as_atomic().load(Relaxed), 4);
    assert_eq!(c, 4);
}

#[test]
fn inc() {
    let inc = |value| after(value, Refcount::inc);

    assert_eq!(inc(1), (2, (), vec![]));
    assert_eq!(inc(i32::MAX - 1), (i32::MAX, (), vec![]));
    assert_eq!(inc(0), (SATURATED, (), vec![Misuse::AddUseAfterFree]));
    for wrong in [i32::MAX, -1, SATURATED, i32::MIN] {
        assert_eq!(
            inc(wrong),
            (SATURATED, (), vec![Misuse::AddOverflow]),
            "{wrong}"
        );
    }
}

#[test]
fn inc_not_zero() {
    let inc = |value| after(value, Refcount::inc_not_zero);

    assert_eq!(inc(0), (0, false, vec![]));
    assert_eq!(inc(1), (2, true, vec![]));
    assert_eq!(inc(i32::MAX - 1), (i32::MAX, true, vec![]));
    for wrong in [i32::MAX, -1, SATURATED, i32::MIN] {
        let expected = (SATURATED, true, vec![Misuse::AddNotZeroOverflow]);
        assert_eq!(inc(wrong), expected, "{wrong}");
    }
}

#[test]
fn dec() {
    let dec = |value| after(value, Refcount::dec);

    assert_eq!(dec(2), (1, (), vec![]));
    assert_eq!(dec(i32::MAX), (i32::MAX - 1, (), vec![]));
    for wrong in [1, 0, -1, SATURATED, i32::MIN] {
        assert_eq!(
            dec(wrong),
            (SATURATED, (), vec![Misuse::DecLeak]),
            "{wrong}"
        );
    }
}

#[test]
fn dec_and_test() {
    let dec = |value| after(value, Refcount::dec_and_test);

    assert_eq!(dec(2), (1, false, vec![]));
    assert_eq!(dec(1), (0, true, vec![]));
    for wrong in [0, -1, SATURATED, i32::MIN] {
        let expected = (SATURATED, false, vec![Misuse::SubUseAfterFree]);
        assert_eq!(dec(wrong), expected, "{wrong}");
    }
}

#[test]
fn dec_if_one() {
    for (value, left, result) in [(1, 0, true), (2, 2, false), (0, 0, false), (-1, -1, false)] {
        assert_eq!(after(value, Refcount::dec_if_one), (left, result, vec![]));
    }
}

#[test]
fn messages() {
    assert_eq!(Misuse::AddOverflow.to_string(), "too many references");
    assert_ne!(
        Misuse::AddUseAfterFree.to_string(),
        Misuse::SubUseAfterFree.to_string()
    );
}

#[test]
#[should_panic(expected = "a negative number of references")]
fn negative() {
    Refcount::new(-1);
}

/// Many threads take references and give them back: the last one frees the object, and sees what
/// the others wrote to it.
#[test]
fn the_last_one_frees() {
    const THREADS: usize = 4;
    const TIMES: usize = if cfg!(miri) { 20 } else { 2_000 };
    struct Object {
        users: Refcount,
        written: [UnsafeCell<usize>; THREADS],
        freed: AtomicUsize,
    }
    // SAFETY: each thread writes its own cell; the last user reads all.
    unsafe impl Sync for Object {}

    for _ in 0..if cfg!(miri) { 2 } else { 50 } {
        let object = Object {
            users: Refcount::new(THREADS as i32),
            written: [const { UnsafeCell::new(0) }; THREADS],
            freed: AtomicUsize::new(0),
        };
        thread::scope(|s| {
            for id in 0..THREADS {
                let object = &object;
                s.spawn(move || {
                    for _ in 0..TIMES / 50 {
                        object.users.inc();
                        object.users.dec();
                        assert!(object.users.inc_not_zero());
                        assert!(!object.users.dec_and_test());
                    }
                    // SAFETY: ours, until we give our reference back.
                    unsafe { *object.written[id].get() = id + 1 };
                    if object.users.dec_and_test() {
                        // SAFETY: nobody else has a reference.
                        let sum: usize = object.written.iter().map(|w| unsafe { *w.get() }).sum();
                        assert_eq!(sum, THREADS * (THREADS + 1) / 2);
                        object.freed.fetch_add(1, Any);
                    }
                });
            }
        });
        assert_eq!(object.freed.into_inner(), 1);
        assert_eq!(object.users.read(), 0);
    }
}

/// References that overflow on many threads at once: the count stays saturated.
#[test]
fn overflow_on_many_threads() {
    let (value, (), seen) = after(i32::MAX - 2, |count| {
        thread::scope(|s| {
            for _ in 0..4 {
                s.spawn(|| (0..10).for_each(|_| count.inc()));
            }
        });
    });
    assert!((SATURATED..SATURATED + 40).contains(&value), "{value}");
    assert!(seen.iter().all(|m| *m == Misuse::AddOverflow) && !seen.is_empty());
}
