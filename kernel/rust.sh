#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# rust.sh x86|arm64 kernel|kernel-inline SOURCE.rs OBJECT.o
#
# Compiles a crate that uses lkmm into one object file for a kernel module, with the parts of `core`
# and lkmm that it needs. rust.mk calls this, with the kernel's configuration (CONFIG_...) in the
# environment. Other variables:
#
#	RUSTC			the compiler, 1.87 or newer (default: rustc)
#	LKMM_RUST_SRC		the directory library/ of its sources
#	LKMM_RUST_CRATES	NAME=SOURCE.rs ...: other crates that SOURCE uses
#	LKMM_CACHE		where compiled `core`s are kept; below HOME if it is not set.
#				Nothing is kept where there is neither, or where others may write
#
# `core` is compiled from source, as the kernel's own build does it, because the
# one that comes with a compiler is made for user space: with SSE registers, and
# without the return thunks and landing pads that this kernel may ask for.

set -eu

die() { echo "rust.sh: error: $*" >&2; exit 2; }

here=$(cd "$(dirname "$0")" && pwd)
arch=$1 feature=$2 source=$3 object=$4
rustc=${RUSTC:-rustc}
cache=${LKMM_CACHE:-${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}}
[ -z "$cache" ] || [ -n "${LKMM_CACHE-}" ] || cache+=/lkmm
# -Z options, and #![feature] in core: as for the kernel's own Rust.
export RUSTC_BOOTSTRAP=1
# make's jobs are not for it.
unset MAKEFLAGS MFLAGS

command -v "$rustc" >/dev/null ||
	die "no $rustc here; Debian's package is rustc-web, or rustc since 14"
version=$("$rustc" --version) || die "$rustc does not run"
[[ $version =~ ^rustc\ 1\.([0-9]+) ]] && [ "${BASH_REMATCH[1]}" -ge 87 ] ||
	die "$version is too old: 1.87 is needed (Debian 12 and 13: rustc-web)"

flags=(-C opt-level=2 -C panic=abort -C codegen-units=1 -C embed-bitcode=yes
	-C relocation-model=static -C force-frame-pointers=yes -C force-unwind-tables=no)
if [ "${BASH_REMATCH[1]}" -ge 93 ]; then
	flags+=(-C jump-tables=no)
else
	flags+=(-Z no-jump-tables)
fi

# on CONFIG... FLAG...: FLAG if the kernel was configured with one of CONFIG
on() {
	local config
	while [[ $1 = CONFIG_* ]]; do
		config=${config-}${!1-}
		shift
	done
	[ -z "$config" ] || flags+=("$@")
}

case $arch in
x86)
	target=x86_64-unknown-none
	# plt: memset() and its like by direct calls, not through a table that modules have not
	flags+=(-C code-model=kernel -C no-redzone=yes -Z plt=yes)
	on CONFIG_RETPOLINE CONFIG_MITIGATION_RETPOLINE \
		-Z retpoline-external-thunk -Z indirect-branch-cs-prefix
	on CONFIG_RETHUNK CONFIG_MITIGATION_RETHUNK -Z function-return=thunk-extern
	on CONFIG_X86_KERNEL_IBT -Z cf-protection=branch
	;;
arm64)
	target=aarch64-unknown-none-softfloat
	if [ -n "${CONFIG_ARM64_BTI_KERNEL-}" ]; then
		flags+=(-Z branch-protection=bti,pac-ret)
	else
		on CONFIG_ARM64_PTR_AUTH_KERNEL CONFIG_ARM64_PTR_AUTH -Z branch-protection=pac-ret
	fi
	;;
*)	die "Rust is compiled for x86 and arm64 only, not for $arch" ;;
esac
flags+=(--target "$target")

# Prints library/ of the compiler's sources: where rustup's component rust-src puts it, or Debian's
# rust-web-src.
find_sources() {
	local dir

	for dir in "${LKMM_RUST_SRC:-/nowhere}" \
		"$("$rustc" --print sysroot)/lib/rustlib/src/rust/library" \
		"/usr/src/rustc-$(cut -d' ' -f2 <<<"$version")/library"; do
		if [ -e "$dir/core/src/lib.rs" ]; then
			echo "$dir"
			return
		fi
	done
	die "no sources of '$version': 'rustup component add rust-src', or Debian's rust-web-src" \
		"(rust-src since 14); or set LKMM_RUST_SRC"
}

# make_core SYSROOT: core, and an empty second crate that rustc requires: the kernel has its
# functions
make_core() {
	local library lib=$1/lib/rustlib/$target/lib edition

	library=$(find_sources) || exit
	edition=$(sed -n 's/^edition = "\(.*\)"/\1/p' "$library/core/Cargo.toml")
	mkdir -p "$lib"
	"$rustc" "${flags[@]}" --edition "$edition" --sysroot "$1" --crate-name core \
		--crate-type rlib \
		--cap-lints allow --cfg no_fp_fmt_parse -o "$lib/libcore.rlib" \
		"$library/core/src/lib.rs"
	cat >"$1/empty.rs" <<-END
		#![allow(internal_features)]
		#![feature(compiler_builtins)]
		#![compiler_builtins]
		#![no_std]
	END
	"$rustc" "${flags[@]}" --edition 2021 --sysroot "$1" --crate-name compiler_builtins \
		--crate-type rlib \
		-o "$lib/libcompiler_builtins.rlib" "$1/empty.rs"
}

work=$object.rust
trap 'rm -rf "$work"' EXIT
rm -rf "$work"
mkdir -p "$work"

# is_ours DIR: only we can write to DIR, whose code goes into a kernel
is_ours() {
	(umask 022 && mkdir -p "$1") 2>/dev/null && [ -O "$1" ] &&
		[ -z "$(find "$1" -maxdepth 0 -perm -002)" ]
}

if [ -z "$cache" ] || ! is_ours "$cache"; then
	echo "rust.sh: no directory that is ours alone to keep core in (${cache:-no HOME}):" \
		"compiling it anew" >&2
	cache=$work/cache
fi
sysroot=$cache/rust-core-$(echo "$version ${flags[*]}" | sha256sum | cut -c 1-16)

if [ ! -d "$sysroot" ]; then
	mkdir -p "$cache"
	new=$(mktemp -d "$cache/tmp.XXXXXX")
	trap 'rm -rf "$work" "$new"' EXIT
	make_core "$new"
	# another run may have been faster; its copy is as good
	mv -T "$new" "$sysroot" 2>/dev/null || [ -d "$sysroot" ]
fi

"$rustc" "${flags[@]}" --edition 2021 --sysroot "$sysroot" --crate-name lkmm --crate-type rlib \
	--cfg "feature=\"$feature\"" \
	-o "$work/liblkmm.rlib" "$here/../rust/src/lib.rs"
externs=(--extern "lkmm=$work/liblkmm.rlib")
for crate in ${LKMM_RUST_CRATES-}; do
	name=${crate%%=*}
	"$rustc" "${flags[@]}" --edition 2021 --sysroot "$sysroot" --crate-name "$name" \
		--crate-type rlib \
		"${externs[@]}" -o "$work/lib$name.rlib" "${crate#*=}"
	externs+=(--extern "$name=$work/lib$name.rlib")
done
name=$(basename "$source" .rs)
"$rustc" "${flags[@]}" --edition 2021 --sysroot "$sysroot" --crate-name "$name" \
	--crate-type staticlib -C lto=fat \
	"${externs[@]}" -o "$work/lib.a" "$source"
member=$(ar t "$work/lib.a" | grep "\.$name\.") ||
	die "no object of $name in the archive that rustc made"
ar p "$work/lib.a" "$member" >"$object"
