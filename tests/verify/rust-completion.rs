// SPDX-License-Identifier: GPL-2.0 OR MIT
//! A completion, as the kernel's: one thread does something and completes it, another one waits,
//! and takes the result. FAULT 1: it is completed without ordering. 2: the waiter does not order
//! what it reads. 3: it is completed before the result is there. 4: it is not completed in one
//! case. 5: two waiters share one completion, and take it in two steps.
//! expect 0: no fault in any execution
//! expect 1: data race
//! expect 2: data race
//! expect 3: data race
//! expect 4: waits for ever
//! expect 5: data race
#![no_std]

use core::cell::UnsafeCell;
use lkmm::barrier::cpu_relax;
use lkmm::{verify, Acquire, AtomicU32, Relaxed, Release};

struct Completion {
    done: AtomicU32,
}

impl Completion {
    fn complete(&self) {
        if cfg!(fault = "1") {
            self.done.inc(Relaxed);
        } else {
            self.done.fetch_inc(Release);
        }
    }

    /// Takes one of those that are done.
    fn try_wait(&self) -> bool {
        let done = self.done.load(Relaxed);

        if done == 0 {
            return false;
        }
        if cfg!(fault = "5") {
            self.done.store(done - 1, Relaxed);
            return self.done.load(Acquire) < 2;
        }
        if cfg!(fault = "2") {
            self.done.cmpxchg(done, done - 1, Relaxed).is_ok()
        } else {
            self.done.cmpxchg(done, done - 1, Acquire).is_ok()
        }
    }

    fn wait(&self) {
        while !self.try_wait() {
            cpu_relax();
        }
    }
}

struct Request {
    result: UnsafeCell<u32>,
    completion: Completion,
}

// SAFETY: the result is used by one thread, and by another one when that is complete.
unsafe impl Sync for Request {}

static REQUEST: Request = Request {
    result: UnsafeCell::new(0),
    completion: Completion {
        done: AtomicU32::new(0),
    },
};

extern "C" fn work(request: &Request) {
    if cfg!(fault = "3") {
        request.completion.complete();
    }
    // SAFETY: nobody else uses it before it is complete.
    unsafe { *request.result.get() = 42 };
    if cfg!(fault = "3") || (cfg!(fault = "4") && verify::any(0, 1) == 1) {
        return;
    }
    request.completion.complete();
}

extern "C" fn use_result(request: &Request) {
    request.completion.wait();
    // SAFETY: it is complete, and this thread has taken it.
    unsafe {
        assert!(*request.result.get() == 42);
        *request.result.get() += 1;
        *request.result.get() -= 1;
    }
}

extern "C" fn use_too(request: &Request) {
    if request.completion.try_wait() {
        // SAFETY: it is complete, and this thread has taken it.
        unsafe {
            *request.result.get() += 1;
            *request.result.get() -= 1;
        }
        request.completion.complete();
    }
}

/// The program.
#[no_mangle]
pub extern "C" fn main() -> i32 {
    let a = verify::spawn(work, &REQUEST);
    let b = verify::spawn(use_result, &REQUEST);
    let c = verify::spawn(use_too, &REQUEST);
    a.join();
    b.join();
    c.join();
    0
}
