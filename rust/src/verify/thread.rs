// SPDX-License-Identifier: GPL-2.0 OR MIT

//! Threads that run a closure, and return a value, with the names of `std::thread`: in a program
//! that is to be decided, this stands in for it.
//!
//! ```text
//! use lkmm::verify::thread;
//!
//! let n = 7;
//! let a = thread::spawn(move || COUNT.fetch_add(n, Relaxed));
//! let before = a.join().unwrap();
//! ```

use super::{c, Thread};
use core::cell::Cell;
use core::ffi::c_void;
use core::fmt;
use core::marker::PhantomData;
use core::mem::{size_of, MaybeUninit};
use core::ptr::{addr_of, addr_of_mut};

/// What a thread gets from the one that starts it, and leaves for the one that joins it. Memory
/// without a size cannot be allocated.
struct Packet<F, T> {
    function: MaybeUninit<F>,
    result: MaybeUninit<T>,
    _size: u8,
}

extern "C" fn run<F: FnOnce() -> T, T>(arg: *mut c_void) {
    let packet: *mut Packet<F, T> = arg.cast();
    // SAFETY: the thread that has started this one has written it, for this one alone.
    let function = unsafe { addr_of!((*packet).function).read().assume_init() };
    let result = function();
    // SAFETY: the one that joins this thread reads it afterwards.
    unsafe { addr_of_mut!((*packet).result).write(MaybeUninit::new(result)) };
}

/// The thread, and where it leaves its result. What `function` borrows must live until it ends.
unsafe fn start<F: FnOnce() -> T, T>(function: F) -> (Thread, *mut T) {
    // SAFETY: this much memory is asked for, and `run` reads what is written to it.
    unsafe {
        let packet = c::malloc(size_of::<Packet<F, T>>()).cast::<Packet<F, T>>();
        addr_of_mut!((*packet).function).write(MaybeUninit::new(function));
        let thread = Thread(c::lkmm_spawn(run::<F, T>, packet.cast()));
        (thread, addr_of_mut!((*packet).result).cast())
    }
}

/// A thread that [`spawn`] has started.
pub struct JoinHandle<T> {
    thread: Thread,
    result: *mut T,
}

// SAFETY: what the thread leaves is read by one that has joined it, once.
unsafe impl<T: Send> Send for JoinHandle<T> {}

/// A thread that panics is a fault of the program: nobody sees this.
pub struct Panicked(());

impl fmt::Debug for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a thread panicked")
    }
}

impl<T> JoinHandle<T> {
    /// Waits for the end of the thread, and returns what its closure has returned.
    #[inline]
    pub fn join(self) -> Result<T, Panicked> {
        self.thread.join();
        // SAFETY: the thread has ended, and has written its result.
        Ok(unsafe { self.result.read() })
    }
}

/// Starts a thread that calls `function`: all that was done before comes before it.
#[inline]
pub fn spawn<F, T>(function: F) -> JoinHandle<T>
where
    F: FnOnce() -> T + Send + 'static,
    T: Send + 'static,
{
    // SAFETY: it borrows nothing that ends.
    let (thread, result) = unsafe { start(function) };
    JoinHandle { thread, result }
}

/// Threads that borrow what is around them: see [`scope`].
pub struct Scope<'scope, 'env: 'scope> {
    last: Cell<core::ffi::c_int>,
    running: Cell<u64>,
    scope: PhantomData<&'scope mut &'scope ()>,
    env: PhantomData<&'env mut &'env ()>,
}

/// A thread that [`Scope::spawn`] has started.
pub struct ScopedJoinHandle<'scope, T> {
    thread: JoinHandle<T>,
    running: &'scope Cell<u64>,
}

impl<T> ScopedJoinHandle<'_, T> {
    /// Waits for the end of the thread, and returns what its closure has returned.
    #[inline]
    pub fn join(self) -> Result<T, Panicked> {
        self.running
            .set(self.running.get() & !(1 << self.thread.thread.0));
        self.thread.join()
    }
}

impl<'scope> Scope<'scope, '_> {
    /// Starts a thread that calls `function`, which ends with the scope at the latest.
    #[inline]
    pub fn spawn<F, T>(&'scope self, function: F) -> ScopedJoinHandle<'scope, T>
    where
        F: FnOnce() -> T + Send + 'scope,
        T: Send + 'scope,
    {
        // SAFETY: scope() joins the thread.
        let (thread, result) = unsafe { start(function) };
        self.last.set(thread.0);
        self.running.set(self.running.get() | 1 << thread.0);
        ScopedJoinHandle {
            thread: JoinHandle { thread, result },
            running: &self.running,
        }
    }
}

/// Calls `function`, which starts threads that may borrow, and joins all of them that it has not.
#[inline]
pub fn scope<'env, F, T>(function: F) -> T
where
    F: for<'scope> FnOnce(&'scope Scope<'scope, 'env>) -> T,
{
    let scope = Scope {
        last: Cell::new(0),
        running: Cell::new(0),
        scope: PhantomData,
        env: PhantomData,
    };
    let result = function(&scope);

    for n in 0..=scope.last.get() {
        if scope.running.get() & 1 << n != 0 {
            Thread(n).join();
        }
    }
    result
}

/// Has no effect: threads run at any speed as it is.
#[inline]
pub fn yield_now() {}
