#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR MIT
# regressions.sh REPLAY: no input that was found by fuzzing does harm again.
exec "$1" "$(dirname "$0")"/regressions/*
