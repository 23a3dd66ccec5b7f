// SPDX-License-Identifier: GPL-2.0 OR MIT
// As drivers are written: tests/model/rust-forms.py says what this is.

// case bitflags-newtype
#[repr(transparent)]
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Mode(u16);
impl Mode {
    pub const READ: Mode = Mode(1 << 0);
    pub const WRITE: Mode = Mode(1 << 1);
    pub const EXEC: Mode = Mode(1 << 2);
    const ALL: u16 = Self::READ.0 | Self::WRITE.0 | Self::EXEC.0;
    pub fn contains(self, flags: Mode) -> bool { (self & flags) == flags }
    pub fn as_raw(self) -> u16 { self.0 }
    pub fn from_raw(v: u16) -> Option<Mode> {
        if v & !Self::ALL != 0 {
            None
        } else {
            Some(Mode(v))
        }
    }
}
impl core::ops::BitOr for Mode {
    type Output = Self;
    fn bitor(self, rhs: Self) -> Self { Self(self.0 | rhs.0) }
}
impl core::ops::BitAnd for Mode {
    type Output = Self;
    fn bitand(self, rhs: Self) -> Self { Self(self.0 & rhs.0) }
}
impl core::ops::Not for Mode {
    type Output = Self;
    fn not(self) -> Self { Self(!self.0 & Self::ALL) }
}
impl core::ops::BitOrAssign for Mode {
    fn bitor_assign(&mut self, rhs: Self) { self.0 |= rhs.0; }
}
// body
let mut m = Mode::READ | Mode::WRITE;
let r0 = m.contains(Mode::WRITE);
m |= Mode::EXEC;
let r1 = m.as_raw() as u32 + x.load(Relaxed);
let r2 = (!Mode::READ).as_raw();
let r3 = Mode::from_raw(9).is_none();
let r4 = match Mode::from_raw(x.load(Relaxed) as u16) {
    Some(m) if m == Mode::READ | Mode::WRITE => 1,
    Some(_) => 2,
    None => 3,
};

// case errors-and-question
#[derive(Clone, Copy, PartialEq, Debug)]
struct Error(i32);
impl Error {
    const EINVAL: Error = Error(-22);
    const EBUSY: Error = Error(-16);
    const ENODEV: Error = Error(-19);
    fn to_errno(self) -> i32 { self.0 }
}
type Result<T = ()> = core::result::Result<T, Error>;
struct Regs {
    base: u32,
    size: usize,
}
impl Regs {
    fn check(&self, off: usize, len: usize) -> Result {
        let end = off.checked_add(len).ok_or(Error::EINVAL)?;
        if end > self.size {
            return Err(Error::EINVAL);
        }
        if off % len != 0 {
            return Err(Error::EBUSY);
        }
        Ok(())
    }
    fn read32(&self, off: usize) -> Result<u32> {
        self.check(off, 4)?;
        Ok(self.base + off as u32)
    }
    fn probe(&self) -> Result<u32> {
        let id = self.read32(0)?;
        match id {
            0 => Err(Error::ENODEV),
            id if id & 1 == 1 => Ok(self.read32(4)? * 2),
            _ => self.read32(8),
        }
    }
}
// body
let r = Regs { base: x.load(Relaxed), size: 12 };
let r0 = r.probe().unwrap_or(0);
let r1 = r.read32(12).map_err(Error::to_errno).unwrap_err();
let r2 = r.read32(usize::MAX).map_err(|e| e.0).unwrap_err();
let r3 = r.read32(2).unwrap_err().to_errno();
let r4 = Regs { base: 0, ..r }.probe() == Err(Error::ENODEV);

// case scope-guard
struct ScopeGuard<F: FnMut()> {
    f: F,
    armed: bool,
}
impl<F: FnMut()> ScopeGuard<F> {
    fn new(f: F) -> Self { ScopeGuard { f, armed: true } }
    fn dismiss(mut self) { self.armed = false; }
}
impl<F: FnMut()> Drop for ScopeGuard<F> {
    fn drop(&mut self) {
        if self.armed {
            (self.f)();
        }
    }
}
fn setup(x: &Atomic<u32>, fail: bool) -> Result<u32, i32> {
    x.store(10, Relaxed);
    let g = ScopeGuard::new(|| x.store(1, Relaxed));
    if fail {
        return Err(-5);
    }
    x.fetch_add(5, Relaxed);
    g.dismiss();
    Ok(x.load(Relaxed))
}
// body
let r0 = setup(x, false).unwrap();
let r1 = x.load(Relaxed);
let r2 = setup(x, true).unwrap_err();
let r3 = x.load(Relaxed);

// case state-machine
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Idle,
    Running { job: u32, left: u8 },
    Done(Result<u32, i32>),
}
impl State {
    fn step(self) -> Self {
        match self {
            State::Idle => State::Running { job: 7, left: 2 },
            State::Running { job, left: 0 } if job > 100 => State::Done(Err(-110)),
            State::Running { job, left: 0 } => State::Done(Ok(job)),
            State::Running { job, left } => State::Running { job: job * 3, left: left - 1 },
            done @ State::Done(_) => done,
        }
    }
    fn is_done(&self) -> bool { matches!(self, Self::Done(..)) }
}
// body
let mut s = State::Idle;
let mut n = 0u32;
while !s.is_done() {
    s = s.step();
    n += 1;
}
let r0 = n;
let r1 = if let State::Done(Ok(v)) = s { v } else { 0 };
s = State::Running { job: 40 * x.load(Relaxed), left: 0 };
s = s.step();
let r2 = match s {
    State::Done(Err(e)) => e,
    State::Done(Ok(v)) => v as i32,
    _ => 0,
};
let r3 = s == State::Done(Err(-110));

// case const-generic-ring
struct Ring<T, const N: usize> {
    slots: [Option<T>; N],
    head: usize,
    tail: usize,
}
impl<T: Copy, const N: usize> Ring<T, N> {
    const MASK: usize = N - 1;
    fn new() -> Self { Self { slots: [None; N], head: 0, tail: 0 } }
    fn push(&mut self, v: T) -> Result<(), T> {
        if self.head.wrapping_sub(self.tail) == N {
            return Err(v);
        }
        self.slots[self.head & Self::MASK] = Some(v);
        self.head = self.head.wrapping_add(1);
        Ok(())
    }
    fn pop(&mut self) -> Option<T> {
        let v = self.slots[self.tail & Self::MASK].take()?;
        self.tail = self.tail.wrapping_add(1);
        Some(v)
    }
    fn len(&self) -> usize { self.head.wrapping_sub(self.tail) }
}
// body
let mut r: Ring<u32, 4> = Ring::new();
for i in 1..=4 {
    r.push(i * x.load(Relaxed)).unwrap();
}
let r0 = r.push(100).unwrap_err();
let r1 = r.pop().unwrap();
let r2 = r.push(77).is_ok();
let r3 = r.len() as u32;
let mut s = 0;
while let Some(v) = r.pop() {
    s = s * 2 + v;
}
let r4 = s;
let r5 = r.pop().is_none();

// case trait-default-methods
trait Driver {
    const ID: u32;
    fn irq(&self) -> Option<u32> { None }
    fn name_len(&self) -> usize { 4 }
    fn describe(&self) -> u32 { Self::ID * 100 + self.irq().unwrap_or(9) + self.name_len() as u32 }
}
struct Uart {
    irq: u32,
}
struct Gpio;
impl Driver for Uart {
    const ID: u32 = 2;
    fn irq(&self) -> Option<u32> { Some(self.irq) }
}
impl Driver for Gpio {
    const ID: u32 = 5;
    fn name_len(&self) -> usize { 6 }
}
fn register<D: Driver>(d: &D, n: &mut u32) -> u32
where
    D: Driver,
{
    *n += 1;
    d.describe() + *n
}
fn both(a: &impl Driver, b: &impl Driver) -> u32 { a.describe() * 1000 + b.describe() }
// body
let mut n = 0;
let u = Uart { irq: x.load(Relaxed) };
let r0 = register(&u, &mut n);
let r1 = register(&Gpio, &mut n);
let r2 = both(&u, &Gpio);
let r3 = <Uart as Driver>::ID + Gpio::ID;

// case mem-swap-replace-take
#[derive(Default, Clone, Copy)]
struct Stats {
    rx: u32,
    tx: u32,
    last: Option<u32>,
}
struct Port {
    now: Stats,
    old: Stats,
}
impl Port {
    fn rotate(&mut self) -> Stats {
        core::mem::swap(&mut self.now, &mut self.old);
        core::mem::take(&mut self.now)
    }
    fn set(&mut self, n: u32) -> Option<u32> { core::mem::replace(&mut self.now.last, Some(n)) }
}
// body
let mut p = Port {
    now: Stats { rx: x.load(Relaxed), tx: 4, last: None },
    old: Stats { rx: 50, tx: 60, last: Some(1) },
};
let r0 = p.set(9).is_none();
let r1 = p.set(10).unwrap_or(0);
let was = p.rotate();
let r2 = was.rx + was.tx + was.last.unwrap_or(0);
let r3 = p.old.rx * 100 + p.old.last.unwrap();
let r4 = p.now.last.is_none() && p.now.rx == 0;

// case labelled-search
fn find(grid: &[[u8; 3]; 3], want: u8) -> Option<(usize, usize)> {
    let mut found = None;
    'rows: for (i, row) in grid.iter().enumerate() {
        for (j, &v) in row.iter().enumerate() {
            if v == 0 {
                continue 'rows;
            }
            if v == want {
                found = Some((i, j));
                break 'rows;
            }
        }
    }
    found
}
// body
let n = x.load(Relaxed) as u8;
let g = [[1, 2, n], [0, 9, 9], [4, 5, 6]];
let r0 = find(&g, 3).map(|(i, j)| i * 10 + j).unwrap_or(99) as u32;
let r1 = find(&g, 9).is_none();
let r2 = find(&g, 6).map_or(0, |p| p.0 as u32 * 10 + p.1 as u32);
let mut k = 0;
let r3 = 'out: loop {
    loop {
        k += 1;
        if k >= 5 {
            break 'out k * 2;
        }
        if k % 2 == 0 {
            break;
        }
    }
    k += 1;
};

// case checked-arithmetic
fn alloc_size(n: u16, each: u16, head: u16) -> Option<u16> {
    n.checked_mul(each)?.checked_add(head)
}
fn window(end: u32, start: u32, ring: u32) -> u32 { end.wrapping_sub(start) & (ring - 1) }
fn level(v: u8, by: i8) -> u8 {
    if by < 0 {
        v.saturating_sub(by.unsigned_abs())
    } else {
        v.saturating_add(by as u8)
    }
}
// body
let n = x.load(Relaxed) as u16;
let r0 = alloc_size(n, 100, 8).unwrap_or(0);
let r1 = alloc_size(n, 30000, 0).is_none();
let r2 = window(2, u32::MAX - 3, 16);
let r3 = level(250, 10) as u32 * 1000 + level(5, -10) as u32;
let r4 = level(100, i8::MIN);
let (v, over) = 200u8.overflowing_add(n as u8 * 30);
let r5 = v as u32 + over as u32 * 1000;
let r6 = (-7i32).rem_euclid(n as i32) + -7 / 2 * 10;
let r7 = (n as i16 - 10) as u8 as i8 as i64;

// case condvar-like-loop
struct Shared {
    ready: bool,
    data: Option<u32>,
    turns: u32,
}
// shared m: SpinLock<Shared2> = SpinLock::new(Shared2 { ready: 0, data: 0, turns: 0 })
struct Shared2 {
    ready: u32,
    data: u32,
    turns: u32,
}
fn produce(m: &SpinLock<Shared2>, v: u32) {
    let mut g = m.lock();
    g.data = v;
    g.ready = 1;
}
fn consume(m: &SpinLock<Shared2>) -> u32 {
    loop {
        let mut g = m.lock();
        g.turns += 1;
        if g.ready == 0 {
            drop(g);
            produce(m, 41);
            continue;
        }
        g.ready = 0;
        break core::mem::take(&mut g.data) + 1;
    }
}
// body
let r0 = consume(m);
let r1 = m.lock().turns;
let r2 = m.lock().data;

// case iterators-of-descriptors
#[derive(Clone, Copy)]
struct Desc {
    addr: u32,
    len: u16,
    flags: u16,
}
const NEXT: u16 = 1;
const WRITE: u16 = 2;
fn total(d: &[Desc]) -> u32 { d.iter().map(|d| u32::from(d.len)).sum() }
fn chain_len(d: &[Desc; 4]) -> usize { d.iter().take_while(|d| d.flags & NEXT != 0).count() + 1 }
fn writable(d: &[Desc]) -> impl Iterator<Item = u32> + '_ {
    d.iter().filter(|d| d.flags & WRITE != 0).map(|d| d.addr)
}
// body
let n = x.load(Relaxed);
let d = [
    Desc { addr: 0x10, len: 4, flags: NEXT },
    Desc { addr: 0x20, len: n as u16, flags: NEXT | WRITE },
    Desc { addr: 0x30, len: 9, flags: WRITE },
    Desc { addr: 0x40, len: 1, flags: 0 },
];
let r0 = total(&d);
let r1 = chain_len(&d) as u32;
let r2 = writable(&d).fold(0, |a, b| a * 3 + b);
let r3 = d.iter().rev().position(|d| d.addr == 0x20).unwrap() as u32;
let r4 = d.iter().max_by_key(|d| d.len).map(|d| d.addr).unwrap();
let r5 = d.iter().zip(d.iter().skip(1)).all(|(a, b)| a.addr < b.addr);
let r6 = d.windows(2).filter(|w| w[0].len < w[1].len).count() as u32;

// case builder
#[derive(Default)]
struct Config {
    irq: Option<u32>,
    depth: u16,
    mode: Mode,
}
#[derive(Default, Clone, Copy, PartialEq)]
enum Mode {
    #[default]
    Off,
    On(u8),
    Auto,
}
impl Config {
    fn irq(mut self, n: u32) -> Self {
        self.irq = Some(n);
        self
    }
    fn depth(mut self, n: u16) -> Self {
        self.depth = n.next_power_of_two();
        self
    }
    fn mode(self, mode: Mode) -> Self { Config { mode, ..self } }
    fn build(self) -> Result<(u32, u16, u8), i32> {
        let irq = self.irq.ok_or(-6)?;
        let m = match self.mode {
            Mode::Off => return Err(-95),
            Mode::On(n) => n,
            Mode::Auto => u8::MAX,
        };
        Ok((irq, self.depth, m))
    }
}
// body
let n = x.load(Relaxed);
let r0 = Config::default().build().unwrap_err();
let r1 = Config::default().irq(n).depth(5).build().unwrap_err();
let (a, b, c) = Config::default().irq(n).depth(5).mode(Mode::On(7)).build().unwrap();
let r2 = a * 1000 + b as u32 * 10 + c as u32;
let r3 = Config::default().mode(Mode::Auto).irq(1).build().map(|t| t.2).unwrap();

// case shadowing
fn parse(v: u32) -> Result<u32, i32> {
    let v = v.checked_sub(1).ok_or(-34)?;
    let v = if v > 100 { return Err(-7) } else { v * 2 };
    let v = match v {
        v @ 0..=9 => v + 1,
        v if v % 4 == 0 => {
            let v = v / 4;
            v
        }
        v => {
            let w = v;
            let v = 3;
            w + v
        }
    };
    Ok(v)
}
// body
let n = x.load(Relaxed);
let r0 = parse(n).unwrap();
let r1 = parse(0).unwrap_err();
let n = n + 10;
let r2 = parse(n).unwrap();
let n = {
    let n = n * 2;
    n + 1
};
let r3 = parse(n).unwrap();
let r4 = {
    let n = 1000;
    parse(n).unwrap_err()
} as i64
    + n as i64;

// case nested-closures
fn apply<F: Fn(u32) -> u32>(f: F, n: u32) -> u32 { f(f(n)) }
fn counter(start: u32) -> impl FnMut(u32) -> u32 {
    let mut n = start;
    move |by| {
        n += by;
        n
    }
}
fn with<R>(v: &mut u32, f: impl FnOnce(&mut u32) -> R) -> R {
    *v += 1;
    f(v)
}
// body
let base = x.load(Relaxed);
let add = |n: u32| n + base;
let r0 = apply(|n| add(n) * 2, 1);
let mut c = counter(base);
c(1);
let r1 = c(5);
let mut v = 3;
let r2 = with(&mut v, |v| {
    *v *= 2;
    let inner = |k: u32| k + *v;
    inner(1)
});
let r3 = v;
let mut log = [0u32; 3];
let mut i = 0;
let mut push = |n| {
    log[i] = n;
    i += 1;
};
push(4);
push(5);
let r4 = log[0] * 10 + log[1];
let r5 = i as u32;
