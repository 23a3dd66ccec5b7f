#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# usage: tests/verify/reader.sh LKMM READER
#
# READER (reader.c) on the IR of some programs beside this script, but for those that are refused.

set -u
folder=$(dirname "$0")
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
for name in any c11 c11-threads list lock-mcs main-waits mutex region spawn stack; do
	"$1" verify --timeout=0.01 --keep="$tmp/$name" "$folder/$name.c" -- -DFAULT=0 \
		>/dev/null 2>&1
	mv "$tmp/$name/0.ll" "$tmp/$name.ll" || exit 2
done
mapfile -t taken < <(grep -L "expect 0: error:" "$folder"/*.ll)
"$2" 500 "${taken[@]}" "$tmp"/*.ll
