#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# parallel.sh DIR SHARES COMMAND...: all shares by GNU parallel, as many at a time as there are
# CPUs, and the report in DIR/report. On more machines: PARALLEL='--sshlogin a,b,:' in the
# environment, with DIR on a file system that all of them share.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dir=$1 shares=$2
shift 2
mkdir -p "$dir"
seq "$shares" | parallel --joblog "$dir/joblog" --resume-failed \
	"$here/share.sh" "$dir" '{}' "$shares" "$@"
status=0
"$1" merge "$dir"/*.share >"$dir/report" || status=$?
tail -n 1 "$dir/report"
exit $status
