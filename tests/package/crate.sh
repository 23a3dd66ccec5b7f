#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# crate.sh SOURCE-ROOT LIBRARY-DIRECTORY CARGO
#
# A crate outside the tree depends on ours by its path, inline and then with the feature "outline";
# without the library that feature names the missing part. Output is TAP.
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
	if (cd "$work" && LKMM_LIB_DIR=$lib LD_LIBRARY_PATH=$lib "$cargo" run --offline --quiet) \
		>"$work/out" 2>&1 &&
	   grep -q 42 "$work/out"; then
		echo "ok $1 - $2"
	else
		echo "not ok $1 - $2"
		sed 's/^/# /' "$work/out"
	fi
}

# missing N WHAT DIRECTORY MESSAGE: feature "outline" without the library fails with it
missing() {
	if (cd "$work" && LKMM_LIB_DIR=$3 "$cargo" run --offline --quiet) >"$work/out" 2>&1; then
		echo "not ok $1 - $2: it was built"
	elif grep -qF -- "$4" "$work/out" && grep -qF "set LKMM_LIB_DIR to the" "$work/out"; then
		echo "ok $1 - $2"
	else
		echo "not ok $1 - $2"
		sed 's/^/# /' "$work/out" | head -n 20
	fi
}

# aliases N NAME...: people find an operation in the documentation under the name that it has in
# core
aliases() {
	local name missing=

	for name in "${@:2}"; do
		grep -rqF "#[doc(alias = \"$name\")]" "$root/rust/src" || missing+=" $name"
	done
	echo "${missing:+not }ok $1 - names of core in the documentation${missing:+: none of}$missing"
}

echo 1..5
it 1 inline ""
it 2 "out of line" '"outline"'
if [ -n "$(ldconfig -p | grep liblkmm)" ]; then
	echo "ok 3 - no library # SKIP liblkmm is installed here"
	echo "ok 4 - no library in LKMM_LIB_DIR # SKIP liblkmm is installed here"
else
	missing 3 "no library" "" \
		'feature "outline" of the crate lkmm links with liblkmm.so or liblkmm.a, and there is none'
	missing 4 "no library in LKMM_LIB_DIR" "$work" \
		"in LKMM_LIB_DIR=$work, nor where the linker looks"
fi
aliases 5 swap compare_exchange compare_exchange_weak fetch_update fence compiler_fence spin_loop \
	SeqCst AcqRel
