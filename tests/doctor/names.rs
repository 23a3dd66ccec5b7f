// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Functions that rustc mangles in each of its ways; each has an operation, and has the name that
//! doctor.py expects.
use lkmm::{Atomic, AtomicI32, Relaxed};

static V: AtomicI32 = Atomic::new(0);

struct Counter;

trait Bump {
    fn bump(&self);
}

impl Counter {
    #[inline(never)]
    fn own(&self) {
        V.add(1, Relaxed);
    }
}

impl Bump for Counter {
    #[inline(never)]
    fn bump(&self) {
        V.sub(1, Relaxed);
    }
}

impl Bump for [u8; 4] {
    #[inline(never)]
    fn bump(&self) {
        V.or(1, Relaxed);
    }
}

mod inner {
    #[inline(never)]
    pub fn generic<T>(_: T) {
        super::V.and(1, lkmm::Relaxed);
    }
}

#[inline(never)]
fn über() {
    V.inc(Relaxed);
}

#[inline(never)]
fn call(f: &dyn Fn()) {
    f();
    std::hint::black_box(f);
}

fn main() {
    Counter.own();
    Counter.bump();
    std::hint::black_box([1u8; 4]).bump();
    inner::generic(std::hint::black_box(2u8));
    über();
    call(std::hint::black_box(&|| {
        V.dec(Relaxed);
        std::hint::black_box(());
    }));
}
