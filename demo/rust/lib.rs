// SPDX-License-Identifier: GPL-2.0 OR MIT

//! The work of a Rust thread on the objects that it shares with C threads: demo/work.c in Rust, on
//! the structures of demo/shared.h.

use lkmm::barrier::cpu_relax;
use lkmm::{Acquire, Atomic, AtomicI32, AtomicU32, Full, Relaxed, Release};
use std::cell::UnsafeCell;
use std::ffi::c_void;
use std::slice;

/// `struct counted`
#[repr(C)]
struct Counted {
    references: AtomicI32,
    alive: UnsafeCell<u32>,
    frees: UnsafeCell<u32>,
}

/// `struct pool`
#[repr(C)]
struct Pool {
    objects: *mut Counted,
    count: u32,
    misuses: UnsafeCell<u32>,
}

const RING_SIZE: u32 = 256;

#[repr(C, align(64))]
struct CacheLine<T>(T);

/// `struct item`
#[repr(C)]
#[derive(Clone, Copy)]
struct Item {
    number: u32,
    square: u32,
}

/// `struct ring`
#[repr(C)]
struct Ring {
    head: CacheLine<AtomicU32>,
    tail: CacheLine<AtomicU32>,
    items: CacheLine<[UnsafeCell<Item>; RING_SIZE as usize]>,
}

/// The data that the lock of an account protects.
#[repr(C)]
struct Money {
    deposits: u64,
    balance: [u64; 2],
}

/// `struct account`
#[repr(C)]
struct Account {
    next: AtomicI32,
    owner: AtomicI32,
    money: CacheLine<UnsafeCell<Money>>,
}

type Work = unsafe extern "C" fn(shared: *mut c_void, times: u32) -> u64;

/// `struct demo_variant`
#[repr(C)]
pub struct Variant {
    count: Work,
    refer: Work,
    produce: Work,
    consume: Work,
    deposit: Work,
}

extern "C" {
    fn demo_free(object: *const Counted);
    fn demo_misused(pool: *const Pool);
    fn demo_let_run();
    fn demo_wait(looks: &mut u32) -> bool;
}

/// Waits until `done`. False if it seems that this will never happen.
fn wait_until(mut done: impl FnMut() -> bool) -> bool {
    let mut looks = 0;

    while !done() {
        // SAFETY: it may always be called.
        if !unsafe { demo_wait(&mut looks) } {
            return false;
        }
    }
    true
}

unsafe extern "C" fn count(shared: *mut c_void, times: u32) -> u64 {
    // SAFETY: `shared` is an lkmm_atomic_t, which has the layout of an i32.
    let counter = unsafe { Atomic::<i32>::from_ptr(shared.cast()) };

    for i in 0..times {
        match i % 4 {
            0 => counter.inc(Relaxed),
            1 => _ = counter.add_return(1, Acquire),
            2 => _ = counter.fetch_add(1, Relaxed),
            _ => {
                let mut old = counter.load(Relaxed);
                let mut new = old + 1;
                while !counter.try_cmpxchg(&mut old, new, Release) {
                    cpu_relax();
                    new = old + 1;
                }
            }
        }
    }
    times.into()
}

/// Drops a reference. Returns 1 if it was the last one, and the object is dead.
fn put(object: &Counted) -> u64 {
    if !object.references.dec_and_test(Full) {
        return 0;
    }
    // SAFETY: nobody else has a reference, nor can get one.
    unsafe { demo_free(object) };
    1
}

unsafe extern "C" fn refer(shared: *mut c_void, times: u32) -> u64 {
    // SAFETY: `shared` is a struct pool.
    let pool = unsafe { &*shared.cast::<Pool>() };
    // SAFETY: so many objects are there.
    let objects = unsafe { slice::from_raw_parts(pool.objects, pool.count as usize) };
    let mut freed = 0;

    for object in objects {
        // SAFETY: it may always be called.
        unsafe { demo_let_run() };
        for i in 0..times {
            // The reference from the start; after this the object may go at any time.
            if i == times / 2 {
                freed += put(object);
            }
            if !object.references.inc_not_zero(Full) {
                continue;
            }
            // SAFETY: it is only written when nobody has a reference.
            if unsafe { *object.alive.get() } == 0 {
                // SAFETY: it may always be called.
                unsafe { demo_misused(pool) };
            }
            freed += put(object);
        }
    }
    freed
}

unsafe extern "C" fn produce(shared: *mut c_void, times: u32) -> u64 {
    // SAFETY: `shared` is a struct ring.
    let ring = unsafe { &*shared.cast::<Ring>() };

    for tail in 0..times {
        if !wait_until(|| tail.wrapping_sub(ring.head.0.load(Acquire)) < RING_SIZE) {
            return tail.into();
        }
        let item = ring.items.0[(tail % RING_SIZE) as usize].get();
        // SAFETY: the consumer reads it only after the new tail, and has finished with the old
        // contents.
        unsafe {
            *item = Item {
                number: tail,
                square: tail.wrapping_mul(tail),
            }
        };
        ring.tail.0.store(tail + 1, Release);
    }
    times.into()
}

unsafe extern "C" fn consume(shared: *mut c_void, times: u32) -> u64 {
    // SAFETY: `shared` is a struct ring.
    let ring = unsafe { &*shared.cast::<Ring>() };
    let mut right = 0;

    for head in 0..times {
        if !wait_until(|| ring.tail.0.load(Acquire) != head) {
            break;
        }
        // SAFETY: the producer does not write to it before the new head.
        let item = unsafe { *ring.items.0[(head % RING_SIZE) as usize].get() };
        right += u64::from(item.number == head && item.square == head.wrapping_mul(head));
        ring.head.0.store(head + 1, Release);
    }
    right
}

impl Account {
    fn lock(&self) -> bool {
        let ticket = self.next.fetch_add(1, Relaxed);

        wait_until(|| self.owner.load(Acquire) == ticket)
    }

    fn unlock(&self) {
        self.owner.store(self.owner.load(Relaxed) + 1, Release);
    }
}

unsafe extern "C" fn deposit(shared: *mut c_void, times: u32) -> u64 {
    // SAFETY: `shared` is a struct account.
    let account = unsafe { &*shared.cast::<Account>() };
    let mut right = 0;

    for i in 0..u64::from(times) {
        if !account.lock() {
            break;
        }
        // SAFETY: we have the lock.
        let money = unsafe { &mut *account.money.0.get() };
        right += u64::from(money.balance[0].wrapping_add(money.balance[1]) == 0);
        money.balance[0] = money.balance[0].wrapping_add(i);
        money.deposits += 1;
        money.balance[1] = money.balance[1].wrapping_sub(i);
        account.unlock();
    }
    right
}

/// For C: `extern const struct demo_variant demo_rust`.
#[allow(non_upper_case_globals)]
#[no_mangle]
pub static demo_rust: Variant = Variant {
    count,
    refer,
    produce,
    consume,
    deposit,
};
