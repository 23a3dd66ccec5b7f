#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# page.sh LKMM: builds the page and tests it. TAP.
set -eu
cd "$(dirname "$0")/../.."
page=$(web/build)
node tests/web/page.mjs "$1" build/web/node_modules "$page" build/web/pictures
