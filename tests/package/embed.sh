#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# embed.sh BUILD-DIRECTORY SOURCE-ROOT
#
# The library in projects of other people: found by CMake where it is installed, and as a subproject
# of Meson. Each builds the same program inline, out of line, and in the kernel's spelling. Output
# is TAP.
set -u
build=$(realpath "$1") root=$(realpath "$2")
. "$root/tests/tap.sh"
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place" || exit 2
tap_shows=$place/out

cp "$root"/tests/package/programs/{program,kernel}.c .
quietly() { "$@" >out 2>&1; }

# ---- CMake ----

cat >CMakeLists.txt <<'END'
cmake_minimum_required(VERSION 3.13)
project(embed C)
find_package(lkmm 0.1 REQUIRED)
foreach(name inline shared fast static)
	add_executable(${name} program.c)
endforeach()
target_link_libraries(inline lkmm::lkmm)
target_link_libraries(shared lkmm::lkmm)
target_link_libraries(fast lkmm::fast)
target_link_libraries(static lkmm::static)
foreach(name shared fast static)
	target_compile_definitions(${name} PRIVATE LKMM_OUTLINE)
endforeach()
add_executable(kernel kernel.c)
target_link_libraries(kernel lkmm::kernel)
END
installed() {
	DESTDIR="$place/root" meson install -C "$build" --no-rebuild --quiet >out 2>&1 &&
		lib=$(dirname "$(find "$place/root" -name liblkmm.so | grep -v /lkmm/)")
}
with_cmake() {
	quietly cmake -S . -B cmake -Dlkmm_DIR="$lib/cmake/lkmm" && quietly cmake --build cmake
}
refuses_newer() {
	sed -i 's/lkmm 0.1/lkmm 0.2/' CMakeLists.txt
	! quietly cmake -S . -B newer -Dlkmm_DIR="$lib/cmake/lkmm" && grep -q 'version: 0.1.0' out
}
needs() { objdump -p "$1" >dump && grep -q "NEEDED *liblkmm.so.0" dump; }
needs_none() { objdump -p "$1" >dump && ! grep -q "NEEDED *liblkmm" dump; }
has_stub() { objdump -d --no-show-raw-insn "$1" >dump && grep -q "<lkmm_[a-z_]*@plt" dump; }
has_none() { objdump -d --no-show-raw-insn "$1" >dump && ! grep -q "<lkmm_[a-z_]*@plt" dump; }

if command -v cmake >/dev/null; then
	it "installs" installed
	it "CMake: find_package() and a build" with_cmake
	for name in inline shared fast static kernel; do
		it "CMake: $name runs" quietly "cmake/$name"
	done
	it "CMake: shared and fast need liblkmm.so.0" eval \
		'needs cmake/shared && needs cmake/fast'
	it "CMake: inline and static do not" eval \
		'needs_none cmake/inline && needs_none cmake/static'
	it "CMake: only fast has the flags for speed" eval \
		'has_stub cmake/shared && has_none cmake/fast'
	it "CMake: a newer version is not found" refuses_newer
else
	skip "CMake" "no cmake here"
fi

# ---- a subproject of Meson ----

mkdir -p meson/subprojects
ln -s "$root" meson/subprojects/lkmm
cp program.c kernel.c meson
cat >meson/meson.build <<'END'
project('embed', 'c')
lkmm = dependency('lkmm', fallback: 'lkmm')
test('inline', executable('inline', 'program.c', dependencies: lkmm))
test('shared', executable('shared', 'program.c', c_args: ['-DLKMM_OUTLINE',
  lkmm.get_variable('fast_cflags')], dependencies: lkmm))
test('kernel', executable('kernel', 'kernel.c',
  dependencies: dependency('lkmm-kernel', fallback: 'lkmm')))
END
it "Meson: a subproject" quietly env PKG_CONFIG_LIBDIR=none meson setup meson meson/build
it "Meson: builds" quietly ninja -C meson/build
it "Meson: programs run" quietly meson test -C meson/build
it "Meson: it builds the library, and nothing else" eval \
	'[ -z "$(find meson/build -name "lkmm" -type f)" ] && grep -q "^Ok: *3" out'

# ---- without the tests ----

# list KIND DIR: what Meson knows of that build, a line each
list() {
	meson introspect "--$1" "$2" | python3 -c 'import json, sys
x = json.load(sys.stdin)
for line in sorted(map(str, x.values() if isinstance(x, dict) else x)): print(line)'
}

# with the choices that decide what is installed
choices() {
	meson introspect --buildoptions "$build" | python3 -c 'import json, sys
for o in json.load(sys.stdin):
	if o["name"] in ("prefix", "libdir", "tool", "debuginfo", "bitcode"):
		print("-D%s=%s" % (o["name"], o["value"]))'
}
mapfile -t chosen < <(choices)
it "without tests: meson setup" quietly meson setup "$root" bare -Dtests=false \
	-Drust=disabled "${chosen[@]}"
it "without tests: there are none" eval \
	'[ -n "$(list tests "$build")" ] && [ -z "$(list tests bare)" ]'
it "without tests: the same is installed" eval \
	'[ -n "$(list installed bare)" ] && diff <(list installed bare) <(list installed "$build")'
finish
