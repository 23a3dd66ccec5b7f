// SPDX-License-Identifier: GPL-2.0 OR MIT
// The same, continued: tests/model/rust-forms.py says what this is.

// case list-by-index
#[derive(Clone, Copy)]
struct Node {
    v: u32,
    next: Option<usize>,
}
struct List {
    nodes: [Node; 5],
    head: Option<usize>,
    free: usize,
}
impl List {
    const fn new() -> Self { List { nodes: [Node { v: 0, next: None }; 5], head: None, free: 0 } }
    fn push(&mut self, v: u32) -> bool {
        let Some(n) = self.nodes.get_mut(self.free) else { return false };
        *n = Node { v, next: self.head.replace(self.free) };
        self.free += 1;
        true
    }
    fn sum(&self) -> u32 {
        let mut at = self.head;
        let mut s = 0;
        while let Some(i) = at {
            s = s * 2 + self.nodes[i].v;
            at = self.nodes[i].next;
        }
        s
    }
    fn reverse(&mut self) {
        let mut prev = None;
        let mut at = self.head;
        while let Some(i) = at {
            at = self.nodes[i].next;
            self.nodes[i].next = prev;
            prev = Some(i);
        }
        self.head = prev;
    }
}
// body
let mut l = List::new();
l.push(1);
l.push(2);
l.push(x.load(Relaxed));
let r0 = l.sum();
l.reverse();
let r1 = l.sum();
let r2 = l.push(4) && l.push(5) && !l.push(6);

// case option-chains
struct Clk {
    rate: u32,
    parent: Option<u32>,
}
struct Dev {
    clk: Option<Clk>,
    reset: Option<u8>,
}
fn rate(d: &Dev) -> Option<u32> { d.clk.as_ref().filter(|c| c.rate > 0).map(|c| c.rate) }
fn parent(d: &Dev) -> u32 { d.clk.as_ref().and_then(|c| c.parent).unwrap_or_default() }
fn reset(d: &mut Dev) -> Option<u8> {
    let r = d.reset.as_mut()?;
    *r = r.checked_sub(1)?;
    Some(*r)
}
// body
let mut d = Dev { clk: Some(Clk { rate: x.load(Relaxed), parent: None }), reset: Some(1) };
let r0 = rate(&d).unwrap_or(0);
let r1 = parent(&d);
if let Some(c) = d.clk.as_mut() {
    c.parent = Some(c.rate * 7);
    c.rate = 0;
}
let r2 = rate(&d).is_none();
let r3 = parent(&d);
let r4 = reset(&mut d).map_or(100, u32::from);
let r5 = reset(&mut d).is_none();
let r6 = d.reset.xor(None).unwrap();
let old = d.clk.take();
let r7 = parent(&d) + old.map(|c| c.parent.unwrap_or(0)).unwrap_or(1);

// case refcount-like
struct Ref<'a> {
    count: &'a Atomic<u32>,
}
impl<'a> Ref<'a> {
    fn get(count: &'a Atomic<u32>) -> Option<Self> {
        let mut old = count.load(Relaxed);
        loop {
            if old == 0 {
                return None;
            }
            match count.cmpxchg(old, old + 1, Relaxed) {
                Ok(_) => return Some(Ref { count }),
                Err(now) => old = now,
            }
        }
    }
}
impl Clone for Ref<'_> {
    fn clone(&self) -> Self {
        self.count.fetch_add(1, Relaxed);
        Ref { count: self.count }
    }
}
impl Drop for Ref<'_> {
    fn drop(&mut self) { self.count.fetch_add(u32::MAX, Release); }
}
// body
let a = Ref::get(x).unwrap();
let r0 = x.load(Relaxed);
let b = a.clone();
let r1 = x.load(Relaxed);
drop(a);
let r2 = b.count.load(Relaxed);
drop(b);
x.store(0, Relaxed);
let r3 = Ref::get(x).is_none();

// case try-lock
struct S {
    n: u32,
    busy: u32,
}
// shared l: SpinLock<S> = SpinLock::new(S { n: 1, busy: 0 })
fn poke(l: &SpinLock<S>, by: u32) -> Result<u32, i32> {
    let Some(mut g) = l.try_lock() else { return Err(-16) };
    g.n += by;
    Ok(g.n)
}
// body
let r0 = poke(l, x.load(Relaxed)).unwrap();
let g = l.lock();
let r1 = poke(l, 1).unwrap_err();
let r2 = g.n;
drop(g);
let r3 = poke(l, 1).unwrap_or(0);
let r4 = if let Some(g) = l.try_lock() { g.busy } else { 9 };

// case timeouts-with-jiffies
type Jiffies = u64;
fn time_after(a: Jiffies, b: Jiffies) -> bool { (b.wrapping_sub(a) as i64) < 0 }
fn msecs_to_jiffies(ms: u32, hz: u32) -> Jiffies { (u64::from(ms) * u64::from(hz)).div_ceil(1000) }
struct Timer {
    expires: Option<Jiffies>,
    fired: u32,
}
impl Timer {
    fn arm(&mut self, now: Jiffies, ms: u32) {
        self.expires.replace(now.wrapping_add(msecs_to_jiffies(ms, 250)));
    }
    fn tick(&mut self, now: Jiffies) -> bool {
        match self.expires {
            Some(e) if time_after(now, e) || now == e => {
                self.expires = None;
                self.fired += 1;
                true
            }
            Some(_) => false,
            None => false,
        }
    }
}
// body
let n = x.load(Relaxed) as u64;
let mut t = Timer { expires: None, fired: 0 };
let r0 = t.tick(n);
t.arm(u64::MAX - 1, 10);
let r1 = t.expires.unwrap();
let r2 = t.tick(0);
let r3 = t.tick(1);
t.arm(n, 1);
let mut now = n;
while !t.tick(now) {
    now += 1;
}
let r4 = now;
let r5 = t.fired;

// case result-combinators
#[derive(Debug, Clone, Copy, PartialEq)]
enum Err {
    Again,
    Io(i32),
    Full { want: usize, have: usize },
}
impl Err {
    fn errno(self) -> i32 {
        match self {
            Err::Again => -11,
            Err::Io(n) => n,
            Err::Full { .. } => -28,
        }
    }
}
fn write(have: usize, want: usize) -> Result<usize, Err> {
    if want > have {
        Err(Err::Full { want, have })
    } else if want == 0 {
        Err(Err::Again)
    } else {
        Ok(want)
    }
}
fn retry(mut have: usize, want: usize) -> Result<usize, Err> {
    let mut tries = 0;
    loop {
        match write(have, want) {
            Err(Err::Full { want: w, .. }) if tries < 3 => {
                tries += 1;
                have += w / 2;
            }
            Err(e @ Err::Again) => return Err(e),
            other => return other.map(|n| n * 10 + tries),
        }
    }
}
// body
let n = x.load(Relaxed) as usize;
let r0 = retry(1, n).unwrap() as u32;
let r1 = retry(0, 0).map_err(Err::errno).unwrap_err();
let r2 = write(1, 9)
    .map_err(|e| match e {
        Err::Full { want, have } => (want - have) as i32,
        e => e.errno(),
    })
    .unwrap_err();
let r3 = write(5, 2)
    .and_then(|n| write(n, n + 1))
    .or_else(|e| if let Err::Full { have, .. } = e { Ok::<usize, Err>(have) } else { Err(e) })
    .unwrap() as u32;
let r4 = write(0, 1).is_err_and(|e| e.errno() == -28);
let r5 = write(1, 1) == Ok(1) && write(0, 0) == Err(Err::Again);

// case pool-bitmap
struct Pool<const N: usize> {
    map: u32,
    objs: [u32; N],
}
impl<const N: usize> Pool<N> {
    fn alloc(&mut self) -> Option<Handle> {
        let i = (!self.map).trailing_zeros() as usize;
        if i >= N {
            return None;
        }
        self.map |= 1 << i;
        Some(Handle(i))
    }
    fn free(&mut self, h: Handle) {
        let Handle(i) = h;
        debug_assert!(self.map & (1 << i) != 0);
        self.map &= !(1 << i);
    }
    fn get(&mut self, h: &Handle) -> &mut u32 { &mut self.objs[h.0] }
}
struct Handle(usize);
// body
let mut p = Pool::<3> { map: 0, objs: [0; 3] };
let a = p.alloc().unwrap();
let b = p.alloc().unwrap();
*p.get(&a) = x.load(Relaxed);
*p.get(&b) += 7;
let r0 = p.objs[0] * 10 + p.objs[1];
p.free(a);
let c = p.alloc().unwrap();
let r1 = c.0 as u32;
let r2 = p.alloc().map_or(9, |h| h.0 as u32);
let r3 = p.alloc().is_none();
let r4 = *p.get(&c);
let r5 = p.map;

// case deref-guard
use core::ops::{Deref, DerefMut};
struct Dev {
    regs: [u32; 2],
    open: bool,
}
struct Guard<'a> {
    dev: &'a mut Dev,
    x: &'a Atomic<u32>,
}
impl<'a> Guard<'a> {
    fn new(dev: &'a mut Dev, x: &'a Atomic<u32>) -> Self {
        dev.open = true;
        x.fetch_add(100, Relaxed);
        Guard { dev, x }
    }
}
impl Deref for Guard<'_> {
    type Target = Dev;
    fn deref(&self) -> &Dev { self.dev }
}
impl DerefMut for Guard<'_> {
    fn deref_mut(&mut self) -> &mut Dev { self.dev }
}
impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.dev.open = false;
        self.x.store(self.dev.regs[1], Relaxed);
    }
}
// body
let mut d = Dev { regs: [1, 2], open: false };
let r0 = {
    let mut g = Guard::new(&mut d, x);
    g.regs[1] = x.load(Relaxed) + g.regs[0];
    g.open
};
let r1 = d.open;
let r2 = x.load(Relaxed);
let r3 = d.regs[1];

// case mut-refs-threading
struct Ctx {
    depth: u32,
    max: u32,
}
fn enter<'a>(c: &'a mut Ctx) -> &'a mut Ctx {
    c.depth += 1;
    c.max = c.max.max(c.depth);
    c
}
fn leave(c: &mut Ctx) { c.depth -= 1; }
fn walk(c: &mut Ctx, a: &[u32]) -> u32 {
    let mut s = 0;
    for v in a {
        let c = enter(c);
        if *v > 2 {
            enter(c);
            s += v * c.depth;
            leave(c);
        } else {
            s += *v;
        }
        leave(c);
    }
    s
}
fn pick<'a>(a: &'a mut u32, b: &'a mut u32, first: bool) -> &'a mut u32 {
    if first {
        a
    } else {
        b
    }
}
// body
let mut c = Ctx { depth: 0, max: 0 };
let r0 = walk(&mut c, &[1, x.load(Relaxed), 5]);
let r1 = c.max * 10 + c.depth;
let (mut p, mut q) = (1, 2);
*pick(&mut p, &mut q, x.load(Relaxed) == 3) += 10;
*pick(&mut p, &mut q, false) += 20;
let r2 = p * 100 + q;

// case index-traits
use core::ops::{AddAssign, Index, IndexMut, Sub};
#[derive(Clone, Copy, PartialEq, PartialOrd)]
struct Off(u32);
impl Sub for Off {
    type Output = u32;
    fn sub(self, o: Off) -> u32 { self.0 - o.0 }
}
impl AddAssign<u32> for Off {
    fn add_assign(&mut self, n: u32) { self.0 += n; }
}
struct Mem {
    w: [u32; 4],
    at: Off,
}
impl Index<Off> for Mem {
    type Output = u32;
    fn index(&self, o: Off) -> &u32 { &self.w[o.0 as usize / 4] }
}
impl IndexMut<Off> for Mem {
    fn index_mut(&mut self, o: Off) -> &mut u32 { &mut self.w[o.0 as usize / 4] }
}
impl Mem {
    fn put(&mut self, v: u32) {
        let at = self.at;
        self[at] = v;
        self.at += 4;
    }
}
// body
let mut m = Mem { w: [0; 4], at: Off(0) };
m.put(x.load(Relaxed));
m.put(8);
m[Off(8)] += 5;
m[Off(8)] *= 2;
let r0 = m[Off(0)] + m[Off(4)] * 10 + m[Off(8)] * 100;
let r1 = m.at - Off(4);
let r2 = m.at > Off(4) && m.at <= Off(8);

// case early-returns
fn validate(len: usize, cmd: u8, arg: i64) -> Result<u8, i32> {
    if len < 2 {
        return Err(-22);
    }
    let want = match cmd {
        1 | 2 => 4,
        3..=5 => 8,
        0x80.. => 2,
        _ => return Err(-25),
    };
    if len != want {
        return Err(if len > want { -7 } else { -61 });
    }
    let arg = u8::try_from(arg).map_err(|_| -34)?;
    if (arg & 0x0f) > 9 || !arg.is_power_of_two() && cmd == 2 {
        return Err(-33);
    }
    Ok(arg ^ cmd)
}
// body
let n = x.load(Relaxed) as u8;
let r0 = validate(8, n, 0x11).unwrap();
let r1 = validate(1, n, 0).unwrap_err() as i64 * 1000 + validate(4, 9, 0).unwrap_err() as i64;
let r2 = validate(9, 4, 0).unwrap_err() as i64 * 1000 + validate(3, 2, 0).unwrap_err() as i64;
let r3 =
    validate(2, 200, 300).unwrap_err() as i64 * 1000 + validate(4, 2, 3).unwrap_err() as i64;
let r4 = validate(2, 200, -1).unwrap_err();
let r5 = validate(4, 2, 0x20).unwrap();

// case wait-queue-sim
struct Wq {
    waiters: [Option<Waiter>; 3],
    woken: u32,
}
#[derive(Clone, Copy, PartialEq)]
struct Waiter {
    id: u32,
    exclusive: bool,
}
impl Wq {
    fn add(&mut self, w: Waiter) -> Result<(), i32> {
        let slot = self.waiters.iter_mut().find(|s| s.is_none()).ok_or(-11)?;
        *slot = Some(w);
        Ok(())
    }
    fn wake(&mut self, mut nr: usize) -> u32 {
        let before = self.woken;
        for slot in self.waiters.iter_mut() {
            let Some(w) = *slot else { continue };
            *slot = None;
            self.woken += w.id;
            if w.exclusive {
                nr -= 1;
                if nr == 0 {
                    break;
                }
            }
        }
        self.woken - before
    }
    fn active(&self) -> bool { self.waiters.iter().any(Option::is_some) }
}
// body
let mut q = Wq { waiters: [None; 3], woken: 0 };
let n = x.load(Relaxed);
q.add(Waiter { id: n, exclusive: false }).unwrap();
q.add(Waiter { id: 20, exclusive: true }).unwrap();
q.add(Waiter { id: 300, exclusive: true }).unwrap();
let r0 = q.add(Waiter { id: 0, exclusive: false }).unwrap_err();
let r1 = q.wake(1);
let r2 = q.active();
let r3 = q.wake(5);
let r4 = !q.active() && q.woken == 323;

// case ops-table-trait-object
trait Ops {
    fn open(&mut self) -> Result<u32, i32>;
    fn ioctl(&self, _cmd: u32) -> Result<u32, i32> { Err(-25) }
}
struct Null {
    opens: u32,
}
struct Zero(u32);
impl Ops for Null {
    fn open(&mut self) -> Result<u32, i32> {
        self.opens += 1;
        Ok(self.opens)
    }
}
impl Ops for Zero {
    fn open(&mut self) -> Result<u32, i32> {
        if self.0 == 0 {
            Err(-16)
        } else {
            self.0 -= 1;
            Ok(0)
        }
    }
    fn ioctl(&self, cmd: u32) -> Result<u32, i32> { Ok(cmd + self.0) }
}
fn open2(o: &mut dyn Ops) -> u32 {
    let a = o.open();
    let b = o.open();
    match (a, b) {
        (Ok(a), Ok(b)) => a + b,
        (Ok(_), Err(e)) => e.unsigned_abs(),
        _ => 1000,
    }
}
// body
let mut n = Null { opens: x.load(Relaxed) };
let mut z = Zero(1);
let r0 = open2(&mut n);
let r1 = open2(&mut z);
let r2 = open2(&mut z);
let r3 = n.ioctl(4).unwrap_err();
let r4 = z.ioctl(4).unwrap();

// case value-before-the-drop
struct Dev {
    open: bool,
    n: u32,
}
struct G<'a> {
    dev: &'a mut Dev,
}
impl Drop for G<'_> {
    fn drop(&mut self) {
        self.dev.open = false;
        self.dev.n += 100;
    }
}
fn look(d: &mut Dev) -> u32 {
    let g = G { dev: d };
    g.dev.n += 1;
    g.dev.n
}
fn pair(d: &mut Dev) -> (u32, bool) {
    let g = G { dev: d };
    (g.dev.n, g.dev.open)
}
// body
let mut d = Dev { open: true, n: x.load(Relaxed) };
let r0 = {
    let g = G { dev: &mut d };
    g.dev.open
};
let r1 = d.open;
let r2 = look(&mut d);
let (r3, r4) = pair(&mut d);
d.open = true;
let r5 = match (G { dev: &mut d }).dev.n {
    n if n > 3 => n,
    _ => 0,
};
let r6 = d.n;

// case guards-that-call
fn late(a: u32, b: u32) -> bool {
    if a == 0 {
        return false;
    }
    a > b
}
#[derive(Clone, Copy)]
struct W {
    id: u32,
    on: bool,
}
fn f(o: Option<W>, x: &Atomic<u32>) -> u32 {
    match o {
        Some(w) if late(w.id, 5) && w.on => w.id,
        Some(w)
            if {
                x.fetch_add(1, Relaxed);
                w.on
            } =>
        {
            100 + w.id
        }
        Some(_) => 200,
        None if x.load(Relaxed) > 6 => 300,
        None => 400,
    }
}
// body
let r0 = f(Some(W { id: 9, on: true }), x);
let r1 = x.load(Relaxed);
let r2 = f(Some(W { id: 4, on: true }), x);
let r3 = f(Some(W { id: 8, on: false }), x);
let r4 = f(None, x);
let r5 = x.load(Relaxed);
let r6 = match (r5, Some(r4)) {
    (a, Some(b)) if late(a, b) => 1,
    (a, Some(b)) if late(b, a) => 2,
    _ => 3,
};
let r7 = f(Some(W { id: 1, on: true }), x) + f(None, x);
