#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# dry-run.sh SOURCE-ROOT: --dry-run of script/demo and script/test names the missing packages and
# the fetch scripts, and changes nothing: apt is only asked, no file is written. An apt-get of the
# test's own replaces the real one, on a machine that has few tools. Output is TAP.
set -u
root=$(realpath "$1")
. "$root/tests/tap.sh"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tap_shows=$work/out

mkdir -p "$work/tree" "$work/bin"
cp -r "$root/script" "$work/tree"
for tool in bash env sed awk grep sort cat uname id dirname basename mktemp rm mkdir cut head tr; do
	ln -s "$(command -v $tool)" "$work/bin/$tool"
done
cat >"$work/bin/apt-get" <<END
#!$(command -v bash)
echo "\$*" >>"$work/asked"
echo "'http://mirror/a.deb' a.deb 1500000 SHA256:0"
echo "'http://mirror/b.deb' b.deb 500000 SHA256:0"
END
printf '#!/bin/sh\n' >"$work/bin/apt-cache"
cp "$work/bin/apt-cache" "$work/bin/dpkg-query"
chmod +x "$work/bin/"*
before=$(cd "$work/tree" && find . | sort)

# dry SCRIPT ARGUMENT...
dry() {
	(cd "$work/tree" && env -i PATH="$work/bin" HOME="$work/home" "script/$1" "${@:2}" \
		--dry-run) >"$work/out" 2>&1
}
says() { grep -q -- "$1" "$work/out"; }
only_asked() { [ -s "$work/asked" ] && ! grep -v -- '--print-uris' "$work/asked"; }
wrote_nothing() {
	[ "$before" = "$(cd "$work/tree" && find . | sort)" ] && [ ! -e "$work/home" ]
}

for script in demo "test native" test "test long"; do
	# shellcheck disable=SC2086 # words
	it "script/$script --dry-run" dry $script
	it "script/$script: missing packages, by part" says \
		'^to install, for building: .*gcc .*meson'
	it "script/$script: the size of downloads" says \
		"^to download from apt's sources: 2 packages, 2.0 MB$"
done
it "script/test long: the kernel's files" says '^script/fetch-kernel-files:$'
it "script/test long: in the script's own words" says "files of Debian 12's newest kernel"
it "apt was only asked" only_asked
it "nothing was written" wrote_nothing
finish
