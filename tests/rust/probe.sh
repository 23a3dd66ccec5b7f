#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# probe.sh OUTPUT.o DIRECTORY SOURCE-ROOT RUSTC [OPTION...]
#
# Compiles the crate with the given options, and the Rust probes against it, into one object file:
# lto puts the crate's own static variables there too.
set -eu
mkdir -p "$2"
output=$(realpath "$1") root=$3 rustc=$4
# rustc writes files to its working directory, whose names the other variants share.
cd "$2"
shift 4

"$rustc" --crate-name lkmm --crate-type rlib --edition 2021 -O "$@" -o liblkmm.rlib \
	"$root/rust/src/lib.rs"
"$rustc" --crate-name probe --crate-type staticlib --edition 2021 -O -C panic=abort \
	-C codegen-units=1 -C lto=fat \
	-C relocation-model=pic "$@" --extern lkmm=liblkmm.rlib -o libprobe.a \
	"$root/tests/generated/probe.rs"
member=$(ar t libprobe.a | grep '\.probe\.')
ar p libprobe.a "$member" >"$output"
[ -s "$output" ] || { echo "no object '$member' in libprobe.a" >&2; exit 1; }
