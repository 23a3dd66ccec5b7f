#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# arrows.sh TREE: the check of the arrows finds an include that is forbidden, a circle, and a
# private name. TAP.
. "$(dirname "$0")/planted.sh"

# finds WHAT TEXT FILE LINE: with LINE at the end of FILE
finds() { plant "$@"; }

finds "the model includes the tool's text" 'model/check.c includes "base/text.h", but model/ may' \
	model/check.c '#include "base/text.h"'
finds "a command includes another" 'tool/hot/hot.c includes "tool/run/run.h", but tool/hot/ may' \
	tool/hot/hot.c '#include "tool/run/run.h"'
finds "the front end includes what shows answers" \
	'front/c/expr.c includes "show/why.h", but front/ may' \
	front/c/expr.c '#include "show/why.h"'
finds "two headers include one another" 'a circle: model/engine/' \
	model/engine/rel.h '#include "search.h"'
finds "a header names the state of reading" 'show/why.h names struct litmus, which is private' \
	show/why.h 'struct litmus;'
all_found arrows.py
finish
