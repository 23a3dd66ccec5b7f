// SPDX-License-Identifier: GPL-2.0 OR MIT
// Chains of iterators, which a program has written: tests/model/rust-forms.py says what this is.

// case chains-0
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
        Some(self.n * 2)
    }
}
// body
let a = [x.load(Relaxed), 1, 4];
let b = [5u32, 2, 7, x.load(Relaxed)];
let mut e = 0u32;
let r0 = (Count { n: 2 }).zip((0..0u32)).map(|(p, q)| p * 3 + q).skip(0).next().unwrap_or(94);
let r1 = b.chunks(2).map(|c| c[0] * 5 + c[1]).filter_map(|v| v.checked_sub(0)).sum::<u32>();
let r2 = a
    .windows(2)
    .map(|w| w[0] * 3 + w[1])
    .skip(0)
    .take_while(|v| *v < 17)
    .take(2)
    .position(|v| v > 4)
    .unwrap_or(95);
let r3 = a
    .iter()
    .copied()
    .zip((3..3u32).rev())
    .map(|(p, q)| p * 3 + q)
    .map(|v| v * 2 + 1)
    .filter(|v| v % 2 != 0)
    .find(|v| v % 2 == 1)
    .unwrap_or(96);
let r4 = b
    .chunks(2)
    .map(|c| c[0] * 5 + c[1])
    .inspect(|v| e = e.wrapping_mul(3).wrapping_add(*v))
    .take(2)
    .position(|v| v > 4)
    .unwrap_or(95);
let r5 = a
    .windows(2)
    .map(|w| w[0] * 3 + w[1])
    .filter(|v| v % 3 != 0)
    .take(1)
    .skip_while(|v| *v < 7)
    .sum::<u32>();
let r6 = a
    .iter()
    .copied()
    .map_while(|v| if v < 16 { Some(v + 1) } else { None })
    .map(|v| v * 2 + 1)
    .filter(|v| v % 3 != 0)
    .count();
let r7 = (0..5u32).take(3).take(1).max().unwrap_or(99);
let r8 = (0..4u32).skip_while(|v| *v < 7).take_while(|v| *v < 12).max().unwrap_or(99);
let r9 = e;

// case chains-1
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
        Some(self.n * 2)
    }
}
// body
let a = [x.load(Relaxed), 1, 4];
let b = [5u32, 2, 7, x.load(Relaxed)];
let mut e = 0u32;
let r0 = a.iter().copied().skip(0).map(|v| v * 2 + 1).step_by(1).sum::<u32>();
let r1 = (3..6u32).skip_while(|v| *v < 3).filter_map(|v| v.checked_sub(1)).max().unwrap_or(99);
let r2 = b.chunks(2).map(|c| c[0] * 5 + c[1]).filter(|v| v % 3 != 0).skip(2).sum::<u32>();
let r3 = b
    .iter()
    .map(|v| *v)
    .map(|v| v * 2 + 1)
    .filter(|v| v % 3 != 0)
    .step_by(2)
    .nth(2)
    .unwrap_or(97);
let r4 = a
    .iter()
    .copied()
    .step_by(1)
    .take_while(|v| *v < 11)
    .enumerate()
    .map(|(i, v)| v * 10 + i as u32)
    .position(|v| v > 4)
    .unwrap_or(95);
let r5 = (Count { n: 4 })
    .filter_map(|v| v.checked_sub(1))
    .inspect(|v| e = e.wrapping_mul(3).wrapping_add(*v))
    .max()
    .unwrap_or(99);
let r6 = a
    .windows(2)
    .map(|w| w[0] * 3 + w[1])
    .map_while(|v| if v < 9 { Some(v + 1) } else { None })
    .take_while(|v| *v < 14)
    .min()
    .unwrap_or(99);
let r7 = b
    .iter()
    .map(|v| *v)
    .zip(b.chunks(2).map(|c| c[0] * 5 + c[1]))
    .map(|(p, q)| p * 3 + q)
    .skip(2)
    .min()
    .unwrap_or(99);
let r8 = (3..3u32)
    .take_while(|v| *v < 3)
    .skip_while(|v| *v < 5)
    .position(|v| v > 4)
    .unwrap_or(95);
let r9 = e;

// case chains-2
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
        Some(self.n * 2)
    }
}
// body
let a = [x.load(Relaxed), 1, 4];
let b = [5u32, 2, 7, x.load(Relaxed)];
let mut e = 0u32;
let r0 = (Count { n: 3 })
    .map(|v| v * 2 + 1)
    .skip(3)
    .filter_map(|v| v.checked_sub(1))
    .take_while(|v| *v < 6)
    .last()
    .unwrap_or(98);
let r1 = b
    .chunks(2)
    .map(|c| c[0] * 5 + c[1])
    .enumerate()
    .map(|(i, v)| v * 10 + i as u32)
    .fold(7u32, |m, v| m.wrapping_mul(5).wrapping_add(v));
let r2 = (0..4u32).filter_map(|v| v.checked_sub(1)).skip(2).count();
let r3 = a
    .windows(2)
    .map(|w| w[0] * 3 + w[1])
    .zip((0..3u32))
    .map(|(p, q)| p * 3 + q)
    .inspect(|v| e = e.wrapping_mul(3).wrapping_add(*v))
    .map(|v| v * 2 + 1)
    .sum::<u32>();
let r4 = b
    .iter()
    .map(|v| *v)
    .skip(1)
    .map_while(|v| if v < 19 { Some(v + 1) } else { None })
    .zip(a.windows(2).map(|w| w[0] * 3 + w[1]))
    .map(|(p, q)| p * 3 + q)
    .all(|v| v < 40);
let r5 = b
    .chunks(2)
    .map(|c| c[0] * 5 + c[1])
    .enumerate()
    .map(|(i, v)| v * 10 + i as u32)
    .enumerate()
    .map(|(i, v)| v * 10 + i as u32)
    .map_while(|v| if v < 17 { Some(v + 1) } else { None })
    .next()
    .unwrap_or(94);
let r6 = b
    .chunks(2)
    .map(|c| c[0] * 5 + c[1])
    .zip(a.iter().copied().rev())
    .map(|(p, q)| p * 3 + q)
    .take(2)
    .count();
let r7 = (3..3u32).step_by(1).map(|v| v * 2 + 1).filter(|v| v % 2 != 0).count();
let r8 = b
    .iter()
    .map(|v| *v)
    .enumerate()
    .map(|(i, v)| v * 10 + i as u32)
    .take(1)
    .take_while(|v| *v < 12)
    .sum::<u32>();
let r9 = e;

// case chains-3
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
        Some(self.n * 2)
    }
}
// body
let a = [x.load(Relaxed), 1, 4];
let b = [5u32, 2, 7, x.load(Relaxed)];
let mut e = 0u32;
let r0 = b
    .chunks(2)
    .map(|c| c[0] * 5 + c[1])
    .take_while(|v| *v < 3)
    .enumerate()
    .map(|(i, v)| v * 10 + i as u32)
    .min()
    .unwrap_or(99);
let r1 = b
    .iter()
    .map(|v| *v)
    .zip((0..2u32).enumerate().map(|(i, v)| v * 10 + i as u32).map(|v| v * 2 + 1))
    .map(|(p, q)| p * 3 + q)
    .enumerate()
    .map(|(i, v)| v * 10 + i as u32)
    .next()
    .unwrap_or(94);
let r2 = (2..5u32).take(1).map(|v| v * 2 + 1).take(4).any(|v| v == 5);
let r3 = a
    .iter()
    .copied()
    .take_while(|v| *v < 7)
    .inspect(|v| e = e.wrapping_mul(3).wrapping_add(*v))
    .sum::<u32>();
let r4 = a
    .iter()
    .copied()
    .step_by(3)
    .map_while(|v| if v < 19 { Some(v + 1) } else { None })
    .step_by(1)
    .skip_while(|v| *v < 6)
    .next()
    .unwrap_or(94);
let r5 = (0..2u32)
    .skip_while(|v| *v < 4)
    .zip(b.chunks(2).map(|c| c[0] * 5 + c[1]).map(|v| v * 2 + 1))
    .map(|(p, q)| p * 3 + q)
    .nth(2)
    .unwrap_or(97);
let r6 = b
    .iter()
    .map(|v| *v)
    .filter(|v| v % 2 != 0)
    .zip(b.iter().map(|v| *v))
    .map(|(p, q)| p * 3 + q)
    .position(|v| v > 4)
    .unwrap_or(95);
let r7 = a.iter().copied().filter_map(|v| v.checked_sub(2)).min().unwrap_or(99);
let r8 = (0..4u32).take(2).filter(|v| v % 3 != 0).min().unwrap_or(99);
let r9 = e;

// case chains-4
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
        Some(self.n * 2)
    }
}
// body
let a = [x.load(Relaxed), 1, 4];
let b = [5u32, 2, 7, x.load(Relaxed)];
let mut e = 0u32;
let r0 = (0..3u32)
    .skip_while(|v| *v < 3)
    .filter(|v| v % 2 != 0)
    .position(|v| v > 4)
    .unwrap_or(95);
let r1 = (0..4u32)
    .inspect(|v| e = e.wrapping_mul(3).wrapping_add(*v))
    .take_while(|v| *v < 10)
    .find(|v| v % 2 == 1)
    .unwrap_or(96);
let r2 = a
    .windows(2)
    .map(|w| w[0] * 3 + w[1])
    .filter_map(|v| v.checked_sub(0))
    .position(|v| v > 4)
    .unwrap_or(95);
let r3 = (3..3u32).enumerate().map(|(i, v)| v * 10 + i as u32).filter(|v| v % 2 != 0).count();
let r4 = (Count { n: 1 })
    .enumerate()
    .map(|(i, v)| v * 10 + i as u32)
    .step_by(2)
    .take(1)
    .map(|v| v * 2 + 1)
    .next()
    .unwrap_or(94);
let r5 = b.iter().map(|v| *v).zip((0..0u32)).map(|(p, q)| p * 3 + q).all(|v| v < 40);
let r6 = a
    .windows(2)
    .map(|w| w[0] * 3 + w[1])
    .enumerate()
    .map(|(i, v)| v * 10 + i as u32)
    .min()
    .unwrap_or(99);
let r7 = a
    .iter()
    .copied()
    .enumerate()
    .map(|(i, v)| v * 10 + i as u32)
    .take(2)
    .skip_while(|v| *v < 3)
    .next()
    .unwrap_or(94);
let r8 = (0..0u32).filter_map(|v| v.checked_sub(1)).take(3).find(|v| v % 2 == 1).unwrap_or(96);
let r9 = e;

// case taken-one-by-one
let a = [x.load(Relaxed), 1, 4, 8, 9];
let mut it = a.iter();
let r0 = *it.next().unwrap() * 10 + *it.next_back().unwrap();
let r1 = it.by_ref().take(1).sum::<u32>();
let r2 = it.len();
let r3 = it.clone().nth(1).copied().unwrap_or(0);
let r4 = it.copied().map(|v| v * 2).fold(0, |m, v| m * 100 + v);
let mut w = a.windows(2).zip(0..);
let r5 = w.next().map_or(0, |(w, i)| w[0] + w[1] + i);
let r6 = w.map(|(w, i)| w[0] * i).sum::<u32>();

// case errors-of-a-loop
fn check(a: &[u32], most: u32) -> Result<u32, i32> {
    a.iter().try_for_each(|v| if *v > most { Err(-(*v as i32)) } else { Ok(()) })?;
    Ok(a.iter().filter_map(|v| v.checked_sub(3)).count() as u32)
}
// body
let a = [x.load(Relaxed), 1, 40];
let r0 = check(&a, 50).unwrap();
let r1 = check(&a, 2).unwrap_err();
let r2 = a.iter().find_map(|v| if *v > 3 { Some(*v / 2) } else { None }).unwrap();
let r3 = a.iter().rev().skip_while(|v| **v > 1).map(|v| v + 1).product::<u32>();

// case patterns-of-for
struct P {
    a: u32,
    b: u32,
}
// body
let p = [P { a: 1, b: x.load(Relaxed) }, P { a: 4, b: 5 }];
let mut r0 = 0;
for P { a, b } in &p {
    r0 = r0 * 100 + a * 10 + b;
}
let mut r1 = 0;
for (i, (v, &w)) in [7u32, 8].iter().zip(&[1u32, 2]).enumerate() {
    r1 = r1 * 100 + v * w + i as u32;
}
let mut r2 = 0;
for [a, b] in [[1, 2], [3, 4]] {
    r2 = r2 * 10 + a * b;
}
let mut r3 = 0;
for (k, mut v) in [(1u32, 2u32), (3, 4)] {
    v += k;
    r3 = r3 * 10 + v;
}
let mut r4 = 0;
for _ in p.iter().skip(1) {
    r4 += 1;
}
// case map-while-skip-again
fn below_nine(v: &u32) -> Option<u32> {
    if *v < 9 { Some(*v) } else { None }
}
// body
let a = [1u32, 9, 2, 3, 9, 4];
let mut it = a.iter().map_while(below_nine).skip(2);
let r0 = it.next().unwrap_or(77);
let r1 = it.next().unwrap_or(77);
let r2 = it.next().unwrap_or(77);
let r3 = it.next().unwrap_or(77);
let r4 = it.next().unwrap_or(77);
// case map-while-step-again-first
fn below_nine(v: &u32) -> Option<u32> {
    if *v < 9 { Some(*v) } else { None }
}
// body
let a = [9u32, 1, 2, 3, 9, 4, 5, 6, 7];
let mut it = a.iter().map_while(below_nine).step_by(3);
let r0 = it.next().unwrap_or(77);
let r1 = it.next().unwrap_or(77);
let r2 = it.next().unwrap_or(77);
let r3 = it.next().unwrap_or(77);
// case map-while-take-again
fn below_nine(v: &u32) -> Option<u32> {
    if *v < 9 { Some(*v) } else { None }
}
// body
let a = [9u32, 1, 9, 2, 3, 4];
let mut it = a.iter().map_while(below_nine).take(3);
let r0 = it.next().unwrap_or(77);
let r1 = it.next().unwrap_or(77);
let r2 = it.next().unwrap_or(77);
let r3 = it.next().unwrap_or(77);
// case map-while-take-nth-again
fn below_nine(v: &u32) -> Option<u32> {
    if *v < 9 { Some(*v) } else { None }
}
// body
let a = [1u32, 9, 2, 3, 4, 5];
let mut it = a.iter().map_while(below_nine).take(4);
let r0 = it.nth(2).unwrap_or(77);
let r1 = it.next().unwrap_or(77);
let r2 = it.next().unwrap_or(77);
// case map-while-take-any-again
fn below_nine(v: &u32) -> Option<u32> {
    if *v < 9 { Some(*v) } else { None }
}
// body
let a = [1u32, 9, 2, 3, 4, 5];
let mut it = a.iter().map_while(below_nine).take(3);
let r0 = it.any(|v| v == 5);
let r1 = it.next().unwrap_or(77);
let r2 = it.next().unwrap_or(77);
let r3 = it.next().unwrap_or(77);
// case map-while-for-by-ref-take
fn below_nine(v: &u32) -> Option<u32> {
    if *v < 9 { Some(*v) } else { None }
}
// body
let a = [1u32, 9, 2, 3, 4, 5];
let mut it = a.iter().map_while(below_nine).take(3);
let mut r0 = 0;
for v in it.by_ref() {
    r0 += v;
}
let r1 = it.next().unwrap_or(77);
let r2 = it.next().unwrap_or(77);
// case map-while-fuse
fn below_nine(v: &u32) -> Option<u32> {
    if *v < 9 { Some(*v) } else { None }
}
// body
let a = [1u32, 9, 2, 3];
let mut it = a.iter().map_while(below_nine).fuse();
let r0 = it.next().unwrap_or(77);
let r1 = it.next().unwrap_or(77);
let r2 = it.next().unwrap_or(77);
// case own-skip-again
struct N {
    n: u32,
}
impl Iterator for N {
    type Item = u32;
    fn next(&mut self) -> Option<u32> {
        self.n += 1;
        if self.n % 3 == 0 { None } else { Some(self.n) }
    }
}
// body
let mut it = N { n: 0 }.skip(3);
let r0 = it.next().unwrap_or(77);
let r1 = it.next().unwrap_or(77);
let r2 = it.next().unwrap_or(77);
let r3 = it.next().unwrap_or(77);
// case own-fuse
struct N {
    n: u32,
}
impl Iterator for N {
    type Item = u32;
    fn next(&mut self) -> Option<u32> {
        self.n += 1;
        if self.n % 3 == 0 { None } else { Some(self.n) }
    }
}
// body
let mut it = N { n: 0 }.fuse();
let r0 = it.next().unwrap_or(77);
let r1 = it.next().unwrap_or(77);
let r2 = it.next().unwrap_or(77);
let r3 = it.next().unwrap_or(77);
// case skip-take-while-again
fn below_nine(v: &u32) -> Option<u32> {
    if *v < 9 { Some(*v) } else { None }
}
// body
let a = [1u32, 9, 2, 3, 4];
let mut it = a.iter().map_while(below_nine).skip(2).take_while(|v| *v < 4);
let r0 = it.next().unwrap_or(77);
let r1 = it.next().unwrap_or(77);
let r2 = it.next().unwrap_or(77);
let r3 = it.next().unwrap_or(77);
// case take-none-asks-nothing
fn below_nine(v: &u32) -> Option<u32> {
    if *v < 9 { Some(*v) } else { None }
}
// body
let a = [1u32, 2, 3, 4];
let mut it = a.iter().map_while(below_nine).skip(2);
let r0 = it.by_ref().take(0).count() as u32;
let r1 = it.next().unwrap_or(77);
