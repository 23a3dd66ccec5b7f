#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# crate.sh SOURCE-ROOT LIBRARY-DIRECTORY CARGO
#
# A crate outside the tree depends on ours by its path, inline and then with the feature "outline". Output is TAP.
set -u
root=$(realpath "$1") lib=$(realpath "$2") cargo=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/src"
cat >"$work/src/main.rs" <<'END'
use lkmm::{AtomicI64, Full};

fn main() {
    let v = AtomicI64::new(40);
    assert_eq!(v.add_return(2, Full), 42);
    println!("{v:?}");
}
END

# it N WHAT FEATURES: one test
it() {
	cat >"$work/Cargo.toml" <<-END
		[package]
		name = "outside"
		version = "0.1.0"
		edition = "2021"

		[dependencies]
		lkmm = { path = "$root/rust", features = [$3] }
	END
	if (cd "$work" && LKMM_LIB_DIR=$lib LD_LIBRARY_PATH=$lib "$cargo" run --offline --quiet) >"$work/out" 2>&1 &&
	   grep -q 42 "$work/out"; then
		echo "ok $1 - $2"
	else
		echo "not ok $1 - $2"
		sed 's/^/# /' "$work/out"
	fi
}

echo 1..2
it 1 inline ""
it 2 "out of line" '"outline"'
