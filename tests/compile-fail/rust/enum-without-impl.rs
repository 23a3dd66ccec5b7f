// error: `State` cannot be atomic
// SPDX-License-Identifier: GPL-2.0 OR MIT

#[derive(Clone, Copy)]
#[repr(u8)]
pub enum State {
    On,
    Off,
}

pub static STATE: lkmm::Atomic<State> = lkmm::Atomic::new(State::On);
