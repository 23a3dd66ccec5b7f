// SPDX-License-Identifier: GPL-2.0 OR MIT
// Cell and RefCell: tests/model/rust-forms.py says what this is.

// case cells
use core::cell::Cell;
// body
let c = Cell::new(x.load(Relaxed));
let r0 = c.get();
c.set(9);
let r1 = c.replace(10);
let f = |n: u32| c.set(c.get() + n);
f(5);
f(6);
let r2 = c.get();
let d = &c;
d.set(1);
let r3 = c.get() + d.get();
let r4 = c.take();
let r5 = c.into_inner();

// case cell-in-struct
use core::cell::{Cell, RefCell};
struct S {
    n: Cell<u32>,
    v: RefCell<[u32; 2]>,
    o: RefCell<Option<u32>>,
}
impl S {
    fn hit(&self) -> u32 {
        self.n.set(self.n.get() + 1);
        self.n.get()
    }
    fn put(&self, i: usize, w: u32) { self.v.borrow_mut()[i] = w; }
    fn sum(&self) -> u32 { self.v.borrow().iter().sum() }
}
// body
let s = S { n: Cell::new(0), v: RefCell::new([1, 2]), o: RefCell::new(None) };
s.hit();
let r0 = s.hit();
s.put(1, x.load(Relaxed) * 10);
let r1 = s.sum();
*s.o.borrow_mut() = Some(4);
let r2 = s.o.borrow().unwrap();
let r3 = s.o.borrow_mut().take().is_some();
let r4 = s.o.borrow().is_none();
{
    let mut g = s.v.borrow_mut();
    g[0] = 7;
}
let r5 = s.v.borrow()[0];

// case cells-of-a-cpu
use core::cell::Cell;
struct Local {
    pending: Cell<u32>,
    last: Cell<Option<u32>>,
    depth: Cell<i32>,
}
impl Local {
    const fn new() -> Self {
        Local { pending: Cell::new(0), last: Cell::new(None), depth: Cell::new(0) }
    }
    fn raise(&self, n: u32) {
        self.pending.set(self.pending.get() | 1 << n);
        if self.depth.get() == 0 {
            self.run();
        }
    }
    fn disable(&self) -> i32 { self.depth.replace(self.depth.get() + 1) }
    fn enable(&self) {
        let d = self.depth.get() - 1;
        self.depth.set(d);
        if d == 0 && self.pending.get() != 0 {
            self.run();
        }
    }
    fn run(&self) {
        let p = self.pending.take();
        self.last.set(Some(p));
    }
}
// body
let l = Local::new();
let n = x.load(Relaxed);
l.raise(n);
let r0 = l.last.get().unwrap();
let r1 = l.disable();
l.raise(1);
l.raise(2);
let r2 = l.pending.get();
l.enable();
let r3 = l.last.take().unwrap_or(0);
let r4 = l.last.get().is_none() && l.pending.get() == 0;

// case cells-by-value
use core::cell::Cell;
struct S {
    n: Cell<u32>,
    k: u32,
}
impl S {
    fn hit(&self) -> u32 {
        self.n.set(self.n.get() + 1);
        self.n.get()
    }
}
fn by_value(s: S) -> u32 {
    s.hit();
    s.hit() + s.k
}
// body
let s = S { n: Cell::new(0), k: 100 };
let r0 = s.hit() + x.load(Relaxed);
let r1 = s.hit();
let r2 = by_value(s);
let r3 = by_value(S { n: Cell::new(7), k: 1 });

// case cells-shared-and-copied
use core::cell::{Cell, RefCell};
struct Stat {
    n: Cell<u32>,
    best: Cell<Option<u32>>,
    log: RefCell<[u32; 3]>,
    at: Cell<usize>,
}
impl Stat {
    fn new() -> Self {
        Stat { n: Cell::new(0), best: Cell::new(None), log: RefCell::new([0; 3]), at: Cell::new(0) }
    }
    fn add(&self, v: u32) {
        self.n.set(self.n.get() + v);
        match self.best.get() {
            Some(b) if b >= v => {}
            _ => self.best.set(Some(v)),
        }
        let at = self.at.get();
        if at < 3 {
            self.log.borrow_mut()[at] = v;
            self.at.set(at + 1);
        }
    }
    fn sum(&self) -> u32 { self.log.borrow().iter().sum() }
}
fn feed(s: &Stat, k: u32) -> u32 {
    for i in 1..=k {
        s.add(i * 10 % 7);
    }
    s.n.get()
}
// body
let s = Stat::new();
let n = x.load(Relaxed);
let r0 = feed(&s, n);
let t = &s;
t.add(50);
let r1 = s.best.get().unwrap();
let r2 = s.sum();
let r3 = {
    let g = s.log.borrow();
    g[0] * 100 + g[1] * 10 + g[2]
};
let r4 = s
    .log
    .borrow_mut()
    .iter_mut()
    .map(|v| {
        *v += 1;
        *v
    })
    .sum::<u32>();
let r5 = s.sum();
let c = Cell::new(4u32);
let inc = |by: u32| {
    let old = c.get();
    c.set(old + by);
    old
};
let r6 = inc(3) * 100 + inc(1) * 10 + c.get();
let a = [Cell::new(1u32), Cell::new(2u32)];
for (i, e) in a.iter().enumerate() {
    e.set(e.get() + i as u32 * n);
}
a[(n - 2) as usize].set(a[0].get() + 100);
let r7 = a[0].get() * 1000 + a[1].get();
let r8 = s.at.replace(9) as u32 + s.at.into_inner() as u32;

// case cell-in-a-lock
use core::cell::Cell;
struct In {
    hits: Cell<u32>,
    v: u32,
}
// shared l: SpinLock<In> = SpinLock::new(In { hits: Cell::new(2), v: 5 })
fn see(l: &SpinLock<In>) -> u32 {
    let g = l.lock();
    g.hits.set(g.hits.get() + 1);
    g.v + g.hits.get()
}
// body
let r0 = see(l);
let r1 = see(l);
let r2 = l.lock().hits.take();
let r3 = see(l);
