#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# What action.yml runs, and any other CI may: lkmm check on LKMM_TESTS (.), with LKMM_OPTIONS, with
# reports and a cache in .lkmm. Its exit status is the result.
set -u
mkdir -p .lkmm
# shellcheck disable=SC2086 # words
exec "${LKMM:-lkmm}" check --cache=.lkmm/cache --junit=.lkmm/results.xml \
	--sarif=.lkmm/findings.sarif ${LKMM_OPTIONS-} ${LKMM_TESTS:-.}
