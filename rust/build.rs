// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Says where liblkmm is, for the features that link with it.

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=LKMM_LIB_DIR");
    if let Ok(dir) = env::var("LKMM_LIB_DIR") {
        println!("cargo:rustc-link-search=native={dir}");
    }
}
