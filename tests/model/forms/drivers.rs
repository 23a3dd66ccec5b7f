// SPDX-License-Identifier: GPL-2.0 OR MIT
// What drivers in Rust are written with: tests/model/rust-forms.py says what this is.

// case guard-local-mut
static LOCK: SpinLock<u32> = SpinLock::new(5);
fn bump(n: &mut u32) -> u32 {
    *n += 1;
    *n
}
// body
let mut g = LOCK.lock();
let r0 = bump(&mut g);
let r1 = *g;

// case local-mut-option-take
fn pop(o: &mut Option<u32>) -> Option<u32> {
    o.take()
}
// body
let mut o = Some(x.load(Relaxed));
let p = &mut o;
let r0 = p.take().unwrap_or(9);
let r1 = pop(&mut o).unwrap_or(7);

// case as-mut
let mut o = Some(x.load(Relaxed));
if let Some(v) = o.as_mut() {
    *v += 4;
}
let r0 = o.unwrap_or(0);
let r1 = o.as_mut().map(|v| { *v *= 2; *v }).unwrap_or(1);
let r2 = o.unwrap();

// case get-or-insert-with
let mut o: Option<u32> = None;
let r0 = *o.get_or_insert_with(|| x.load(Relaxed) + 1);
*o.get_or_insert(9) += 10;
let r1 = o.unwrap();

// case iter-mut
let mut a = [1u32, 2, 3];
for v in a.iter_mut() {
    *v += x.load(Relaxed);
}
for v in &mut a {
    *v *= 2;
}
let r0 = a[0] * 100 + a[1] * 10 + a[2];

// case zip
let a = [1u32, 2, 3];
let b = [4u32, 5, 6, 7];
let mut r0 = 0;
for (p, q) in a.iter().zip(b.iter()) {
    r0 += p * q;
}
let r1 = a.iter().zip(&b).map(|(p, q)| p + q).sum::<u32>();

// case skip-take-chain-rev
let a = [1u32, 2, 3, 4];
let r0 = a.iter().skip(1).take(2).fold(0, |s, v| s * 10 + v);
let r1 = a.iter().chain([7u32, 8].iter()).fold(0, |s, v| s * 10 + v);
let r2 = a.iter().rev().fold(0, |s, v| s * 10 + v);
let r3 = a.iter().step_by(2).fold(0, |s, v| s * 10 + v);
let r4 = a.iter().enumerate().skip(2).map(|(i, v)| i as u32 * v).sum::<u32>();

// case windows-chunks
let a = [1u32, 3, 6, 10];
let mut r0 = 0;
for w in a.windows(2) {
    r0 = r0 * 10 + (w[1] - w[0]);
}
let mut r1 = 0;
for c in a.chunks(2) {
    r1 = r1 * 100 + c.iter().sum::<u32>();
}
let r2 = a.chunks_exact(3).map(|c| c.len()).sum::<usize>();

// case slice-of-local-array
fn sum(s: &[u32]) -> u32 {
    let mut n = 0;
    for v in s {
        n += *v;
    }
    n
}
fn clear(s: &mut [u32]) {
    for v in s.iter_mut() {
        *v = 0;
    }
}
// body
let mut a = [1u32, 2, 3, 4];
let r0 = sum(&a[1..3]);
let r1 = sum(&a);
clear(&mut a[2..]);
let r2 = sum(&a);
let (lo, hi) = a.split_at(1);
let r3 = lo[0] * 10 + hi[0];

// case let-else-in-helper
const EBUSY: i32 = 16;
fn claim(x: &Atomic<u32>) -> Result<u32, i32> {
    let Ok(old) = x.cmpxchg(3, 8, Acquire) else {
        return Err(-EBUSY);
    };
    Ok(old)
}
fn twice(x: &Atomic<u32>) -> Result<u32, i32> {
    let a = claim(x)?;
    let b = claim(x)?;
    Ok(a + b)
}
// body
let r0 = match twice(x) {
    Ok(_) => 0,
    Err(e) => e,
};

// case generics-trait-bound-where
trait Ops {
    const DEPTH: u32;
    type Data;
    fn queue(d: &Self::Data) -> u32;
    fn complete(d: &Self::Data) -> u32 {
        Self::queue(d) + Self::DEPTH
    }
}
struct Null;
struct NullData {
    n: u32,
}
impl Ops for Null {
    const DEPTH: u32 = 64;
    type Data = NullData;
    fn queue(d: &NullData) -> u32 {
        d.n
    }
}
fn submit<T>(d: &T::Data) -> u32
where
    T: Ops,
{
    T::complete(d)
}
// body
let d = NullData { n: x.load(Relaxed) };
let r0 = submit::<Null>(&d);

// case const-generic-ring
struct Ring<T, const N: usize> {
    buf: [T; N],
    head: usize,
    len: usize,
}
impl<T: Copy + Default, const N: usize> Ring<T, N> {
    const MASK: usize = N - 1;
    fn new() -> Self {
        Self { buf: [T::default(); N], head: 0, len: 0 }
    }
    fn push(&mut self, v: T) -> Result<(), T> {
        if self.len == N {
            return Err(v);
        }
        let i = (self.head + self.len) & Self::MASK;
        self.buf[i] = v;
        self.len += 1;
        Ok(())
    }
    fn pop(&mut self) -> Option<T> {
        if self.len == 0 {
            return None;
        }
        let v = self.buf[self.head];
        self.head = (self.head + 1) & Self::MASK;
        self.len -= 1;
        Some(v)
    }
}
// body
let mut r = Ring::<u32, 2>::new();
let r0 = r.push(4).is_ok();
let r1 = r.push(5).is_ok();
let r2 = r.push(6).unwrap_err();
let r3 = r.pop().unwrap_or(0);
let r4 = r.push(7).is_ok();
let r5 = r.pop().unwrap_or(0) * 10 + r.pop().unwrap_or(0);
let r6 = r.pop().is_none();

// case impl-drop-order
struct Put<'a>(&'a Atomic<u32>, u32);
impl<'a> Drop for Put<'a> {
    fn drop(&mut self) {
        self.0.store(self.0.load(Relaxed) * 10 + self.1, Relaxed);
    }
}
struct Both<'a> {
    a: Put<'a>,
    b: Put<'a>,
}
// body
let r0 = {
    let _a = Both { a: Put(x, 1), b: Put(x, 2) };
    let _ = Put(x, 4);
    x.load(Relaxed)
};

// case closure-capture-mut
let mut n = 0;
let mut add = |v: u32| {
    n += v;
    n
};
let r0 = add(x.load(Relaxed));
let r1 = add(4);
let r2 = n;

// case closure-move
let mut n = 5;
let mut f = move || {
    n += 1;
    n
};
let r0 = f();
let r1 = f();
let r2 = n;

// case newtype-from-into
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Sector(u64);
#[repr(transparent)]
#[derive(Clone, Copy)]
struct Bytes(u64);
impl From<Sector> for Bytes {
    fn from(s: Sector) -> Self {
        Bytes(s.0 << 9)
    }
}
// body
let b: Bytes = Sector(x.load(Relaxed) as u64).into();
let r0 = b.0;
let r1 = u64::from(x.load(Relaxed));
let r2: u64 = x.load(Relaxed).into();

// case option-ref
struct Node {
    v: u32,
    next: Option<u32>,
}
fn pick<'a>(a: &'a Node, b: &'a Node, first: bool) -> Option<&'a Node> {
    if first { Some(a) } else if b.v > 1 { Some(b) } else { None }
}
// body
let a = Node { v: 1, next: None };
let b = Node { v: 1, next: Some(4) };
let r0 = pick(&a, &b, true).map_or(0, |n| n.v);
let r1 = match pick(&a, &b, false) {
    Some(n) => n.v,
    None => 9,
};

// case manually-drop
use core::mem::ManuallyDrop;
struct Put<'a>(&'a Atomic<u32>);
impl Drop for Put<'_> {
    fn drop(&mut self) {
        self.0.store(9, Relaxed);
    }
}
// body
{
    let p = ManuallyDrop::new(Put(x));
    let _q = core::mem::forget(Put(x));
    p.0.store(7, Relaxed);
}
let r0 = x.load(Relaxed);

// case maybe-uninit
use core::mem::MaybeUninit;
let mut m = MaybeUninit::<u32>::uninit();
m.write(x.load(Relaxed));
let r0 = unsafe { m.assume_init() };

// case null-mut-eq
let p: *mut u32 = core::ptr::null_mut();
let r0 = p.is_null();
let q: *const Atomic<u32> = x;
let r1 = core::ptr::eq(q, x);
let r2 = q.is_null();
let r3 = unsafe { q.as_ref() }.is_some();

// case repr-enum-try-from
#[repr(u32)]
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Idle = 0,
    Busy = 3,
    Dead = 7,
}
impl TryFrom<u32> for State {
    type Error = i32;
    fn try_from(v: u32) -> Result<Self, i32> {
        match v {
            0 => Ok(State::Idle),
            3 => Ok(State::Busy),
            7 => Ok(State::Dead),
            _ => Err(-22),
        }
    }
}
// body
let r0 = State::try_from(x.load(Relaxed)) == Ok(State::Busy);
let r1 = match State::try_from(4) {
    Ok(s) => s as i32,
    Err(e) => e,
};
let r2 = State::Dead as u32;

// case nested-modules
mod hw {
    pub(crate) const SHIFT: u32 = 3;
    pub mod regs {
        use super::SHIFT;
        pub fn at(n: u32) -> u32 {
            n << SHIFT
        }
        pub(super) fn mask() -> u32 {
            super::low(4)
        }
    }
    pub fn low(n: u32) -> u32 {
        (1 << n) - 1
    }
    pub fn masked(n: u32) -> u32 {
        regs::at(n) & self::regs::mask()
    }
}
use hw::regs::{self, at};
// body
let r0 = at(x.load(Relaxed)) + hw::masked(1);
let r1 = regs::at(1);

// case default-derive
#[derive(Default, Clone, Copy, PartialEq)]
enum Mode {
    #[default]
    Off,
    On,
}
#[derive(Default)]
struct Conf {
    n: u32,
    on: bool,
    mode: Mode,
    o: Option<u32>,
}
// body
let c = Conf { n: 4, ..Default::default() };
let r0 = c.n + c.on as u32;
let r1 = c.mode == Mode::Off;
let r2 = c.o.is_none();

// case deref-wrapper
use core::ops::{Deref, DerefMut};
struct Guard<'a> {
    x: &'a Atomic<u32>,
    v: u32,
}
impl Deref for Guard<'_> {
    type Target = u32;
    fn deref(&self) -> &Self::Target {
        &self.v
    }
}
impl DerefMut for Guard<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.v
    }
}
impl Drop for Guard<'_> {
    fn drop(&mut self) {
        self.x.store(self.v, Release);
    }
}
// body
let mut g = Guard { x, v: x.load(Acquire) };
*g += 4;
let r0 = *g;
drop(g);
let r1 = x.load(Relaxed);

// case labelled-break-value
let r0 = 'outer: loop {
    for i in 0..5u32 {
        for j in 0..5u32 {
            if i * j == 6 {
                break 'outer i * 10 + j;
            }
        }
    }
    break 99;
};

// case labelled-continue
let mut r0 = 0;
'outer: for i in 0..4u32 {
    for j in 0..4u32 {
        if j == i {
            continue 'outer;
        }
        r0 = r0 * 4 + j;
    }
}
let r1 = 'found: {
    for i in 0..4u32 {
        if i * i > x.load(Relaxed) {
            break 'found Some(i);
        }
    }
    None
}
.unwrap_or(0);

// case swap-replace-take
use core::mem;
struct S {
    a: u32,
    o: Option<u32>,
}
// body
let mut s = S { a: 1, o: Some(5) };
let r0 = mem::replace(&mut s.a, 8);
let r1 = mem::take(&mut s.o).unwrap_or(0);
let r2 = s.o.is_none();
let (mut a, mut b) = (3u32, 4u32);
mem::swap(&mut a, &mut b);
let r3 = a * 10 + b;
let r4 = mem::take(&mut s.a);
let r5 = s.a;
