# SPDX-License-Identifier: GPL-2.0 OR MIT
# shellcheck shell=bash
#
# Sourced after lib.sh and tests/tap.sh by scripts that test the project on fresh machines: chroots,
# which need root. Set $place (machines_in), $release and $log before using these functions.
# shellcheck disable=SC2154
architecture=

# need_machines: the tools that make chroots, and the mirror
need_machines() {
	[ "$(id -u)" -eq 0 ] || die "chroots take root"
	need debootstrap=debootstrap unshare=util-linux
	mirror=${MIRROR:-$(debian_site Debian)}
	[ -n "$mirror" ] || die "apt has no mirror of Debian here: MIRROR=http://.../debian can name one"
	mirror=${mirror%/}
}

# machines_in DIRECTORY: keeps them there; without DIRECTORY in a temporary one, which is removed at
# the end
machines_in() {
	place=${1:-$(TMPDIR=${TMPDIR:-/var/tmp} mktemp -d -t machines.XXXXXX)}
	[ -n "$1" ] || trap 'rm -rf --one-file-system "$place"' EXIT
	mkdir -p "$place" && place=$(realpath "$place") || exit 2
}

# ok NAME COMMAND...: one test, whose output goes to the log
ok() {
	local name=$1 start=$SECONDS status=0
	shift
	"$@" >"$log" 2>&1 || status=$?
	judge $status "$release: $name ($((SECONDS - start)) s)" "$log"
	log=${log%.*}.$((${log##*.} + 1))
}

# ---- machines ---------------------------------------------------------------

# emulate ARCHITECTURE: machines may be of Debian's ARCHITECTURE: the kernel runs their programs by
# qemu, as on any machine with these packages
emulate() {
	local binfmt=/proc/sys/fs/binfmt_misc name=$1

	[ "$1" != arm64 ] || name=aarch64
	need "qemu-$name-static=qemu-user-static" update-binfmts=binfmt-support
	[ -e $binfmt/register ] || mount -t binfmt_misc none $binfmt
	[ -e "$binfmt/qemu-$name" ] || update-binfmts --enable "qemu-$name"
	[ -e "$binfmt/qemu-$name" ]
}

# bare RELEASE [ARCHITECTURE]: a machine with only Debian's essential packages, and apt
bare() {
	local root=$place/bare-$1${2:+-$2} security=${SECURITY_MIRROR:-$mirror-security}

	[ ! -e "$root/.done" ] || return 0
	rm -rf --one-file-system "$root"
	debootstrap ${2:+"--arch=$2"} --variant=minbase "$1" "$root" "$mirror" || return
	cat >"$root/etc/apt/sources.list" <<-END
		deb $mirror $1 main
		deb $mirror $1-updates main
		deb $security $1-security main
	END
	# how this machine reaches the mirror
	apt-config dump | grep -E '^Acquire::(https?|Check-|Retries)' \
		>"$root/etc/apt/apt.conf.d/90machine"
	cp /etc/resolv.conf "$root/etc/"
	touch "$root/.done"
}

# machine NAME: sets $root to a fresh one of the release and $architecture, if it is not this
# machine's, with the tree in it, which belongs to a user
machine() {
	root=$place/$1
	rm -rf --one-file-system "$root" &&
		cp -a --reflink=auto "$place/bare-$release${architecture:+-$architecture}" \
			"$root" &&
		chroot "$root" useradd -m -u 1000 someone &&
		mkdir "$root/home/someone/lkmm" &&
		git ls-files -z | tar -c --null --ignore-failed-read -T - |
		tar -x -C "$root/home/someone/lkmm" &&
		chown -R 1000:1000 "$root/home/someone"
}

# in_root COMMAND...: in separate name spaces, so no mount and no process is left. $QEMU_CPU is the
# CPU of an emulated machine.
in_root() {
	# shellcheck disable=SC2016 # expanded there
	unshare --mount --pid --fork --kill-child bash \
		-c 'mount -t proc proc "$0/proc" && mount -t tmpfs shm "$0/dev/shm" &&
		exec chroot "$0" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "$@"' \
		"$root" ${QEMU_CPU:+QEMU_CPU="$QEMU_CPU"} "$@" </dev/null
}

as_root_user() { in_root HOME=/root sh -c 'cd /home/someone/lkmm && exec "$@"' - "$@"; }

as_someone() {
	in_root HOME=/home/someone setpriv --reuid=1000 --regid=1000 --clear-groups \
		sh -c 'cd /home/someone/lkmm && exec "$@"' - "$@"
}

# install PACKAGE...
install() {
	in_root DEBIAN_FRONTEND=noninteractive sh -c \
		'apt-get -q update; exec apt-get -q -y install --no-install-recommends "$@"' - "$@"
}
