// SPDX-License-Identifier: GPL-2.0 OR MIT
// Chains of conditions: tests/model/rust-forms.py says what this is.
// edition 2024

// case value
let a = Some(x.load(Relaxed));
let r0 = if let Some(v) = a && v > 2 { v } else { 0 };
let r1 = if let Some(v) = a && v > 3 { v } else { 9 };

// case several
let a = Some(x.load(Relaxed));
let b: Option<u32> = Some(7);
let mut r0 = 0;
if let Some(v) = a && v > 2 && let Some(w) = b && w > v {
    r0 = w * 10 + v;
} else {
    r0 = 1;
}
let r1 = if let Some(v) = a && let Some(w) = b && w < v { 1 } else { 2 };

// case bool-first
let a = Some(x.load(Relaxed));
let c = a.is_some();
let mut r0 = 0;
if c && a.is_some() && let Some(v) = a {
    r0 = v;
}
let mut r1 = 0;
if !c && let Some(v) = a {
    r1 = v;
} else if c && let Some(4) = a {
    r1 = 4;
} else if let Some(v) = a && v == 3 {
    r1 = 5;
}

// case side-effects
let mut r0 = 0;
if let Ok(v) = x.cmpxchg(3, 4, Full) && let Ok(w) = x.cmpxchg(9, 5, Full) && v == w {
    r0 = 1;
} else {
    r0 = x.fetch_add(1, Relaxed);
}
let r1 = if x.load(Relaxed) == 9 && let Ok(_) = x.cmpxchg(5, 8, Full) { 1 } else { 2 };

// case loop
let mut a = Some(x.load(Relaxed));
let mut r0 = 0;
while let Some(v) = a && v > 0 {
    r0 = r0 * 4 + v;
    a = Some(v - 1);
}

// case loop-with-jumps
let mut n = x.load(Relaxed) + 7;
let mut r0 = 0;
let mut r1 = 0;
while n > 0 && let Some(v) = n.checked_sub(2) && v != 1 {
    n -= 1;
    if n % 2 == 0 {
        continue;
    }
    if n == 5 {
        r1 = v;
        break;
    }
    r0 = r0 * 10 + v;
}

// case nested
let a = Some(x.load(Relaxed));
let r0 = if let Some(v) = a
    && {
        let w = v + 1;
        w > 3
    }
    && let Some(w) = if v > 1 { Some(v * 2) } else { None }
{
    if let Some(u) = a && u == 4 { 1 } else { w }
} else {
    8
};

// case returns
fn f(a: Option<u32>, b: u32) -> u32 {
    if let Some(v) = a && v > b {
        return v;
    }
    if b > 4 && let Some(v) = a {
        return v + 100;
    }
    b
}
// body
let a = Some(x.load(Relaxed));
let r0 = f(a, 2);
let r1 = f(a, 5);
let r2 = f(None, 5);
let r3 = f(a, 3);

// case enums-and-structs
#[derive(Clone, Copy, PartialEq)]
enum Msg {
    Stop,
    Data { n: u32, last: bool },
}
fn f(m: Msg) -> Option<Msg> {
    if let Msg::Data { n, last } = m && !last && n > 2 {
        Some(Msg::Data { n: n - 1, last: n == 3 })
    } else {
        None
    }
}
// body
let r0 = f(Msg::Data { n: x.load(Relaxed), last: false }) == Some(Msg::Data { n: 2, last: true });
let r1 = f(Msg::Stop).is_none();
let r2 = f(Msg::Data { n: 1, last: false }).is_none();
