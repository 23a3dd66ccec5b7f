// SPDX-License-Identifier: GPL-2.0 OR MIT
//! What std allocates: Vec, String and Arc, whose code is generic, and compiled with the program.
//! FAULT 1: a thread looks at an element that is not there. 2: nothing, but there is a
//! vector of threads.
//! expect 0: no fault in any execution
//! expect 1: this assertion can fail
//! expect 2: no fault in any execution
use lkmm::verify::thread;
use std::sync::Arc;

struct Names {
    sizes: Vec<u32>,
    name: String,
}

fn collects() {
    let threads: Vec<_> = (0..2).map(|i| thread::spawn(move || i * 2)).collect();
    let mut sum = 0;

    for t in threads {
        sum += t.join().unwrap();
    }
    assert!(sum == 2);
}

/// The program.
#[no_mangle]
pub extern "C" fn main() -> i32 {
    if cfg!(fault = "2") {
        collects();
        return 0;
    }
    let names = Arc::new(Names {
        sizes: vec![1, 3, 2],
        name: "abc".to_string(),
    });
    let of_thread = names.clone();
    let reader = thread::spawn(move || {
        let n = &of_thread;
        let index = if cfg!(fault = "1") { 3 } else { 1 };

        n.sizes[index] + n.name.len() as u32
    });
    assert!(reader.join().unwrap() == 6);
    0
}
