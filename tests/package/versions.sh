#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# versions.sh SOURCE-ROOT [--update]: all places that hold the version hold the same, and the Debian
# package names the functions of lib/*.map, and the files of the module. --update adds functions
# that are new to the package's list, in this version; it removes none. Output is TAP.
set -u
cd "$1" || exit 2
. tests/tap.sh
export LC_ALL=C
symbols=debian/liblkmm0.symbols

version=$(sed -n "s/^  version: '\(.*\)',$/\1/p" meson.build | head -n 1)

# holds FILE SED-COMMAND: the first line that it prints is the version
holds() {
	local found

	found=$(sed -n "$2" "$1" | head -n 1)
	if [ -n "$found" ] && [ "$found" = "$version" ]; then
		pass "$1: $version"
	else
		fail "$1: $version" "found '$found'"
	fi
}

holds meson.build "s/^  version: '\(.*\)',$/\1/p"
holds lib/meson.build "s/^  version: '\([^']*\)', soversion.*/\1/p"
holds rust/Cargo.toml 's/^version = "\(.*\)"$/\1/p'
holds kernel/dkms.conf 's/^PACKAGE_VERSION="\(.*\)"$/\1/p'
holds debian/changelog 's/^lkmm (\(.*\)) .*/\1/p'
holds CHANGELOG.md 's/^## \([0-9.]*\) .*/\1/p'

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# NAME@NODE of each function, and of each node
awk '/^LKMM_.*{/ { node = $1; print node "@" node } /^\tlkmm_/ { sub(";", ""); print $1 "@" node }' \
	lib/*.map | sort >"$work/map"
listed() { sed -n 's/^ \([^ ]*\) .*/\1/p' $symbols | sort; }
listed >"$work/symbols"
if [ "${2-}" = --update ]; then
	{
		head -n 1 $symbols
		{
			sed 1d $symbols
			comm -23 "$work/map" "$work/symbols" | sed "s/.*/ & $version/"
		} | sort
	} >"$work/new" && cp "$work/new" $symbols
	listed >"$work/symbols"
fi
diff "$work/map" "$work/symbols" >"$work/diff"
judge $? "debian/liblkmm0.symbols has the functions of lib/*.map" "$work/diff"
[ -s "$work/map" ]
judge $? "there are functions"

# The module is built elsewhere, from these files alone. Kbuild writes lkmm-missing.h.
sed -n 's,^kernel/\([^ ]*\) .*,\1,p' debian/lkmm-dkms.install | sort >"$work/packed"
{
	echo lkmm-missing.h
	sed 's,^,kernel/,' "$work/packed" | xargs sed -n 's/^#include "\(.*\)"$/\1/p'
} | sort -u | comm -23 - <(sort "$work/packed" - <<<lkmm-missing.h) >"$work/lacks"
[ -s "$work/packed" ] && [ ! -s "$work/lacks" ]
judge $? "debian/lkmm-dkms.install has what its files include" "$work/lacks"
finish
