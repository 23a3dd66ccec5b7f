// SPDX-License-Identifier: GPL-2.0 OR MIT
// Names in modules: tests/model/rust-forms.py says what this is.

// case module-in-a-module
mod hw {
    pub const S: u32 = 3;
    pub mod regs {
        use super::S;
        pub fn at(n: u32) -> u32 {
            n << S
        }
    }
}
use hw::regs::at;
// body
let r0 = at(x.load(Relaxed));

// case self
mod regs {
        pub(super) fn mask() -> u32 {
            7
        }
        pub fn at(n: u32) -> u32 {
            n
        }
}
// body
let r0 = regs::at(3) & self::regs::mask();

// case same-names-in-modules
mod a {
    pub fn init() -> u32 {
        step() + 1
    }
    fn step() -> u32 {
        10
    }
    pub struct Dev {
        pub n: u32,
    }
    impl Dev {
        pub fn get(&self) -> u32 {
            self.n
        }
    }
}
mod b {
    pub fn init() -> u32 {
        step() + super::init() + super::a::init()
    }
    fn step() -> u32 {
        200
    }
    pub struct Dev {
        pub n: u32,
    }
    impl Dev {
        pub fn get(&self) -> u32 {
            self.n * 2
        }
    }
    pub mod c {
        pub fn init() -> u32 {
            super::step() * 3 + crate_init()
        }
        fn crate_init() -> u32 {
            1
        }
    }
}
fn init() -> u32 {
    5000
}
// body
let r0 = init();
let r1 = a::init();
let r2 = b::init();
let r3 = b::c::init();
let d = a::Dev { n: 4 };
let e = b::Dev { n: 4 };
let r4 = d.get() * 10 + e.get();

// case use-decides
mod a {
    pub fn go() -> u32 {
        1
    }
    pub fn stop() -> u32 {
        1
    }
}
mod b {
    pub fn go() -> u32 {
        2
    }
    pub fn stop() -> u32 {
        2
    }
}
use a::go;
use self::{b::stop};
// body
let r0 = go();
let r1 = stop();
