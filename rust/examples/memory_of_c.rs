// SPDX-License-Identifier: GPL-2.0 OR MIT
//! An object that C owns: an `atomic_t` has the layout of an `Atomic<i32>`, and a marked access to
//! a plain field needs no type of its own.

use std::ptr::{addr_of, addr_of_mut};

use lkmm::{read_once, write_once, Atomic, Full};

/// As C declares it.
#[repr(C)]
struct Device {
    users: i32, // an atomic_t there
    state: u16, // READ_ONCE() and WRITE_ONCE() there
}

fn main() {
    let mut memory = Device { users: 1, state: 0 };
    let device: *mut Device = &mut memory; // as C hands it out

    // SAFETY: the object stays until the end, is aligned, and all accesses to it are marked.
    let (users, state) = unsafe {
        let users = Atomic::from_ptr(addr_of_mut!((*device).users));

        write_once(addr_of_mut!((*device).state), 2);
        (users, read_once(addr_of!((*device).state)))
    };
    assert!(users.inc_not_zero(Full));
    assert_eq!(users.add_return(1, Full), 3);
    assert_eq!(state, 2);
    println!("3 users, state {state}");
}
