// error: aborting due to 12 previous errors
// SPDX-License-Identifier: GPL-2.0 OR MIT
#![deny(unused_must_use)]

use lkmm::{AtomicI32, Full};

pub fn f(v: &AtomicI32, old: &mut i32) {
    v.sub_and_test(1, Full);
    v.inc_and_test(Full);
    v.dec_and_test(Full);
    v.add_negative(1, Full);
    v.fetch_add_unless(1, 0, Full);
    v.add_unless(1, 0, Full);
    v.inc_not_zero(Full);
    v.inc_unless_negative(Full);
    v.dec_unless_positive(Full);
    v.dec_if_positive(Full);
    v.try_cmpxchg(old, 1, Full);
    let _ = v.cmpxchg(1, 2, Full).is_ok();
    v.cmpxchg(1, 2, Full);
}
