#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# tests/package/debian.sh [--keep DIR] [RELEASE]: builds the Debian packages in a chroot of Debian
# (trixie, unless another release is named), with lintian; a library with another ABI than
# debian/liblkmm0.symbols must fail; then installs the packages, and runs debian/tests by
# autopkgtest. Takes root, for a chroot that debootstrap makes.
#
# --keep as in script/test-machines. TAP.

set -u
cd "$(dirname "$0")/../.." || exit 2
. script/lib.sh
. tests/tap.sh
. script/machines.sh

keep=''
if [ "${1-}" = --keep ]; then
	keep=${2:?--keep needs a directory}
	shift 2
fi
[[ $# -le 1 && ${1-} != -* ]] || die "usage: tests/package/debian.sh [--keep DIR] [RELEASE]"
release=${1:-trixie}
need_machines
machines_in "$keep"

build_dependencies() {
	in_root DEBIAN_FRONTEND=noninteractive sh -c 'apt-get -q update &&
		apt-get -q -y --no-install-recommends build-dep /home/someone/lkmm'
}

# abi WHAT SED-COMMAND: with that change of the symbols file, it is not the library's
abi() {
	as_someone sed "$1" debian/liblkmm0.symbols >"$root/tmp/symbols" &&
		! cmp "$root/tmp/symbols" debian/liblkmm0.symbols &&
		! as_someone dpkg-gensymbols -pliblkmm0 -Pdebian/liblkmm0 -c4 -I/tmp/symbols
}
same_abi() { as_someone dpkg-gensymbols -pliblkmm0 -Pdebian/liblkmm0 -c4; }

# in_tests TEST: one that skips itself, as autopkgtest's status 8 tells, is skipped, with the reason
in_tests() {
	local start=$SECONDS status=0

	as_root_user sh -c 'DEBIAN_FRONTEND=noninteractive exec autopkgtest -B --test-name="$1" \
		../*.deb . -- null' - "$1" >"$log" 2>&1 || status=$?
	if [ $status -eq 8 ]; then
		skip "$release: autopkgtest: $1" "$(sed -n "s/^$1  *SKIP //p" "$log" | head -n 1)"
	else
		judge $status "$release: autopkgtest: $1 ($((SECONDS - start)) s)" "$log"
	fi
	log=${log%.*}.$((${log##*.} + 1))
}

log=$place/debian.log.0
ok "debootstrap" bare "$release"
ok "a machine" machine "$release-debian"
ok "tools" install build-essential lintian autopkgtest
ok "build dependencies" build_dependencies
ok "dpkg-buildpackage" as_someone dpkg-buildpackage -us -uc -b
ok "lintian" as_someone sh -c 'lintian --fail-on error,warning ../*.changes'
ok "the ABI is that of debian/liblkmm0.symbols" same_abi
ok "a function that is missing is noticed" abi \
	'/ lkmm_smp_mb@/{p;s/smp_mb@LKMM_0 .*/missing@LKMM_0 0.0.1/}'
ok "a function that is new is noticed" abi '/ lkmm_smp_mb@/d'
ok "a function of another version is noticed" abi 's/ lkmm_smp_mb@LKMM_0/ lkmm_smp_mb@LKMM_1/'
for test in $(sed -n 's/^Tests: //p' debian/tests/control); do
	in_tests "$test"
done

note "in $SECONDS s"
finish
