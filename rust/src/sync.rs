// SPDX-License-Identifier: GPL-2.0 OR MIT

//! The names of the kernel's crate, where it has them: code that uses `kernel::sync::atomic` and
//! its neighbours compiles with `lkmm` in place of `kernel`, and the other way round.
//!
//! ```
//! use lkmm::sync::atomic::{ordering, Atomic, Full, Relaxed};
//! use lkmm::sync::barrier::{smp_mb, Write};
//!
//! fn take<O: ordering::Ordering>(tickets: &Atomic<u32>, order: O) -> u32 {
//!     tickets.fetch_add(1, order)
//! }
//!
//! let tickets = Atomic::new(7);
//!
//! assert_eq!(take(&tickets, Full), 7);
//! smp_mb(Write);
//! assert_eq!(tickets.load(Relaxed), 8);
//! ```
//!
//! The names are those of Linux 7.1 to 7.3. The types are this crate's, so they have more methods
//! here. An unsigned integer represents itself, not the signed one of its size as in the kernel;
//! that shows only to code that names [`AtomicType::Repr`](crate::AtomicType::Repr).
//!
//! # Names that have changed
//!
//! Traits had other names before. Code that uses those changes so:
//!
//! | before | now |
//! |---|---|
//! | `Repr` | `AtomicImpl` |
//! | `AtomicAdd { type Delta; fn into_delta }` | `AtomicAdd<Rhs> { fn rhs_into_delta }` |
//! | `inc()`, `dec()` and the like asked for `AtomicAdd` | they ask for `AtomicCount` |
//! | `ordering::Any::ORDER`, `ordering::Order` | `ordering::Ordering::TYPE`, `OrderingType` |
//! | `<bool as AtomicType>::Repr` was `u8`, of pointers `*mut ()` | `i8`, `*const c_void` |

pub mod atomic;
pub mod barrier;
#[cfg(any(feature = "rcu", lkmm_verify))]
pub mod rcu;
#[cfg(any(feature = "rcu", lkmm_verify))]
pub mod srcu;

pub use crate::refcount::Refcount;
pub use crate::set_once::SetOnce;

#[cfg(any(feature = "rcu", lkmm_verify))]
pub use self::srcu::Srcu;
