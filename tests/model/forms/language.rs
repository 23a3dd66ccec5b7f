// SPDX-License-Identifier: GPL-2.0 OR MIT
// Forms of Rust: tests/model/rust-forms.py says what this is.

// case closure-ref-pat
let a = [1u32, 2, 3];
let r0 = a.iter().map(|&v| v + 1).sum::<u32>();

// case closure-tuple-pat
let f = |(a, b): (u32, u32)| a * 2 + b;
let r0 = f((3, 4));

// case closure-array-pat
let f = |[a, b]: [u32; 2]| a * 2 + b;
let r0 = f([3, 4]);

// case let-array-pat
let [a, b, _] = [1u32, 2, 3];
let r0 = a * 10 + b;

// case let-array-rest
let [a, ..] = [4u32, 2, 3];
let r0 = a;

// case let-array-rest2
let [a, .., b] = [4u32, 2, 3];
let r0 = a * 10 + b;

// case let-struct-pat
struct S {
    a: u32,
    b: u32,
}
// body
let S { a, b: c } = S { a: 1, b: 2 };
let r0 = a * 10 + c;

// case let-struct-rest
struct S {
    a: u32,
    b: u32,
}
// body
let S { a, .. } = S { a: 1, b: 2 };
let r0 = a;

// case let-ref-pat
let v = 5u32;
let &w = &v;
let r0 = w;

// case byte
let r0 = b'a';

// case byte-esc
let r0 = b'\n' as u32 + b'\x41' as u32 + b'\\' as u32;

// case byte-match
let c = b'q';
let r0 = match c {
    b'a'..=b'z' => 1,
    b'0' => 2,
    _ => 3,
};

// case size-of
let r0 = core::mem::size_of::<u32>();
let r1 = size_of::<u64>();

// case size-of-struct
struct S {
    a: u8,
    b: u64,
}
// body
let r0 = core::mem::size_of::<[u32; 4]>();

// case align-of
let r0 = core::mem::align_of::<u32>();

// case maxmin
let r0 = core::cmp::max(3u32, 5);
let r1 = core::cmp::min(3u32, 5);

// case maxmin-m
let r0 = 3u32.max(5);
let r1 = 7i32.min(-5);
let r2 = 9u32.clamp(2, 5);

// case use-cmp
use core::cmp::{max, min};
// body
let r0 = max(3u32, min(7, 5));

// case bits
let a = x.load(Relaxed);
let r0 = a.count_ones();
let r1 = a.trailing_zeros();
let r2 = a.leading_zeros();
let r3 = a.count_zeros();
let r4 = (a << 4).trailing_zeros();
let r5 = 0u32.leading_zeros();
let r6 = 0u64.trailing_zeros();

// case bits8
let r0 = 0x1fu8.count_ones();
let r1 = (-1i32).count_ones();
let r2 = 1u16.leading_zeros();
let r3 = (-1i64).leading_zeros();
let r4 = 1i8.leading_zeros();

// case trailing-ones
let r0 = 7u32.trailing_ones();
let r1 = (!0u32).leading_ones();
let r2 = 0xf0u8.leading_ones();

// case pow
let a = x.load(Relaxed);
let r0 = a.pow(3);
let r1 = 2u64.pow(40);

// case wrapping
let a = x.load(Relaxed);
let r0 = a.wrapping_sub(5);
let r1 = u32::MAX.wrapping_add(a);
let r2 = a.wrapping_mul(0x80000001);
let r3 = 1u32.wrapping_shl(33);
let r4 = i32::MIN.wrapping_neg();
let r5 = i32::MIN.wrapping_abs();
let r6 = 8u32.wrapping_shr(34);

// case wrapping2
let r0 = 7i32.wrapping_div(2);
let r1 = (-7i32).wrapping_rem(4);
let r2 = 3u32.wrapping_pow(30);
let r3 = i32::MIN.wrapping_div(-1);

// case checked
let a = x.load(Relaxed);
let r0 = a.checked_sub(5).is_none();
let r1 = a.checked_add(5).unwrap_or(0);
let r2 = u32::MAX.checked_add(a).is_none();
let r3 = a.checked_mul(0x80000000).is_some();
let r4 = a.checked_div(0).is_none();
let r5 = a.checked_shl(32).is_none();
let r6 = a.checked_rem(2).unwrap_or(9);

// case checked2
let r0 = i32::MIN.checked_neg().is_none();
let r1 = i32::MIN.checked_abs().is_none();
let r2 = 10u32.checked_pow(10).is_none();

// case saturating
let a = x.load(Relaxed);
let r0 = a.saturating_sub(5);
let r1 = u32::MAX.saturating_add(a);
let r2 = a.saturating_mul(0x80000000);
let r3 = i32::MIN.saturating_sub(1);
let r4 = i32::MAX.saturating_add(1);
let r5 = 10u8.saturating_pow(3);
let r6 = i32::MAX.saturating_mul(-2);

// case overflowing
let (v, o) = u32::MAX.overflowing_add(3);
let r0 = v;
let r1 = o;
let (v, o) = 3u32.overflowing_sub(4);
let r2 = v;
let r3 = o;
let (v, o) = (1u32 << 31).overflowing_mul(3);
let r4 = v;
let r5 = o;

// case misc-int
let r0 = (-5i32).abs();
let r1 = (-5i32).signum();
let r2 = (-5i32).unsigned_abs();
let r3 = 8u32.is_power_of_two();
let r4 = 5u32.next_power_of_two();
let r5 = 5u32.abs_diff(9);
let r6 = (-7i32).rem_euclid(4);
let r7 = (-7i32).div_euclid(4);

// case rotate
let r0 = 0x80000001u32.rotate_left(1);
let r1 = 1u8.rotate_right(1);
let r2 = 0x12345678u32.swap_bytes();

// case div-ceil
let r0 = 7u32.div_ceil(2);
let r1 = 9u32.next_multiple_of(4);
let r2 = 9u32.ilog2();

// case isneg
let r0 = (-5i32).is_negative();
let r1 = 5i32.is_positive();

// case opt-filter
let o = Some(x.load(Relaxed));
let r0 = o.filter(|v| *v > 2).unwrap_or(9);
let r1 = o.filter(|&v| v > 5).unwrap_or(9);

// case opt-andthen
let o = Some(x.load(Relaxed));
let r0 = o.and_then(|v| v.checked_sub(4)).is_none();
let r1 = o
    .and_then(|v| if v > 2 { Some(v * 2) } else { None })
    .unwrap_or(7);

// case opt-okor
let o = Some(x.load(Relaxed));
let r0 = o.ok_or(5).unwrap_or_else(|e| e);
let n: Option<u32> = None;
let r1 = match n.ok_or_else(|| 6) {
    Ok(_) => 0,
    Err(e) => e,
};

// case opt-issomeand
let o = Some(x.load(Relaxed));
let r0 = o.is_some_and(|v| v == 3);
let r1 = o.is_none_or(|v| v == 4);

// case opt-take
let mut o = Some(x.load(Relaxed));
let r0 = o.take().unwrap_or(0);
let r1 = o.is_none();

// case opt-replace
let mut o = Some(x.load(Relaxed));
let r0 = o.replace(8).unwrap_or(0);
let r1 = o.unwrap_or(1);

// case opt-or
let o: Option<u32> = None;
let r0 = o.or(Some(4)).unwrap_or(9);
let r1 = o.or_else(|| Some(5)).unwrap_or(9);
let r2 = o.xor(Some(1)).is_some();
let r3 = Some(3).and(Some(4)).unwrap_or(0);

// case opt-mapor
let o = Some(x.load(Relaxed));
let r0 = o.map_or(1, |v| v + 1);
let r1 = o.map_or_else(|| 4, |v| v * 3);
let r2 = o.unwrap_or_default();

// case opt-zip
let o = Some(2u32).zip(Some(3u32));
let r0 = match o {
    Some((a, b)) => a * 10 + b,
    None => 0,
};

// case opt-cmp
let o = Some(x.load(Relaxed));
let r0 = o == Some(3);
let r1 = o != None;
let r2 = o == None;

// case opt-inspect
let o = Some(3u32);
let r0 = o.expect("x");
let r1 = o.unwrap();

// case add-impl
use core::ops::Add;
#[derive(Clone, Copy)]
struct S {
    a: u32,
}
impl Add for S {
    type Output = S;
    fn add(self, o: S) -> S {
        S { a: self.a + o.a }
    }
}
// body
let s = S { a: 1 } + S { a: x.load(Relaxed) };
let r0 = s.a;

// case ops-impl
use core::ops::{AddAssign, BitAnd, BitOr, Index, Mul, Neg, Not, Sub};
#[derive(Clone, Copy, PartialEq, Eq)]
struct Flags(u32);
impl BitOr for Flags {
    type Output = Self;
    fn bitor(self, o: Self) -> Self {
        Self(self.0 | o.0)
    }
}
impl BitAnd for Flags {
    type Output = Self;
    fn bitand(self, o: Self) -> Self {
        Self(self.0 & o.0)
    }
}
impl Not for Flags {
    type Output = Self;
    fn not(self) -> Self {
        Self(!self.0)
    }
}
impl AddAssign<u32> for Flags {
    fn add_assign(&mut self, o: u32) {
        self.0 += o;
    }
}
impl Sub<u32> for Flags {
    type Output = u32;
    fn sub(self, o: u32) -> u32 {
        self.0 - o
    }
}
// body
let f = Flags(1) | Flags(4);
let r0 = f.0;
let r1 = (f & Flags(4)).0;
let r2 = (!f).0;
let mut g = f;
g += 7;
let r3 = g.0;
let r4 = g - 3;
let r5 = g == f;
let r6 = f & Flags(4) != Flags(0);

// case neg-impl
struct V(i32);
impl core::ops::Neg for V {
    type Output = V;
    fn neg(self) -> V {
        V(-self.0)
    }
}
// body
let r0 = (-V(4)).0;

// case index-impl
struct V {
    a: [u32; 3],
}
impl core::ops::Index<usize> for V {
    type Output = u32;
    fn index(&self, i: usize) -> &u32 {
        &self.a[i]
    }
}
// body
let v = V { a: [1, 2, 3] };
let r0 = v[1];

// case partialeq-impl
struct V(i32);
impl PartialEq for V {
    fn eq(&self, o: &V) -> bool {
        self.0 % 4 == o.0 % 4
    }
}
// body
let r0 = V(4) == V(8);
let r1 = V(4) != V(8);
let r2 = V(1) == V(2);

// case derive-ord
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct V(i32);
// body
let r0 = V(4) < V(8);
let r1 = V(4) >= V(8);

// case derive-ord-enum
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum E {
    A,
    B,
    C,
}
// body
let r0 = E::A < E::B;
let r1 = E::C <= E::B;

// case inner-const
const N: u32 = 4;
let r0 = N;

// case inner-const-fn
fn f() -> u32 {
    const K: u32 = 9;
    K + 1
}
// body
let r0 = f();

// case while-let
let mut o = Some(3u32);
let mut r0 = 0;
while let Some(v) = o {
    r0 += v;
    o = if v > 1 { Some(v - 1) } else { None };
}

// case if-let-else
let o = x.cmpxchg(3, 4, Full);
let r0 = if let Ok(v) = o { v } else { 9 };

// case let-else
let Ok(v) = x.cmpxchg(3, 4, Full) else {
    return;
};
let r0 = v;

// case matches
let o = Some(x.load(Relaxed));
let r0 = matches!(o, Some(v) if v > 2);
let r1 = matches!(o, Some(1 | 3));
let r2 = matches!(o, None);

// case step
let mut r0 = 0;
for i in (0..10).step_by(3) {
    r0 = r0 * 4 + i;
}

// case rev
let mut r0 = 0u32;
for i in (0..4).rev() {
    r0 = r0 * 4 + i;
}
let mut r1 = 0;
for i in (1..=3).rev().step_by(2) {
    r1 = r1 * 4 + i;
}

// case as-chain
let r0 = -1i32 as u8 as i64;
let r1 = 300u32 as u8 as i8 as i32;
let r2 = true as u8 as u32;
let r3 = -1i8 as u32 as u64;

// case shadow
let a = 1u32;
let a = a + 1;
{
    let a = a * 4;
    x.store(a, Relaxed);
}
let r0 = a;

// case late-neg
let m = 5;
let n = !m;
let r0: u8 = n;

// case late-neg2
let mut m = 250;
m = m + x.load(Relaxed) as u8 * 3;
let r0: u8 = m;

// case const-struct
#[derive(Clone, Copy)]
struct F(u32, u32);
impl F {
    const A: F = F(1 << 3, Self::N);
    const N: u32 = 7;
}
const P: [u32; 3] = [1, 2, 3];
const O: Option<u32> = Some(4);
// body
let f = F::A;
let r0 = f.0;
let r1 = F::A.1;
let r2 = P[1];
let r3 = O.unwrap_or(0);

// case literal-typed-late
let i = 1;
let j = i << 33;
let r0: u64 = j;

// case literal-typed-late-signed
let i = 3;
let j = i - 5;
let k = j * 2;
let r0: i64 = k;

// case literal-never-typed
let i = 7;
let j = i - 9;
let r0 = j;

// case literal-as-byte
let i = 200;
let j = i + 55;
let k: u8 = j;
let r0 = k;

// case result-without-type
let c = 5u64;
let e = if c > 5 { Ok(c) } else { Err(-4) };
let r0 = match e {
    Ok(v) => v as i64,
    Err(e) => e as i64,
};

// case bits-more
let a = x.load(Relaxed);
let r0 = a.reverse_bits();
let r1 = 12345u32.ilog10();
let r2 = a.ilog2();
let r3 = 99u32.isqrt();
let r4 = 81u32.ilog(3);
let r5 = 1u8.reverse_bits();
let r6 = 3i64.reverse_bits();
let r7 = u64::MAX.isqrt();
let r8 = i32::MAX.isqrt();
let r9 = (a as u8).isqrt();

// case checked-logarithms
let a = x.load(Relaxed);
let r0 = a.checked_ilog2().unwrap_or(9);
let r1 = 0u32.checked_ilog2().is_none();
let r2 = (-1i32).checked_ilog10().is_none();
let r3 = 1000u16.checked_ilog10().unwrap_or(0);
let r4 = 5u8.checked_ilog(1).is_none();

// case pow-of-a-variable
let a = x.load(Relaxed);
let r0 = 2u32.pow(a);
let r1 = a.pow(a);

// case pow-that-wraps
let a = x.load(Relaxed);
let r0 = 3u64.pow(a + 30);

// case pow-to-the-smallest
let a = x.load(Relaxed);
let r0 = (-2i8).pow(a + 4);

// case pow-of-zero
let a = x.load(Relaxed);
let r0 = 7u32.wrapping_pow(a * 10);
let r1 = 9u8.pow(a - 3);

// case as-ref-map
let a = Some(x.load(Relaxed));
let r0 = a.as_ref().map(|v| *v + 1).unwrap_or(0);
let r1 = a.as_ref().map_or(0, |v| v + 4);
let r2 = a.is_some();
let n: Option<u32> = None;
let r3 = n.as_ref().map(|v| *v + 1).unwrap_or(9);
