# SPDX-License-Identifier: GPL-2.0 OR MIT
# shellcheck shell=bash
#
# Sourced by lib.sh: the packages that a script needs, and how to install them. A script first lists
# the packages of each part of its work (want), then installs all missing ones at once (get_wanted).
# Optional parts whose packages cannot be installed are named, and skipped (has).

# ---- installed tools ----------------------------------------------------------

# is_there WHAT: a command, an absolute path (globs allowed), header:FILE that the C compiler finds,
# or dpkg:PACKAGE
is_there() {
	case $1 in
	dpkg:*)	dpkg-query -W -f '${db:Status-Status}\n' "${1#dpkg:}" 2>/dev/null |
		grep -qx installed ;;
	header:*) echo "#include <${1#header:}>" | cc -E -x c - >/dev/null 2>&1 ;;
	/*)	compgen -G "$1" >/dev/null ;;
	*)	command -v "$1" >/dev/null ;;
	esac
}

# candidate PACKAGE: the version that apt would install, if it knows the package
candidate() {
	apt-cache policy "$1" 2>/dev/null | sed -n 's/^  Candidate: //p' | grep -v '^(none)$'
}

# known PACKAGE: apt can install it; a fresh machine's index may be empty at first
known() {
	[ -n "$(candidate "$1")" ] && return
	update_index && [ -n "$(candidate "$1")" ]
}

# dry_run=yes, set by a script's option: get_wanted only prints what it would do
dry_run=

# ---- wanted packages ---------------------------------------------------------

want_part=() want_what=() want_package=()	# one entry for each thing
parts=()					# in the order in which they were named

# want PART WHAT=PACKAGE...
want() {
	local part=$1 item

	shift
	[[ " ${parts[*]} " = *" $part "* ]] || parts+=("$part")
	for item; do
		want_part+=("$part")
		want_what+=("${item%%=*}")
		want_package+=("${item#*=}")
	done
}

# lacks [PART]...: the packages that are missing for them (for all), each once
lacks() {
	local i part

	[ $# -gt 0 ] || set -- "${parts[@]}"
	for part; do
		for i in "${!want_part[@]}"; do
			[ "${want_part[i]}" != "$part" ] || is_there "${want_what[i]}" ||
				echo "${want_package[i]}"
		done
	done | awk '!seen[$0]++'
}

# has PART[,PART]...
has() {
	local part named

	IFS=, read -ra named <<<"$1"
	for part in "${named[@]}"; do
		[ -z "$(lacks "$part")" ] || return
	done
}

# print_wanted: the packages that get_wanted would install, by part, and what apt would download for
# them, as its index is now. Nothing is changed.
print_wanted() {
	local missing part

	mapfile -t missing < <(lacks)
	if [ ${#missing[@]} -eq 0 ]; then
		echo "no package is missing"
		return
	fi
	can_install || echo "you may not install packages: parts that lack some are skipped"
	for part in "${parts[@]}"; do
		mapfile -t missing < <(lacks "$part")
		[ ${#missing[@]} -eq 0 ] || echo "to install, for $part: ${missing[*]}"
	done
	mapfile -t missing < <(lacks)
	apt-get -qq --print-uris --no-install-recommends --no-remove install "${missing[@]}" |
		awk '/^\047/ { n++; size += $3 }
			END { printf "to download from apt\047s sources: %d packages, %.1f MB\n",
				n, size / 1e6 }'
}

# get_wanted REQUIRED...: installs missing packages, and ends the script if a required part is still
# incomplete. Other incomplete parts are named.
get_wanted() {
	local missing part
	mapfile -t missing < <(lacks)

	if [ -n "$dry_run" ]; then
		print_wanted
		return
	fi
	[ ${#missing[@]} -gt 0 ] || return 0
	if can_install; then
		get_packages "$@"
	fi
	mapfile -t missing < <(lacks "$@")
	if [ ${#missing[@]} -gt 0 ]; then
		mapfile -t missing < <(lacks)
		can_install || die "not root, and no sudo that works. Please install:
  apt-get install --no-install-recommends ${missing[*]}"
		die "these packages could not be installed: $(lacks "$@" | xargs)"
	fi
	for part in "${parts[@]}"; do
		mapfile -t missing < <(lacks "$part")
		[ ${#missing[@]} -eq 0 ] || say "skipped: $part needs the packages ${missing[*]}"
	done
}

# need WHAT=PACKAGE...: installs the missing ones of them; the script ends if that fails
need() {
	want "${0##*/}" "$@"
	get_wanted "${0##*/}"
}

# ---- installing -------------------------------------------------------------

as_root=()
can_install() {
	command -v apt-get >/dev/null || return
	as_root=()
	[ "$(id -u)" -ne 0 ] || return 0
	as_root=(sudo)
	command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }
}

index_updated=
update_index() {
	[ -z "$dry_run" ] || return 1
	[ -z "$index_updated" ] && can_install || return
	index_updated=yes
	say "updating apt's index"
	# Another of the user's sources may be unreachable: only the packages matter.
	"${as_root[@]}" apt-get -q update >/dev/null 2>&1 || true
}

# get_packages REQUIRED...: all at once; or, where apt will not have that, part by part
get_packages() {
	local package part some=()

	while read -r package; do
		if known "$package"; then
			some+=("$package")
		else
			say "apt has no package $package here"
		fi
	done < <(lacks)
	[ ${#some[@]} -gt 0 ] || return 0
	say "installing ${some[*]}"
	# An old index names versions that no longer exist.
	update_index || true
	install_packages "${some[@]}" 2>/dev/null && return
	for part in "$@" "${parts[@]}"; do
		mapfile -t some < <(lacks "$part" | while read -r package; do ! known "$package" ||
			echo "$package"; done)
		[ ${#some[@]} -eq 0 ] || install_packages "${some[@]}" ||
			say "$part: could not install ${some[*]}"
	done
}

# install_packages PACKAGE...: prints the end of apt's output on failure
install_packages() {
	local log status=0

	log=$(mktemp)
	# --no-remove: a user's own package is never traded for one of ours
	"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
		-o DPkg::Lock::Timeout=300 --no-install-recommends --no-remove \
		install "$@" >"$log" 2>&1 </dev/null || status=$?
	[ $status -eq 0 ] || tail -n 20 "$log" >&2
	rm -f "$log"
	return $status
}
