#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# compile.sh ROOT c|rust DIRECTORY COMPILER [OPTION...]: DIRECTORY/order.s, of the functions that
# write.py writes
set -eu
root=$1 language=$2 work=$3
shift 3
case $language in
c)
	python3 "$root/tests/order/write.py" c "$root" "$work/order.c"
	"$@" -std=gnu11 -O2 -I"$root/include" -I"$root/tests/operations" -S \
		-o "$work/order.s" "$work/order.c"
	;;
rust)
	python3 "$root/tests/order/write.py" rust "$root" "$work/order.rs"
	cd "$work"
	"$@" --crate-name lkmm --crate-type rlib --edition 2021 -O --cap-lints warn -A warnings \
		-o liblkmm.rlib \
		"$root/rust/src/lib.rs"
	"$@" --crate-name order --crate-type staticlib --edition 2021 -O -C panic=abort \
		-C codegen-units=1 -A warnings \
		--extern lkmm=liblkmm.rlib -L . --emit asm=order.s order.rs
	;;
esac
