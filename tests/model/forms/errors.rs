// SPDX-License-Identifier: GPL-2.0 OR MIT
// The type in Err() where none is written: tests/model/rust-forms.py says what this is.

// case let-if
let c = x.load(Relaxed) as u8;
let e = if c > 5 { Ok(c) } else { Err(-4) };
let r0 = match e {
    Ok(v) => v as i64,
    Err(e) => e as i64,
};
let f = if c < 5 { Ok(c) } else { Err(-4) };
let r1 = match f {
    Ok(v) => v as i64,
    Err(e) => e as i64,
};
let r2 = e.unwrap_err();

// case let-if-err-first
let c = x.load(Relaxed) as u8;
let e = if c < 5 { Err(-4) } else { Ok(c) };
let r0 = match e {
    Ok(v) => v as i64,
    Err(e) => e as i64,
};
let r1 = e.is_err();

// case err-is-large
let c = x.load(Relaxed) as u8;
let e = if c > 5 { Ok(c) } else { Err(100000) };
let r0 = e.unwrap_err();

// case ok-wider
let c = x.load(Relaxed) as u64 + 0xffff_ffff_0000;
let e = if c > 5 { Ok(c) } else { Err(-4) };
let r0 = e.unwrap();
let r1 = if let Err(e) = e { e >> 1 } else { 7 };

// case match-arms
let c = x.load(Relaxed) as u16;
let e = match c {
    0 => Ok(c),
    3 => Err(-70000),
    _ => Ok(c + 1),
};
let r0 = match e {
    Ok(v) => v as i64,
    Err(e) => e as i64,
};

// case tail-of-closure
let c = x.load(Relaxed) as u8;
let f = |n: u8| if n > 5 { Ok(n) } else { Err(-4) };
let r0 = match f(c) {
    Ok(v) => v as i64,
    Err(e) => e as i64,
};

// case question-in-closure
let c = x.load(Relaxed) as u8;
let f = |n: u8| {
    let v = if n > 5 { Ok(n) } else { Err(-4) }?;
    Ok::<u8, i32>(v + 1)
};
let r0 = match f(c) {
    Ok(v) => v as i64,
    Err(e) => e as i64,
};

// case inferred-parameter
fn get<T>(ok: T, c: bool) -> Result<T, i32> {
    if c { Ok(ok) } else { Err(-4) }
}
// body
let c = x.load(Relaxed) as u8;
let r0 = match get(c, c > 5) {
    Ok(v) => v as i64,
    Err(e) => e as i64,
};
let r1 = get(c, c < 5).unwrap();

// case generic-error
fn fail<E>(e: E, c: u8) -> Result<u8, E> {
    if c < 5 { Err(e) } else { Ok(c) }
}
// body
let c = x.load(Relaxed) as u8;
let e = fail(-300, c);
let r0 = match e {
    Ok(v) => v as i64,
    Err(e) => e as i64,
};

// case ok-or
let c = x.load(Relaxed) as u8;
let e = c.checked_sub(5).ok_or(-4);
let r0 = match e {
    Ok(v) => v as i64,
    Err(e) => e as i64,
};
let r1 = c.checked_sub(5).ok_or(-400).unwrap_err();

// case map-err
let c = x.load(Relaxed);
let e = x.cmpxchg(4, 5, Relaxed).map_err(|_| -4);
let r0 = match e {
    Ok(v) => v as i64,
    Err(e) => e as i64,
};
let r1 = x.cmpxchg(4, 5, Relaxed).map(|v| v as u8).map_err(|v| v as i32 - 70000).unwrap_err();

// case late-variable
let e;
let c = x.load(Relaxed) as u8;
if c > 5 {
    e = Ok(c);
} else {
    e = Err(-4);
}
let r0 = match e {
    Ok(v) => v as i64,
    Err(e) => e as i64,
};

// case assigned-later
let c = x.load(Relaxed) as u8;
let mut e = Ok(c);
if c < 5 {
    e = Err(-4);
}
let r0 = match e {
    Ok(v) => v as i64,
    Err(e) => e as i64,
};

// case let-ok-then-compare
let c = x.load(Relaxed) as u8;
let e = if c > 5 { Ok(c) } else { Err(-4) };
let r0 = e == Err(-4);
let r1 = e == Ok(252);

// case loop-value
let c = x.load(Relaxed) as u8;
let e = loop {
    if c > 5 {
        break Ok(c);
    }
    if c < 5 {
        break Err(-4);
    }
};
let r0 = match e {
    Ok(v) => v as i64,
    Err(e) => e as i64,
};

// case typed-by-use
fn want(e: Result<u8, i64>) -> i64 {
    match e {
        Ok(v) => v as i64,
        Err(e) => e,
    }
}
// body
let c = x.load(Relaxed) as u8;
let e = if c > 5 { Ok(c) } else { Err(-0x1_0000_0000) };
let r0 = want(e);

// case bool-ok
let c = x.load(Relaxed);
let e = if c > 5 { Ok(true) } else { Err(c) };
let r0 = match e {
    Ok(v) => v as i64,
    Err(e) => e as i64,
};

// case unit-ok
let c = x.load(Relaxed);
let e = if c > 5 { Ok(()) } else { Err(c) };
let r0 = match e {
    Ok(()) => 1,
    Err(e) => e,
};

// case labelled
let c = x.load(Relaxed) as u8;
let e = 'a: {
    if c > 5 {
        break 'a Ok(c);
    }
    Err(-4)
};
let r0 = match e {
    Ok(v) => v as i64,
    Err(e) => e as i64,
};

// case types-given
let c = x.load(Relaxed);
let r0 = Ok::<u8, i32>(4).unwrap();
let r1 = Err::<u8, i64>(-0x1_0000_0000).unwrap_err();
let r2 = None::<u8>.unwrap_or(c as u8);
let r3 = Some::<u16>(5).map(|v| v + c as u16).unwrap();

// case question-of-options
let c = x.load(Relaxed);
let f = |n: u32| {
    let v = n.checked_sub(3)?;
    Some(v + 8)
};
let r0 = f(c).unwrap_or(1);
let r1 = f(2).unwrap_or(1);

// case errors-of-a-loop
fn f(n: u32) -> Result<u32, i64> {
    let mut sum = 0;
    for i in 0..4 {
        let v = if i < n { Ok(i) } else { Err(-7) }?;
        sum += v;
    }
    Ok(sum)
}
// body
let r0 = f(x.load(Relaxed)).unwrap_err();
let r1 = f(4).unwrap();

// case closure-types
let f = |n: u32| n - 3;
let r0 = f(2);
let g = |(a, b): (u8, i64), [c, d]: [u16; 2]| (a - 1) as i64 + b + (c + d) as i64;
let r1 = g((0, 0x1_0000_0000), [65535, 2]);
let h = |n: u8, m: u64| (n << 4) as u64 + m;
let r2 = h(0x1f, 0x1_0000_0000);

// case closure-returns
let f = |n: u32| {
    if n < 5 {
        return -1;
    }
    n as i64
};
let r0 = f(x.load(Relaxed));
let g = |n: u32| {
    if n < 5 {
        return Err(-1);
    }
    Ok(n as u8)
};
let r1 = g(x.load(Relaxed)).unwrap_err();
let r2 = g(300).unwrap();
