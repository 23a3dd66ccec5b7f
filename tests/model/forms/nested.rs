// SPDX-License-Identifier: GPL-2.0 OR MIT
// Options and Results in each other: tests/model/rust-forms.py says what this is.

// case option-of-option
fn look(n: u32) -> Option<Option<u32>> {
    if n == 0 {
        return None;
    }
    Some(if n > 5 { Some(n) } else { None })
}
// body
let r0 = match look(x.load(Relaxed)) {
    None => 1,
    Some(None) => 2,
    Some(Some(v)) => v,
};
let r1 = match look(9) {
    None => 1,
    Some(None) => 2,
    Some(Some(v)) => v + 10,
};
let r2 = look(0).is_some();
let r3 = if let Some(Some(v)) = look(7) { v } else { 0 };
let r4 = look(3) == Some(None);
let r5 = look(8) == Some(Some(8));
let r6 = look(8) == Some(Some(7)) || look(8) == None;
let r7 = look(4).flatten().unwrap_or(50);
let r8 = look(6).flatten().unwrap_or(50);
let r9 = look(6).is_some_and(|v| v.is_some());

// case result-of-option
fn read(n: u32) -> Result<Option<u32>, i32> {
    match n {
        0 => Err(-5),
        1 => Ok(None),
        _ => Ok(Some(n)),
    }
}
fn twice(n: u32) -> Result<u32, i32> {
    let v = read(n)?;
    let w = read(n)?.unwrap_or(70);
    Ok(v.unwrap_or(7) + w)
}
fn must(n: u32) -> Result<u32, i32> {
    let v = read(n)?.ok_or(-22)?;
    Ok(v)
}
// body
let r0 = twice(x.load(Relaxed)).unwrap_or(0);
let r1 = twice(0).unwrap_err();
let r2 = twice(1).unwrap_or(1);
let r3 = must(1).err().unwrap_or(0);
let r4 = must(0).err().unwrap_or(0);
let r5 = must(4).unwrap_or(0);
let r6 = matches!(read(1), Ok(None));
let r7 = match read(6) {
    Ok(Some(n)) if n > 5 => n,
    Ok(Some(_)) => 1,
    Ok(None) => 2,
    Err(_) => 3,
};
let r8 = match read(3) {
    Ok(Some(n)) if n > 5 => n,
    Ok(Some(_)) => 1,
    Ok(None) => 2,
    Err(_) => 3,
};
let r9 = match read(0) {
    Ok(Some(n)) if n > 5 => n as i32,
    Ok(_) => 1,
    Err(e) if e < -6 => 2,
    Err(e) => e,
};

// case transpose
fn parse(n: u32) -> Result<u32, i32> {
    if n > 5 {
        Err(-1)
    } else {
        Ok(n * 2)
    }
}
fn of(n: Option<u32>) -> Result<Option<u32>, i32> {
    let v = n.map(parse).transpose()?;
    Ok(v)
}
// body
let r0 = of(Some(x.load(Relaxed))).unwrap().unwrap();
let r1 = of(None).unwrap().is_none();
let r2 = of(Some(9)).unwrap_err();
let t: Option<Result<u32, i32>> = of(Some(2)).transpose();
let r3 = t.unwrap().unwrap();
let r4 = of(None).transpose().is_none();
let r5 = of(Some(8)).transpose().map_or(0, |r| r.map_or(5, |v| v));

// case option-of-tuple
fn pair(n: u32) -> Option<(u32, Option<u8>)> {
    match n {
        0 => None,
        1 => Some((1, None)),
        _ => Some((n, Some(200))),
    }
}
// body
let r0 = if let Some((a, Some(b))) = pair(x.load(Relaxed)) { a + b as u32 } else { 0 };
let r1 = match pair(1) {
    Some((a, None)) => a,
    Some((_, Some(b))) => b as u32,
    None => 9,
};
let r2 = pair(0).is_none();
let (r3, b) = pair(2).unwrap();
let r4 = b.map_or(0, |b| b + 100);
let r5 = pair(1).and_then(|(_, b)| b).is_none();
let r6 = pair(5).and_then(|(a, b)| b.map(|b| a + u32::from(b))).unwrap_or(0);
let r7 = pair(1) == Some((1, None));

// case results-in-structs
#[derive(Clone, Copy)]
struct Job {
    done: Option<Result<u32, i32>>,
    last: Result<Option<u32>, i32>,
}
impl Job {
    fn poll(&mut self, n: u32) -> bool {
        match self.done {
            Some(Ok(v)) => v == n,
            Some(Err(_)) => false,
            None => {
                self.done = Some(if n > 2 { Ok(n) } else { Err(-3) });
                self.last = Ok(Some(n));
                false
            }
        }
    }
}
// body
let mut j = Job { done: None, last: Err(-1) };
let r0 = j.poll(x.load(Relaxed));
let r1 = j.poll(3);
let r2 = j.done.unwrap().unwrap();
let r3 = j.last.ok().flatten().unwrap_or(0);
let k = Job { done: Some(Err(4)), ..j };
let r4 = k.done.map_or(0, |r| r.unwrap_or_else(|e| e as u32 + 1));
let r5 = if let Ok(Some(v)) = &k.last { *v } else { 0 };
let r6 = j.done.is_some_and(|r| r.is_ok());
let r7 = k.done.is_some_and(|r| r.is_ok());

// case results-in-arrays
// body
let mut a: [Option<Result<u8, bool>>; 3] = [None; 3];
a[1] = Some(Ok(4));
a[x.load(Relaxed) as usize - 1] = Some(Err(true));
let mut r0 = 0u32;
for e in a.iter() {
    r0 = r0 * 10
        + match e {
            None => 1,
            Some(Ok(v)) => *v as u32,
            Some(Err(b)) => 7 + *b as u32,
        };
}
let r1 = a.iter().filter(|e| e.is_some()).count() as u32;
let r2 = a.iter().flatten().count() as u32;
let i = x.load(Relaxed) as usize - 2;
let r3 = a[i].unwrap().unwrap();
let r4 = a[i].take().is_some();
let r5 = a[i].is_none();

// case error-is-a-tuple
fn f(n: u32) -> Result<u32, (u32, i32)> {
    if n == 3 {
        Err((n, -1))
    } else {
        Ok(n)
    }
}
fn g(n: u32) -> Result<Option<u32>, (u32, i32)> {
    let v = f(n)?;
    Ok(if v > 5 { Some(v) } else { None })
}
// body
let r0 = match f(x.load(Relaxed)) {
    Ok(v) => v as i32,
    Err((a, b)) => a as i32 * 100 + b,
};
let r1 = match g(3) {
    Ok(_) => 0,
    Err((a, b)) => a as i32 + b,
};
let r2 = g(6).unwrap().unwrap();
let r3 = g(4).unwrap_or(Some(77)).is_none();
let r4 = f(3).unwrap_or_else(|(a, _)| a + 1);
let r5 = f(3).map_err(|(a, _)| a).unwrap_err();
let r6 = f(3) == Err((3, -1));
let r7 = f(4).map_err(|e| e.1).unwrap();
let r8 = f(3).or_else(|(a, _)| if a == 3 { Ok(30) } else { Err(a) }).unwrap();

// case error-is-an-enum
#[derive(Debug, PartialEq, Clone, Copy)]
enum Fault {
    Busy,
    Bad(u32),
    Range { lo: u32, hi: u32 },
}
fn f(n: u32) -> Result<u32, Fault> {
    match n {
        0 => Err(Fault::Busy),
        1 => Err(Fault::Bad(11)),
        2 => Err(Fault::Range { lo: 1, hi: 9 }),
        n => Ok(n),
    }
}
fn all(n: u32) -> Result<u32, Fault> {
    let mut s = 0;
    for i in 0..n {
        s += f(5 - i)?;
    }
    Ok(s)
}
// body
let r0 = f(x.load(Relaxed)).unwrap();
let r1 = match f(1) {
    Err(Fault::Bad(n)) => n,
    Err(_) => 1,
    Ok(_) => 2,
};
let r2 = match f(2) {
    Err(Fault::Range { lo, hi }) => lo * 10 + hi,
    Err(_) => 1,
    Ok(_) => 2,
};
let r3 = all(2).unwrap_or(1);
let r4 = all(4) == Err(Fault::Range { lo: 1, hi: 9 });
let r5 = all(6).is_err();
let r6 = f(0) == Err(Fault::Busy);

// case enum-in-ok
#[derive(Clone, Copy)]
enum Reply {
    Empty,
    Data(u32),
    Two(u32, u32),
}
fn ask(n: u32) -> Result<Reply, i32> {
    if n > 9 {
        return Err(-7);
    }
    Ok(match n {
        0 => Reply::Empty,
        1 => Reply::Data(5),
        _ => Reply::Two(n, n + 1),
    })
}
fn sum(n: u32) -> Result<u32, i32> {
    Ok(match ask(n)? {
        Reply::Empty => 0,
        Reply::Data(d) => d,
        Reply::Two(a, b) => a * b,
    })
}
// body
let r0 = sum(x.load(Relaxed)).unwrap();
let r1 = sum(1).unwrap();
let r2 = sum(0) == Ok(0);
let r3 = sum(11).unwrap_err();
let r4 = if let Ok(Reply::Two(a, _)) = ask(8) { a } else { 0 };

// case error-converted
#[derive(PartialEq, Clone, Copy)]
struct Pos {
    line: u32,
    col: u32,
}
#[derive(PartialEq, Clone, Copy)]
enum Why {
    At(Pos),
    No(i32),
}
impl From<Pos> for Why {
    fn from(p: Pos) -> Why { Why::At(p) }
}
impl From<i32> for Why {
    fn from(n: i32) -> Self { Why::No(n) }
}
fn a(n: u32) -> Result<u32, Pos> {
    if n == 1 {
        Err(Pos { line: 2, col: 3 })
    } else {
        Ok(n)
    }
}
fn b(n: u32) -> Result<Option<u32>, i32> {
    if n == 2 {
        Err(-9)
    } else {
        Ok(Some(n).filter(|n| *n > 4))
    }
}
fn c(n: u32) -> Result<u32, Why> {
    let v = a(n)?;
    let w = b(n)?.unwrap_or(40);
    Ok(v + w)
}
// body
let r0 = c(x.load(Relaxed)).unwrap_or(0);
let r1 = match c(1) {
    Err(Why::At(p)) => p.line * 10 + p.col,
    _ => 0,
};
let r2 = match c(2) {
    Err(Why::No(n)) => n,
    _ => 0,
};
let r3 = c(6).unwrap_or(0);

// case three-deep
fn f(n: u32) -> Option<Option<Option<u32>>> {
    match n {
        0 => None,
        1 => Some(None),
        2 => Some(Some(None)),
        _ => Some(Some(Some(n))),
    }
}
fn code(n: u32) -> u32 {
    match f(n) {
        None => 1,
        Some(None) => 2,
        Some(Some(None)) => 3,
        Some(Some(Some(n))) => n * 10,
    }
}
// body
let r0 = code(x.load(Relaxed));
let r1 = code(0);
let r2 = code(1);
let r3 = code(2);
let r4 = f(2).flatten().flatten().is_none();

// case locals-that-change
// body
let mut o: Option<Option<u32>> = None;
let r0 = o.is_none();
o = Some(None);
let r1 = o.is_some() && o.unwrap().is_none();
o = Some(Some(x.load(Relaxed)));
let r2 = o.flatten().unwrap();
if let Some(Some(v)) = &mut o {
    *v += 4;
}
let r3 = o.unwrap().unwrap();
if let Some(inner) = o.as_mut() {
    *inner = None;
}
let r4 = o == Some(None);
let p = o.replace(Some(5));
let r5 = p == Some(None) && o == Some(Some(5));
let q = o.take();
let r6 = q.flatten().unwrap() + o.is_none() as u32;
let mut late = None;
if r3 > 3 {
    late = Some(Ok::<u32, u32>(3));
}
let r7 = match late {
    Some(Ok(v)) => v,
    Some(Err(e)) => e,
    None => 9,
};

// case by-reference
struct S {
    o: Option<Option<u32>>,
    e: Result<(u32, u32), i32>,
}
fn get(s: &S) -> u32 {
    match &s.o {
        Some(Some(v)) => *v,
        Some(None) => 1,
        None => 2,
    }
}
fn bump(s: &mut S) {
    match &mut s.o {
        Some(Some(v)) => *v += 1,
        o => *o = Some(Some(20)),
    }
    if let Ok((a, _)) = &mut s.e {
        *a += 5;
    }
}
// body
let mut s = S { o: None, e: Ok((1, 2)) };
let r0 = get(&s);
bump(&mut s);
let r1 = get(&s);
bump(&mut s);
let r2 = get(&s);
let r3 = match s.e {
    Ok((a, b)) => a * 10 + b,
    Err(_) => 0,
};
s.e = Err(-6);
bump(&mut s);
let r4 = s.e.unwrap_or_else(|e| (e as u32, 0)).0;
let r5 = s.o.as_ref().map_or(0, |o| o.map_or(1, |v| v));
