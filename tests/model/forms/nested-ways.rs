// SPDX-License-Identifier: GPL-2.0 OR MIT
// The same through closures, iterators and loops: tests/model/rust-forms.py says what this is.

// case closures-of-nested
// body
let n = x.load(Relaxed);
let f = |k: u32| -> Result<Option<u32>, i32> {
    if k == 0 {
        Err(-1)
    } else if k < n {
        Ok(None)
    } else {
        Ok(Some(k))
    }
};
let r0 = f(0).is_err();
let r1 = f(1) == Ok(None);
let r2 = f(5).unwrap().unwrap();
let g = |k| {
    let v = f(k)?;
    Ok::<_, i32>(v.map(|v| v * 2))
};
let r3 = g(4).unwrap().unwrap();
let r4 = g(0).unwrap_err();
let r5 = g(1).unwrap().is_none();
let r6 = (0..6).map(|k| f(k)).filter(|r| matches!(r, Ok(Some(_)))).count() as u32;
let r7 = (1..6).find_map(|k| f(k).ok().flatten()).unwrap_or(99);

// case iterators-of-nested
// body
let a = [Some(1u32), None, Some(3)];
let mut it = a.iter();
let r0 = match it.next() {
    Some(Some(v)) => *v,
    Some(None) => 50,
    None => 60,
};
let r1 = match it.next() {
    Some(Some(v)) => *v,
    Some(None) => 50,
    None => 60,
};
let r2 = it.next().copied().flatten().unwrap_or(7);
let r3 = it.next().is_none();
let b: [Result<u32, i32>; 3] = [Ok(4), Err(-2), Ok(6)];
let r4 = b.iter().find(|r| r.is_err()).map_or(0, |r| r.unwrap_err());
let r5 = match b.iter().last() {
    Some(Ok(v)) => *v,
    Some(Err(_)) => 1,
    None => 2,
};
let mut r6 = 0;
for r in b {
    match r {
        Ok(v) => r6 += v,
        Err(e) => r6 -= e.unsigned_abs(),
    }
}
let r7 = b.get(1).copied() == Some(Err(-2));
let r8 = b.first().map(|r| r.is_ok()) == Some(true);

// case loops-and-breaks
fn step(n: u32) -> Result<Option<u32>, u32> {
    match n {
        0 => Ok(None),
        2 => Err(55),
        n => Ok(Some(n - 1)),
    }
}
fn one(n: u32) -> Result<u32, u32> {
    let mut turns = 0;
    if let Some(next) = step(n)? {
        turns += next;
    }
    Ok(turns)
}
// body
let r0 = one(x.load(Relaxed)).unwrap() + 1;
let r1 = one(x.load(Relaxed) - 1).unwrap_err();
let o = loop {
    if r0 == 3 {
        break Some(Some(1u32));
    }
    break None;
};
let r2 = o.flatten().unwrap_or(0);
let v = 'a: {
    if r0 == 3 {
        break 'a Ok(Some(r0));
    }
    if r1 == 0 {
        break 'a Err(7u32);
    }
    Ok(None)
};
let r3 = v.unwrap().unwrap();

// case let-else-and-chains
fn f(n: u32) -> Option<Result<u32, i32>> {
    match n {
        0 => None,
        1 => Some(Err(-4)),
        n => Some(Ok(n)),
    }
}
fn g(n: u32) -> i32 {
    let Some(r) = f(n) else {
        return -100;
    };
    let Ok(v) = r else {
        return r.unwrap_err();
    };
    v as i32
}
// body
let r0 = g(x.load(Relaxed));
let r1 = g(0);
let r2 = g(1);
let Some(Ok(v)) = f(4) else { panic!() };
let r3 = v;
let r4 = matches!(f(1), Some(Err(e)) if e == -4);
let r5 = if let Some(Ok(n @ 2..=9)) = f(7) { n } else { 1 };
let r6 = f(2).ok_or(-1).and_then(|r| r).unwrap_or(0);
let r7 = f(0).ok_or(-1).and_then(|r| r).unwrap_err();

// case changed-while-it-is-read
fn two(a: Option<u32>, b: u32) -> u32 { a.unwrap_or(9) * 10 + b }
fn three(a: Option<Option<u32>>, b: u32) -> u32 { a.flatten().unwrap_or(9) * 10 + b }
// body
let mut o = Some(x.load(Relaxed));
let r0 = two(o, {
    o = None;
    1
});
let r1 = two(o, {
    o = Some(4);
    2
});
let mut p = Some(Some(1));
let r2 = three(p, {
    p = Some(None);
    3
});
let r3 = three(p, {
    p = None;
    4
});
let t = (
    o,
    {
        o = None;
        5u32
    },
    o,
);
let r4 = t.0.unwrap_or(0) + t.1;
let r5 = t.2.is_none();
let q = [
    o,
    {
        o = Some(8);
        None
    },
    o,
];
let r6 = q[0].is_none();
let r7 = q[2].unwrap_or(0);

// case unit-struct-errors
#[derive(PartialEq, Clone, Copy)]
struct Busy;
fn f(n: u32) -> Result<(u32, u32), Busy> {
    if n > 3 {
        Err(Busy)
    } else {
        Ok((n, 2))
    }
}
fn g(n: u32) -> Result<Option<u32>, Busy> {
    let (a, b) = f(n)?;
    Ok((a > b).then_some(a))
}
// body
let r0 = g(x.load(Relaxed)).ok().flatten().unwrap_or(0);
let r1 = g(4) == Err(Busy);
let r2 = g(1) == Ok(None);
let r3 = f(9).is_err();
let r4 = match f(2) {
    Ok((a, b)) => a + b,
    Err(Busy) => 9,
};

// case generic-of-nested
struct Slot<T> {
    v: Option<T>,
    n: u32,
}
impl<T: Copy> Slot<T> {
    fn new() -> Self { Slot { v: None, n: 0 } }
    fn put(&mut self, v: T) -> Option<T> {
        self.n += 1;
        self.v.replace(v)
    }
    fn get(&self) -> Option<T> { self.v }
}
fn first<T: Copy, E: Copy>(a: Result<T, E>, b: Result<T, E>) -> Result<T, E> {
    if a.is_ok() {
        a
    } else {
        b
    }
}
// body
let mut s: Slot<Option<u32>> = Slot::new();
let r0 = s.put(None).is_none();
let r1 = s.put(Some(x.load(Relaxed))) == Some(None);
let r2 = s.get().unwrap().unwrap() + s.n;
let r3 = first(Err((1u32, 2u32)), Ok(Some(4u32))).unwrap().unwrap();
let r4 = match first::<u32, (u32, u32)>(Err((1, 2)), Err((3, 4))) {
    Ok(v) => v,
    Err((a, b)) => a * b,
};

// case dropped-inside
struct D<'a> {
    n: &'a Atomic<u32>,
}
impl<'a> Drop for D<'a> {
    fn drop(&mut self) { self.n.store(self.n.load(Relaxed) + 10, Relaxed); }
}
fn make<'a>(n: &'a Atomic<u32>, k: u32) -> Option<Option<D<'a>>> {
    match k {
        0 => None,
        1 => Some(None),
        _ => Some(Some(D { n })),
    }
}
// body
make(x, 0);
make(x, 1);
let r0 = x.load(Relaxed);
{
    let _d = make(x, 2);
}
let r1 = x.load(Relaxed);
if let Some(Some(d)) = make(x, 2) {
    d.n.store(1, Relaxed);
}
let r2 = x.load(Relaxed);
let mut o = make(x, 2);
o = Some(None);
let r3 = x.load(Relaxed);
drop(o);
let r4 = x.load(Relaxed);

// case ordered
// body
let n = x.load(Relaxed);
let a = Some(n);
let r0 = a > None;
let r1 = Some(2) < Some(n);
let r2 = a <= Some(n);
let r3 = (None, 1) < (Some(n), 0);
let r4 = Ok::<u32, u32>(n) < Err(1);
let r5 = Some(n) >= Some(n);
