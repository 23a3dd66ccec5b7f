#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# run.sh ROOT ISA c|rust WHO COMPILER [OPTION...]
#
# Compiles the functions that write.py writes, and checks the order of accesses in the machine code;
# before that, the declarations of asm statements. Output is TAP.
set -eu
root=$(realpath "$1") isa=$2 language=$3 who=$4
shift 4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PYTHONDONTWRITEBYTECODE=1
if ! python3 "$root/tests/order/contract.py" "$root" "$isa" "$language" >"$work/contract"; then
	cat "$work/contract"
	exit 1
fi
"$root/tests/order/compile.sh" "$root" "$language" "$work" "$@"
python3 "$root/tests/order/check.py" "$root" "$isa" "$language" "$who=$work/order.s"
