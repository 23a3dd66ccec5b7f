// SPDX-License-Identifier: GPL-2.0 OR MIT
// Comparisons of Options and Results: tests/model/rust-forms.py says what this is.

// case options-in-structs-compared
#[derive(Clone, Copy, PartialEq)]
struct S {
    o: Option<u32>,
    r: Result<u32, u32>,
}
// body
let a = S { o: None, r: Ok(3) };
let b = S { o: Some(0), r: Err(3) };
let c = S { o: None, r: Err(3) };
let r0 = a == b;
let r1 = b == c;
let r2 = a == a;
let r3 = a != c;
let r4 = (Some(0), 1) == (None, 1);

// case question-of-other-parts
#[derive(Clone, Copy)]
struct One {
    a: u32,
}
#[derive(Clone, Copy)]
struct Three {
    a: u32,
    b: u32,
    c: u32,
}
fn one(n: u32) -> Result<One, i32> {
    if n > 2 { Ok(One { a: n }) } else { Err(-7) }
}
fn three(n: u32) -> Result<Three, i32> {
    let o = one(n)?;
    Ok(Three { a: o.a, b: 4, c: 5 })
}
fn opt(n: u32) -> Option<Three> {
    let o = one(n).ok()?;
    Some(Three { a: o.a, b: 4, c: 5 })
}
// body
let r0 = three(x.load(Relaxed)).map_or(9, |t| t.a * 100 + t.b * 10 + t.c);
let r1 = match three(1) {
    Ok(t) => t.c as i32,
    Err(e) => e,
};
let r2 = opt(1).is_none();

// case results-of-structs-compared
#[derive(Clone, Copy, PartialEq)]
struct P {
    a: u32,
    b: Option<u32>,
}
fn f(n: u32) -> Result<P, i32> {
    match n {
        0 => Ok(P { a: 1, b: None }),
        1 => Err(-1),
        2 => Err(-2),
        _ => Ok(P { a: 1, b: Some(n) }),
    }
}
// body
let n = x.load(Relaxed);
let r0 = f(1) == f(2);
let r1 = f(1) == f(1);
let r2 = f(0) == f(n);
let r3 = f(n) == Ok(P { a: 1, b: Some(3) });
let r4 = f(n) != f(1);
let r5 = f(1) == Err(-1);
