#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR MIT
# regressions.sh REPLAY: no input that was found by fuzzing does harm again, nor does a large or a
# deep one.
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
here=$(dirname "$0")
"$here/shapes.sh" "$dir" || exit 1
"$1" "$here"/regressions/* "$dir"/*
