// SPDX-License-Identifier: GPL-2.0 OR MIT

//! The Linux kernel's atomics, barriers and marked accesses, with the ordering that its memory
//! model (LKMM) gives them, and the instructions that its C code gets for them.
//!
//! ```
//! use lkmm::{Acquire, AtomicBool, AtomicI32, Full, Relaxed, Release};
//!
//! static REFERENCES: AtomicI32 = AtomicI32::new(1);
//! static READY: AtomicBool = AtomicBool::new(false);
//!
//! READY.store(true, Release);
//! if READY.load(Acquire) && REFERENCES.inc_not_zero(Full) {
//!     // ... we hold a reference ...
//!     if REFERENCES.dec_and_test(Full) {
//!         // ... and it was the last one ...
//!     }
//! }
//! assert_eq!(REFERENCES.load(Relaxed), 1);
//! ```
//!
//! * [`Atomic<T>`] is the kernel's `atomic_t` and its relatives, with every operation they have in
//!   C. Its layout is theirs, so C and Rust may share an object; [`Atomic::from_ptr`] makes one of
//!   any aligned place in memory.
//! * Orderings are types: [`Full`], [`Acquire`], [`Release`], [`Relaxed`]. One that an operation
//!   does not have is an error at compile time. See [`ordering`].
//! * [`barrier`] has `smp_mb()` and the others.
//! * [`sync`] has all of this under the paths of the kernel's crate, so that code moves both ways.
//! * `verify` has the functions that programs for `lkmm verify` call.
//! * [`read_once()`], [`write_once()`], [`load_acquire()`], [`store_release()`], [`store_mb()`],
//!   [`rcu_dereference()`] and [`rcu_assign_pointer()`] are for plain objects behind raw pointers.
//!
//! # Differences from `core::sync::atomic`
//!
//! [`Full`] is a barrier for every access around it, on every CPU; `SeqCst` is not. A dependency
//! from a load to an access through its result orders the two, so [`rcu_dereference()`] costs
//! nothing. And no access is torn, repeated, merged with another or left out.
//!
//! # Why it is sound
//!
//! Read-modify-writes and barriers are `asm!`. Loads and stores that are one plain instruction are
//! `core`'s atomic accesses, `Relaxed` or with the ordering of the operation, followed by an empty
//! `asm!`. Volatile accesses, as in C, would be data races by Rust's rules, even between two of
//! them; an instruction in `asm!` would not, but would need its address in a register. The empty
//! `asm!` makes an access as good as volatile: it takes the value that was read, so the load must
//! be made, and the compiler must assume that it changes any memory, so two accesses cannot become
//! one and none can leave its loop. The generic backend has a `compiler_fence` instead.
//!
//! # How it is compiled
//!
//! By default to inline instructions on x86-64, i386, arm64, riscv64, ppc64le, loongarch64, Armv7,
//! and s390x where `RUSTFLAGS` has `-C target-cpu=z196` or a later CPU. On others, under Miri, and
//! with `RUSTFLAGS="--cfg lkmm_generic"`, to `core::sync::atomic` operations with fences that make
//! them as strong. Use that with ThreadSanitizer, which cannot see into `asm!`. Without Cargo, a
//! compiler for Armv7 needs `--cfg lkmm_armv7`, and one for z196 `--cfg lkmm_z196`, as the targets
//! alone may stand for older CPUs. On riscv64, `-C target-feature=+zacas,+zabha` compiles for CPUs
//! with these extensions alone.
//!
//! Features:
//!
//! * `outline`: every operation is a call of its function in liblkmm, the C library; set
//!   `LKMM_LIB_DIR` to its directory if neither pkg-config nor the linker finds it.
//! * `patch`: on arm64 Linux, where the CPU is not known at compile time, branches that are patched
//!   when the program starts choose between exclusives and LSE instructions, rather than a flag in
//!   memory. Needs rustc 1.87 and liblkmm_patch.a in `LKMM_LIB_DIR`.
//! * `rcu`: [`sync`] has RCU, by liburcu (Debian: liburcu-dev), and SRCU.
//! * `kernel`: for a module of a Linux kernel: every operation is a call of its function in
//!   lkmm.ko, which wraps that kernel's own. See docs/kernel.md.
//! * `kernel-inline`: the same with inline instructions, as by default. On arm64 the kernel chooses
//!   between exclusives and LSE instructions when it loads the module. Needs rustc 1.87 there.

#![no_std]

#[cfg(feature = "rcu")]
extern crate alloc;

/// The examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[cfg(not(any(feature = "outline", feature = "kernel")))]
mod arch;
mod atomic;
pub mod barrier;
mod bits;
mod copy;
#[cfg(not(any(feature = "outline", feature = "kernel")))]
mod cpu;
mod dep;
mod flag;
#[cfg(any(feature = "kernel", feature = "kernel-inline"))]
pub mod kernel;
#[cfg(not(feature = "kernel"))]
mod local;
#[cfg(not(feature = "kernel"))]
mod local_exchange;
mod methods;
#[cfg(not(any(feature = "outline", feature = "kernel")))]
mod nospec;
mod object;
mod ops;
pub mod ordering;
mod per_byte;
pub mod refcount;
mod set_once;
pub mod sync;
mod types;
#[cfg(not(any(feature = "kernel", feature = "kernel-inline")))]
pub mod verify;
#[cfg(all(
    not(any(miri, lkmm_generic, feature = "outline", feature = "kernel")),
    any(
        target_arch = "x86_64",
        all(target_arch = "aarch64", target_endian = "little"),
        all(target_arch = "riscv64", target_feature = "zacas")
    ),
    target_pointer_width = "64"
))]
mod wide;

#[cfg(target_has_atomic = "64")]
pub use self::atomic::{AtomicI64, AtomicU64};

pub use self::atomic::{
    Atomic, AtomicBool, AtomicI16, AtomicI32, AtomicI8, AtomicIsize, AtomicPtr, AtomicU16,
    AtomicU32, AtomicU8, AtomicUsize,
};
pub use self::bits::Bits;
pub use self::dep::Dep;
pub use self::flag::AtomicFlag;
#[cfg(not(feature = "kernel"))]
pub use self::local::Local;
#[cfg(all(target_has_atomic = "64", not(feature = "kernel")))]
pub use self::local::Local64;
#[cfg(not(feature = "kernel"))]
pub use self::local_exchange::{cmpxchg_local, try_cmpxchg_local, xchg_local};
#[cfg(not(any(feature = "outline", feature = "kernel")))]
pub use self::nospec::array_index_nospec;
pub use self::object::{
    load_acquire, rcu_assign_pointer, rcu_dereference, read_once, store_mb, store_release,
    write_once,
};
pub use self::ordering::{Acquire, Full, Relaxed, Release};
pub use self::per_byte::{AtomicPerByte, NoPadding};
pub use self::types::{
    AtomicAdd, AtomicBits, AtomicCount, AtomicImpl, AtomicType, IntRepr, SignedRepr,
};
#[cfg(all(
    not(any(miri, lkmm_generic, feature = "outline", feature = "kernel")),
    any(
        target_arch = "x86_64",
        all(target_arch = "aarch64", target_endian = "little"),
        all(target_arch = "riscv64", target_feature = "zacas")
    ),
    target_pointer_width = "64"
))]
pub use self::wide::{cmpxchg128, cmpxchg128_local, system_has_cmpxchg128, try_cmpxchg128};
