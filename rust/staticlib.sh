#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# staticlib.sh OUTPUT.a DIRECTORY SOURCE SOURCE-ROOT RUSTC [OPTION...]
#
# Compiles the crate with the given options, and SOURCE against it, into a static library with all
# that it needs.
set -eu
mkdir -p "$2"
output=$(realpath "$1") source=$(realpath "$3") root=$4 rustc=$5
# rustc puts files of its own where it stands, whose names others of its runs share.
cd "$2"
shift 5

"$rustc" --crate-name lkmm --crate-type rlib --edition 2021 -O "$@" -o liblkmm.rlib \
	"$root/rust/src/lib.rs"
"$rustc" --crate-type staticlib --edition 2021 -O -C panic=abort -C codegen-units=1 \
	-C relocation-model=pic \
	"$@" --extern lkmm=liblkmm.rlib -o "$output" "$source"
