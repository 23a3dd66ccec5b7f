# SPDX-License-Identifier: GPL-2.0 OR MIT
# shellcheck shell=bash
#
# Sourced by lib.sh: Debian packages that are unpacked into the cache, without root and without
# changing the system, from a private index of apt. The index is made from the machine's own sources
# for another architecture, or on any machine from Debian 12's, which has the kernels and their
# sources, or from Debian 13's, which has LoongArch, or from the backports to that, which have the
# kernel of today.

index_arch=arm64	# whose packages; those for every architecture are there as well
index_of=machine	# or bookworm, trixie or backports; or sources, those of bookworm's packages

# ---- where downloads are kept -----------------------------------------------

# Downloads and the Rust sysroots live outside the tree: a fresh clone does not fetch them again. In
# a place that others can write to they could be replaced: without a HOME there is no cache.
cache=${LKMM_CACHE:-${XDG_CACHE_HOME:-${HOME:+$HOME/.cache}}}
[ -z "$cache" ] || [ -n "${LKMM_CACHE-}" ] || cache+=/lkmm

# open_cache: ends the script without a directory that only we can write to
open_cache() {
	[ -n "$cache" ] || die "no HOME, so no place for downloads:" \
		"LKMM_CACHE can name a directory of your own"
	(umask 022 && mkdir -p "$cache") || exit 2
	[ -O "$cache" ] && [ -z "$(find "$cache" -maxdepth 0 -perm -002)" ] ||
		die "$cache is not yours alone: LKMM_CACHE can name a directory of your own"
}

# ---- the index --------------------------------------------------------------

# debian_site LABEL: where this machine gets Debian, or its security updates, from
debian_site() {
	apt-get indextargets 'Created-By: Packages' 'Origin: Debian' "Label: $1" --format \
		'$(REPO_URI)' | head -n 1
}

# The sources of Debian 12, of 13 or of its backports ($index_of), from this machine's mirror;
# $MIRROR and $SECURITY_MIRROR can name others.
debian_sources() {
	local main=${MIRROR:-$(debian_site Debian)} security=${SECURITY_MIRROR-}
	local key=/usr/share/keyrings/debian-archive-keyring.gpg

	[ -n "$main" ] || die "apt has no mirror of Debian here: MIRROR=http://.../debian can name one"
	[ -e "$key" ] || die "no $key here; please install debian-archive-keyring"
	main=${main%/}
	if [ "$index_of" = sources ]; then
		echo "deb-src [signed-by=$key] $main bookworm main"
		return
	fi
	if [ "$index_of" = trixie ]; then
		echo "deb [signed-by=$key] $main trixie main"
		return
	fi
	if [ "$index_of" = backports ]; then
		echo "deb [signed-by=$key] $main trixie-backports main"
		return
	fi
	[ -n "$security" ] || [ -n "${MIRROR-}" ] || security=$(debian_site Debian-Security)
	security=${security:-$main-security}
	cat <<-END
		deb [signed-by=$key] $main bookworm main
		deb [signed-by=$key] $main bookworm-updates main
		deb [signed-by=$key] ${security%/} bookworm-security main
	END
}

# Points apt at the index, updated once a day. Call it in a subshell if the system's apt is still
# wanted afterwards.
private_apt() {
	local root=$cache/apt-$index_of-$index_arch sources=

	command -v apt-get >/dev/null || die "no apt-get here to download Debian packages with"
	open_cache
	mkdir -p "$root/state/lists/partial" "$root/cache/archives/partial"
	: >"$root/status"
	if [ "$index_of" != machine ]; then
		debian_sources >"$root/sources.$$" || exit
		mv "$root/sources.$$" "$root/sources.list"
		sources="Dir::Etc::sourcelist \"$root/sources.list\"; Dir::Etc::sourceparts \"-\";"
	fi
	# The sandbox user may not write to a home directory's cache; without this apt prints long
	# warnings.
	cat >"$root/apt.conf.$$" <<-END
		APT::Architecture "$index_arch";
		#clear APT::Architectures;
		APT::Architectures { "$index_arch"; };
		APT::Sandbox::User "$(id -un)";
		Acquire::Languages "none";
		Dir::State "$root/state";
		Dir::State::status "$root/status";
		Dir::Cache "$root/cache";
		$sources
	END
	mv "$root/apt.conf.$$" "$root/apt.conf"
	export APT_CONFIG=$root/apt.conf
	if [ -z "$(find "$root/updated" -mtime -1 2>/dev/null)" ]; then
		if apt-get -q update >&2; then
			touch "$root/updated"
		fi
	fi
}

# newest_package PREFIX PATTERN: of those whose names begin with PREFIX the newest that matches. In
# a pipe and so in a subshell, which keeps the index there.
newest_package() {
	local found

	found=$({ private_apt; apt-cache pkgnames "$1"; } | grep -E -- "$2" | sort -V | tail -n 1)
	[ -n "$found" ] || die "no package like $2 for $index_arch in the index ($index_of)"
	echo "$found"
}

# same_version PACKAGE VERSION: PACKAGE=V where V is VERSION, or that rebuilt (+b1) or before it was
same_version() {
	local v

	v=$({ private_apt; apt-cache madison "$1"; } | awk -F ' *[|] *' '{ print $2 }' |
		grep -x -F -e "${2%+b[0-9]*}" -e "$2" \
		-e "$(printf '%s\n' "${2%+b[0-9]*}+b"{1..9})" | head -n 1)
	[ -n "$v" ] || die "the index has no package $1 of version $2 for $index_arch"
	echo "$1=$v"
}

# fetch_packages DIR PACKAGE[=VERSION]...: unpacks into DIR
fetch_packages() {
	local dir=$1
	shift
	private_apt
	mkdir -p "$dir" "$cache/apt-debs"
	(
		get=$(mktemp -d "$cache/apt-debs/XXXXXX") && trap 'rm -rf "$get"' EXIT &&
			cd "$get" &&
		apt-get -q download "$@" >&2 &&
		for deb in *.deb; do
			dpkg -x "$deb" "$dir" || exit
		done
	)
}

# kept NAME COMMAND...: sets $kept to a directory of the cache, which COMMAND fills as $tmp if it is
# not there yet
kept() {
	kept=$cache/$1
	shift
	open_cache
	[ ! -d "$kept" ] || return 0
	tmp=$(mktemp -d "$cache/tmp.XXXXXX")
	trap 'rm -rf "$tmp"' EXIT
	chmod 755 "$tmp"
	"$@" || exit
	# another run may have been faster; its copy is as good
	mv -T "$tmp" "$kept" 2>/dev/null || [ -d "$kept" ]
}
