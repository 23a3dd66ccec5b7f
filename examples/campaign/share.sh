#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# share.sh DIR I N COMMAND...: what the I-th of N shares has found, in DIR. COMMAND is "lkmm check"
# or "lkmm run" with options and tests, or "lkmm verify" with a program. A file is complete, or it
# is not there: a task that was killed can be started again.
set -eu
dir=$1 share=$2 shares=$3
shift 3
lkmm=$1 command=$2
shift 2

file=$dir/$share.$(uname -n)
status=0
"$lkmm" "$command" --shard="$share/$shares" "$@" >"$file.part" || status=$?
# Status 2: some test has no answer, which lkmm merge reports. Others tell that there is no result.
[ $status -eq 0 ] || [ $status -eq 2 ]
[ -s "$file.part" ]
mv "$file.part" "$file.share"
