// SPDX-License-Identifier: GPL-2.0 OR MIT
//! A program of the standard library: the error shows how one for `lkmm verify` begins.
//! expect 0: error: there is no main(): in Rust it begins '#[no_mangle] pub extern "C" fn main()
use std::sync::atomic::{AtomicI32, Ordering};

static FLAG: AtomicI32 = AtomicI32::new(0);

fn main() {
    FLAG.store(1, Ordering::Release);
}
