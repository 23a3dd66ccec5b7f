// SPDX-License-Identifier: GPL-2.0 OR MIT

//! Each operation as a C function, by the methods of the crate; with the feature from Kbuild.

#![no_std]

#[allow(unused_attributes)]
#[path = "../../tests/generated/probe.rs"]
mod probe;
