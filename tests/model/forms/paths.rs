// SPDX-License-Identifier: GPL-2.0 OR MIT
// Methods as paths, ref in patterns, tuples without a value yet:
// tests/model/rust-forms.py says what this is.

// case ref-patterns
struct P {
    a: u32,
    b: u32,
}
// body
let mut p = P { a: x.load(Relaxed), b: 4 };
let P { ref a, ref mut b } = p;
*b += *a;
let r0 = p.b;
let mut o = Some(5u32);
if let Some(ref mut v) = o {
    *v += 1;
}
let r1 = o.unwrap();
match o {
    Some(ref v) if *v > 5 => {}
    _ => panic!(),
}
let r2 = match o {
    Some(ref v) => *v + 1,
    None => 0,
};
let mut t = (1u32, 2u32);
{
    let (ref mut c, _) = t;
    *c = 9;
}
let r3 = t.0 + t.1;
let ref q = p;
let r4 = q.a;
match p {
    P { ref mut a, .. } => *a = 70,
}
let r5 = p.a;
let mut arr = [1u32, 2, 3];
if let [ref mut first, ..] = arr {
    *first = 50;
}
let r6 = arr[0];

// case methods-as-paths
// body
let n = x.load(Relaxed);
let r0 = u32::max(n, 2);
let r1 = u32::min(n, 2);
let r2 = u32::wrapping_add(n, u32::MAX);
let r3 = u32::checked_sub(2, n).is_none();
let r4 = u32::saturating_sub(2, n);
let r5 = [4u32, n, 9].iter().copied().fold(0, u32::max);
let r6 = Some(n).map(u32::count_ones).unwrap();
let r7 = u64::from(n) + u64::pow(2, 3);
let r8 = i32::abs(-4) + i32::signum(-3);

// case methods-as-paths-2
struct C {
    n: u32,
}
impl C {
    fn get(&self) -> u32 { self.n }
    fn inc(&mut self, by: u32) -> u32 {
        self.n += by;
        self.n
    }
}
// body
let mut c = C { n: x.load(Relaxed) };
let r0 = C::get(&c);
let r1 = C::inc(&mut c, 4);
let r2 = Option::is_some(&Some(1u32));
let r3 = Option::unwrap_or(None, 5u32);
let r4 = [C { n: 1 }, C { n: 2 }].iter().map(C::get).sum::<u32>();
let r5 = Some(Some(4u32)).and_then(|v| v).map(u64::from).unwrap();
let r6 = Some(7u32).filter(|n| u32::is_power_of_two(n + 1)).is_some();
let r7 = Result::<u32, u32>::is_ok(&Ok(1));

// case late-tuples
// body
let (a, b);
if x.load(Relaxed) > 2 {
    (a, b) = (5u32, 6u32);
} else {
    (a, b) = (1, 2);
}
let r0 = a * 10 + b;
let (c, mut d);
c = 4u32;
d = 5u32;
d += c;
let r1 = d;
let [e, f];
[e, f] = [7u32, 8];
let r2 = e * 10 + f;
let (g, h): (u8, u32);
(g, h) = (200, 1);
let r3 = g.wrapping_add(100) as u32 + h;

// case try-into-of-an-impl
#[derive(Debug, PartialEq, Clone, Copy)]
enum Speed {
    Low,
    High,
}
impl TryFrom<u32> for Speed {
    type Error = i32;
    fn try_from(v: u32) -> Result<Self, Self::Error> {
        match v {
            0 => Ok(Speed::Low),
            2 => Ok(Speed::High),
            _ => Err(-22),
        }
    }
}
fn speed(v: u32) -> Result<Speed, i32> { v.try_into() }
fn code(v: u32) -> Result<u32, i32> {
    let s: Speed = v.try_into()?;
    Ok(if s == Speed::High { 9 } else { 1 })
}
// body
let n = x.load(Relaxed);
let s: Result<Speed, _> = n.try_into();
let r0 = s.is_err();
let r1 = speed(n - 1) == Ok(Speed::High);
let r2 = speed(n).unwrap_err();
let r3 = code(0).unwrap() * 10 + code(2).unwrap();
