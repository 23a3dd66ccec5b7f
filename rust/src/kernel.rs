// SPDX-License-Identifier: GPL-2.0 OR MIT

//! For modules of a Linux kernel, besides the atomics.

use core::fmt::{self, Write};
use core::panic::PanicInfo;

use crate::barrier::cpu_relax;

extern "C" {
    fn lkmm_rust_panic(
        message: *const u8,
        length: usize,
        file: *const u8,
        file_length: usize,
        line: u32,
    );
}

/// As much of a message as there is room for.
struct Line {
    text: [u8; 160],
    length: usize,
}

impl Write for Line {
    fn write_str(&mut self, s: &str) -> fmt::Result {
        for byte in s.bytes() {
            let Some(place) = self.text.get_mut(self.length) else {
                return Err(fmt::Error);
            };
            *place = byte;
            self.length += 1;
        }
        Ok(())
    }
}

/// The body of a module's panic handler: prints the message to the kernel's log, and then acts like
/// `BUG()` in C: prints a backtrace and ends the running task.
///
/// ```ignore
/// #[panic_handler]
/// fn panic(info: &core::panic::PanicInfo<'_>) -> ! {
///     lkmm::kernel::panic(info)
/// }
/// ```
// kernel/rust.sh requires a newer compiler.
#[allow(clippy::incompatible_msrv)]
#[cold]
pub fn panic(info: &PanicInfo<'_>) -> ! {
    let mut line = Line {
        text: [0; 160],
        length: 0,
    };
    let (file, number) = match info.location() {
        Some(place) => (place.file(), place.line()),
        None => ("?", 0),
    };

    // A long message is cut.
    let _ = write!(line, "{}", info.message());
    // SAFETY: the function of lkmm.ko takes two strings with their lengths. It does not return.
    unsafe {
        lkmm_rust_panic(
            line.text.as_ptr(),
            line.length,
            file.as_ptr(),
            file.len(),
            number,
        );
    }
    // objtool does not know that.
    loop {
        cpu_relax();
    }
}
