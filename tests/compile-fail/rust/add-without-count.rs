// error: `Even: AtomicCount`
// SPDX-License-Identifier: GPL-2.0 OR MIT

#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Even(i32);

// SAFETY: `Even` is transparent.
unsafe impl lkmm::AtomicType for Even {
    type Repr = i32;
}

// SAFETY: the sum of even numbers is even.
unsafe impl lkmm::AtomicAdd for Even {
    fn rhs_into_delta(rhs: Even) -> i32 {
        rhs.0
    }
}

pub fn f(v: &lkmm::Atomic<Even>) {
    v.inc(lkmm::Relaxed)
}
