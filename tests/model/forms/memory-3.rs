// SPDX-License-Identifier: GPL-2.0 OR MIT
// Options in what drivers do with them: tests/model/rust-forms.py says what this is.

// case memory-returned-from-guard
struct Inner {
    item: Option<u32>,
    n: u32,
}
struct Dev {
    inner: SpinLock<Inner>,
}
impl Dev {
    fn get(&self) -> Option<u32> {
        self.inner.lock().item
    }
    fn set(&self, v: Option<u32>) -> Option<u32> {
        let mut g = self.inner.lock();
        let old = g.item;
        g.item = v;
        g.n += 1;
        old
    }
    fn pop(&self) -> Option<u32> {
        let mut g = self.inner.lock();
        match g.item {
            Some(0) => g.item.take(),
            Some(n) => {
                g.item = n.checked_sub(1);
                Some(n)
            }
            None => None,
        }
    }
}
// shared d: Dev = Dev { inner: SpinLock::new(Inner { item: Some(1), n: 0 }) }
// body
let r0 = d.get().unwrap_or(7);
let r1 = d.set(Some(2)).unwrap_or(7);
let mut r2 = 0;
while let Some(n) = d.pop() {
    r2 = r2 * 10 + n + 1;
}
let r3 = d.get().is_none();

// case memory-default
#[derive(Default, Clone, Copy, PartialEq)]
enum State {
    #[default]
    Idle,
    Busy(u32),
}
#[derive(Default)]
struct Dev {
    item: Option<u32>,
    state: State,
    list: [Option<u8>; 2],
    n: u32,
}
impl Dev {
    const fn new() -> Dev {
        Dev { item: Some(3), state: State::Busy(4), list: [None, Some(5)], n: 6 }
    }
}
// shared d: SpinLock<Dev> = SpinLock::new(Dev::new())
// body
let r0 = d.lock().list[1].unwrap();
*d.lock() = Dev::default();
let r1 = d.lock().item.is_none();
let r2 = d.lock().state == State::Idle;
let local = Dev { item: Some(8), state: State::Busy(9), ..Default::default() };
*d.lock() = local;
let r3 = d.lock().item.unwrap_or(0);
let r4 = if let State::Busy(n) = d.lock().state { n } else { 0 };
*d.lock() = Dev { n: 2, ..Dev::new() };
let r5 = d.lock().item.map_or(0, |v| v + 1);
let r6 = d.lock().n;

// case memory-closures
struct Dev {
    item: Option<u32>,
    hits: u32,
}
impl Dev {
    fn with<R>(&mut self, f: impl FnOnce(&mut u32) -> R) -> Option<R> {
        self.item.as_mut().map(f)
    }
}
// shared d: SpinLock<Dev> = SpinLock::new(Dev { item: Some(4), hits: 0 })
// body
let mut g = d.lock();
let r0 = g.with(|v| { *v += 1; *v * 2 }).unwrap_or(0);
let r1 = g.item.unwrap_or_else(|| 3);
let r2 = g.item.and_then(|v| if v > 4 { Some(v - 4) } else { None }).unwrap_or(9);
g.item = None;
let r3 = g.with(|v| *v).is_none();
let r4 = g.item.map(|v| v + 1).or(Some(6)).unwrap();
let r5 = *g.item.get_or_insert_with(|| 12);
let r6 = g.item.is_none_or(|v| v > 11);

// case memory-option-mut-parameter
fn first(a: &mut [Option<u32>; 2]) -> Option<&mut u32> {
    for s in a.iter_mut() {
        if let Some(v) = s {
            return Some(v);
        }
    }
    None
}
fn slot(a: &mut [Option<u32>; 2], i: usize) -> &mut Option<u32> {
    &mut a[i]
}
// shared s: SpinLock<[Option<u32>; 2]> = SpinLock::new([None, Some(4)])
// body
let mut g = s.lock();
if let Some(v) = first(&mut g) {
    *v += 5;
}
let r0 = g[1].unwrap();
*slot(&mut g, 0) = Some(3);
let r1 = g[0].unwrap_or(0);
let r2 = slot(&mut g, 1).take().unwrap_or(1);
let r3 = g[1].is_some();

// case memory-enum-of-struct
#[derive(Clone, Copy)]
struct Req {
    id: u32,
    len: u32,
}
#[derive(Clone, Copy)]
enum Cmd {
    Nop,
    Read(Req),
    Write { req: Req, sync: bool },
    Chain(Option<u32>, Result<u32, i32>),
}
// shared c: SpinLock<Cmd> = SpinLock::new(Cmd::Write { req: Req { id: 1, len: 2 }, sync: true })
// body
let mut g = c.lock();
let r0 = match &*g {
    Cmd::Write { req: Req { id, .. }, sync: true } => *id,
    Cmd::Write { req, sync: _ } => req.len,
    _ => 0,
};
if let Cmd::Write { req, sync } = &mut *g {
    req.len += 5;
    *sync = false;
}
let r1 = match *g {
    Cmd::Write { sync: true, .. } => 1,
    Cmd::Write { req, .. } => req.len,
    _ => 0,
};
*g = Cmd::Read(Req { id: 8, len: 9 });
let r2 = if let Cmd::Read(r) = *g { r.id + r.len } else { 0 };
*g = Cmd::Chain(Some(3), Err(-2));
let r3 = match *g {
    Cmd::Chain(Some(a), Ok(b)) => (a + b) as i32,
    Cmd::Chain(Some(a), Err(e)) => a as i32 * 10 + e,
    _ => 0,
};

// case memory-guard-in-match
// shared s: SpinLock<Option<u32>> = SpinLock::new(Some(3))
// body
let r0 = match *s.lock() {
    Some(n) => n,
    None => 0,
};
let r1 = match s.lock().as_mut() {
    Some(n) => {
        *n += 1;
        *n
    }
    None => 0,
};
let r2 = s.try_lock().is_some();
let r3 = s.lock().map(|n| n * 2).unwrap_or_default();
if s.lock().is_some() && s.lock().unwrap() == 4 {
    s.lock().replace(10);
}
let r4 = (*s.lock()).unwrap();
let taken = core::mem::take(&mut *s.lock());
let r5 = taken.unwrap() + s.lock().is_none() as u32;

// case lazy-operands-end-their-guards
// shared s: SpinLock<u32> = SpinLock::new(3)
// shared t: SpinLock<Option<u32>> = SpinLock::new(None)
// body
let r0 = *s.lock() == 3 && *s.lock() < 4 && t.lock().is_none();
let r1 = *s.lock() == 4 || *s.lock() > 4 || t.try_lock().is_some();
if t.lock().is_none() && *s.lock() == 3 {
    *s.lock() += 1;
    *t.lock() = Some(1);
}
let r2 = *s.lock();
while t.lock().is_some() || *s.lock() < 6 {
    *s.lock() += 1;
    t.lock().take();
}
let r3 = *s.lock();

// case option-is-iterated
// shared s: SpinLock<Option<u32>> = SpinLock::new(Some(4))
struct Tag(u32);
// body
let mut r0 = 0;
for v in s.lock().take().into_iter() {
    r0 += v;
}
for v in s.lock().take().into_iter() {
    r0 += 10 * v;
}
let tag = if x.load(Relaxed) == 3 { Some(Tag(5)) } else { None };
let mut r1 = 1;
for t in tag.iter() {
    r1 += t.0;
}
for t in tag.into_iter() {
    r1 += 100 * t.0;
    break;
}
let r2 = Some(7u32).into_iter().map(|v| v * 2).sum::<u32>();

// case iterator-is-moved-into-its-loop
struct Count {
    n: u32,
}
impl Iterator for Count {
    type Item = u32;
    fn next(&mut self) -> Option<u32> {
        if self.n == 0 {
            return None;
        }
        self.n -= 1;
        Some(self.n)
    }
}
// body
let c = Count { n: x.load(Relaxed) };
let mut r0 = 0;
for v in c {
    r0 = r0 * 10 + v;
}

// case what-a-pointer-points-to-is-replaced
// shared s: SpinLock<u32> = SpinLock::new(6)
// body
let mut g = s.lock();
let p: *mut u32 = &mut *g;
let r0 = unsafe { core::ptr::replace(p, x.load(Relaxed)) };
let r1 = unsafe { std::ptr::replace(p, 9) };
let r2 = *g;
