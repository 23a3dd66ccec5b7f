#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR MIT
# shown.sh SHOWN ROOT: the executions behind the answers to the project's own tests.
find "$2/litmus" "$2/docs" -name '*.litmus' -print0 | sort -z | xargs -0 "$1"
