// SPDX-License-Identifier: GPL-2.0 OR MIT
//! A pool with a mutex and a condition variable of POSIX, in Rust: jobs are counted, and a worker
//! does one of them. FAULT 1: a job comes without a signal. 2: the worker looks once only. 3: a job
//! comes without the mutex.
//! expect 0: no fault in any execution
//! expect 1: pthread_cond_wait
//! expect 2: this assertion can fail
//! expect 3: data race
#![no_std]

use core::cell::UnsafeCell;
use core::ffi::c_int;
use lkmm::verify;

/// `lkmm verify` looks at the first words of these.
#[repr(C)]
struct Mutex(UnsafeCell<[u32; 10]>);
#[repr(C)]
struct Condition(UnsafeCell<[u32; 12]>);

extern "C" {
    fn pthread_mutex_lock(m: *const Mutex) -> c_int;
    fn pthread_mutex_unlock(m: *const Mutex) -> c_int;
    fn pthread_cond_wait(c: *const Condition, m: *const Mutex) -> c_int;
    fn pthread_cond_signal(c: *const Condition) -> c_int;
}

struct Pool {
    lock: Mutex,
    wake: Condition,
    jobs: UnsafeCell<u32>,
}

// SAFETY: `jobs` is used under `lock`.
unsafe impl Sync for Pool {}

static POOL: Pool = Pool {
    lock: Mutex(UnsafeCell::new([0; 10])),
    wake: Condition(UnsafeCell::new([0; 12])),
    jobs: UnsafeCell::new(0),
};

extern "C" fn put(pool: &Pool) {
    // SAFETY: the mutex is there for ever, and guards the number.
    unsafe {
        if !cfg!(fault = "3") {
            pthread_mutex_lock(&pool.lock);
        }
        *pool.jobs.get() += 1;
        if !cfg!(fault = "1") {
            pthread_cond_signal(&pool.wake);
        }
        if !cfg!(fault = "3") {
            pthread_mutex_unlock(&pool.lock);
        }
    }
}

extern "C" fn work(pool: &Pool) {
    // SAFETY: the same.
    unsafe {
        pthread_mutex_lock(&pool.lock);
        while *pool.jobs.get() == 0 {
            pthread_cond_wait(&pool.wake, &pool.lock);
            if cfg!(fault = "2") {
                break;
            }
        }
        assert!(*pool.jobs.get() == 1);
        *pool.jobs.get() -= 1;
        pthread_mutex_unlock(&pool.lock);
    }
}

/// The program.
#[no_mangle]
pub extern "C" fn main() -> i32 {
    let a = verify::spawn(put, &POOL);
    let b = verify::spawn(work, &POOL);
    a.join();
    b.join();
    0
}
