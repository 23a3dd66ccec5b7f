// SPDX-License-Identifier: GPL-2.0 OR MIT

//! `AtomicPerByte<T>`: an object of any size that is copied in parts.

use core::cell::UnsafeCell;
use core::fmt;
use core::mem::{align_of, size_of, MaybeUninit};
use core::ptr;

use crate::ops::Plain;

/// A type without padding: all of its bytes are part of its value.
///
/// ```
/// #[derive(Clone, Copy)]
/// #[repr(C)]
/// struct Time {
///     seconds: u64,
///     nanoseconds: u32,
///     zone: u32,
/// }
///
/// // SAFETY: 8 + 4 + 4 bytes are all of its 16.
/// unsafe impl lkmm::NoPadding for Time {}
/// ```
///
/// # Safety
///
/// There is no byte in it that may be uninitialized, and it has no interior mutability.
#[diagnostic::on_unimplemented(
    message = "`{Self}` may have padding, which cannot be copied in parts",
    note = "a struct whose members are all of its bytes can implement `NoPadding`"
)]
pub unsafe trait NoPadding: Copy {}

macro_rules! no_padding {
    ($($type:ty)*) => {
        // SAFETY: it has none.
        $(unsafe impl NoPadding for $type {})*
    };
}

no_padding!(bool char i8 u8 i16 u16 i32 u32 i64 u64 i128 u128 isize usize f32 f64);

// SAFETY: it has none.
unsafe impl<T> NoPadding for *mut T {}

// SAFETY: it has none.
unsafe impl<T> NoPadding for *const T {}

// SAFETY: elements follow each other without a gap.
unsafe impl<T: NoPadding, const N: usize> NoPadding for [T; N] {}

/// An object that threads may copy while others write it: the data of a sequence lock.
///
/// It is copied in parts of the alignment of `T`, of a pointer's size at most: each access is a
/// [`read_once()`](crate::read_once) or [`write_once()`](crate::write_once), and does not race with
/// others. But a copy can be of two values, one part of each. So [`load`](Self::load) returns it as
/// [`MaybeUninit`], for the caller to find out, as from a sequence number, that it is of one.
///
/// # Ordering
///
/// None: between its parts, and to other accesses.
///
/// # Example
///
/// ```
/// use lkmm::barrier::{smp_rmb, smp_wmb};
/// use lkmm::{Acquire, AtomicPerByte, AtomicU32, Relaxed, Release};
///
/// static SEQUENCE: AtomicU32 = AtomicU32::new(0);
/// static DATA: AtomicPerByte<[u64; 4]> = AtomicPerByte::new([0; 4]);
///
/// /// By one thread at a time.
/// fn write(data: [u64; 4]) {
///     SEQUENCE.inc(Relaxed);
///     smp_wmb();
///     DATA.store(data);
///     smp_wmb();
///     SEQUENCE.inc(Relaxed);
/// }
///
/// fn read() -> [u64; 4] {
///     loop {
///         let before = SEQUENCE.cond_load(|n| n % 2 == 0, Acquire);
///         let data = DATA.load();
///         smp_rmb();
///         if SEQUENCE.load(Relaxed) == before {
///             // SAFETY: nobody wrote in between, so it is of one value.
///             return unsafe { data.assume_init() };
///         }
///     }
/// }
///
/// write([1, 2, 3, 4]);
/// assert_eq!(read(), [1, 2, 3, 4]);
/// ```
#[repr(transparent)]
pub struct AtomicPerByte<T: NoPadding>(UnsafeCell<T>);

// SAFETY: every access through a shared reference is atomic.
unsafe impl<T: NoPadding + Send> Sync for AtomicPerByte<T> {}

/// Copies `n` parts, by marked reads.
///
/// # Safety
///
/// `from` and `to` are aligned and valid for `n` parts; nobody else accesses `to`, and nobody
/// writes `from` plainly at the same time.
#[inline(always)]
unsafe fn read_parts<P: Plain>(from: *const P, to: *mut P, n: usize) {
    for i in 0..n {
        // SAFETY: the caller's promise.
        unsafe { to.add(i).write(P::read_once(from.add(i))) };
    }
}

/// Copies `n` parts, by marked writes.
///
/// # Safety
///
/// As of [`read_parts`], the other way round.
#[inline(always)]
unsafe fn write_parts<P: Plain>(from: *const P, to: *mut P, n: usize) {
    for i in 0..n {
        // SAFETY: the caller's promise.
        unsafe { P::write_once(to.add(i), from.add(i).read()) };
    }
}

/// Calls `$copy` for parts of the alignment of `$type`; those of a pointer's size as pointers,
/// which may be such.
macro_rules! in_parts {
    ($copy:ident, $type:ty, $from:expr, $to:expr) => {{
        let (from, to, size) = ($from, $to, size_of::<$type>());
        match align_of::<$type>() {
            align if align >= align_of::<*mut ()>() => {
                $copy::<*mut ()>(from.cast(), to.cast(), size / size_of::<*mut ()>())
            }
            4 => $copy::<u32>(from.cast(), to.cast(), size / 4),
            2 => $copy::<u16>(from.cast(), to.cast(), size / 2),
            _ => $copy::<u8>(from.cast(), to.cast(), size),
        }
    }};
}

impl<T: NoPadding> AtomicPerByte<T> {
    /// With this value.
    #[inline(always)]
    pub const fn new(value: T) -> Self {
        Self(UnsafeCell::new(value))
    }

    /// The object at `ptr`, which C code shares.
    ///
    /// # Safety
    ///
    /// That of [`Atomic::from_ptr`](crate::Atomic::from_ptr), with the alignment of `T`.
    #[inline(always)]
    pub unsafe fn from_ptr<'a>(ptr: *mut T) -> &'a Self {
        // SAFETY: the caller's promise; the layout is that of `T`.
        unsafe { &*ptr.cast::<Self>() }
    }

    /// A pointer to the object.
    #[inline(always)]
    pub const fn as_ptr(&self) -> *mut T {
        self.0.get()
    }

    /// A copy, which may be of several values.
    #[inline]
    pub fn load(&self) -> MaybeUninit<T> {
        let mut copy = MaybeUninit::<T>::uninit();
        // SAFETY: the object is ours, and others access it atomically; the copy is our own.
        unsafe { in_parts!(read_parts, T, self.as_ptr().cast_const(), copy.as_mut_ptr()) };
        copy
    }

    /// Writes `value`. If threads do so at the same time, the result may be of several values.
    #[inline]
    pub fn store(&self, value: T) {
        // SAFETY: as of load().
        unsafe { in_parts!(write_parts, T, ptr::from_ref(&value), self.as_ptr()) };
    }

    /// The value, which nobody else can access at this time.
    ///
    /// # Safety
    ///
    /// It is one of those that were stored, not parts of several.
    #[inline(always)]
    pub unsafe fn get_mut(&mut self) -> &mut T {
        self.0.get_mut()
    }
}

impl<T: NoPadding> From<T> for AtomicPerByte<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T: NoPadding> fmt::Debug for AtomicPerByte<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AtomicPerByte")
    }
}
