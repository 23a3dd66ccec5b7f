#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# install.sh BUILD-DIRECTORY SOURCE-ROOT COMPILER...
#
# Installs into an empty place and, knowing nothing of the source tree, builds and runs a program there: inline, out of
# line with the shared library, out of line with the static one. Output is TAP.
set -u
build=$(realpath "$1") root=$(realpath "$2")
shift 2
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
n=0

# it WHAT COMMAND...: one test
it() {
	local what=$1 verdict=ok
	shift
	n=$((n + 1))
	"$@" >"$place/out" 2>&1 || verdict="not ok"
	echo "$verdict $n - $what"
	[ "$verdict" = ok ] || sed 's/^/# /' "$place/out" | tail -n 20
}

echo 1..14
it "installs" env DESTDIR="$place/root" meson install -C "$build" --no-rebuild --quiet
pc=$(find "$place/root" -name lkmm.pc)
prefix=$(sed -n 's/^prefix=//p' "$pc")
export PKG_CONFIG_PATH=${pc%/*} PKG_CONFIG_SYSROOT_DIR=$place/root
lib=$(dirname "${pc%/*}")
read -ra flags < <(pkg-config --cflags lkmm)
read -ra libs < <(pkg-config --libs lkmm)
cd "$place" || exit 1
cat >program.c <<'END'
#include <lkmm/atomic.h>
#include <stdio.h>

int main(void)
{
	static lkmm_atomic_t v = LKMM_ATOMIC_INIT(40);
	int (*call)(int, lkmm_atomic_t *) = lkmm_atomic_add_return;

	lkmm_smp_mb();
	return call(2, &v) != 42 || !lkmm_atomic_dec_and_test(&v) != 1;
}
END
it "inline" "$@" "${flags[@]}" program.c -o inline
it "inline runs" ./inline
it "out of line, shared" "$@" "${flags[@]}" -DLKMM_OUTLINE program.c -o shared "${libs[@]}"
it "out of line, shared, runs" env LD_LIBRARY_PATH="$lib" ./shared
it "out of line, shared, without stubs" bash -c "! objdump -d --no-show-raw-insn shared | grep -q '<lkmm_[a-z_]*@plt'"
it "out of line, shared, bound when loaded" bash -c "readelf -d shared | grep -qE 'FLAGS.* (BIND_NOW|NOW)'"
# The command and what it loads find each other where they are installed.
it "lkmm hot" bash -c "[ ! -x '$place/root$prefix/bin/lkmm' ] ||
	LD_LIBRARY_PATH='$lib' '$place/root$prefix/bin/lkmm' hot ./shared | grep 'atomic_dec_and_test'"
it "out of line, static" "$@" "${flags[@]}" -DLKMM_OUTLINE program.c -o static "$lib/liblkmm.a"
it "out of line, static, runs" ./static
it "soname" bash -c "objdump -p '$lib/liblkmm.so' | grep -q 'SONAME *liblkmm.so.0$'"
it "exports what the map says and nothing else" bash -c "diff <(nm -D --defined-only '$lib/liblkmm.so' |
	sed -n 's/.* [TWi] \(.*\)@@LKMM_0$/\1/p' | sort) <(sed -n 's/^\t\(lkmm_.*\);/\1/p' '$root/lib/lkmm.map' | sort)"
it "reference pages" bash -c "[ \$(find '$place/root$prefix' -path '*man3/lkmm_*' | wc -l) -ge 8 ]"
it "lkmm bench" bash -c "[ ! -x '$place/root$prefix/bin/lkmm' ] || '$place/root$prefix/bin/lkmm' bench --quick --json \
	--filter atomic_read --setting throughput | grep -q '\"variant\": \"c-shared\"'"
