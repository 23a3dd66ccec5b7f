#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# editors.sh: what editors/ has for Vim, Emacs and Visual Studio Code, in these editors. TAP.
set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/tap.sh
out=build/editors
mkdir -p $out
test=docs/tutorial/sb.litmus

# group LINE COLUMN: the name that Vim's colours have for this place
group() {
	vim -Nu NONE -es -c "set runtimepath^=editors/vim" -c "filetype plugin on" \
		-c "syntax on" -c "edit $test" \
		-c "put =synIDattr(synID($1, $2, 1), 'name')" -c '$print' -c 'quit!' 2>&1 |
		tail -n 1 | tr -d '\r\n'
}

if command -v vim >/dev/null; then
	exists=$(grep -n '^exists' $test | cut -d: -f1)
	store=$(grep -n -m 1 'smp_store' $test | cut -d: -f1)
	for place in "1 1 litmusLanguage" "1 3 litmusName" "$exists 1 litmusCondition" \
		"$exists 9 litmusRegister" "$((store - 2)) 1 litmusProcess"; do
		read -r line column name <<<"$place"
		found=$(group "$line" "$column")
		[ "$found" = "$name" ]
		judge $? "Vim: line $line, column $column is $name, found $found"
	done
else
	skip "Vim" "no vim here"
fi

if command -v emacs >/dev/null; then
	emacs --batch --eval '(setq byte-compile-error-on-warn t)' --eval \
		"(setq byte-compile-dest-file-function (lambda (f) \"$PWD/$out/lkmm.elc\"))" \
		-f batch-byte-compile editors/emacs/lkmm.el >$out/emacs.log 2>&1
	judge $? "Emacs: it compiles without a warning" $out/emacs.log
	emacs --batch -l editors/emacs/lkmm.el $test --eval '(progn (font-lock-ensure)
		(goto-char (point-min)) (re-search-forward "^exists")
		(princ (format "%s %s" major-mode (get-text-property (match-beginning 0) (quote face)))))' \
		>$out/face 2>/dev/null
	[ "$(cat $out/face)" = "litmus-mode font-lock-keyword-face" ]
	judge $? "Emacs: the condition is a keyword" $out/face
else
	skip "Emacs" "no emacs here"
fi

cp tests/editors/package*.json tests/editors/.npmrc $out/
npm --prefix $out ci --silent >$out/npm.log 2>&1
judge $? "the packages for grammars are there" $out/npm.log
node tests/editors/vscode.mjs $out/node_modules . >$out/vscode.log 2>&1
judge $? "Visual Studio Code: the grammar and the extension" $out/vscode.log
finish
