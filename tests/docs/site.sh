#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# site.sh: builds the site with the checker in it, which is that of build/web if there is one, and
# follows all of its links. TAP.
set -eu
cd "$(dirname "$0")/../.."
checker=()
[ ! -e build/web/site/page.js ] || checker=(--checker build/web/site)
page=$(script/docs "${checker[@]}")
[ -e build/site/checker/index.html ] || { echo "Bail out! the site has no checker"; exit 1; }
pages=$(grep -c '^	' docs/site/contents.txt)
node tests/docs/site.mjs build/web/node_modules "$(dirname "$page")" "$pages" build/site-pictures
