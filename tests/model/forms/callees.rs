// SPDX-License-Identifier: GPL-2.0 OR MIT
// Pointers to functions: tests/model/rust-forms.py says what this is.

// case fn-pointers
struct Ops {
    f: fn(u32) -> u32,
    g: Option<fn(u32, u32) -> u32>,
}
fn one(n: u32) -> u32 { n + 1 }
fn two(n: u32) -> u32 { n * 2 }
fn add(a: u32, b: u32) -> u32 { a + b }
const OPS: Ops = Ops { f: one, g: None };
static TABLE: Ops = Ops { f: two, g: Some(add) };
fn go(ops: &Ops, n: u32) -> u32 {
    let v = (ops.f)(n);
    match ops.g {
        Some(g) => g(v, 100),
        None => v,
    }
}
// body
let n = x.load(Relaxed);
let r0 = go(&OPS, n);
let r1 = go(&TABLE, n);
let mut o = Ops { f: one, g: Some(add) };
let r2 = (o.f)(5);
o.f = two;
let r3 = (o.f)(5);
let r4 = if let Some(g) = o.g { g(1, 2) } else { 0 };
o.g = None;
let r5 = o.g.is_none();
let r6 = o.g.map_or(7, |g| g(3, 4));

// case fn-pointer-chosen
fn one(n: u32) -> u32 { n + 1 }
fn two(n: u32) -> u32 { n * 2 }
fn pick(n: u32) -> fn(u32) -> u32 {
    if n > 2 {
        one
    } else {
        two
    }
}
// body
let n = x.load(Relaxed);
let f: fn(u32) -> u32 = if n == 3 { two } else { one };
let r0 = f(10);
let r1 = pick(1)(10);
let r2 = pick(n)(10);
let table: [fn(u32) -> u32; 2] = [one, two];
let r3 = table[(n - 2) as usize](8);
let mut s = 0;
for f in table {
    s = s * 100 + f(4);
}
let r4 = s;
let r5 = table.iter().map(|f| f(1)).sum::<u32>();
let mut g: fn(u32) -> u32 = one;
let r6 = g(20);
g = two;
let r7 = g(20);

// case fn-pointer-table-by-cmd
struct Cmd {
    id: u32,
    run: fn(&mut u32, u32) -> Result<u32, i32>,
}
fn get(s: &mut u32, _: u32) -> Result<u32, i32> { Ok(*s) }
fn set(s: &mut u32, n: u32) -> Result<u32, i32> {
    if n > 9 {
        return Err(-22);
    }
    *s = n;
    Ok(0)
}
const TABLE: [Cmd; 2] = [Cmd { id: 1, run: get }, Cmd { id: 2, run: set }];
fn dispatch(s: &mut u32, id: u32, n: u32) -> Result<u32, i32> {
    for c in TABLE.iter() {
        if c.id == id {
            return (c.run)(s, n);
        }
    }
    Err(-25)
}
// body
let mut s = x.load(Relaxed);
let r0 = dispatch(&mut s, 1, 0).unwrap();
let r1 = dispatch(&mut s, 2, 8).unwrap();
let r2 = s;
let r3 = dispatch(&mut s, 2, 10).unwrap_err();
let r4 = dispatch(&mut s, 3, 10).unwrap_err();

// case closures-as-pointers
struct Op {
    name: u32,
    f: fn(u32, u32) -> u32,
}
// body
let ops = [
    Op { name: 1, f: |a, b| a + b },
    Op { name: 2, f: |a, b| a * b },
    Op { name: 3, f: u32::max },
];
let n = x.load(Relaxed);
let mut s = 0;
for o in &ops {
    s = s * 100 + (o.f)(n, 4) + o.name;
}
let r0 = s;
let r1 = ops.iter().find(|o| o.name == 2).map_or(0, |o| (o.f)(5, 6));

// case methods-as-pointers
struct Dev {
    n: u32,
    on: fn(&mut Dev, u32) -> bool,
}
impl Dev {
    fn start(&mut self, by: u32) -> bool {
        self.n += by;
        self.on = Dev::stop;
        true
    }
    fn stop(&mut self, by: u32) -> bool {
        self.n -= by;
        self.on = Self::start;
        false
    }
    fn go(&mut self, by: u32) -> bool { (self.on)(self, by) }
}
// body
let mut d = Dev { n: x.load(Relaxed), on: Dev::start };
let r0 = d.go(10);
let r1 = d.n;
let r2 = d.go(2);
let r3 = d.n;
let r4 = d.go(1);
let r5 = d.n;

// case pointer-of-a-match
fn a(n: u32) -> u32 { n + 1 }
fn b(n: u32) -> u32 { n + 10 }
fn c(n: u32) -> u32 { n + 100 }
fn find(k: u32) -> Option<fn(u32) -> u32> {
    Some(match k {
        0 => a,
        1 => b,
        2 => c,
        _ => return None,
    })
}
// body
let n = x.load(Relaxed);
let r0 = find(n - 3).map(|f| f(5)).unwrap_or(0);
let r1 = find(n - 2).map(|f| f(5)).unwrap_or(0);
let r2 = find(n - 1).map_or(0, |f| f(5));
let r3 = find(n).is_none();
let r4 = find(1).unwrap()(7);
let mut f: fn(u32) -> u32 = a;
let mut v = 0;
for i in 0..3 {
    v = f(v);
    f = if i == 0 { b } else { c };
}
let r5 = v;

// case changed-in-the-call
struct S {
    f: fn(&mut S) -> u32,
    n: u32,
}
fn one(s: &mut S) -> u32 {
    s.f = two;
    s.n += 1;
    s.n
}
fn two(s: &mut S) -> u32 {
    s.f = one;
    s.n += 10;
    s.n
}
// body
let mut s = S { f: one, n: x.load(Relaxed) };
let f = s.f;
let r0 = f(&mut s);
let r1 = (s.f)(&mut s);
let r2 = (s.f)(&mut s);
let r3 = s.n;

// case dropped-arguments
struct D<'a> {
    n: &'a Atomic<u32>,
}
impl<'a> Drop for D<'a> {
    fn drop(&mut self) { self.n.fetch_add(10, Relaxed); }
}
fn eat(d: D<'_>) -> u32 { d.n.load(Relaxed) }
fn keep(d: D<'_>) -> u32 {
    d.n.fetch_add(1, Relaxed);
    let _x = d;
    7
}
// body
let mut f: fn(D<'_>) -> u32 = eat;
if x.load(Relaxed) == 3 {
    f = keep;
}
let r0 = f(D { n: x });
let r1 = x.load(Relaxed);
f = eat;
let r2 = f(D { n: x });
let r3 = x.load(Relaxed);

// case static-table
struct Entry {
    id: u8,
    f: fn(u32) -> Result<u32, i32>,
    flags: Option<u32>,
}
fn get(n: u32) -> Result<u32, i32> { Ok(n) }
fn bad(_: u32) -> Result<u32, i32> { Err(-25) }
static ENTRIES: [Entry; 2] =
    [Entry { id: 4, f: get, flags: None }, Entry { id: 9, f: bad, flags: Some(2) }];
static LIMIT: u32 = 8;
static NAMES: &[u32] = &[1, 2, 3];
fn call(id: u8, n: u32) -> Result<u32, i32> {
    let e = ENTRIES.iter().find(|e| e.id == id).ok_or(-2)?;
    Ok((e.f)(n)? + e.flags.unwrap_or(100))
}
// body
let r0 = call(4, x.load(Relaxed)).unwrap();
let r1 = call(9, 1).unwrap_err();
let r2 = call(1, 1).unwrap_err();
let r3 = LIMIT + x.load(Relaxed);

// case traits-with-pointers
type Handler = fn(u32) -> bool;
struct Irq {
    h: [Option<Handler>; 3],
    hits: u32,
}
fn odd(n: u32) -> bool { n % 2 == 1 }
fn big(n: u32) -> bool { n > 10 }
impl Irq {
    fn add(&mut self, h: Handler) -> Result<usize, i32> {
        for (i, slot) in self.h.iter_mut().enumerate() {
            if slot.is_none() {
                *slot = Some(h);
                return Ok(i);
            }
        }
        Err(-16)
    }
    fn fire(&mut self, n: u32) -> u32 {
        for h in self.h.iter().flatten() {
            if h(n) {
                self.hits += 1;
            }
        }
        self.hits
    }
}
// body
let mut i = Irq { h: [None; 3], hits: 0 };
let r0 = i.add(odd).unwrap() as u32;
let r1 = i.add(big).unwrap() as u32;
let r2 = i.fire(x.load(Relaxed));
let r3 = i.fire(13);
let r4 = i.fire(2);
i.h[0] = None;
let r5 = i.fire(5);
let r6 = i.add(big).unwrap() as u32;
let r7 = i.add(odd).is_ok();
let r8 = i.add(odd).unwrap_err();
