# SPDX-License-Identifier: GPL-2.0 OR MIT
# shellcheck shell=bash
#
# Sourced by the scripts beside it: what they need from the system, and how
# it gets there. Everything here talks on stderr, because the callers' stdout
# is read by others.

say() { echo "$*" >&2; }
die() { say "error: $*"; exit 2; }

# Downloads and the Rust sysroots live outside the tree, so that a fresh
# clone does not fetch them again.
# shellcheck disable=SC2034 # used by the scripts
cache=${LKMM_CACHE:-${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/lkmm}

# The tools below must not follow the caller's cross or locale settings.
export LC_ALL=C.UTF-8
# A rustup shim without a toolchain must fail, not start a download.
export RUSTUP_AUTO_INSTALL=0

# ---- packages ---------------------------------------------------------------

# is_there WHAT: a command, an absolute path (globs allowed), or dpkg:PACKAGE
is_there() {
	case $1 in
	dpkg:*)	[ "$(dpkg-query -W -f '${db:Status-Status}' "${1#dpkg:}" 2>/dev/null)" = installed ] ;;
	/*)	compgen -G "$1" >/dev/null ;;
	*)	command -v "$1" >/dev/null ;;
	esac
}

# need WHAT=PACKAGE...: installs the packages whose WHAT is not there, in one go
need() {
	local item missing=()

	for item; do
		is_there "${item%%=*}" || missing+=("${item#*=}")
	done
	[ ${#missing[@]} -gt 0 ] || return 0
	install_packages "${missing[@]}"
	for item; do
		is_there "${item%%=*}" || die "package ${item#*=} does not give ${item%%=*}"
	done
}

apt_updated=
install_packages() {
	local log as_root=()

	command -v apt-get >/dev/null ||
		die "no apt-get here; please install what these Debian packages hold: $*"
	if [ "$(id -u)" -ne 0 ]; then
		command -v sudo >/dev/null ||
			die "neither root nor sudo; please install the packages: $*"
		as_root=(sudo)
	fi
	say "installing $*"
	log=$(mktemp)
	# Another source of the user's may be out of reach: what counts is
	# whether the packages come.
	[ -n "$apt_updated" ] || "${as_root[@]}" apt-get -q update >"$log" 2>&1 || true
	apt_updated=yes
	# --no-remove: a user's own package is never traded for one of ours
	"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
		-o DPkg::Lock::Timeout=300 --no-install-recommends --no-remove \
		install "$@" >>"$log" 2>&1 </dev/null || {
		tail -n 20 "$log" >&2
		rm -f "$log"
		die "could not install the packages: $*"
	}
	rm -f "$log"
}

# fetch_packages DIR PACKAGE[=VERSION]...: unpacks into DIR, without root and
# without touching the system. The index is that of $index_arch, arm64 unless
# the caller says otherwise: it lists that one's packages and those for every
# architecture.
fetch_packages() {
	local dir=$1
	shift
	private_apt
	mkdir -p "$dir" "$cache/apt-debs"
	(
		get=$(mktemp -d "$cache/apt-debs/XXXXXX") && trap 'rm -rf "$get"' EXIT && cd "$get" &&
		apt-get -q download "$@" >&2 &&
		for deb in *.deb; do
			dpkg -x "$deb" "$dir" || exit
		done
	)
}

# Points apt at an index of its own, updated once a day. Call it in a subshell
# if the system's apt is still wanted afterwards.
index_arch=arm64
private_apt() {
	local root=$cache/apt

	[ "$index_arch" = arm64 ] || root+=-$index_arch

	command -v apt-get >/dev/null || die "no apt-get here to download Debian packages with"
	mkdir -p "$root/state/lists/partial" "$root/cache/archives/partial"
	: >"$root/status"
	# The sandbox user may not write to a home directory's cache; without
	# this apt says so at length.
	cat >"$root/apt.conf.$$" <<-END
		APT::Architecture "$index_arch";
		#clear APT::Architectures;
		APT::Architectures { "$index_arch"; };
		APT::Sandbox::User "$(id -un)";
		Acquire::Languages "none";
		Dir::State "$root/state";
		Dir::State::status "$root/status";
		Dir::Cache "$root/cache";
	END
	mv "$root/apt.conf.$$" "$root/apt.conf"
	export APT_CONFIG=$root/apt.conf
	if [ -z "$(find "$root/updated" -mtime -1 2>/dev/null)" ]; then
		if apt-get -q update >&2; then
			touch "$root/updated"
		fi
	fi
}

# ---- what the steps need ----------------------------------------------------

need_build() {
	need gcc=gcc g++=g++ meson=meson ninja=ninja-build pkg-config=pkg-config \
		/usr/include/stdio.h=libc6-dev /usr/include/jansson.h=libjansson-dev \
		/usr/include/elfutils/libdw.h=libdw-dev
}

need_clang() {
	need clang=clang ld.lld=lld \
		"/usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.tsan-x86_64.a=libclang-rt-dev"
}

need_cross() {
	need aarch64-linux-gnu-gcc=gcc-aarch64-linux-gnu \
		aarch64-linux-gnu-g++=g++-aarch64-linux-gnu \
		/usr/aarch64-linux-gnu/include/stdio.h=libc6-dev-arm64-cross \
		riscv64-linux-gnu-gcc=gcc-riscv64-linux-gnu \
		riscv64-linux-gnu-g++=g++-riscv64-linux-gnu \
		/usr/riscv64-linux-gnu/include/stdio.h=libc6-dev-riscv64-cross \
		arm-linux-gnueabihf-gcc=gcc-arm-linux-gnueabihf \
		/usr/arm-linux-gnueabihf/include/stdio.h=libc6-dev-armhf-cross \
		qemu-aarch64=qemu-user qemu-riscv64=qemu-user qemu-arm=qemu-user
}

# need_rust compile|lint: rustc and cargo of the crate's oldest version or newer,
# for "lint" clippy and rustfmt too. All from one place, as they must match: from
# PATH if it has the whole set, else Debian's, put in front.
need_rust() {
	if ! rust_on_path "$1"; then
		need_debian_rust "$1"
		PATH=/usr/bin:$PATH
	fi
}

rust_on_path() {
	[[ $(rustc --version 2>/dev/null) =~ ^rustc\ 1\.([0-9]+) ]] &&
		[ "${BASH_REMATCH[1]}" -ge 78 ] &&
		cargo --version >/dev/null 2>&1 || return
	[ "$1" != lint ] ||
		{ cargo clippy --version && cargo fmt --version; } >/dev/null 2>&1
}

# Debian's own rustc, for which there are matching libraries and sources. The
# package is asked for by name: /usr/bin/rustc may be that of an older one.
need_debian_rust() {
	need dpkg:rustc-web=rustc-web dpkg:cargo-web=cargo-web
	[ "$1" != lint ] ||
		need dpkg:rust-web-clippy=rust-web-clippy dpkg:rustfmt-web=rustfmt-web
}

# For liblkmm as bitcode, once clang and rustc are there: an archiver that knows it, and a linker of
# rustc's LLVM where rustc has none of its own.
need_bitcode() {
	local major

	need llvm-ar=llvm
	compgen -G "$(rustc --print sysroot)/lib/rustlib/*/bin/gcc-ld/ld.lld" >/dev/null && return
	major=$(rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
	need "ld.lld-$major=lld-$major"
}

# ---- building ---------------------------------------------------------------

# setup DIR ARGUMENT...: a Meson build directory configured with just these.
# The main one is reconfigured in place, since the others are inside it.
setup() {
	local dir=$1 want
	shift
	want="CC=${CC-} $*"

	if [ "$want" = "$(cat "$dir/.setup" 2>/dev/null)" ] && [ -f "$dir/build.ninja" ]; then
		return
	elif [ "$dir" != build ]; then
		rm -rf "$dir"
		meson setup "$dir" "$@" || return
	elif [ -f "$dir/build.ninja" ]; then
		meson setup --reconfigure "$dir" "$@" || return
	else
		meson setup "$dir" "$@" || return
	fi
	echo "$want" >"$dir/.setup"
}

# build [TARGET...]: brings the main build directory up to date, quietly unless something is wrong
build() {
	local log

	log=$(mktemp)
	if { [ -f build/build.ninja ] || meson setup build; } >"$log" 2>&1 &&
	   ninja -C build "$@" >>"$log" 2>&1; then
		rm -f "$log"
	else
		cat "$log" >&2
		rm -f "$log"
		exit 1
	fi
}
