// error: the trait bound `[u8; 4]: AtomicImpl` is not satisfied
// SPDX-License-Identifier: GPL-2.0 OR MIT

#[derive(Clone, Copy)]
pub struct Address([u8; 4]);

// SAFETY: wrong, an array is not a representation.
unsafe impl lkmm::AtomicType for Address {
    type Repr = [u8; 4];
}
