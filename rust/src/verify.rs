// SPDX-License-Identifier: GPL-2.0 OR MIT

//! Programs for `lkmm verify`, which decides them under the model: threads, and values that it
//! chooses. Nothing defines these functions elsewhere, so that a program that calls them links only
//! there. [`assert!`] is an assertion that the program is to hold.
//!
//! ```text
//! use lkmm::verify;
//!
//! static COUNT: AtomicI32 = Atomic::new(0);
//!
//! extern "C" fn count(n: &'static AtomicI32) {
//!     n.inc(Relaxed);
//! }
//!
//! #[no_mangle]
//! pub extern "C" fn main() -> i32 {
//!     let a = verify::spawn(count, &COUNT);
//!     let b = verify::spawn(count, &COUNT);
//!     a.join();
//!     b.join();
//!     assert!(COUNT.load(Relaxed) == 2);
//!     0
//! }
//! ```
//!
//! [`thread::spawn`] takes a closure, as that of `std` does.

pub mod thread;

use core::ffi::c_void;
use core::mem::transmute;
use core::ptr::from_ref;

mod c {
    use core::ffi::{c_int, c_long, c_void};

    // As in <lkmm/verify.h>.
    extern "C" {
        pub fn lkmm_spawn(function: extern "C" fn(*mut c_void), arg: *mut c_void) -> c_int;
        pub fn lkmm_join(thread: c_int);
        pub fn lkmm_any(low: c_long, high: c_long) -> c_long;
        pub fn lkmm_thread() -> c_int;
        pub fn lkmm_verify_excludes() -> !;
        pub fn malloc(size: usize) -> *mut c_void;
    }
}

/// A thread that [`spawn`] has started.
#[must_use = "a thread that nobody joins may still run at the end"]
pub struct Thread(core::ffi::c_int);

impl Thread {
    /// Waits for the end of the thread: all that it did comes before what follows.
    #[inline]
    pub fn join(self) {
        // SAFETY: the number of a thread; it is joined once, since `self` is gone.
        unsafe { c::lkmm_join(self.0) }
    }
}

/// Starts a thread that calls `function` on `arg`: all that was done before comes before it.
#[inline]
pub fn spawn<T: Sync>(function: extern "C" fn(&'static T), arg: &'static T) -> Thread {
    // SAFETY: C passes a reference as it passes a pointer, and `arg` is one to a `T` for ever.
    unsafe {
        let function = transmute::<extern "C" fn(&'static T), extern "C" fn(*mut c_void)>(function);
        Thread(c::lkmm_spawn(function, from_ref(arg).cast_mut().cast()))
    }
}

/// A number from `low` to `high`: each is tried.
#[inline]
pub fn any(low: i64, high: i64) -> i64 {
    // SAFETY: it takes any numbers.
    unsafe { c::lkmm_any(low as _, high as _) as i64 }
}

/// The number of the thread that calls this, counted in the order in which they are started.
#[inline]
pub fn thread() -> i32 {
    // SAFETY: it has no arguments.
    unsafe { c::lkmm_thread() }
}

/// Leaves out the executions in which `condition` is false here.
#[inline]
pub fn assume(condition: bool) {
    if !condition {
        // SAFETY: it has no arguments.
        unsafe { c::lkmm_verify_excludes() }
    }
}
