// SPDX-License-Identifier: GPL-2.0 OR MIT
//! RCU: sections and grace periods, and pointers that are freed when nobody reads them any more.
#![cfg(feature = "rcu")]

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::mpsc;
use std::thread;

use lkmm::sync::rcu::{self, Guard, Rcu, RcuOld};
use lkmm::sync::srcu::{new_srcu, Srcu};
use lkmm::{Acquire, AtomicBool, AtomicPtr, Full, Release};

/// Counts how many live.
struct Object<'a> {
    value: usize,
    check: usize,
    live: &'a AtomicUsize,
}

impl<'a> Object<'a> {
    fn new(value: usize, live: &'a AtomicUsize) -> Box<Self> {
        live.fetch_add(1, SeqCst);
        let check = !value;
        Box::new(Self { value, check, live })
    }
}

impl Drop for Object<'_> {
    fn drop(&mut self) {
        // A reader that still has it would see this.
        self.check = 0;
        self.live.fetch_sub(1, SeqCst);
    }
}

#[test]
fn guards() {
    let outer = rcu::read_lock();
    let inner = Guard::default();
    inner.unlock();
    drop(outer);
    rcu::synchronize_rcu();
    rcu::rcu_barrier();
}

#[test]
fn one_thread() {
    let live = AtomicUsize::new(0);
    let pointer = Rcu::empty();

    assert!(pointer.read(&rcu::read_lock()).is_none());
    assert!(pointer.replace(Object::new(1, &live)).is_none());
    {
        let guard = rcu::read_lock();
        let found = pointer.read(&guard).unwrap();
        assert_eq!((found.value, found.check), (1, !1));
    }
    let old = pointer.replace(Object::new(2, &live)).unwrap();
    assert_eq!((old.value, live.load(SeqCst)), (1, 2));
    assert_eq!(old.wait().value, 1);
    assert_eq!(live.load(SeqCst), 1);
    drop(pointer.take());
    assert!(pointer.take().is_none());
    assert_eq!(live.load(SeqCst), 0);

    drop(pointer.replace(Object::new(3, &live)));
    drop(pointer);
    assert_eq!(live.load(SeqCst), 0);
    drop(Rcu::<Box<i32>>::default());

    static ONE: i32 = 1;
    let pointer = Rcu::new(&ONE);
    assert_eq!(pointer.read(&rcu::read_lock()).map(|n| *n), Some(1));
}

/// A grace period does not end before a section that began before it.
#[test]
fn grace_periods_wait() {
    let (entered, wait) = mpsc::channel();
    let (leave, left) = mpsc::channel();
    let done = AtomicBool::new(false);

    thread::scope(|s| {
        let done = &done;
        s.spawn(move || {
            let guard = rcu::read_lock();
            entered.send(()).unwrap();
            left.recv().unwrap();
            done.store(true, Release);
            drop(guard);
        });
        wait.recv().unwrap();
        s.spawn(move || leave.send(()).unwrap());
        rcu::synchronize_rcu();
        assert!(done.load(Acquire));
    });
}

/// Readers see each object whole while writers replace it, and each is freed.
#[test]
fn readers_and_writers() {
    const TIMES: usize = 200;
    let (live, done) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let pointer = Rcu::new(Object::new(0, &live));

    thread::scope(|s| {
        for _ in 0..2 {
            s.spawn(|| {
                while done.load(SeqCst) < 2 {
                    let guard = rcu::read_lock();
                    if let Some(found) = pointer.read(&guard) {
                        assert_eq!(found.check, !found.value);
                    }
                }
            });
        }
        for _ in 0..2 {
            s.spawn(|| {
                for i in 0..TIMES {
                    let old: Option<RcuOld<_>> = pointer.replace(Object::new(i, &live));
                    assert_eq!(old.map(|old| old.check == !old.value), Some(true));
                }
                done.fetch_add(1, SeqCst);
            });
        }
    });
    assert_eq!(live.load(SeqCst), 1);
    drop(pointer);
    assert_eq!(live.load(SeqCst), 0);
}

#[test]
fn srcu_on_one_thread() {
    let domain = new_srcu!("a name");

    for _ in 0..3 {
        let outer = domain.read_lock();
        domain.read_lock().unlock();
        drop(outer);
        domain.synchronize();
        domain.synchronize_expedited();
    }
    // Another domain is not waited for.
    let other = Srcu::default();
    let guard = other.read_lock();
    domain.synchronize();
    drop(guard);
}

/// Objects are written again after a grace period, while readers sleep in their sections.
#[test]
fn srcu_readers_and_writers() {
    const TIMES: usize = 2_000;
    let domain = new_srcu!();
    let objects = [const { AtomicUsize::new(1) }; 3];
    let current = AtomicPtr::new(objects[0].as_ptr());
    let done = AtomicUsize::new(0);

    thread::scope(|s| {
        for _ in 0..2 {
            s.spawn(|| {
                while done.load(SeqCst) == 0 {
                    let guard = domain.read_lock();
                    // SAFETY: it points to one of the objects.
                    let found = unsafe { AtomicUsize::from_ptr(current.load(Acquire)) };
                    assert_ne!(found.load(SeqCst), 0);
                    thread::yield_now();
                    assert_ne!(found.load(SeqCst), 0);
                    guard.unlock();
                }
            });
        }
        s.spawn(|| {
            for i in 0..TIMES {
                let (old, new) = (&objects[i % 3], &objects[(i + 1) % 3]);
                new.store(1, SeqCst);
                assert_eq!(current.xchg(new.as_ptr(), Full), old.as_ptr());
                domain.synchronize();
                // A reader that still has it would see this.
                old.store(0, SeqCst);
            }
            done.store(1, SeqCst);
        });
    });
}
