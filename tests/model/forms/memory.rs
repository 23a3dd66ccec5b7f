// SPDX-License-Identifier: GPL-2.0 OR MIT
// Options, Results and enums in memory: tests/model/rust-forms.py says what this is.

// case memory-option-behind-lock
// shared s: SpinLock<Option<i32>> = SpinLock::new(None)
// body
let r0 = s.lock().is_none();
*s.lock() = Some(5);
let mut r1 = 0;
if let Some(v) = s.lock().take() {
    r1 = v;
}
let r2 = s.lock().is_some();
let r3 = s.lock().unwrap_or(8);

// case memory-option-member
struct Inner {
    n: u32,
    item: Option<i32>,
    last: u8,
}
// shared s: SpinLock<Inner> = SpinLock::new(Inner { n: 2, item: Some(-3), last: 7 })
// body
let mut g = s.lock();
let r0 = g.item.unwrap_or(0);
g.item = None;
g.n += 1;
let r1 = g.item.is_some();
let r2 = match g.item {
    Some(v) => v,
    None => g.n as i32 * 10 + g.last as i32,
};
g.item = Some(4);
let copy = g.item;
g.item = None;
let r3 = copy.unwrap();

// case memory-option-match
// shared s: SpinLock<Option<u32>> = SpinLock::new(Some(6))
// body
let mut g = s.lock();
let mut r0 = 0;
match *g {
    Some(0) => r0 = 1,
    Some(1..=5) => r0 = 2,
    Some(n) if n == 7 => r0 = 3,
    Some(n) => r0 = n,
    None => r0 = 4,
}
match &mut *g {
    Some(n) => *n += 1,
    None => {}
}
let r1 = match *g {
    Some(n) if n == 7 => 70,
    Some(5) | Some(6) => 50,
    _ => 30,
};
if let Some(ref mut n) = *g {
    *n *= 2;
}
let Some(r2) = *g else { return };
let r3 = if let Some(n @ 10..=20) = &*g { *n } else { 1 };
*g = None;
let r4 = if let Some(n) = *g { n } else { 9 };

// case memory-option-methods
// shared s: SpinLock<Option<u32>> = SpinLock::new(None)
// body
let mut g = s.lock();
let r0 = *g.insert(4);
let r1 = g.replace(5).unwrap_or(0);
let r2 = g.as_mut().map(|v| { *v += 1; *v }).unwrap_or(1);
let r3 = g.as_ref().map(|v| *v * 2).unwrap_or(2);
let r4 = g.take().ok_or(3u32).unwrap_or(7);
let r5 = *g.get_or_insert_with(|| 11);
*g.get_or_insert(12) += 20;
let r6 = g.unwrap();
let r7 = g.is_some_and(|v| v > 30);
let r8 = g.filter(|v| *v > 31).is_none();
let r9 = g.map_or(1, |v| v + 1);

// case memory-option-compared
// shared s: SpinLock<Option<u32>> = SpinLock::new(Some(3))
// shared t: SpinLock<Option<u32>> = SpinLock::new(None)
// body
let r0 = *s.lock() == Some(3);
let r1 = *s.lock() == None;
let r2 = *s.lock() == *t.lock();
s.lock().take();
let r3 = *s.lock() == *t.lock();
let r4 = *s.lock() != Some(3);

// case memory-option-of-struct
#[derive(Clone, Copy)]
struct Work {
    id: u32,
    on: bool,
}
// shared s: SpinLock<Option<Work>> = SpinLock::new(None)
// body
let mut g = s.lock();
*g = Some(Work { id: 4, on: true });
let r0 = match *g {
    Some(Work { id, on: true }) => id,
    Some(Work { .. }) => 1,
    None => 2,
};
if let Some(w) = g.as_mut() {
    w.id += 1;
    w.on = false;
}
let r1 = match &*g {
    Some(Work { id, on: true }) => *id,
    Some(Work { id, .. }) => *id * 10,
    None => 2,
};
let w = g.take().unwrap();
let r2 = w.id + w.on as u32;
let r3 = g.is_none();

// case memory-nested-options
// shared s: SpinLock<Option<Option<u32>>> = SpinLock::new(Some(None))
// body
let mut g = s.lock();
let r0 = g.is_some();
let r1 = match *g {
    Some(Some(n)) => n,
    Some(None) => 20,
    None => 30,
};
*g = Some(Some(5));
let r2 = match *g {
    Some(Some(n)) => n,
    Some(None) => 20,
    None => 30,
};
if let Some(inner) = g.as_mut() {
    *inner = None;
}
let r3 = g.flatten().is_none();
let r4 = g.is_none();

// case memory-result
// shared s: SpinLock<Option<Result<u32, i32>>> = SpinLock::new(None)
// body
*s.lock() = Some(Err(-5));
let r0 = match s.lock().take() {
    Some(Ok(v)) => v as i32,
    Some(Err(e)) => e,
    None => 1,
};
*s.lock() = Some(Ok(9));
let r1 = match *s.lock() {
    Some(Ok(v)) => v,
    Some(Err(_)) => 3,
    None => 1,
};
let copy = *s.lock();
let r2 = copy.unwrap().unwrap();

// case memory-result-written-late
// shared s: SpinLock<Result<u32, i32>> = SpinLock::new(Ok(1))
fn check(n: u32) -> Result<u32, i32> {
    if n > 2 { Err(-(n as i32)) } else { Ok(n) }
}
// body
let r0 = s.lock().is_ok();
*s.lock() = check(x.load(Relaxed));
let r1 = s.lock().unwrap_or(7);
let r2 = match *s.lock() {
    Ok(n) => n as i32,
    Err(e) => e,
};
*s.lock() = check(x.load(Relaxed) - 1);
let r3 = s.lock().unwrap();
let r4 = s.lock().is_err();

// case memory-enum
enum State {
    Idle,
    Busy(u32),
    Failed { errno: i32, retries: u32 },
}
use State::*;
// shared s: SpinLock<State> = SpinLock::new(State::Busy(2))
// body
let mut g = s.lock();
match *g {
    Idle => *g = Busy(1),
    Busy(ref mut n) => *n += 1,
    Failed { .. } => {}
}
let r0 = if let State::Busy(n) = *g { n } else { 0 };
if let Busy(n) = *g {
    *g = Failed { errno: -5, retries: n };
}
let r1 = match &*g {
    Failed { errno, retries } => *errno * 10 - *retries as i32,
    _ => 0,
};
if let Failed { retries, .. } = &mut *g {
    *retries += 4;
}
let r2 = match *g {
    Failed { errno: -4, .. } => 1,
    Failed { errno: -5, retries } => retries,
    _ => 2,
};
*g = Idle;
let r3 = matches!(*g, Idle);
let r4 = matches!(*g, Busy(_) | Failed { .. });

// case memory-enum-methods
#[derive(Clone, Copy, PartialEq)]
enum State {
    Off,
    On { level: u8 },
    Fault(i32, i32),
}
impl State {
    fn next(self) -> State {
        match self {
            State::Off => State::On { level: 1 },
            State::On { level: 2 } => State::Fault(4, -4),
            State::On { level } => State::On { level: level + 1 },
            State::Fault(..) => State::Off,
        }
    }
    fn is_on(&self) -> bool {
        matches!(self, State::On { .. })
    }
    fn advance(&mut self) {
        *self = self.next();
    }
}
struct Dev {
    state: State,
    ticks: u32,
}
// shared d: SpinLock<Dev> = SpinLock::new(Dev { state: State::Off, ticks: 0 })
// body
let mut g = d.lock();
let r0 = g.state.is_on();
g.state = g.state.next();
let r1 = g.state.is_on();
g.state.advance();
g.ticks += 1;
let r2 = match g.state {
    State::On { level } => level as u32 + g.ticks,
    _ => 0,
};
g.state.advance();
let r3 = match g.state {
    State::Fault(a, b) => a * 10 + b,
    _ => 0,
};
let r4 = g.state == State::Fault(4, -4);
let r5 = g.state != State::Off;

// case memory-array-of-options
struct Ring {
    slots: [Option<u32>; 2],
    head: usize,
}
impl Ring {
    fn push(&mut self, v: u32) -> bool {
        let i = self.head % 2;
        if self.slots[i].is_some() {
            return false;
        }
        self.slots[i] = Some(v);
        self.head += 1;
        true
    }
}
// shared s: SpinLock<Ring> = SpinLock::new(Ring { slots: [None; 2], head: 0 })
// shared t: SpinLock<[Option<u8>; 3]> = SpinLock::new([None, Some(2), None])
// body
let mut g = s.lock();
let r0 = g.push(4);
let r1 = g.push(x.load(Relaxed));
let r2 = g.push(6);
let r3 = g.slots[0].take().unwrap_or(1);
let r4 = g.slots[0].is_none();
let i = x.load(Relaxed) as usize - 2;
let r5 = g.slots[i].unwrap_or(2);
let mut r6 = 0;
for slot in t.lock().iter_mut() {
    if slot.is_none() {
        *slot = Some(5);
    }
}
for slot in t.lock().iter() {
    r6 = r6 * 10 + slot.unwrap_or(0);
}

// case memory-static-option
struct Config {
    rate: u32,
    channels: u32,
}
static CONFIG: SpinLock<Option<Config>> = SpinLock::new(None);
static MODE: SpinLock<Option<u32>> = SpinLock::new(Some(2));
// body
*CONFIG.lock() = Some(Config { rate: 48, channels: 2 });
let g = CONFIG.lock();
let r0 = match g.as_ref() {
    Some(c) => c.rate / c.channels,
    None => 1,
};
let r1 = MODE.lock().take().unwrap_or(0);
let r2 = MODE.lock().is_some();

// case memory-option-argument
struct Work {
    id: u32,
    prio: u32,
}
fn claim(slot: &mut Option<Work>, id: u32) -> bool {
    if let Some(w) = slot {
        w.prio += 1;
        return false;
    }
    *slot = Some(Work { id, prio: 0 });
    true
}
fn id(slot: &Option<Work>) -> u32 {
    match slot {
        Some(w) => w.id * 10 + w.prio,
        None => 0,
    }
}
// shared s: SpinLock<Option<Work>> = SpinLock::new(None)
// body
let r0 = claim(&mut s.lock(), 1);
let mut g = s.lock();
let r1 = claim(&mut *g, 2);
let r2 = id(&g);
let old = core::mem::replace(&mut *g, Some(Work { id: 5, prio: 5 }));
let r3 = id(&old);
let older = core::mem::take(&mut *g);
let r4 = id(&older);
let r5 = id(&*g);

// case memory-option-while-let
struct Queue {
    next: Option<u32>,
    left: u32,
}
impl Queue {
    fn pop(&mut self) -> Option<u32> {
        let v = self.next.take()?;
        if self.left > 0 {
            self.left -= 1;
            self.next = Some(v + 1);
        }
        Some(v)
    }
}
// shared q: SpinLock<Queue> = SpinLock::new(Queue { next: Some(1), left: 2 })
// body
let mut r0 = 0;
let mut g = q.lock();
while let Some(v) = g.pop() {
    r0 = r0 * 10 + v;
}
let r1 = g.next.is_none();
g.next = Some(3);
let mut r2 = 0;
while let Some(n) = g.next {
    r2 += n;
    g.next = if n > 1 { Some(n - 1) } else { None };
}

// case memory-option-dropped
static LOG: Atomic<u32> = Atomic::new(0);
struct Put(u32);
impl Drop for Put {
    fn drop(&mut self) {
        LOG.store(LOG.load(Relaxed) * 10 + self.0, Relaxed);
    }
}
struct Both {
    a: Option<Put>,
    b: Option<Put>,
}
static SLOT: SpinLock<Option<Put>> = SpinLock::new(None);
static BOTH: SpinLock<Both> = SpinLock::new(Both { a: None, b: None });
// body
*SLOT.lock() = Some(Put(1));
let r0 = LOG.load(Relaxed);
*SLOT.lock() = Some(Put(2));
let r1 = LOG.load(Relaxed);
{
    let old = SLOT.lock().replace(Put(3));
    LOG.store(LOG.load(Relaxed) * 10 + 9, Relaxed);
}
let r2 = LOG.load(Relaxed);
if let Some(p) = SLOT.lock().take() {
    LOG.store(p.0, Relaxed);
}
let r3 = LOG.load(Relaxed);
*SLOT.lock() = None;
let r4 = LOG.load(Relaxed);
*BOTH.lock() = Both { a: Some(Put(5)), b: None };
BOTH.lock().b = Some(Put(6));
*BOTH.lock() = Both { a: Some(Put(7)), b: None };
let r5 = LOG.load(Relaxed);
let two = core::mem::replace(&mut *BOTH.lock(), Both { a: None, b: Some(Put(8)) });
drop(two);
let r6 = LOG.load(Relaxed);

// case memory-enum-dropped
static LOG: Atomic<u32> = Atomic::new(0);
struct Put(u32);
impl Drop for Put {
    fn drop(&mut self) {
        LOG.store(LOG.load(Relaxed) * 10 + self.0, Relaxed);
    }
}
enum State {
    Idle,
    One(Put),
    Two { a: Put, b: Put },
}
static STATE: SpinLock<State> = SpinLock::new(State::Idle);
// body
*STATE.lock() = State::One(Put(1));
let r0 = LOG.load(Relaxed);
*STATE.lock() = State::Two { a: Put(2), b: Put(3) };
let r1 = LOG.load(Relaxed);
if let State::Two { a, .. } = &mut *STATE.lock() {
    *a = Put(4);
}
let r2 = LOG.load(Relaxed);
let old = core::mem::replace(&mut *STATE.lock(), State::Idle);
let r3 = LOG.load(Relaxed);
drop(old);
let r4 = LOG.load(Relaxed);

// case memory-cell-of-option
// shared c: SpinLock<Cell<Option<u32>>> = SpinLock::new(Cell::new(None))
// body
let g = c.lock();
let r0 = g.get().is_none();
g.set(Some(4));
let r1 = g.get().unwrap_or(0);
let r2 = g.replace(Some(6)).unwrap_or(0);
let r3 = g.take().unwrap_or(0);
let r4 = g.get().is_some();

// case memory-option-of-reference
static A: Atomic<u32> = Atomic::new(4);
static B: Atomic<u32> = Atomic::new(5);
struct Link {
    to: Option<&'static Atomic<u32>>,
}
static LINK: SpinLock<Link> = SpinLock::new(Link { to: None });
// body
let r0 = LINK.lock().to.is_some();
LINK.lock().to = Some(&A);
let r1 = match LINK.lock().to {
    Some(a) => a.load(Relaxed),
    None => 0,
};
let old = LINK.lock().to.replace(&B);
let r2 = old.map(|a| a.load(Relaxed)).unwrap_or(0);
let r3 = LINK.lock().to.take().unwrap().load(Relaxed);
let r4 = LINK.lock().to.is_none();

// case memory-option-of-tuple
// shared s: SpinLock<Option<(u32, bool)>> = SpinLock::new(Some((3, false)))
// body
let mut g = s.lock();
let r0 = match *g {
    Some((n, true)) => n,
    Some((n, false)) => n + 10,
    None => 0,
};
if let Some((n, on)) = &mut *g {
    *n += 1;
    *on = true;
}
let (r1, r2) = g.unwrap();
let r3 = if let Some((_, true)) = *g { 1 } else { 0 };
