#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# dump.sh OUTPUT DIRECTORY SOURCE-ROOT OBJDUMP ASSEMBLER c|rust|library COMPILER [OPTION...]
#
# Compiles the probes to assembler text, marks the asm statements in it, assembles that, and
# disassembles the result. ASSEMBLER is one argument, which may hold options. "library": in place of
# the probes, the library's functions.
set -eu
mkdir -p "$2"
output=$(realpath "$1") work=$(realpath "$2") root=$(realpath "$3") objdump=$4 assembler=$5 \
	language=$6 compiler=$7
shift 7
# rustc puts files of its own where it stands, whose names the other variants share.
cd "$work"

case $language in
c)
	"$compiler" "$@" -std=c11 -O2 -I"$root/include" -I"$root/tests/operations" -S -o probe.s \
		"$root/tests/golden/probe.c"
	;;
library)
	"$compiler" "$@" -std=c11 -O2 -fPIC -I"$root/include" -S -o library.s \
		"$root/tests/golden/library.c"
	sed 's/__lkmm_outline_/probe_/g' library.s >probe.s
	;;
rust)
	# Sequences are looked at, nothing is linked: in place of the library that patches an empty
	# one will do.
	ar cr liblkmm_patch.a
	"$compiler" "$@" --crate-name lkmm --crate-type rlib --edition 2021 -O -L . \
		-o liblkmm.rlib "$root/rust/src/lib.rs"
	"$compiler" "$@" --crate-name probe --crate-type staticlib --edition 2021 \
		-O -C panic=abort -C codegen-units=1 \
		--extern lkmm=liblkmm.rlib -L . --emit asm=probe.s "$root/tests/golden/probe.rs"
	;;
esac
awk -f "$root/tests/golden/mark.awk" probe.s >marked.s
# shellcheck disable=SC2086 # it may hold options
$assembler -c -o marked.o marked.s
suffix=
! "$objdump" -f marked.o | grep -q i386 || suffix="-M suffix"
# shellcheck disable=SC2086
"$objdump" -td --no-show-raw-insn $suffix marked.o >"$output"
