// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Threads: lost updates, and messages that arrive whole.

use std::cell::UnsafeCell;
use std::ptr;
use std::thread;

use lkmm::{
    barrier, Acquire, Atomic, AtomicBool, AtomicI32, AtomicI64, AtomicPtr, AtomicU8, AtomicUsize,
    Full, Relaxed, Release,
};

const THREADS: usize = 4;
const TIMES: usize = 8_000;

/// For conditions of cond_load(): there may be fewer CPUs than threads.
fn or_let_others_run(wanted: bool) -> bool {
    if !wanted {
        thread::yield_now();
    }
    wanted
}

fn together(work: impl Fn(usize) + Sync) {
    let started = AtomicUsize::new(0);

    thread::scope(|s| {
        for id in 0..THREADS {
            let (work, started) = (&work, &started);
            s.spawn(move || {
                started.inc(Relaxed);
                started.cond_load(|n| or_let_others_run(n == THREADS), Acquire);
                work(id);
            });
        }
    });
}

#[test]
fn no_update_is_lost() {
    let (a, b, c) = (AtomicI32::new(0), AtomicI64::new(0), AtomicUsize::new(0));
    let bits = Atomic::<u32>::new(0);
    let total = (THREADS * TIMES) as i32;

    together(|id| {
        for _ in 0..TIMES {
            a.inc(Relaxed);
            assert!(a.add_unless(1, -1, Full));
            b.fetch_add(3, Full);
            b.sub(1, Relaxed);
            let mut seen = c.load(Relaxed);
            loop {
                let new = seen + 1;
                if c.try_cmpxchg(&mut seen, new, Release) {
                    break;
                }
            }
            bits.fetch_xor(1 << id, Acquire);
            bits.or(0x100 << id, Relaxed);
        }
    });
    assert_eq!(a.into_inner(), 2 * total);
    assert_eq!(b.into_inner(), 2 * i64::from(total));
    assert_eq!(c.into_inner(), total as usize);
    assert_eq!(bits.into_inner(), 0xf00);
}

#[test]
fn no_narrow_update_is_lost() {
    // Four bytes of one word, each counted by all threads.
    let bytes = [(); 4].map(|()| AtomicU8::new(0));

    together(|id| {
        for i in 0..TIMES {
            let byte = &bytes[(id + i) % 4];
            let mut old = byte.load(Relaxed);
            loop {
                let new = old.wrapping_add(1);
                if byte.try_cmpxchg(&mut old, new, Relaxed) {
                    break;
                }
            }
        }
    });
    for byte in bytes {
        assert_eq!(byte.into_inner(), (THREADS * TIMES / 4) as u8);
    }
}

/// The data that a lock protects.
struct Protected(UnsafeCell<usize>);

// SAFETY: the tests access it with the lock held.
unsafe impl Sync for Protected {}

#[test]
fn ticket_lock() {
    let (next, owner) = (AtomicI32::new(0), AtomicI32::new(0));
    let count = Protected(UnsafeCell::new(0));
    let count = &count;

    together(|_| {
        for _ in 0..TIMES / 10 {
            let ticket = next.fetch_inc(Relaxed);
            owner.cond_load(|now| or_let_others_run(now == ticket), Acquire);
            // SAFETY: the lock is held.
            unsafe { *count.0.get() += 1 };
            owner.store(ticket.wrapping_add(1), Release);
        }
    });
    // SAFETY: the threads have ended.
    assert_eq!(unsafe { *count.0.get() }, THREADS * (TIMES / 10));
}

#[test]
fn pointers_bring_what_they_point_to() {
    let inbox = AtomicPtr::<usize>::new(ptr::null_mut());
    let done = AtomicBool::new(false);
    let sum = AtomicUsize::new(0);

    thread::scope(|s| {
        s.spawn(|| {
            for i in 1..=TIMES {
                let message = Box::into_raw(Box::new(i));
                while inbox.cmpxchg(ptr::null_mut(), message, Release).is_err() {
                    barrier::cpu_relax();
                    thread::yield_now();
                }
            }
            done.store(true, Release);
        });
        s.spawn(|| loop {
            let last = done.load(Acquire);
            let message = inbox.xchg(ptr::null_mut(), Acquire);
            if !message.is_null() {
                // SAFETY: from Box::into_raw(), and now ours.
                sum.add(*unsafe { Box::from_raw(message) }, Relaxed);
            } else if last {
                break;
            } else {
                thread::yield_now();
            }
        });
    });
    assert_eq!(sum.into_inner(), TIMES * (TIMES + 1) / 2);
}

/// Store buffering: with a full barrier on both sides somebody sees the other's write.
#[test]
fn full_operations_are_barriers() {
    let (x, y) = (AtomicI32::new(0), AtomicI32::new(0));
    let (turn, seen) = (AtomicUsize::new(0), [AtomicI32::new(0), AtomicI32::new(0)]);
    let side = |mine: &AtomicI32, other: &AtomicI32, result: &AtomicI32, id: usize| {
        for i in 0..2_000 {
            turn.cond_load(|t| or_let_others_run(t / 3 == i), Acquire);
            mine.store(1, Relaxed);
            if i % 2 == 0 {
                barrier::smp_mb();
            } else {
                result.xchg(id as i32, Full);
            }
            result.store(other.load(Relaxed), Relaxed);
            turn.inc_return(Release);
        }
    };

    thread::scope(|s| {
        s.spawn(|| side(&x, &y, &seen[0], 0));
        s.spawn(|| side(&y, &x, &seen[1], 1));
        for i in 0..2_000 {
            turn.cond_load(|t| or_let_others_run(t == 3 * i + 2), Acquire);
            assert!(seen[0].load(Relaxed) == 1 || seen[1].load(Relaxed) == 1);
            x.store(0, Relaxed);
            y.store(0, Relaxed);
            turn.inc_return(Release);
        }
    });
}
