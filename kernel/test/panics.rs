// SPDX-License-Identifier: GPL-2.0 OR MIT

//! Commits an error on purpose.

#![no_std]

use core::panic::PanicInfo;
use core::slice;

/// # Safety
///
/// There are `length` bytes.
#[no_mangle]
#[inline(never)]
pub unsafe extern "C" fn panic_in_rust(bytes: *const u8, length: usize, index: usize) -> usize {
    // SAFETY: the caller's promise.
    let bytes = unsafe { slice::from_raw_parts(bytes, length) };

    bytes[index].into()
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    lkmm::kernel::panic(info)
}
