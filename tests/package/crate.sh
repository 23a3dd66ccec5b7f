#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# crate.sh SOURCE-ROOT LIBRARY-DIRECTORY CARGO
#
# A crate outside the tree depends on ours by its path, inline and then with the feature "outline",
# whose library LKMM_LIB_DIR or pkg-config finds; without the library that feature names the missing
# part. Then the crate as it would be published: what is in it, and that it builds and runs its
# examples alone. Output is TAP.
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

echo 1..9
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

# ---- found by pkg-config ----

mkdir "$work/pc"
cat >"$work/pc/lkmm.pc" <<END
Name: lkmm
Description: lkmm
Version: 0.1.0
Libs: -L$lib -llkmm
END
if ! command -v pkg-config >/dev/null; then
	echo "ok 6 - found by pkg-config # SKIP no pkg-config here"
elif (cd "$work" && PKG_CONFIG_PATH=$work/pc LD_LIBRARY_PATH=$lib "$cargo" run --offline --quiet) \
	>"$work/out" 2>&1 && grep -q 42 "$work/out"; then
	echo "ok 6 - found by pkg-config"
else
	echo "not ok 6 - found by pkg-config"
	sed 's/^/# /' "$work/out"
fi

# ---- as it is published ----

# result N WHAT: of the last command, with its output
result() {
	local status=$?

	[ $status -eq 0 ] && echo "ok $1 - $2" && return
	echo "not ok $1 - $2"
	sed 's/^/# /' "$work/out" | tail -n 20
}

# Copied, so that nothing outside of it is found, and nothing is written to the tree.
cp -rL "$root/rust" "$work/crate" && rm -rf "$work/crate/target"
(cd "$work/crate" && "$cargo" package --offline --allow-dirty --target-dir "$work/target") \
	>"$work/out" 2>&1 && ! grep "^warning: " "$work/out"
result 7 "cargo package: builds alone, without a warning"

archive=("$work"/target/package/lkmm-*.crate)
tar -tf "${archive[0]}" | sed 's,^[^/]*/,,' | sort >"$work/list"
{
	printf '%s\n' Cargo.lock Cargo.toml Cargo.toml.orig LICENSE-GPL-2.0 LICENSE-MIT README.md \
		build.rs
	(cd "$root/rust" && find src examples tests -name '*.rs')
} | sort | diff - "$work/list" >"$work/out" 2>&1
result 8 "it has the sources, the licences and the README, and no more"

unpacked=$work/unpacked
mkdir "$unpacked" && tar -C "$unpacked" --strip-components=1 -xf "${archive[0]}"
(
	cd "$unpacked" || exit
	for example in examples/*.rs; do
		example=$(basename "$example" .rs)
		CARGO_TARGET_DIR=$work/target "$cargo" run --offline --quiet --example "$example" ||
			exit
	done
) >"$work/out" 2>&1
result 9 "its examples run"
