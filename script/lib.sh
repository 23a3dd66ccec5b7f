# SPDX-License-Identifier: GPL-2.0 OR MIT
# shellcheck shell=bash
#
# Sourced by the scripts beside it: the packages that they need, and how to install them. All
# messages go to stderr, because programs read the callers' stdout.

say() { echo "$*" >&2; }
die() { say "error: $*"; exit 2; }

# stay_together COMMAND...: for a script that starts much, itself with its arguments: once more, in
# the hands of script/together, which ends with it all that it has started.
stay_together() {
	[ -z "${LKMM_TOGETHER-}" ] || return 0
	export LKMM_TOGETHER=yes
	exec script/together "$@"
}

# The tools below must not follow the caller's cross or locale settings.
export LC_ALL=C.UTF-8
# A rustup shim without a toolchain must fail, not start a download.
export RUSTUP_AUTO_INSTALL=0

. script/packages.sh
. script/index.sh

# ---- packages of the parts ----------------------------------------------------

# want_build: the required packages are the part "building"; Meson can build without the rest
want_build() {
	want building gcc=gcc meson=meson ninja=ninja-build pkg-config=pkg-config objdump=binutils \
		header:stdio.h=libc6-dev
	want "the command lkmm" header:jansson.h=libjansson-dev
	want "lines in lkmm hot and doctor" header:elfutils/libdw.h=libdw-dev
	want C++ g++=g++
}

# want_clang PART
want_clang() {
	want "$1" clang=clang ld.lld=lld \
		"/usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.tsan-$(uname -m).a=libclang-rt-dev"
}

# want_cross PART MACHINE ARCH [c++]: a cross compiler, whose libraries Debian lists under ARCH. If
# it is not there as MACHINE-gcc, the one of the same version as gcc: that can be installed beside
# gcc-multilib. For link_cross.
want_cross() {
	local part=$1 machine=$2 arch=$3 version=
	shift 3

	if ! is_there "$machine-gcc"; then
		version=-$(gcc -dumpversion 2>/dev/null | cut -d. -f1)
		[ -n "${version#-}" ] || version=
	fi
	want "$part" "$machine-gcc$version=gcc$version-$(debian_name "$machine")" \
		"/usr/$machine/include/stdio.h=libc6-dev-$arch-cross"
	[ $# -eq 0 ] || want "$part" "$machine-g++$version=g++$version-$(debian_name "$machine")"
}

debian_name() { echo "${1//_/-}"; }

# link_cross MACHINE [VERSION]: puts a directory into PATH, in which compilers of a version have the
# names without
link_cross() {
	local machine=$1 version=${2-} tool links=$PWD/build/cross-bin
	[ -n "$version" ] || version=$(gcc -dumpversion | cut -d. -f1)

	mkdir -p "$links"
	for tool in gcc g++; do
		is_there "$machine-$tool" || ! is_there "$machine-$tool-$version" ||
			ln -sf "$(command -v "$machine-$tool-$version")" "$links/$machine-$tool"
	done
	[[ :$PATH: = *":$links:"* ]] || PATH=$links:$PATH
}

# ---- Rust -------------------------------------------------------------------

# Rust compiles for the oldest version of the crate or a newer one; for "lint" with clippy and
# rustfmt. All from one place, as they must match: from PATH if it has the whole set, else Debian's.

rust_on_path() {
	[[ $(rustc --version 2>/dev/null) =~ ^rustc\ 1\.([0-9]+) ]] &&
		[ "${BASH_REMATCH[1]}" -ge 78 ] &&
		cargo --version >/dev/null 2>&1 || return
	[ "$1" != lint ] ||
		{ cargo clippy --version && cargo fmt --version; } >/dev/null 2>&1
}

# debian_rust: sets $web, by which Debian names its packages: "-web" or nothing. The set that is
# installed; else that for browsers where a release has one beside an older rustc, as Debian 12 and
# 13 have.
debian_rust() {
	[ -z "${web+set}" ] || return 0
	web=
	if is_there dpkg:rustc-web; then
		web=-web
	elif ! new_enough "$(dpkg-query -W -f '${Version}' rustc 2>/dev/null)"; then
		is_there dpkg:rustc || known rustc-web || ! known rustc && older_debian || return 0
		web=-web
	fi
}

# For machines without an index.
older_debian() {
	# shellcheck disable=SC1091 # the system's
	[[ $(. /etc/os-release && echo "${VERSION_ID-}") = 1[23] ]]
}

new_enough() { [[ $1 =~ ^1\.([0-9]+) ]] && [ "${BASH_REMATCH[1]}" -ge 78 ]; }

# want_debian_rust PART compile|lint: Debian's, for which there are matching libraries and sources.
# The packages are asked for by name: /usr/bin/rustc may be that of an older one.
want_debian_rust() {
	debian_rust
	want "$1" "dpkg:rustc$web=rustc$web" "dpkg:cargo$web=cargo$web"
	[ "$2" != lint ] ||
		want "$1" "dpkg:rust$web-clippy=rust$web-clippy" "dpkg:rustfmt$web=rustfmt$web"
}

# want_rust PART compile|lint; use_rust compile|lint once it is there
want_rust() {
	rust_on_path "$2" || want_debian_rust "$1" "$2"
}

use_rust() {
	rust_on_path "$1" || PATH=/usr/bin:$PATH
}

# want_bitcode PART: for liblkmm as bitcode, once rustc is installed: clang, an archiver that
# supports it, and a linker of rustc's LLVM if rustc has none.
want_bitcode() {
	local major

	want "$1" clang=clang llvm-ar=llvm
	compgen -G "$(rustc --print sysroot 2>/dev/null)/lib/rustlib/*/bin/gcc-ld/ld.lld" \
		>/dev/null && return
	major=$(rustc -vV 2>/dev/null | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
	[ -z "$major" ] || want "$1" "ld.lld-$major=lld-$major"
}

# want_kernel: for script/test-kernel, besides the packages for building
want_kernel() {
	want "building modules" make=make gcc-12=gcc-12 bc=bc cpio=cpio sparse=sparse \
		aarch64-linux-gnu-gcc-12=gcc-12-aarch64-linux-gnu \
		/usr/aarch64-linux-gnu/include/stdio.h=libc6-dev-arm64-cross
	want VMs qemu-system-x86_64=qemu-system-x86 qemu-system-aarch64=qemu-system-arm
	want_debian_rust "Debian's Rust" compile
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
	rm -f "$dir/.rust"
}

# configure: the main build directory for scripts that only build, without the missing parts. An
# existing configuration stays as it is.
configure() {
	local rust=auto

	has Rust && rust_on_path compile || rust=disabled
	if [ ! -f build/build.ninja ]; then
		meson setup build -Drust=$rust
	elif [ -f build/.rust ] && [ "$(cat build/.rust)" != $rust ]; then
		meson setup --reconfigure build -Drust=$rust
	else
		return 0
	fi && echo $rust >build/.rust
}

# build [TARGET...]: brings the main build directory up to date, quietly unless something is wrong
build() {
	local log

	log=$(mktemp)
	if configure >"$log" 2>&1 && ninja -C build "$@" >>"$log" 2>&1; then
		rm -f "$log"
	else
		cat "$log" >&2
		rm -f "$log"
		exit 1
	fi
}
