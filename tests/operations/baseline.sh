#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# baseline.sh QEMU PROGRAM OLD-CPU NEW-CPU FEATURE
#
# PROGRAM needs FEATURE: on OLD-CPU it must end before main() with one line that names it, on
# NEW-CPU run. TAP.
set -u
qemu=$1 program=$2 old=$3 new=$4 feature=$5
want="liblkmm: this build needs a CPU feature that this CPU does not have: $feature"
root=()
[ "$qemu" != qemu-aarch64 ] || root=(-L /usr/aarch64-linux-gnu)

command -v "$qemu" >/dev/null || { echo "1..0 # SKIP no $qemu here (Debian: qemu-user)"; exit; }
echo 1..2
out=$("$qemu" "${root[@]}" -cpu "$old" "$program" 2>&1)
status=$?
if [ $status -eq 127 ] && [ "$out" = "$want" ]; then
	echo "ok 1 - $old is refused"
else
	printf 'not ok 1 - %s is refused\n# status %s: %s\n' "$old" "$status" "$out"
fi
out=$("$qemu" "${root[@]}" -cpu "$new" "$program" 2>&1)
status=$?
if [ $status -eq 0 ] && [ "$out" = running ]; then
	echo "ok 2 - $new runs"
else
	printf 'not ok 2 - %s runs\n# status %s: %s\n' "$new" "$status" "$out"
fi
