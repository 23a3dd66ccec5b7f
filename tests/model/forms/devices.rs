// SPDX-License-Identifier: GPL-2.0 OR MIT
// What drivers in Rust are written with, further: tests/model/rust-forms.py says what this is.

// case match-guards-bindings
fn class(n: u32) -> u32 {
    match n {
        0 => 0,
        m @ 1..=4 if m % 2 == 1 => m * 10,
        1 | 2 | 4 => 5,
        5.. => 6,
        _ => 7,
    }
}
// body
let r0 = class(x.load(Relaxed));
let r1 = class(2);
let r2 = class(100);
let r3 = match (x.load(Relaxed), Some(4u32)) {
    (3, Some(v @ (4 | 5))) => v,
    (_, None) => 1,
    _ => 2,
};

// case match-ref-mut-enum
enum Slot {
    Free,
    Used { n: u32, next: u32 },
}
impl Slot {
    fn grow(&mut self) -> u32 {
        match self {
            Slot::Used { n, .. } => {
                *n += 1;
                *n
            }
            Slot::Free => {
                *self = Slot::Used { n: 1, next: 0 };
                0
            }
        }
    }
    fn next(&self) -> Option<u32> {
        match *self {
            Self::Free => None,
            Self::Used { next, .. } => Some(next),
        }
    }
}
// body
let mut s = Slot::Free;
let r0 = s.grow();
let r1 = s.grow();
let r2 = s.next().unwrap_or(9);
let r3 = matches!(s, Slot::Used { n: 2, .. });

// case impl-iterator
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
let mut r0 = 0;
for v in (Count { n: 4 }) {
    r0 = r0 * 10 + v;
}
let mut c = Count { n: x.load(Relaxed) };
let mut r1 = 0;
while let Some(v) = c.next() {
    r1 = r1 * 10 + v;
}

// case iterator-ends
let a = [4u32, 7, 1, 7];
let r0 = a.iter().position(|v| *v == 7).unwrap_or(9);
let r1 = *a.iter().max().unwrap();
let r2 = a.iter().any(|&v| v == x.load(Relaxed));
let r3 = a.iter().all(|v| *v > 0);
let r4 = a.iter().filter(|v| **v == 7).count();
let r5 = a.iter().copied().min().unwrap_or(0);
let r6 = a.iter().find(|&&v| v < 4).copied().unwrap_or(99);
let r7 = *a.iter().last().unwrap();
let r8 = a.first().copied().unwrap_or(0) * 10 + *a.last().unwrap();
let r9 = a.contains(&1);

// case array-methods
let mut a = [4u32, 7, 1, 8];
a.swap(0, 3);
let r0 = a[0] * 10 + a[3];
a.fill(2);
let r1 = a.iter().product::<u32>();
let r2 = a.get(2).is_some();
let r3 = a.get(x.load(Relaxed) as usize + 1).is_none();
if let Some(v) = a.get_mut(1) {
    *v = 5;
}
let r4 = a[1];
let b = a.map(|v| v + 1);
let r5 = b[1];
let mut c = [0u32; 4];
c.copy_from_slice(&a);
let r6 = c == a;
let r7 = a.is_empty();

// case bool-then
let a = x.load(Relaxed);
let r0 = (a == 3).then(|| a + 1).unwrap_or(0);
let r1 = (a == 4).then_some(7).is_none();
let r2 = a.checked_sub(1).and_then(|v| (v > 1).then_some(v)).unwrap_or(8);

// case bitflags-consts
#[derive(Clone, Copy, PartialEq, Eq)]
struct Flags(u32);
impl Flags {
    const NONE: Flags = Flags(0);
    const READ: Self = Self(1 << 0);
    const WRITE: Self = Self(1 << 1);
    const fn contains(self, other: Flags) -> bool {
        self.0 & other.0 == other.0
    }
    const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
impl core::ops::BitOrAssign for Flags {
    fn bitor_assign(&mut self, rhs: Self) {
        self.0 |= rhs.0;
    }
}
const RW: Flags = Flags::READ.union(Flags::WRITE);
// body
let mut f = Flags::NONE;
f |= Flags::READ;
let r0 = f.contains(Flags::READ);
let r1 = f.contains(RW);
f |= Flags(x.load(Relaxed));
let r2 = f.contains(RW);
let r3 = RW.0;

// case struct-with-mut-ref-field
struct Cursor<'a> {
    pos: &'a mut u32,
    step: u32,
}
impl<'a> Cursor<'a> {
    fn new(pos: &'a mut u32, step: u32) -> Self {
        Cursor { pos, step }
    }
    fn advance(&mut self) -> u32 {
        *self.pos += self.step;
        *self.pos
    }
}
// body
let mut n = x.load(Relaxed);
let mut c = Cursor::new(&mut n, 4);
let r0 = c.advance();
let r1 = c.advance();
let r2 = n;

// case nested-mut-method
#[derive(Default)]
struct Stats {
    rx: u32,
    tx: u32,
}
#[derive(Default)]
struct Dev {
    stats: Stats,
    up: bool,
}
impl Dev {
    fn stats_mut(&mut self) -> &mut Stats {
        &mut self.stats
    }
    fn count(&mut self, rx: bool, by: u32) {
        let c = if rx { &mut self.stats.rx } else { &mut self.stats.tx };
        *c += by;
    }
}
// body
let mut d = Dev::default();
d.stats_mut().rx += 4;
d.count(true, 3);
d.count(false, x.load(Relaxed));
let r0 = d.stats.rx * 10 + d.stats.tx;
let Dev { stats: Stats { rx, .. }, up } = &mut d;
*up = true;
*rx = 1;
let r1 = d.stats.rx;

// case dyn-trait
trait Handler {
    fn handle(&self, n: u32) -> u32;
}
struct A;
struct B(u32);
impl Handler for A {
    fn handle(&self, n: u32) -> u32 {
        n
    }
}
impl Handler for B {
    fn handle(&self, n: u32) -> u32 {
        n * self.0
    }
}
fn call(h: &dyn Handler, n: u32) -> u32 {
    h.handle(n)
}
// body
let r0 = call(&A, x.load(Relaxed));
let r1 = call(&B(5), x.load(Relaxed));

// case impl-trait-arg
fn apply(f: impl Fn(u32) -> u32, n: u32) -> u32 {
    f(f(n))
}
fn each<F>(n: u32, mut f: F)
where
    F: FnMut(u32),
{
    for i in 0..n {
        f(i);
    }
}
fn adder(k: u32) -> impl Fn(u32) -> u32 {
    move |n| n + k
}
// body
let r0 = apply(|v| v * 2, x.load(Relaxed));
let mut s = 0;
each(4, |i| s += i);
let r1 = s;
let r2 = adder(4)(5);

// case result-methods
fn get(n: u32) -> Result<u32, i32> {
    if n > 2 { Ok(n) } else { Err(-5) }
}
fn all(n: u32) -> Result<u32, i32> {
    let v = get(n).map(|v| v + 1).map_err(|e| e * 2)?;
    get(v).and_then(|v| get(v - 3)).or_else(|e| if e == -5 { Ok(77) } else { Err(e) })
}
// body
let r0 = all(x.load(Relaxed)).unwrap_or(0);
let r1 = all(1).unwrap_or_else(|e| e as u32);
let r2 = get(1).ok().is_none();
let r3 = get(1).err().unwrap_or(0);
let r4 = get(9).is_ok_and(|v| v == 9);

// case two-dim-and-struct-arrays
#[derive(Clone, Copy, Default)]
struct Desc {
    addr: u64,
    len: u32,
}
// body
let mut d = [Desc::default(); 3];
d[1].len = 4;
d[x.load(Relaxed) as usize - 1].addr = 9;
let r0 = d[1].len + d[2].addr as u32;
let r1 = d.iter().map(|d| d.len).sum::<u32>();
let mut m = [[0u32; 2]; 2];
m[1][0] = 5;
let r2 = m[1].iter().sum::<u32>();
for (i, row) in m.iter().enumerate() {
    for v in row {
        x.store(x.load(Relaxed) * 2 + *v + i as u32, Relaxed);
    }
}

// case while-with-block-cond
let mut i = 0;
while {
    i += 1;
    i < 5
} {}
let r0 = i;
let r1 = loop {
    i -= 1;
    if i & 1 == 0 {
        continue;
    }
    if i < 3 {
        break i;
    }
};
let r2 = unsafe {
    let k = i;
    k + 1
};
let r3 = if let 1..=3 = i { 1 } else { 0 };
