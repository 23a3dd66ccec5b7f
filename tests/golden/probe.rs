// SPDX-License-Identifier: GPL-2.0 OR MIT

//! Every operation of the table, and what is written by hand on top of it.

#![no_std]
#![allow(unused_attributes)] // the module is a crate of its own elsewhere

#[path = "../generated/probe.rs"]
mod generated;

use lkmm::{Acquire, Atomic, Relaxed};

macro_rules! cond_load {
    ($type:ty, $relaxed:ident, $acquire:ident) => {
        #[no_mangle]
        unsafe extern "C" fn $relaxed(p: *mut $type) -> $type {
            Atomic::<$type>::from_ptr(p).cond_load(|value| value != 0, Relaxed)
        }

        #[no_mangle]
        unsafe extern "C" fn $acquire(p: *mut $type) -> $type {
            Atomic::<$type>::from_ptr(p).cond_load(|value| value != 0, Acquire)
        }
    };
}

cond_load!(
    u8,
    probe_smp_cond_load_relaxed_u8,
    probe_smp_cond_load_acquire_u8
);
cond_load!(
    u16,
    probe_smp_cond_load_relaxed_u16,
    probe_smp_cond_load_acquire_u16
);
cond_load!(
    u32,
    probe_smp_cond_load_relaxed_u32,
    probe_smp_cond_load_acquire_u32
);
cond_load!(
    u64,
    probe_smp_cond_load_relaxed_u64,
    probe_smp_cond_load_acquire_u64
);
