// SPDX-License-Identifier: GPL-2.0 OR MIT
// More of Options, Results and enums in memory: tests/model/rust-forms.py says what this is.

// case memory-walk-list
struct Node {
    v: u32,
    next: Option<&'static Node>,
}
static C: Node = Node { v: 3, next: None };
static B: Node = Node { v: 2, next: Some(&C) };
struct List {
    head: Option<&'static Node>,
}
static LIST: SpinLock<List> = SpinLock::new(List { head: None });
// body
LIST.lock().head = Some(&B);
let mut r0 = 0;
let mut cur = LIST.lock().head;
while let Some(n) = cur {
    r0 = r0 * 10 + n.v;
    cur = n.next;
}
let r1 = match LIST.lock().head {
    Some(Node { v, next: Some(n) }) => *v * 10 + n.v,
    Some(Node { v, next: None }) => *v,
    None => 0,
};
let r2 = if let Some(n) = &LIST.lock().head { n.v } else { 0 };

// case memory-mem-replace
enum State {
    Idle,
    Ready(u32),
    Done { code: i32 },
}
struct Dev {
    state: State,
}
impl Dev {
    fn finish(&mut self) -> i32 {
        match core::mem::replace(&mut self.state, State::Idle) {
            State::Idle => -1,
            State::Ready(n) => {
                self.state = State::Done { code: n as i32 };
                0
            }
            State::Done { code } => code,
        }
    }
    fn count(&mut self) {
        match self.state {
            State::Ready(ref mut n) => *n += 1,
            State::Idle => self.state = State::Ready(5),
            _ => (),
        }
    }
}
impl State {
    fn bump(&mut self) -> bool {
        match self {
            State::Ready(n) if *n > 5 => {
                *n += 10;
                true
            }
            State::Ready(_) | State::Done { .. } => false,
            State::Idle => {
                *self = State::Done { code: 1 };
                false
            }
        }
    }
}
// shared d: SpinLock<Dev> = SpinLock::new(Dev { state: State::Idle })
// body
let mut g = d.lock();
let r0 = g.finish();
g.count();
let r1 = g.state.bump();
g.count();
let r2 = matches!(&g.state, State::Ready(n) if *n > 1);
let r3 = g.finish();
let r4 = matches!(g.state, State::Done { code: 1 });

// case memory-array-iterated
struct Slots {
    slot: [Option<u32>; 3],
}
// shared s: SpinLock<Slots> = SpinLock::new(Slots { slot: [Some(1), None, Some(3)] })
// body
let mut g = s.lock();
let r0 = g.slot.iter().position(|s| s.is_none()).unwrap_or(9);
let r1 = g.slot.iter().flatten().sum::<u32>();
let r2 = g.slot.iter().filter(|s| s.is_some()).count();
if let Some(free) = g.slot.iter_mut().find(|s| s.is_none()) {
    *free = Some(7);
}
let r3 = g.slot[1].unwrap();

// case memory-array-taken
// shared s: SpinLock<[Option<u32>; 3]> = SpinLock::new([Some(1), None, Some(3)])
// body
let mut g = s.lock();
let mut r0 = 0;
for (i, s) in g.iter_mut().enumerate() {
    if let Some(v) = s.take() {
        r0 = r0 * 10 + v + i as u32;
    }
}
let r1 = g.iter().all(|s| s.is_none());
g[1] = Some(4);
g[2] = g[1].take();
let r2 = g[1].is_none();
let r3 = g.iter().any(|s| matches!(s, Some(4)));

// case memory-array-written
// shared s: SpinLock<[Option<u32>; 3]> = SpinLock::new([Some(1), None, Some(3)])
// body
let mut g = s.lock();
*g = [Some(9); 3];
let r0 = g.iter().filter_map(|s| *s).count();
let r1 = g.iter().map(|s| s.unwrap_or(0)).sum::<u32>();
g.swap(0, 2);
let copy = *g;
let r2 = copy[1].unwrap();

// case memory-two-options
struct Pair {
    a: Option<u32>,
    b: Option<u32>,
}
// shared p: SpinLock<Pair> = SpinLock::new(Pair { a: Some(1), b: None })
// body
let mut guard = p.lock();
let g = &mut *guard;
core::mem::swap(&mut g.a, &mut g.b);
let r0 = g.a.is_none();
let r1 = g.a.or(g.b).unwrap_or(0);
let r2 = match (&g.a, &g.b) {
    (Some(a), Some(b)) => *a + *b,
    (None, Some(b)) => *b * 100,
    _ => 0,
};
g.a = Some(4);
let r3 = if let (Some(a), Some(b)) = (g.a, g.b) { a * 10 + b } else { 0 };
let r4 = g.a.zip(g.b).map(|(a, b)| a + b).unwrap_or(0);
let r5 = g.a > g.b;
let r6 = g.a.xor(g.b).is_none();

// case memory-option-of-many
#[derive(Clone, Copy, PartialEq)]
enum Mode {
    Slow = 3,
    Fast = 7,
}
struct Many {
    unit: Option<()>,
    flag: Option<bool>,
    small: Option<u8>,
    wide: Option<u64>,
    mode: Option<Mode>,
    list: Option<[u16; 2]>,
    done: Result<(), i32>,
}
impl Many {
    const fn new() -> Many {
        Many {
            unit: None,
            flag: Some(false),
            small: Some(255),
            wide: None,
            mode: Some(Mode::Fast),
            list: Some([1, 2]),
            done: Err(-3),
        }
    }
}
// shared m: SpinLock<Many> = SpinLock::new(Many::new())
// body
let mut g = m.lock();
let r0 = g.unit.is_some();
g.unit = Some(());
let r1 = g.unit.is_some();
let r2 = g.flag.unwrap() as u8 + g.small.unwrap() / 5;
g.wide = Some(1 << 40);
let r3 = g.wide.unwrap_or(0);
let r4 = match g.mode {
    Some(Mode::Slow) => 1,
    Some(Mode::Fast) => 2,
    None => 3,
};
g.mode = Some(Mode::Slow);
let r5 = g.mode == Some(Mode::Slow);
if let Some(list) = &mut g.list {
    list[1] += 5;
}
let r6 = g.list.map(|l| l[0] * 100 + l[1]).unwrap_or(0);
let r7 = match g.done {
    Ok(()) => 0,
    Err(e) => e,
};
g.done = Ok(());
let r8 = g.done.is_ok();

// case memory-let-else
struct Work {
    id: u32,
    left: u32,
}
struct Dev {
    work: Option<Work>,
    runs: u32,
}
impl Dev {
    fn step(&mut self) -> Option<u32> {
        let Some(w) = &mut self.work else {
            return None;
        };
        w.left -= 1;
        self.runs += 1;
        if w.left == 0 {
            let w = self.work.take()?;
            return Some(w.id + 100);
        }
        Some(w.id)
    }
    fn id(&self) -> u32 {
        self.work.as_ref().map_or(0, |w| w.id)
    }
}
// shared d: SpinLock<Dev> = SpinLock::new(Dev { work: Some(Work { id: 5, left: 2 }), runs: 0 })
// body
let mut g = d.lock();
let r0 = g.id();
let r1 = g.step().unwrap_or(1);
g.work.as_mut().unwrap().id += 1;
let r2 = g.work.as_ref().unwrap().id;
let r3 = g.step().unwrap_or(2);
let r4 = g.step().unwrap_or(3);
let r5 = g.runs;
if let Some(Work { ref mut id, left }) = g.work {
    *id += left;
}
let r6 = g.id();

// case memory-pointers-to-option
static CELL: Shared = Shared { o: UnsafeCell::new(Some(3)) };
struct Shared {
    o: UnsafeCell<Option<u32>>,
}
use std::cell::UnsafeCell;
unsafe impl Sync for Shared {}
// body
let p = CELL.o.get();
let r0 = unsafe { (*p).unwrap_or(1) };
unsafe { *p = None };
let r1 = unsafe { (*p).is_none() };
unsafe { p.write(Some(8)) };
let r2 = unsafe { p.read() }.unwrap_or(2);
let r3 = if let Some(v) = unsafe { &mut *p } { *v += 1; *v } else { 0 };
let r4 = unsafe { (*p).take() }.unwrap_or(0);
let r5 = unsafe { *p } == Some(4);

// case memory-alternatives-bind
#[derive(Clone, Copy)]
enum Msg {
    Read(u32),
    Write(u32),
    Both(u32, u32),
    None,
}
// shared m: SpinLock<Msg> = SpinLock::new(Msg::Write(4))
// body
let mut g = m.lock();
let r0 = match *g {
    Msg::Read(n) | Msg::Write(n) => n,
    Msg::Both(a, b) => a + b,
    Msg::None => 0,
};
let copy = *g;
let r1 = match copy {
    Msg::Read(n) | Msg::Write(n) => n,
    Msg::Both(a, b) => a + b,
    Msg::None => 0,
};
match &mut *g {
    Msg::Read(n) | Msg::Write(n) | Msg::Both(_, n) => *n += 3,
    Msg::None => {}
}
let r2 = if let Msg::Write(n) = *g { n } else { 0 };
*g = Msg::Both(5, 6);
match &mut *g {
    Msg::Read(n) | Msg::Write(n) | Msg::Both(_, n) => *n += 3,
    Msg::None => {}
}
let r3 = if let Msg::Both(a, b) = *g { a * 10 + b } else { 0 };

// case memory-generic
struct Slot<T> {
    item: SpinLock<Option<T>>,
}
impl<T> Slot<T> {
    const fn new() -> Self {
        Slot { item: SpinLock::new(None) }
    }
    fn put(&self, v: T) -> Result<(), T> {
        let mut g = self.item.lock();
        if g.is_some() {
            return Err(v);
        }
        *g = Some(v);
        Ok(())
    }
    fn get(&self) -> Option<T> {
        self.item.lock().take()
    }
}
static A: Slot<u32> = Slot::new();
static B: Slot<(u8, bool)> = Slot::new();
// body
let r0 = A.put(4).is_ok();
let r1 = match A.put(5) {
    Err(v) => v,
    Ok(()) => 0,
};
let r2 = A.get().unwrap_or(1) + A.get().unwrap_or(20);
let r3 = B.put((3, true)).is_ok();
let (r4, r5) = B.get().unwrap();

// case memory-dropped-in-array
static LOG: Atomic<u32> = Atomic::new(0);
struct Put(u32);
impl Drop for Put {
    fn drop(&mut self) {
        LOG.store(LOG.load(Relaxed) * 10 + self.0, Relaxed);
    }
}
static POOL: SpinLock<[Option<Put>; 2]> = SpinLock::new([None, None]);
// body
let mut g = POOL.lock();
g[1] = Some(Put(1));
g[0] = Some(Put(2));
g[1] = None;
let r0 = LOG.load(Relaxed);
g[1] = g[0].take();
let r1 = LOG.load(Relaxed);
if let Some(p) = g[1].as_mut() {
    *p = Put(6);
}
let r2 = LOG.load(Relaxed);
let r3 = matches!(g[1], Some(Put(6)));
*g = [None, Some(Put(7))];
let r4 = LOG.load(Relaxed);

// case memory-result-dropped
static LOG: Atomic<u32> = Atomic::new(0);
struct Put(u32);
impl Drop for Put {
    fn drop(&mut self) {
        LOG.store(LOG.load(Relaxed) * 10 + self.0, Relaxed);
    }
}
static LAST: SpinLock<Result<Put, u32>> = SpinLock::new(Err(0));
// body
let mut g = LAST.lock();
*g = Ok(Put(3));
*g = Ok(Put(4));
let r0 = LOG.load(Relaxed);
*g = Err(1);
let r1 = LOG.load(Relaxed);
let r2 = match &*g {
    Ok(p) => p.0,
    Err(e) => *e + 20,
};
let p = unsafe { core::ptr::read(&mut *g as *mut Result<Put, u32>) };
let r3 = p.is_err();

// case alternatives-of-locals
#[derive(Clone, Copy)]
enum Msg {
    Read(u32, bool),
    Write(bool, u32),
    Pair((u32, u32)),
}
fn size(m: &Msg) -> u32 {
    match m {
        Msg::Read(n, true) | Msg::Write(false, n) => *n,
        Msg::Read(n, _) | Msg::Write(_, n) | Msg::Pair((_, n)) => *n + 100,
    }
}
fn grow(m: &mut Msg) {
    match m {
        Msg::Read(n, _) | Msg::Write(_, n) | Msg::Pair((n, _)) => *n += 1,
    }
}
// body
let mut m = Msg::Write(x.load(Relaxed) > 5, 4);
let r0 = size(&m);
grow(&mut m);
let r1 = size(&m);
m = Msg::Pair((7, 8));
grow(&mut m);
let r2 = size(&m);
let r3 = match m {
    Msg::Pair((a, 9)) | Msg::Pair((8, a)) => a,
    _ => 0,
};
let r4 = match (x.load(Relaxed), 5u32) {
    (3, n) | (n, 3) if n < 5 => n,
    (n, 6) | (3, n) => n + 10,
    _ => 1,
};
let r5 = match Some(Msg::Read(3, false)) {
    Some(Msg::Read(n, true) | Msg::Write(_, n)) => n,
    Some(Msg::Pair((n, _)) | Msg::Read(n, false)) => n + 30,
    None => 0,
};

// case alternatives-that-move
static LOG: Atomic<u32> = Atomic::new(0);
struct Put(u32);
impl Drop for Put {
    fn drop(&mut self) {
        LOG.store(LOG.load(Relaxed) * 10 + self.0, Relaxed);
    }
}
enum Two {
    A(Put),
    B(u32, Put),
}
// body
let two = if x.load(Relaxed) == 3 { Two::B(1, Put(2)) } else { Two::A(Put(3)) };
let r0 = match two {
    Two::A(p) | Two::B(_, p) => p.0,
};
let r1 = LOG.load(Relaxed);
