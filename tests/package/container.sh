#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# tests/package/container.sh [--keep DIR] [RELEASE]: podman builds the Containerfile on a Debian
# (bookworm, unless another is named) that debootstrap makes, as no registry may be reachable; and
# the commands that it promises run in the container, on files outside. Takes root.
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
[[ $# -le 1 && ${1-} != -* ]] || die "usage: tests/package/container.sh [--keep DIR] [RELEASE]"
release=${1:-bookworm}
need podman=podman runc=runc
need_machines
machines_in "$keep"

# Its own store; no systemd, which a machine may lack. runc, as crun wants one kind of cgroups.
driver=overlay
pod() {
	podman --root "$place/images" --runroot "$place/containers" --storage-driver "$driver" \
		--cgroup-manager cgroupfs --runtime runc "$@"
}
# Any file system can hold the other form, but each container is a copy of the image then.
pod info >/dev/null 2>&1 || {
	rm -rf --one-file-system "$place/"{images,containers}
	driver=vfs
}
trap 'pod system reset --force >/dev/null 2>&1; rm -rf --one-file-system "$place/"{images,containers};
	[ -n "$keep" ] || rm -rf --one-file-system "$place"' EXIT

base() { tar -C "$place/bare-$release" -c . | pod import - localhost/bare; }
builds() {
	pod build --isolation chroot --network host --layers=false \
		--build-arg BASE=localhost/bare -t lkmm .
}

files=$PWD/docs/tutorial
# run OPTION... lkmm ARGUMENT...: as its head says, also where the limits of a process may not grow
run() {
	pod run --rm --network none --ulimit nofile=1024:1024 --ulimit nproc=1024:1024 \
		-v "$files:/work:ro" "$@"
}

# says STATUS PATTERN COMMAND...: ends with that status, and one of its lines matches
says() {
	local wanted=$1 pattern=$2 status=0

	shift 2
	"$@" >"$log.said" 2>&1 || status=$?
	cat "$log.said"
	[ $status -eq "$wanted" ] && grep -q -e "$pattern" "$log.said"
}

# Only what is tracked is copied: what lies in the tree, built, is not.
only_the_image() {
	run --entrypoint sh lkmm -c '! ls -d /src /build /image /usr/bin/meson /usr/bin/ninja'
}

log=$place/container.log.0
ok "debootstrap" bare "$release"
ok "a base image" base
ok "podman build" builds
ok "without a command: the help" says 0 '^usage: lkmm' run lkmm
ok "check" says 0 '^Observation sb Sometimes 1 1$' run lkmm check sb.litmus
ok "check: a folder" says 0 '^Observation mp-release-acquire Never' run lkmm check .
ok "check: standard input" says 0 '^Observation sb Sometimes 1 1$' \
	eval 'run -i lkmm check - <docs/tutorial/sb.litmus'
ok "check: a model of a file" says 1 '^Observation sb Never' run lkmm check --model sc sb.litmus
ok "check: no such file" says 2 'none.litmus' run lkmm check none.litmus
ok "check: a folder that cannot be written" says 2 . \
	run lkmm check --junit out.xml sb.litmus
ok "run" says 0 '^nothing forbidden seen' \
	run lkmm run --iterations 1000 --lang c --variant all sb.litmus
ok "prove" says 0 'proved' run lkmm prove x86_64
files=$PWD/tests/package/programs
ok "a program in C, and doctor" says 1 'atomic_add_return' run --entrypoint sh lkmm -c \
	'gcc -DLKMM_OUTLINE program.c -o /tmp/program -llkmm && /tmp/program &&
	exec lkmm doctor --inline /tmp/program'
ok "verify" says 0 . run lkmm verify race.c
ok "verify: a race" says 1 ': data race$' run lkmm verify race.c -- -DRACE
ok "what built it is not in it" only_the_image

note "in $SECONDS s"
finish
