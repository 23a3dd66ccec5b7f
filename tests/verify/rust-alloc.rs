// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Box, Vec, Rc, Arc and trait objects of `alloc`, without std. One thread makes a message of them,
//! and passes it on; another one uses and drops it. FAULT 1: a Box is passed on without a release.
//! 2: it is dropped, and looked at again. 3: a Vec has another sum. 4: an Arc is dropped once too
//! often. 5: a trait object does not what the other one does. 6: a closure adds two.
//! 0 has trait objects and closures, 7 a Box, 8 a Vec, 9 an Arc and an Rc.
//! expect 0: no fault in any execution
//! expect 1: data race
//! expect 2: use after free
//! expect 3: this assertion can fail
//! expect 4: nothing orders that before
//! expect 5: this assertion can fail
//! expect 6: this assertion can fail
//! expect 7: no fault in any execution
//! expect 8: no fault in any execution
//! expect 9: no fault in any execution
#![no_std]
extern crate alloc;

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::ptr::null_mut;
use lkmm::{verify, Acquire, AtomicPtr, AtomicU32, Relaxed, Release};

trait Job {
    fn run(&self) -> u32;
}

struct Add(u32);
struct Double(u32);

impl Job for Add {
    fn run(&self) -> u32 {
        self.0 + 3
    }
}

impl Job for Double {
    fn run(&self) -> u32 {
        self.0 * if cfg!(fault = "5") { 3 } else { 2 }
    }
}

struct Message {
    number: u64,
    part: Option<u32>,
}

static BOX: AtomicPtr<Message> = AtomicPtr::new(null_mut());
static VEC: AtomicPtr<Vec<u32>> = AtomicPtr::new(null_mut());
static ARC: AtomicPtr<u32> = AtomicPtr::new(null_mut());
static JOB: AtomicPtr<Box<dyn Job>> = AtomicPtr::new(null_mut());
static COUNT: AtomicU32 = AtomicU32::new(0);

extern "C" fn send_box(_: &()) {
    let message = Box::into_raw(Box::new(Message {
        number: 42,
        part: Some(7),
    }));

    if cfg!(fault = "1") {
        BOX.store(message, Relaxed);
    } else {
        BOX.store(message, Release);
    }
}

extern "C" fn receive_box(_: &()) {
    let raw = BOX.xchg(null_mut(), Acquire);

    if raw.is_null() {
        return;
    }
    // SAFETY: it was made by `Box::into_raw()`, and nobody else has it now.
    let message = unsafe { Box::from_raw(raw) };
    assert!(message.number == 42 && message.part == Some(7));
    if cfg!(fault = "2") {
        drop(message);
        // SAFETY: none: the fault.
        assert!(unsafe { (*raw).number } == 42);
    }
}

extern "C" fn send_vec(_: &()) {
    let mut v = Vec::new();

    v.push(1);
    v.push(if cfg!(fault = "3") { 3 } else { 2 });
    VEC.store(Box::into_raw(Box::new(v)), Release);
}

extern "C" fn receive_vec(_: &()) {
    let raw = VEC.load(Acquire);

    if raw.is_null() {
        return;
    }
    // SAFETY: it was made by `Box::into_raw()`, and only this thread takes it.
    let v = unsafe { Box::from_raw(raw) };
    assert!(v.len() == 2 && v[0] + v[1] == 3);
}

extern "C" fn use_arc(_: &()) {
    // SAFETY: main() has made a reference for each of the two threads.
    let shared = unsafe { Arc::from_raw(ARC.load(Relaxed)) };
    let own = Rc::new(7u32);
    let same = own.clone();

    drop(own);
    assert!(*shared == 5 && *same == 7);
    if cfg!(fault = "4") {
        // SAFETY: none: the fault.
        drop(unsafe { Arc::from_raw(ARC.load(Relaxed)) });
    }
}

extern "C" fn send_job(_: &()) {
    let job: Box<dyn Job> = if verify::any(0, 1) == 0 {
        Box::new(Add(3))
    } else {
        Box::new(Double(3))
    };

    JOB.store(Box::into_raw(Box::new(job)), Release);
}

fn twice(f: impl Fn()) {
    f();
    f();
}

extern "C" fn receive_job(_: &()) {
    let raw = JOB.load(Acquire);
    let step = if cfg!(fault = "6") { 2 } else { 1 };

    twice(|| COUNT.add(step, Relaxed));
    assert!(COUNT.load(Relaxed) == 2);
    if raw.is_null() {
        return;
    }
    // SAFETY: it was made by `Box::into_raw()`, and only this thread takes it.
    let job = unsafe { Box::from_raw(raw) };
    assert!(job.run() == 6);
}

/// The program.
#[no_mangle]
pub extern "C" fn main() -> i32 {
    let shared = Arc::new(5u32);

    ARC.store(Arc::into_raw(shared.clone()).cast_mut(), Relaxed);
    let (a, b) = if cfg!(any(fault = "1", fault = "2", fault = "7")) {
        (
            verify::spawn(send_box, &()),
            verify::spawn(receive_box, &()),
        )
    } else if cfg!(any(fault = "3", fault = "8")) {
        (
            verify::spawn(send_vec, &()),
            verify::spawn(receive_vec, &()),
        )
    } else if cfg!(any(fault = "4", fault = "9")) {
        (verify::spawn(use_arc, &()), verify::spawn(use_arc, &()))
    } else {
        (
            verify::spawn(send_job, &()),
            verify::spawn(receive_job, &()),
        )
    };

    core::mem::forget(shared);
    a.join();
    b.join();
    0
}
