// SPDX-License-Identifier: GPL-2.0 OR MIT
// Matches without '_': tests/model/rust-forms.py says what this is.

// case nested-enums
#[derive(Clone, Copy)]
enum Kind {
    Read,
    Write(u32),
}
#[derive(Clone, Copy)]
enum Msg {
    Stop,
    Do { kind: Kind, n: u32 },
    Maybe(Option<u32>),
}
fn cost(m: Msg) -> u32 {
    match m {
        Msg::Stop => 0,
        Msg::Do { kind: Kind::Read, n } => n,
        Msg::Do { kind: Kind::Write(w), n } if w > 2 => n * w,
        Msg::Do { kind: Kind::Write(_), .. } => 99,
        Msg::Maybe(Some(v)) => v + 1,
        Msg::Maybe(None) => 50,
    }
}
// body
let v = x.load(Relaxed);
let r0 = cost(Msg::Stop);
let r1 = cost(Msg::Do { kind: Kind::Read, n: v });
let r2 = cost(Msg::Do { kind: Kind::Write(v), n: 5 });
let r3 = cost(Msg::Do { kind: Kind::Write(1), n: 5 });
let r4 = cost(Msg::Maybe(Some(v)));
let r5 = cost(Msg::Maybe(None));

// case enum-in-option
#[derive(Clone, Copy)]
enum Found {
    Nothing,
    Value(u32),
}
fn f(n: u32) -> Option<Found> {
    match n {
        0 => Some(Found::Nothing),
        1..=3 => Some(Found::Value(n * 10)),
        _ => None,
    }
}
fn g(n: u32) -> i32 {
    match f(n) {
        Some(Found::Value(v)) => v as i32,
        Some(Found::Nothing) => 7,
        None => -22,
    }
}
// body
let r0 = g(0);
let r1 = g(x.load(Relaxed));
let r2 = g(4);

// case pairs
fn f(a: bool, b: Option<u32>) -> u32 {
    match (a, b) {
        (true, Some(v)) => v,
        (true, None) => 10,
        (false, Some(v)) if v > 2 => 20,
        (false, Some(_)) => 30,
        (false, None) => 40,
    }
}
// body
let v = x.load(Relaxed);
let r0 = f(true, Some(v));
let r1 = f(true, None);
let r2 = f(false, Some(v));
let r3 = f(false, Some(v - 1));
let r4 = f(false, None);

// case triples
fn f(a: bool, b: bool, c: Result<u32, u32>) -> u32 {
    match (a, b, c) {
        (true, _, Ok(v)) | (_, true, Ok(v)) => v,
        (false, false, Ok(_)) => 50,
        (_, b, Err(e)) => e + b as u32,
    }
}
// body
let v = x.load(Relaxed);
let r0 = f(true, false, Ok(v));
let r1 = f(false, true, Ok(v));
let r2 = f(false, false, Ok(v));
let r3 = f(false, true, Err(8));

// case struct-of-flags
#[derive(Clone, Copy)]
struct Flags {
    up: bool,
    down: bool,
}
fn f(s: Flags) -> u32 {
    match s {
        Flags { up: true, .. } => 1,
        Flags { up: false, down: true } => 2,
        Flags { down: false, up: false } => 3,
    }
}
fn g(s: &Flags) -> u32 {
    match *s {
        Flags { up, down: true } => up as u32,
        Flags { up: true, down: _ } => 5,
        Flags { .. } => 6,
    }
}
// body
let a = Flags { up: x.load(Relaxed) == 3, down: false };
let r0 = f(a);
let r1 = f(Flags { up: false, down: true });
let r2 = f(Flags { up: false, down: false });
let r3 = g(&a);

// case deep
#[derive(Clone, Copy)]
enum A {
    No,
    Yes(B),
}
#[derive(Clone, Copy)]
enum B {
    No,
    Yes(bool, Result<bool, u32>),
}
fn f(a: A) -> u32 {
    match a {
        A::No => 0,
        A::Yes(B::No) => 1,
        A::Yes(B::Yes(_, Err(e))) => e,
        A::Yes(B::Yes(true, Ok(true))) => 2,
        A::Yes(B::Yes(true, Ok(false)) | B::Yes(false, Ok(true))) => 3,
        A::Yes(B::Yes(false, Ok(false))) => 4,
    }
}
// body
let c = x.load(Relaxed) == 3;
let r0 = f(A::No);
let r1 = f(A::Yes(B::No));
let r2 = f(A::Yes(B::Yes(c, Err(77))));
let r3 = f(A::Yes(B::Yes(c, Ok(c))));
let r4 = f(A::Yes(B::Yes(!c, Ok(c))));
let r5 = f(A::Yes(B::Yes(!c, Ok(!c))));

// case let-of-one-kind
enum Only {
    One(u32),
}
// body
let Only::One(a) = Only::One(x.load(Relaxed));
let r0 = a;
