// error: mismatched types
// SPDX-License-Identifier: GPL-2.0 OR MIT

pub fn f(v: &lkmm::AtomicPerByte<[u64; 4]>) -> [u64; 4] {
    v.load()
}
