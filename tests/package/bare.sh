#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# tests/package/bare.sh [--keep DIR] [RELEASE]: on a Debian (bookworm, unless another is named) with
# only a C compiler, Meson and pkg-config, the README's commands install the library where
# that machine's pkg-config, linker and loader find it by themselves: no path is passed to any of
# them. Takes root, for a chroot that debootstrap makes.
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
[[ $# -le 1 && ${1-} != -* ]] || die "usage: tests/package/bare.sh [--keep DIR] [RELEASE]"
release=${1:-bookworm}
need_machines
machines_in "$keep"

# in_sh COMMANDS: by the machine's shell, as root, beside the program
in_sh() { in_root HOME=/root sh -e -c "cd /root && $1"; }

# With it, Meson would ask it for the libraries' places, and this test would show nothing.
without_dpkg_dev() { in_sh '! command -v dpkg-architecture'; }

log=$place/bare.log.0
ok "debootstrap" bare "$release"
ok "a machine" machine "$release-bare"
ok "with a compiler, Meson, pkg-config" install gcc libc6-dev meson ninja-build pkg-config
ok "without dpkg-dev" without_dpkg_dev
ok "installs as the README says" as_root_user sh -e -c \
	'meson setup -Dtests=false build && ninja -C build && meson install -C build && ldconfig'
ok "no lib64" in_sh '! find /usr/local -name lib64 | grep .'
ok "programs" cp tests/package/programs/{program,kernel}.c "$root/root/"
ok "pkg-config finds it" in_sh 'pkg-config --exists --print-errors lkmm lkmm-kernel'
ok "inline" in_sh 'gcc $(pkg-config --cflags lkmm) program.c -o inline && ./inline'
ok "the kernel's spelling" in_sh \
	'gcc $(pkg-config --cflags lkmm-kernel) kernel.c -o kernel && ./kernel'
ok "links with the shared library" in_sh \
	'gcc -DLKMM_OUTLINE $(pkg-config --cflags lkmm) program.c -o shared $(pkg-config --libs lkmm)'
ok "needs it" in_sh 'ldd shared | grep "liblkmm.so.0 => /usr/local/lib/liblkmm.so.0 "'
ok "runs with it" in_sh ./shared
ok "links with the static library" in_sh \
	'gcc -DLKMM_OUTLINE $(pkg-config --cflags lkmm) program.c -o static -Wl,-Bstatic -llkmm -Wl,-Bdynamic && ./static'
ok "does without the shared one" in_sh '! ldd static | grep liblkmm'

note "in $SECONDS s"
finish
