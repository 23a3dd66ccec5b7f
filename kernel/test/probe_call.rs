// SPDX-License-Identifier: GPL-2.0 OR MIT

//! Each operation as a function of C's, by the methods of the crate; with the feature that Kbuild
//! says.

#![no_std]

#[allow(unused_attributes)]
#[path = "../../tests/generated/probe.rs"]
mod probe;
