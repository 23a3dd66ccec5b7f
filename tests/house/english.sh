#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# english.sh TREE: the check of English finds a planted phrase in each kind of text, and ignores
# code. TAP.
. "$(dirname "$0")/planted.sh"

# finds WHAT FILE LINE...: with the lines at the end of FILE
finds() {
	plant "$1" "# $2:" "${@:2}"
}

# allows WHAT FILE LINE
allows() { plant "$1" "# $2:" "$2" "$3"; }

finds "a comment in C" lib/define.h "/* The reason is said. */"
finds "a comment of several lines" model/check.c "/*" " * This is" " * what the model allows." " */"
finds "a message" tool/main.c 'static const char text[] = "whoever reads this";'
finds "a generator's text" gen/c/lib.c 'static const char text[] = "is no pointer";'
finds "Rust" bench/loops.rs "// Nothing but a loop: nothing but this."
finds "a script in shell" tests/house/planted.sh "# prints of what it consists"
finds "Python" tests/house/arrows.py "# A file is no test."
finds "Markdown" model/README.md "There are no more than two: no more than the words say."
finds "Meson" model/meson.build "# The library is what is installed."
finds "a definition" defs/ops.tbl "# It will do."
all_found english.py

allows "code" model/check.c "static int nothing, but, what, of;"
allows "a question" model/README.md "What is a model?"
allows "a sentence with a noun" model/README.md "There is no thread left."
all_allowed english.py
finish
