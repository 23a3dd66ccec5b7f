// error: `Padded` may have padding
// SPDX-License-Identifier: GPL-2.0 OR MIT

#[derive(Clone, Copy)]
#[repr(C)]
pub struct Padded {
    a: u64,
    b: u8,
}

pub static OBJECT: lkmm::AtomicPerByte<Padded> = lkmm::AtomicPerByte::new(Padded { a: 1, b: 2 });
