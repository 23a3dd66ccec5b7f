// SPDX-License-Identifier: GPL-2.0 OR MIT
//! A driver publishes a table of functions, among them one of a trait's object; a user calls them.
//! FAULT 1: published without ordering, while the table is filled. 2: the user expects another
//! function's answer.
//! expect 0: no fault in any execution
//! expect 1: data race
//! expect 2: rust-operations.rs:79:9: this assertion can fail
#![no_std]

use core::cell::UnsafeCell;
use core::ptr::{addr_of, null_mut};
use lkmm::{verify, Acquire, AtomicPtr, Relaxed, Release};

struct Operations {
    get: fn(u32) -> u32,
    shape: &'static dyn Shape,
}

trait Shape {
    fn edges(&self) -> u32;
}

struct Square;
struct Triangle(u32);

impl Shape for Square {
    fn edges(&self) -> u32 {
        4
    }
}

impl Shape for Triangle {
    fn edges(&self) -> u32 {
        self.0
    }
}

static THREE: Triangle = Triangle(3);

fn add_one(n: u32) -> u32 {
    n + 1
}

fn add_two(n: u32) -> u32 {
    n + 2
}

struct Table(UnsafeCell<Operations>);

// SAFETY: it is written before it is published only.
unsafe impl Sync for Table {}

static TABLE: Table = Table(UnsafeCell::new(Operations {
    get: add_two,
    shape: &Square,
}));
static PUBLISHED: AtomicPtr<Operations> = AtomicPtr::new(null_mut());

extern "C" fn driver(table: &Table) {
    let table = table.0.get();
    if !cfg!(fault = "2") {
        // SAFETY: nobody else uses it yet.
        unsafe { (*table).get = add_one };
    }
    // SAFETY: the same.
    unsafe { (*table).shape = &THREE };
    if cfg!(fault = "1") {
        PUBLISHED.store(table, Relaxed);
    } else {
        PUBLISHED.store(table, Release);
    }
}

extern "C" fn user(published: &AtomicPtr<Operations>) {
    let table = published.load(Acquire);
    if !table.is_null() {
        // SAFETY: nobody writes it any more.
        let table = unsafe { &*addr_of!(*table) };
        assert!((table.get)(1) + table.shape.edges() == 5);
    }
}

/// The program.
#[no_mangle]
pub extern "C" fn main() -> i32 {
    let a = verify::spawn(driver, &TABLE);
    let b = verify::spawn(user, &PUBLISHED);
    a.join();
    b.join();
    0
}
