// SPDX-License-Identifier: GPL-2.0 OR MIT
// Helpers of drivers: tests/model/rust-forms.py says what this is.

// case bindings-struct-zeroed
#[repr(C)]
#[derive(Clone, Copy)]
struct bio_list {
    head: u32,
    tail: u32,
    nr: usize,
}
// body
let mut l: bio_list = unsafe { core::mem::zeroed() };
l.head = x.load(Relaxed);
l.nr += 1;
let r0 = l.head + l.tail;
let r1 = l.nr;

// case option-tuple-question
fn split(n: u32) -> Option<(u32, bool)> {
    let hi = n.checked_sub(2)?;
    Some((hi, hi & 1 == 1))
}
// body
let r0 = match split(x.load(Relaxed)) {
    Some((v, true)) => v,
    Some((v, false)) => v + 10,
    None => 99,
};
let r1 = split(1).is_none();
let r2 = split(9).map(|(v, odd)| if odd { v } else { 0 }).unwrap_or_default();

// case state-machine
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Init,
    Running { jobs: u32, stop: bool },
    Dead(i32),
}
impl State {
    fn next(self, ev: u32) -> Self {
        use State::*;
        match (self, ev) {
            (Init, 0) => Running { jobs: 0, stop: false },
            (Running { jobs, stop: false }, 1) => Running { jobs: jobs + 1, stop: false },
            (Running { jobs, .. }, 2) if jobs > 1 => Running { jobs, stop: true },
            (Running { jobs: 0, .. }, _) => Dead(0),
            (Running { jobs, stop }, _) => Running { jobs: jobs - 1, stop },
            (s, _) => s,
        }
    }
}
// body
let mut s = State::Init;
for ev in [0, 1, 1, 2, 1, x.load(Relaxed), 3] {
    s = s.next(ev);
}
let r0 = matches!(s, State::Dead(e) if e == 0);
let r1 = if let State::Running { jobs, stop } = s { jobs * 10 + stop as u32 } else { 7 };

// case refcount-guard-new
struct Inner {
    refs: u32,
    data: u32,
}
struct Handle<'a> {
    inner: &'a mut Inner,
}
impl<'a> Handle<'a> {
    fn new(inner: &'a mut Inner) -> Option<Self> {
        if inner.refs == 0 {
            return None;
        }
        inner.refs += 1;
        Some(Self { inner })
    }
    fn data(&self) -> u32 {
        self.inner.data
    }
}
impl Drop for Handle<'_> {
    fn drop(&mut self) {
        self.inner.refs -= 1;
    }
}
// body
let mut i = Inner { refs: 1, data: x.load(Relaxed) };
let r0 = if let Some(h) = Handle::new(&mut i) { h.data() + h.inner.refs * 10 } else { 0 };
let r1 = i.refs;
i.refs = 0;
let r2 = Handle::new(&mut i).is_none();

// case bit-twiddling-register
const fn bit(n: u32) -> u32 {
    1 << n
}
const fn genmask(h: u32, l: u32) -> u32 {
    (!0u32 >> (31 - h)) & (!0u32 << l)
}
const CTRL_EN: u32 = bit(0);
const CTRL_MODE: u32 = genmask(3, 1);
// body
let mut v = x.load(Relaxed) << 4;
v |= CTRL_EN | (5 << CTRL_MODE.trailing_zeros()) & CTRL_MODE;
let r0 = v;
let r1 = (v & CTRL_MODE) >> 1;
v &= !CTRL_MODE;
v ^= bit(31);
let r2 = v;
let r3 = v.leading_zeros() == 0 && v & CTRL_EN != 0;

// case generic-fn-with-closure-result
fn with_lock<R>(x: &Atomic<u32>, f: impl FnOnce(u32) -> R) -> R {
    let old = x.xchg(0, Acquire);
    let r = f(old);
    x.store(old, Release);
    r
}
fn try_with<T, E, F>(n: T, f: F) -> Result<T, E>
where
    T: Copy,
    F: Fn(T) -> Result<T, E>,
{
    f(n)?;
    f(n)
}
// body
let r0 = with_lock(x, |v| v + 1);
let r1 = with_lock(x, |v| if v > 2 { Some(v) } else { None }).unwrap_or(0);
let r2 = try_with(4u32, |v| if v > 3 { Ok(v * 2) } else { Err(-1) }).unwrap_or(0);
let r3 = try_with(2u32, |v| if v > 3 { Ok(v * 2) } else { Err(-1) }).unwrap_err();

// case trait-generic-dispatch
trait Backend {
    const NAME: u32;
    fn lock(s: &mut u32) -> u32;
    fn unlock(s: &mut u32, flags: u32);
}
struct SpinBackend;
struct MutexBackend;
impl Backend for SpinBackend {
    const NAME: u32 = 1;
    fn lock(s: &mut u32) -> u32 {
        *s += 1;
        7
    }
    fn unlock(s: &mut u32, flags: u32) {
        *s += flags;
    }
}
impl Backend for MutexBackend {
    const NAME: u32 = 2;
    fn lock(s: &mut u32) -> u32 {
        *s += 100;
        0
    }
    fn unlock(s: &mut u32, _flags: u32) {
        *s += 1000;
    }
}
struct Lock<B: Backend> {
    state: u32,
    _p: core::marker::PhantomData<B>,
}
impl<B: Backend> Lock<B> {
    fn new() -> Self {
        Lock { state: 0, _p: core::marker::PhantomData }
    }
    fn cycle(&mut self) -> u32 {
        let flags = B::lock(&mut self.state);
        B::unlock(&mut self.state, flags);
        self.state * 10 + B::NAME
    }
}
// body
let mut a: Lock<SpinBackend> = Lock::new();
let mut b = Lock::<MutexBackend>::new();
let r0 = a.cycle();
let r1 = b.cycle() + a.cycle();

// case linked-indices
const NIL: usize = usize::MAX;
#[derive(Clone, Copy)]
struct Node {
    val: u32,
    next: usize,
}
struct List {
    pool: [Node; 4],
    head: usize,
    free: usize,
}
impl List {
    fn new() -> Self {
        let mut pool = [Node { val: 0, next: NIL }; 4];
        for i in 0..3 {
            pool[i].next = i + 1;
        }
        Self { pool, head: NIL, free: 0 }
    }
    fn push(&mut self, val: u32) -> bool {
        if self.free == NIL {
            return false;
        }
        let i = self.free;
        self.free = self.pool[i].next;
        self.pool[i] = Node { val, next: self.head };
        self.head = i;
        true
    }
    fn pop(&mut self) -> Option<u32> {
        let i = self.head;
        let n = self.pool.get(i)?;
        let v = n.val;
        self.head = n.next;
        self.pool[i].next = self.free;
        self.free = i;
        Some(v)
    }
}
// body
let mut l = List::new();
let r0 = l.push(4) && l.push(5) && l.push(x.load(Relaxed));
let r1 = l.pop().unwrap_or(0) * 10 + l.pop().unwrap_or(0);
let r2 = l.pop().is_some();
let r3 = l.pop().is_none();

// case bytes
let b = [b'a', 0x10, 0xff, b'\n'];
let mut sum = 0u16;
for &c in b.iter() {
    sum = sum.wrapping_add(c as u16);
}
let r0 = sum;
let r1 = b[0] as u32 | (b[1] as u32) << 8;

// case late-init-and-shadow
let flags;
if x.load(Relaxed) > 2 {
    flags = 5;
} else {
    flags = 6;
}
let flags = flags | 8;
let r0 = flags;
let (mut a, mut b) = (0, 0);
(a, b) = (1, x.load(Relaxed));
let r1 = a + b;
let mut p = 1;
let mut q = 2;
(p, q) = (q, p + 10);
[p, q] = [q + p, p];
let r2 = p * 100 + q;
_ = q;

// case if-let-chains-else
fn kind(o: Option<u32>, r: Result<u32, u32>) -> u32 {
    if let Some(v @ 1..=5) = o {
        v
    } else if let Ok(v) | Err(v) = r {
        v + 100
    } else {
        0
    }
}
// body
let r0 = kind(Some(x.load(Relaxed)), Ok(1));
let r1 = kind(Some(9), Err(2));
let r2 = kind(None, Ok(7));

// case while-try-update
let mut cur = x.load(Relaxed);
let r0 = loop {
    if cur == 0 {
        break Err(-1);
    }
    match x.cmpxchg(cur, cur - 1, Full) {
        Ok(_) => break Ok(cur),
        Err(now) => cur = now,
    }
}
.unwrap_or(77);

// case assert-and-const-assert
const N: usize = 4;
const _: () = assert!(N.is_power_of_two());
struct Check<const M: usize>;
impl<const M: usize> Check<M> {
    const OK: () = assert!(M < 10, "too large");
    fn f() -> usize {
        let _ = Self::OK;
        M + 1
    }
}
// body
debug_assert!(N > 2, "N is {}", N);
assert_eq!(x.load(Relaxed), 3);
assert_ne!(N, 5, "no");
let r0 = Check::<4>::f();

// case slice-patterns
fn parse(b: &[u8]) -> u32 {
    match b {
        [0x7f, v, ..] => *v as u32,
        [a, b, c] => (*a as u32) << 16 | (*b as u32) << 8 | *c as u32,
        [.., last] => *last as u32 + 1000,
        [] => 0,
    }
}
// body
let r0 = parse(&[0x7f, 3, 4]);
let r1 = parse(&[1, 2, x.load(Relaxed) as u8]);
let r2 = parse(&[1, 2, 3, 4]);

// case static-mut-counter
static mut COUNT: u32 = 5;
fn bump() -> u32 {
    unsafe {
        COUNT += 1;
        COUNT
    }
}
// body
let r0 = bump() * 10 + bump();

// case saturating-refs
#[derive(Clone, Copy, PartialEq, PartialOrd)]
struct Seq(u32);
impl Seq {
    fn before(self, o: Seq) -> bool {
        (self.0.wrapping_sub(o.0) as i32) < 0
    }
}
impl core::ops::Add<u32> for Seq {
    type Output = Seq;
    fn add(self, n: u32) -> Seq {
        Seq(self.0.wrapping_add(n))
    }
}
impl core::ops::SubAssign<u32> for Seq {
    fn sub_assign(&mut self, n: u32) {
        self.0 = self.0.wrapping_sub(n);
    }
}
// body
let mut s = Seq(u32::MAX) + x.load(Relaxed);
let r0 = Seq(u32::MAX - 1).before(s);
s -= 5;
let r1 = s.0;
let r2 = s > Seq(4);

// case closures-in-struct-generic
struct Timer<F: Fn(u32) -> u32> {
    f: F,
    n: u32,
}
impl<F: Fn(u32) -> u32> Timer<F> {
    fn fire(&self) -> u32 {
        (self.f)(self.n)
    }
}
// body
let k = x.load(Relaxed);
let t = Timer { f: |n| n * k, n: 5 };
let r0 = t.fire();
let fs = [1u32, 2, 3].map(|v| v * k);
let r1 = fs[2];

// case unsafe-fn-and-ptr-arith
unsafe fn get(p: *const u32) -> u32 {
    unsafe { *p }
}
static A: [Atomic<u32>; 3] = [Atomic::new(4), Atomic::new(5), Atomic::new(6)];
// body
let p = A.as_ptr();
let r0 = unsafe { (*p.add(1)).load(Relaxed) };
let r1 = unsafe { &*p.offset(2) }.load(Relaxed);

// case borrowed-iterator-state
struct Chunks<'a> {
    rest: &'a [u32],
}
// body
let a = [1u32, 2, 3, x.load(Relaxed)];
let (first, rest) = a.split_first().unwrap();
let r0 = *first * 10 + rest.len() as u32;
let c = Chunks { rest };
let r1 = c.rest[2];
let r2 = c.rest.iter().sum::<u32>();

// case nested-fn-generics-default
#[derive(Default, Debug, Clone, Copy, PartialEq, Eq)]
struct Limits {
    max: u32,
    min: u32,
}
#[derive(Default)]
struct Builder {
    limits: Limits,
    name: Option<u32>,
}
impl Builder {
    fn max(mut self, n: u32) -> Self {
        self.limits.max = n;
        self
    }
    fn name(mut self, n: u32) -> Self {
        self.name = Some(n);
        self
    }
    fn build(self) -> Result<(Limits, u32), i32> {
        let name = self.name.ok_or(-22)?;
        Ok((self.limits, name))
    }
}
// body
let r0 = match Builder::default().max(x.load(Relaxed)).name(7).build() {
    Ok((l, n)) => l.max * 10 + n,
    Err(_) => 0,
};
let r1 = Builder::default().max(4).build().is_err();

// case impl-display-ignored
use core::fmt;
struct E(i32);
impl fmt::Debug for E {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("e")
    }
}
// body
let r0 = E(x.load(Relaxed) as i32).0;

// case try-from-casts
fn narrow(v: u64) -> Result<u32, i32> {
    u32::try_from(v).map_err(|_| -34)
}
// body
let r0 = narrow(x.load(Relaxed) as u64).unwrap_or(0);
let r1 = narrow(1 << 40).unwrap_err();
let r2 = i8::try_from(200u32).is_err();
let r3: u8 = x.load(Relaxed).try_into().unwrap_or(9);
let r4 = usize::try_from(-1i32).is_err();

// case op-on-refs-and-max
let a = [3u32, 9, 4];
let m = a.iter().copied().fold(u32::MIN, |a, b| a.max(b));
let r0 = m;
let r1 = a.iter().map(|v| v.pow(2)).sum::<u32>();
let p = &a[0];
let q = &a[1];
let r2 = p + q * 2;
let r3 = core::cmp::max(*p, *q) - p;
let r4 = (*p).cmp(q) as i8;

// case match-on-cmp
use core::cmp::Ordering;
fn side(a: u32, b: u32) -> i32 {
    match a.cmp(&b) {
        Ordering::Less => -1,
        Ordering::Equal => 0,
        Ordering::Greater => 1,
    }
}
// body
let r0 = side(x.load(Relaxed), 4);
let r1 = side(3, x.load(Relaxed));
let r2 = side(9, 1);

// case bits-of-variables
let a = x.load(Relaxed);
let r0 = a.count_ones() + 10 * a.leading_zeros() + 1000 * (a << 4).trailing_zeros();
let b = a as u8;
let r1 = b.count_ones() + 10 * b.leading_zeros() + 1000 * (b - 3).trailing_zeros();
let c = -(a as i32);
let r2 = c.count_ones() + 100 * c.leading_zeros() + 1000 * c.trailing_zeros();
let d = (c as i8).count_ones() + 100 * (c as i8).leading_zeros();
let r3 = d;
let r4 = (a as u64 - 3).leading_zeros() + 100 * (a as u64 - 3).trailing_zeros();
let r5 = (c as i64).count_ones();
let r6 = (a as u16).leading_ones() + (!(a as u16)).leading_ones();

// case ranges-to-the-end
let r0 = (0..=255u8).count();
let r1 = (250u8..).take(3).map(|v| v as u32).sum::<u32>();
let n = x.load(Relaxed) as u8 + 248;
let r2 = (n..=255).filter(|v| v % 2 == 0).count();
let mut r3 = 0;
for i in n.. {
    if i == 254 {
        break;
    }
    r3 += i as u32;
}
let r4 = (0..).take(3).map(|i| i * 2).sum::<u32>();
let r5 = (u32::MAX - 1..=u32::MAX).count();
let r6 = (-3i32..2).rev().fold(0, |m, v| m * 10 + v);
