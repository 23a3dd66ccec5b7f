// error: assertion failed: size_of::<T>() == size_of::<T::Repr>()
// SPDX-License-Identifier: GPL-2.0 OR MIT

#[derive(Clone, Copy)]
#[repr(u16)]
pub enum State {
    On,
    Off,
}

// SAFETY: wrong, it has 16 bits.
unsafe impl lkmm::AtomicType for State {
    type Repr = u8;
}

pub static STATE: lkmm::Atomic<State> = lkmm::Atomic::new(State::On);
