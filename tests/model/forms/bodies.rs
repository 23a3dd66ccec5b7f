// SPDX-License-Identifier: GPL-2.0 OR MIT
// Items in bodies: tests/model/rust-forms.py says what this is.

// case two-types-of-one-name
trait Size {
    const UNIT: u32;
    fn size(&self) -> u32;
    fn double(&self) -> u32 {
        self.size() * 2 + Self::UNIT
    }
}
fn total<T: Size>(a: &T) -> u32 {
    a.double() + a.size()
}
fn one() -> u32 {
    struct S;
    impl Size for S {
        const UNIT: u32 = 100;
        fn size(&self) -> u32 {
            1
        }
    }
    total(&S)
}
fn two() -> u32 {
    struct S;
    impl Size for S {
        const UNIT: u32 = 1000;
        fn size(&self) -> u32 {
            5
        }
    }
    total(&S)
}
// body
let r0 = one();
let r1 = two();
let r2 = one();

// case impl-in-a-body-is-everywhere
struct S(u32);
fn elsewhere() -> u32 {
    S(3).twice()
}
fn f() -> u32 {
    impl S {
        fn twice(&self) -> u32 {
            self.0 * 2
        }
    }
    7
}
// body
let r0 = elsewhere() + f();

// case inner-type-hides-outer
#[derive(Clone, Copy)]
struct S(u32);
impl S {
    fn get(&self) -> u32 {
        self.0
    }
}
impl Drop for T<'_> {
    fn drop(&mut self) {
        self.0.store(self.0.load(Relaxed) + 100, Relaxed);
    }
}
struct T<'a>(&'a Atomic<u32>);
fn f(s: S, x: &Atomic<u32>) -> u32 {
    struct S(u32);
    impl S {
        fn get(&self) -> u32 {
            self.0 + 10
        }
    }
    struct T<'a>(&'a Atomic<u32>);
    impl Drop for T<'_> {
        fn drop(&mut self) {
            self.0.store(self.0.load(Relaxed) + 1, Relaxed);
        }
    }
    let _t = T(x);
    s.get() * 100 + S(2).get()
}
// body
let r0 = f(S(x.load(Relaxed)), x);
let _t = T(x);

// case blocks-in-blocks
fn f() -> u32 {
    1
}
// body
let r0 = f();
let r1 = {
    fn f() -> u32 {
        2
    }
    let a = {
        fn f() -> u32 {
            3
        }
        f()
    };
    a * 10 + f()
};
let r2 = if r0 == 1 {
    const K: u32 = 8;
    K + f()
} else {
    const K: u32 = 9;
    K
};
let r3 = match r0 {
    1 => {
        use core::cmp::min;
        min(f(), 5)
    }
    _ => 4,
};

// case constants-of-bodies
const K: u32 = 1;
fn f() -> u32 {
    return K;
    const K: u32 = L + 1;
    const L: u32 = 20;
}
// body
const A: [u32; 3] = [4, 5, f2(6)];
const fn f2(n: u32) -> u32 {
    n + K
}
let r0 = f();
let r1 = K;
let r2 = A[2];
let r3 = match 1 {
    K => 1,
    _ => 2,
};

// case operators-of-a-body
fn f() -> u32 {
    #[derive(Clone, Copy, PartialEq)]
    struct V(u32);
    impl core::ops::Add for V {
        type Output = V;
        fn add(self, o: V) -> V {
            V(self.0 + o.0)
        }
    }
    impl From<u32> for V {
        fn from(n: u32) -> V {
            V(n + 1)
        }
    }
    (V(1) + V::from(2)).0
}
#[derive(Clone, Copy, PartialEq)]
struct V(u32);
impl core::ops::Add for V {
    type Output = V;
    fn add(self, o: V) -> V {
        V(self.0 * o.0 * 100)
    }
}
impl From<u32> for V {
    fn from(n: u32) -> V {
        V(n + 7)
    }
}
// body
let r0 = f();
let r1 = (V(1) + V::from(2)).0;

// case generic-of-a-body
fn f(n: u32) -> u32 {
    #[derive(Clone, Copy)]
    struct P<T> {
        a: T,
        b: T,
    }
    impl<T: Copy> P<T> {
        fn turned(self) -> P<T> {
            P { a: self.b, b: self.a }
        }
    }
    fn first<T: Copy>(p: &P<T>) -> T {
        p.a
    }
    enum E {
        One(P<u32>),
        None,
    }
    let e = if n > 2 { E::One(P { a: n, b: 9 }) } else { E::None };
    match e {
        E::One(p) => first(&p.turned()) * 10 + first(&p),
        E::None => 0,
    }
}
// body
let r0 = f(x.load(Relaxed));
let r1 = f(1);

// case method-with-items
struct S(u32);
impl S {
    fn go(&self) -> u32 {
        fn helper(n: u32) -> u32 {
            n * K
        }
        const K: u32 = 6;
        helper(self.0)
    }
    fn other(&self) -> u32 {
        fn helper(n: u32) -> u32 {
            n + 1
        }
        helper(self.0)
    }
}
// body
let s = S(x.load(Relaxed));
let r0 = s.go();
let r1 = s.other();

// case items-of-closures
let f = |n: u32| {
    const K: u32 = 5;
    fn g(n: u32) -> u32 {
        n * K
    }
    g(n) + 1
};
let r0 = f(x.load(Relaxed));
let r1 = f(1);

// case statics-of-bodies
fn next() -> u32 {
    static mut COUNT: u32 = 10;
    unsafe {
        COUNT += 1;
        COUNT
    }
}
// body
let r0 = next();
let r1 = next() + x.load(Relaxed);
