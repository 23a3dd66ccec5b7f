// SPDX-License-Identifier: GPL-2.0 OR MIT
// What is dropped, and when: tests/model/rust-forms.py says what this is.

// case drop-assign-member
struct Put<'a>(&'a Atomic<u32>, u32);
impl Drop for Put<'_> {
    fn drop(&mut self) {
        self.0.store(self.0.load(Relaxed) * 10 + self.1, Relaxed);
    }
}
struct Both<'a> {
    a: Put<'a>,
    b: Put<'a>,
}
// body
let mut b = Both { a: Put(x, 1), b: Put(x, 2) };
b.a = Put(x, 4);
let r0 = x.load(Relaxed);

// case drop-option-assign
struct Put<'a>(&'a Atomic<u32>, u32);
impl Drop for Put<'_> {
    fn drop(&mut self) {
        self.0.store(self.0.load(Relaxed) * 10 + self.1, Relaxed);
    }
}
// body
let mut o = Some(Put(x, 1));
o = None;
let r0 = x.load(Relaxed);
let mut p = Some(Put(x, 2));
if let Some(q) = p.take() {
    x.store(q.1 + 50, Relaxed);
}
let r1 = x.load(Relaxed);
let r2 = p.is_none();

// case drop-in-array
struct Put<'a>(&'a Atomic<u32>, u32);
impl Drop for Put<'_> {
    fn drop(&mut self) {
        self.0.store(self.0.load(Relaxed) * 10 + self.1, Relaxed);
    }
}
// body
{
    let a = [Put(x, 1), Put(x, 2)];
    for p in a.iter() {
        x.store(x.load(Relaxed) + p.1, Relaxed);
    }
}
let r0 = x.load(Relaxed);
let b = [Put(x, 3), Put(x, 4)];
let i = 1 - (x.load(Relaxed) & 1) as usize;
let r1 = b[i].1;

// case drop-through-ref
struct Put<'a>(&'a Atomic<u32>, u32);
impl Drop for Put<'_> {
    fn drop(&mut self) {
        self.0.store(self.0.load(Relaxed) * 10 + self.1, Relaxed);
    }
}
fn set<'a>(p: &mut Put<'a>, x: &'a Atomic<u32>) {
    *p = Put(x, 7);
}
// body
let mut p = Put(x, 1);
set(&mut p, x);
let r0 = x.load(Relaxed);

// case arrays-by-value
let a = [1u32, 2, x.load(Relaxed)];
let r0 = a.into_iter().map(|v| v * 2).sum::<u32>();
let r1 = (&a).into_iter().map(|v| *v).sum::<u32>();
let mut r2 = 0;
for v in a {
    r2 = r2 * 10 + v;
}
