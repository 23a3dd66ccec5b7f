#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# install.sh BUILD-DIRECTORY SOURCE-ROOT COMPILER...
#
# Installs into an empty place and, knowing nothing of the source tree, builds and runs a program
# there: inline, out of line with the shared library, out of line with the static one. Output is
# TAP.
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

echo 1..28
it "installs" env DESTDIR="$place/root" meson install -C "$build" --no-rebuild --quiet
pc=$(find "$place/root" -name lkmm.pc)
prefix=$(sed -n 's/^prefix=//p' "$pc")
export PKG_CONFIG_PATH=${pc%/*} PKG_CONFIG_SYSROOT_DIR=$place/root
lib=$(dirname "${pc%/*}")
read -ra flags < <(pkg-config --cflags lkmm)
read -ra libs < <(pkg-config --libs lkmm)
read -ra fast_flags < <(pkg-config --variable=fast_cflags lkmm)
read -ra fast_libs < <(pkg-config --variable=fast_libs lkmm)
read -ra kernel_flags < <(pkg-config --cflags lkmm-kernel)
include=$place/root$prefix/include
cd "$place" || exit 1
cp "$root"/tests/package/programs/{program,kernel}.c .
it "inline" "$@" "${flags[@]}" program.c -o inline
it "inline runs" ./inline
it "out of line, shared" "$@" "${flags[@]}" -DLKMM_OUTLINE program.c -o shared "${libs[@]}"
it "out of line, shared, runs" env LD_LIBRARY_PATH="$lib" ./shared
it "pkg-config asks for directories and the library alone" bash \
	-c "! printf '%s\n' ${flags[*]} ${libs[*]} | grep -vE '^(-[IL].*|-llkmm|)\$'"
it "with the flags for speed" "$@" "${flags[@]}" "${fast_flags[@]}" -DLKMM_OUTLINE program.c \
	-o fast "${libs[@]}" "${fast_libs[@]}"
it "with the flags for speed, runs" env LD_LIBRARY_PATH="$lib" ./fast
it "with the flags for speed, without stubs" bash \
	-c "! objdump -d --no-show-raw-insn fast | grep -q '<lkmm_[a-z_]*@plt'"
it "with the flags for speed, bound when loaded" bash \
	-c "readelf -d fast | grep -qE 'FLAGS.* (BIND_NOW|NOW)'"
# Names that belong to the system's headers are below lkmm/ only.
it "headers in one directory" bash -c "[ -d '$include/lkmm' ] && [ \$(ls -A '$include') = lkmm ]"
it "the kernel's spelling" "$@" "${kernel_flags[@]}" kernel.c -o kernel
it "the kernel's spelling runs" ./kernel
it "the kernel's spelling only where it is asked for" bash \
	-c "! $(printf '%q ' "$@" "${flags[@]}") kernel.c -o none"
cat >rcu.c <<'END'
#include <lkmm/rcu.h>

int main(void)
{
	lkmm_rcu_read_lock();
	lkmm_rcu_read_unlock();
	lkmm_synchronize_rcu();
	return 0;
}
END
# whether its library is there or not
it "RCU needs liburcu" grep -qE '^Requires:.* liburcu-bp' \
	"$(find "$place/root$prefix" -name lkmm-rcu.pc)"
it "RCU compiles without it" "$@" "${flags[@]}" -c rcu.c
# Debian's liburcu is for glibc: with another C library there is none to link with.
# shellcheck disable=SC2046
if echo 'int main(void) { return 0; }' | "$@" -x c - -o linked $(pkg-config --libs liburcu-bp) \
		2>/dev/null; then
	it "RCU runs" bash -c "$(printf '%q ' "$@") rcu.c -o rcu \
		\$(pkg-config --cflags --libs lkmm-rcu) && LD_LIBRARY_PATH='$lib' ./rcu"
else
	n=$((n + 1))
	echo "ok $n - RCU runs # SKIP no liburcu for this compiler"
fi
it "no hidden files" bash -c "[ -z \"\$(find '$place/root' -name '.*')\" ]"
# The command and the files that it loads find each other where they are installed.
it "lkmm hot" bash -c "[ ! -x '$place/root$prefix/bin/lkmm' ] ||
	LD_LIBRARY_PATH='$lib' '$place/root$prefix/bin/lkmm' hot ./shared |
	grep 'atomic_dec_and_test'"
it "completion where shells look for it" bash -c "[ ! -x '$place/root$prefix/bin/lkmm' ] || {
	cd '$place/root$prefix/share' &&
	wc -c bash-completion/completions/lkmm zsh/site-functions/_lkmm \
		fish/vendor_completions.d/lkmm.fish; }"
it "out of line, static" "$@" "${flags[@]}" -DLKMM_OUTLINE program.c -o static "$lib/liblkmm.a"
it "out of line, static, runs" ./static
it "soname" bash -c "objdump -p '$lib/liblkmm.so' | grep -q 'SONAME *liblkmm.so.0$'"
it "exports what the map says and nothing else" bash \
	-c "diff <(nm -D --defined-only '$lib/liblkmm.so' |
	sed -n 's/.* [TWi] \(.*\)@@LKMM_[0-9]$/\1/p' | sort) \
	<(sed -n 's/^\t\(lkmm_.*\);/\1/p' '$root'/lib/*.map | sort)"
it "reference pages" bash -c "[ \$(find '$place/root$prefix' -path '*man3/lkmm_*' | wc -l) -ge 8 ]"
# Whatever a user may type: functions of the map, macros, types.
every_name() {
	local name man=$place/root$prefix/share/man

	[ -d "$man" ] || man=$(dirname "$(find "$place/root$prefix" -name man3 -type d)")
	for name in $(sed -n 's/^\t\(lkmm_.*\);/\1/p' "$root"/lib/*.map) lkmm_READ_ONCE \
		lkmm_xchg_acquire lkmm_rcu_dereference \
		lkmm_atomic_t lkmm_smp_cond_load_acquire LKMM_ATOMIC_INIT; do
		[ -s "$man/man3/$name.3" ] || [ -s "$man/man7/$name.7" ] || echo "no page for $name"
	done | grep . && return 1
	return 0
}
it "a page for every name" every_name
it "lkmm bench" bash -c "[ ! -x '$place/root$prefix/bin/lkmm' ] || '$place/root$prefix/bin/lkmm' bench --quick --json \
	--filter atomic_read --setting throughput | grep -q '\"variant\": \"c-shared\"'"
printf '%s\n' 'X86 SB' '{ }' 'P0 | P1 ;' 'MOV [x],$1 | MOV [y],$1 ;' 'MOV EAX,[y] | MOV EAX,[x] ;' \
	'exists (0:EAX=0 /\ 1:EAX=0)' >sb.litmus
it "models by their names" bash -c "[ ! -x '$place/root$prefix/bin/lkmm' ] || {
	'$place/root$prefix/bin/lkmm' check sb.litmus &&
	'$place/root$prefix/bin/lkmm' check --model x86_64 sb.litmus; } |
	grep -c 'Observation SB Sometimes 1 1' | grep 2"
