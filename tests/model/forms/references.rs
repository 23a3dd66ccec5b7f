// SPDX-License-Identifier: GPL-2.0 OR MIT
// References to local variables: tests/model/rust-forms.py says what this is.

// case slices-of-chosen-arrays
fn tail(s: &mut [u32]) -> &mut [u32] {
    if s[0] > 100 {
        return s;
    }
    &mut s[1..]
}
fn put<'a>(s: &'a mut [u32], k: usize) -> Option<&'a mut u32> {
    let t = tail_of(s);
    t.get_mut(k)
}
fn tail_of(s: &mut [u32]) -> &mut [u32] {
    &mut s[1..]
}
// body
let mut g = [[1u32, 2, 3], [x.load(Relaxed), 5, 6]];
let i = x.load(Relaxed) as usize - 2;
tail_of(&mut g[i])[0] = 50;
let r0 = g[1][1];
if let Some(v) = put(&mut g[i], i) {
    *v = 9;
}
let r1 = g[1][2] + g[1][1];
let s = &mut g[i][1..];
s[i] += 4;
s[0] += 5;
for w in s.iter_mut() {
    *w *= 2;
}
let r2 = g[1][1] * 100 + g[1][2];
let r3 = g[0][0] + g[0][1] + g[0][2];

// case one-of-two
fn pick<'a>(c: bool, a: &'a mut u32, b: &'a mut u32) -> &'a mut u32 {
    if c { a } else { b }
}
// body
let mut n = 4;
let mut m = x.load(Relaxed);
let c = n > m;
let r = if c { &mut n } else { &mut m };
*r += 10;
*pick(m == 3, &mut n, &mut m) *= 2;
*pick(m == 4, &mut n, &mut m) += 7;
let r0 = n;
let r1 = m;

// case index-changes-afterwards
let mut v = [x.load(Relaxed), 8, 1];
let mut i = x.load(Relaxed) as usize - 3;
let p = &mut v[i];
i += 1;
*p += i as u32 * 10;
let q = &v[i];
i += 1;
let r0 = *q + i as u32 * 100;
let r1 = v[0];

// case found-in-a-loop
#[derive(Clone, Copy)]
struct Slot {
    key: u32,
    n: u32,
}
fn find(s: &mut [Slot], key: u32) -> Option<&mut Slot> {
    for e in s.iter_mut() {
        if e.key == key {
            return Some(e);
        }
    }
    None
}
// body
let mut s = [Slot { key: 1, n: 5 }, Slot { key: x.load(Relaxed), n: 6 }, Slot { key: 2, n: 7 }];
if let Some(e) = find(&mut s, 3) {
    e.n += 100;
}
let r0 = find(&mut s, 9).is_none();
let r1 = find(&mut s[1..], 2).map_or(0, |e| e.n);
let r2 = s.iter().map(|e| e.n).sum::<u32>();
let best = s.iter().max_by_key(|e| e.n).map_or(0, |e| e.key);
let r3 = best;
let mut last = None;
for e in s.iter() {
    if e.n < 100 {
        last = Some(e);
    }
}
let r4 = last.map_or(0, |e| e.n);

// case in-structs-and-tuples
struct Cursor<'a> {
    at: &'a mut u32,
    step: u32,
}
impl Cursor<'_> {
    fn go(&mut self) -> u32 {
        *self.at += self.step;
        *self.at
    }
}
// body
let mut v = [x.load(Relaxed), 8, 1];
let i = x.load(Relaxed) as usize - 1;
let mut c = Cursor { at: &mut v[i], step: 4 };
let r0 = c.go() * 10 + c.go();
let (a, b) = (&v[0], &v[i]);
let r1 = *a * 100 + *b;
let refs = [&v[1], &v[2]];
let r2 = refs.iter().map(|p| **p).sum::<u32>();
let r3 = *refs[i - 1];

// case options-in-elements
#[derive(Clone, Copy, Default)]
struct Slot {
    o: Option<u32>,
    n: u32,
}
impl Slot {
    fn either(&mut self) -> Option<&mut u32> {
        if self.n == 0 {
            return self.o.as_mut();
        }
        Some(&mut self.n)
    }
}
// body
let mut s = [Slot::default(); 3];
let i = x.load(Relaxed) as usize - 2;
s[i].o = Some(7);
s[2].n = 5;
if let Some(v) = s[i].o.as_mut() {
    *v += 1;
}
for e in s.iter_mut() {
    if let Some(v) = e.either() {
        *v *= 2;
    }
}
let r0 = s[1].o.unwrap_or(0);
let r1 = s[2].n;
let r2 = *s[0].o.get_or_insert_with(|| 40) + s[i].o.take().unwrap_or(0);
let r3 = s[i].o.is_none();
s[i] = s[2];
let r4 = s.iter().filter(|e| e.n == 10).count();

// case compared
let a = [4u32, 7, x.load(Relaxed)];
let m = a.iter().max();
let r0 = m == Some(&7);
let r1 = a.iter().min() == Some(&4);
let r2 = a.first() == a.last();
let r3 = &a[0] > &a[2];
let r4 = a.iter().position(|v| v == &7).unwrap_or(9);

// case two-dimensions
let mut g = [[1u32, 2, 3], [x.load(Relaxed), 5, 6]];
let i = x.load(Relaxed) as usize - 2;
for row in g.iter_mut() {
    row[i] += 10;
}
for (a, b) in g[0].iter().zip(&g[1]) {
    x.store(x.load(Relaxed) * 2 + a * b, Relaxed);
}
g[i][i + 1] = 50;
g.swap(0, i);
let r0 = g[0][0] + g[0][1] * 10 + g[0][2] * 100;
let r1 = g[1][0] + g[1][1] * 10 + g[1][2] * 100;
let [first, ..] = &mut g;
first[2] = 0;
let r2 = g[0].contains(&15);
let r3 = g[0].contains(&50);
