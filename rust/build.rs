// SPDX-License-Identifier: GPL-2.0 OR MIT
//! Says where liblkmm is, for the features that link with it; and reports that it is missing,
//! before the linker does in a page of its own arguments. Says also which 32-bit arm this is, and
//! which s390x.

use std::env;
use std::path::Path;
use std::process::{exit, Command};

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

fn is_target(what: &str, value: &str) -> bool {
    variable(what).is_some_and(|v| v == value)
}

/// Whether there is `file` where the linker looks, as the C compiler that calls it tells; true if
/// nobody can tell.
fn linker_finds(file: &str) -> bool {
    let native = variable("HOST") == variable("TARGET");
    let linker = match variable("RUSTC_LINKER") {
        Some(linker) => linker,
        None if native => "cc".into(),
        None => return true,
    };
    // It prints a path, or its argument.
    match Command::new(linker)
        .arg(format!("-print-file-name={file}"))
        .output()
    {
        Ok(output) if output.status.success() => {
            String::from_utf8_lossy(&output.stdout).trim() != file
        }
        _ => true,
    }
}

/// Whether one of the options that cargo hands rustc names a directory with `file`.
fn options_name(file: &str) -> bool {
    let flags = variable("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    let mut directory = false;

    for flag in flags.split('\u{1f}') {
        let place = if directory {
            Some(flag)
        } else {
            flag.strip_prefix("-L")
        };
        if place.is_some_and(|p| {
            Path::new(p.rsplit('=').next().unwrap_or(p))
                .join(file)
                .exists()
        }) {
            return true;
        }
        directory = flag == "-L";
    }
    false
}

/// The directories that pkg-config names for the library, besides those where the linker looks
/// anyway. None in a cross build, unless its settings are for that.
fn places_of_pkg_config() -> Vec<String> {
    let native = variable("HOST") == variable("TARGET");
    let program = variable("PKG_CONFIG").unwrap_or_else(|| "pkg-config".into());

    for name in [
        "PKG_CONFIG",
        "PKG_CONFIG_PATH",
        "PKG_CONFIG_LIBDIR",
        "PKG_CONFIG_SYSROOT_DIR",
    ] {
        println!("cargo:rerun-if-env-changed={name}");
    }
    if !native && variable("PKG_CONFIG_SYSROOT_DIR").is_none() {
        return Vec::new();
    }
    match Command::new(program)
        .args(["--libs-only-L", "lkmm"])
        .output()
    {
        Ok(output) if output.status.success() => String::from_utf8_lossy(&output.stdout)
            .split_whitespace()
            .filter_map(|flag| flag.strip_prefix("-L").map(String::from))
            .collect(),
        _ => Vec::new(),
    }
}

/// Whether one of `files` can be found, in one of `places` or where the linker looks.
fn finds(files: &[&str], places: &[String]) -> bool {
    files.iter().any(|file| {
        places.iter().any(|dir| Path::new(dir).join(file).exists())
            || options_name(file)
            || linker_finds(file)
    })
}

/// Ends the build if liburcu cannot be found.
fn require_rcu() {
    if finds(&["liburcu-bp.so", "liburcu-bp.a"], &[]) {
        return;
    }
    eprintln!(
        "error: feature \"rcu\" of the crate lkmm links with liburcu-bp.so, and there is none"
    );
    eprintln!("where the linker looks. Install liburcu (Debian: liburcu-dev).");
    exit(1);
}

/// Ends the build if none of `files` can be found.
fn require(feature: &str, files: &[&str], dir: Option<&str>) {
    let places = match dir {
        Some(dir) => vec![dir.to_string()],
        None => places_of_pkg_config(),
    };

    for place in places.iter().filter(|_| dir.is_none()) {
        println!("cargo:rustc-link-search=native={place}");
    }
    if finds(files, &places) {
        return;
    }
    eprintln!(
        "error: feature \"{feature}\" of the crate lkmm links with {}, and there is none",
        files.join(" or ")
    );
    match dir {
        Some(dir) => eprintln!("in LKMM_LIB_DIR={dir}, nor where the linker looks"),
        None => eprintln!("where pkg-config and the linker look"),
    }
    eprintln!("Install lkmm's C library (meson setup build && meson install -C build), or");
    eprintln!("set LKMM_LIB_DIR to the directory it is in (lkmm's build/lib);");
    eprintln!("or leave the feature out: operations are inline then.");
    exit(1);
}

/// Whether the target is Armv7-A or later. Of all that tells, a stable compiler has the name alone.
fn is_armv7() -> bool {
    let name = variable("TARGET").unwrap_or_default();
    let machine = name.split('-').next().unwrap_or("");

    is_target("CARGO_CFG_TARGET_ARCH", "arm")
        && [
            "armv7",
            "armv7a",
            "armv7k",
            "armv7s",
            "thumbv7a",
            "thumbv7neon",
        ]
        .contains(&machine)
}

/// Whether the target is z/Architecture of z196 or later. No cfg tells which CPU it is, so this
/// reads rustc's options. Without one it is z10.
fn is_z196() -> bool {
    let flags = variable("CARGO_ENCODED_RUSTFLAGS").unwrap_or_default();
    let mut cpu = "";

    for flag in flags.split('\u{1f}') {
        let flag = flag.strip_prefix("-C").unwrap_or(flag);
        cpu = flag.trim_start().strip_prefix("target-cpu=").unwrap_or(cpu);
    }
    is_target("CARGO_CFG_TARGET_ARCH", "s390x") && !["", "generic", "z10", "arch8"].contains(&cpu)
}

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if is_armv7() {
        println!("cargo:rustc-cfg=lkmm_armv7");
    }
    if is_z196() {
        println!("cargo:rustc-cfg=lkmm_z196");
    }
    println!("cargo:rerun-if-env-changed=LKMM_LIB_DIR");
    let dir = variable("LKMM_LIB_DIR");
    if let Some(dir) = &dir {
        println!("cargo:rustc-link-search=native={dir}");
    }
    if variable("DOCS_RS").is_some() || variable("CARGO_FEATURE_KERNEL").is_some() {
        return;
    }
    if variable("CARGO_FEATURE_RCU").is_some() {
        require_rcu();
    }
    if variable("CARGO_FEATURE_OUTLINE").is_some() {
        require("outline", &["liblkmm.so", "liblkmm.a"], dir.as_deref());
    } else if variable("CARGO_FEATURE_PATCH").is_some()
        && is_target("CARGO_CFG_TARGET_ARCH", "aarch64")
        && is_target("CARGO_CFG_TARGET_OS", "linux")
    {
        require("patch", &["liblkmm_patch.a"], dir.as_deref());
    }
}
