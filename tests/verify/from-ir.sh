#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# from-ir.sh LKMM INCLUDE: programs that are given as LLVM IR, as text and as bitcode: messages name
# and quote the source, if there is debug information, and never lines of the IR by its numbers.
# INCLUDE has lkmm's headers. $CC: a clang. Output is TAP.
set -u
. "$(dirname "$(realpath "$0")")/../tap.sh"
lkmm=$(realpath "$1")
include=$(realpath "$2")
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
tap_shows="$tmp/out $tmp/err"
cd "$tmp" || exit 1
mkdir build

cat >two.c <<'END'
#include <lkmm/atomic.h>
#include <lkmm/verify.h>

static int data;
static lkmm_atomic_t flag;

static void writes(void *arg)
{
	data = 1;
	lkmm_atomic_set(&flag, 1);
}

int main(void)
{
	int t = lkmm_spawn(writes, NULL);

	if (lkmm_atomic_read(&flag))
		lkmm_assert(data == 1);
	lkmm_join(t);
	return 0;
}
END
ir="$CC -g -O0 -S -emit-llvm -DLKMM_OUTLINE -DLKMM_VERIFY -I$include $tmp/two.c"
$ir -o two.ll && $ir -o build/two.ll && $CC -c -emit-llvm two.ll -o two.bc || exit 1

# says STATUS TEXT ARGUMENT...: lkmm verify ends so, and prints a line with the text
says() {
	local status=$1 text=$2

	shift 2
	"$lkmm" verify "$@" >out 2>err
	[ $? = "$status" ] && cat out err | grep -qF -- "$text"
}

# quotes FILE PATH: the source is named by PATH, and quoted
quotes() {
	says 1 "$2:18:3: data race" "$1" && grep -q "P0:$2:9  *data = 1  *writes data = 1" out
}

quotes_nothing() {
	says 1 "two.c:18:3: data race" "$1" && grep -q "P0:two.c:9  *writes data = 1" out
}

verdict() { judge $? "$1"; }

quotes two.ll two.c
verdict "text: the source is named and quoted"
quotes two.bc two.c
verdict "bitcode: the same"
quotes build/two.ll "$tmp/two.c"
verdict "text in another folder: with the whole path"
says 1 '"file": "two.ll"' --json two.ll
verdict "JSON has the file that was given"
says 2 "--fix and --relax do not go with files of LLVM IR" --fix two.ll
verdict "no change is proposed to IR"
says 2 "--fix and --relax do not go with files of LLVM IR" --relax two.bc
verdict "nor to bitcode"
echo junk >junk.bc
says 2 "junk.bc:1:1: error:" junk.bc
verdict "what is no bitcode is an error"
says 2 "the compiler reports" none.bc
verdict "nor what is not there"
$CC -O0 -S -emit-llvm -DLKMM_OUTLINE -DLKMM_VERIFY -I"$include" two.c -o no-lines.ll || exit 1
$CC -c -emit-llvm no-lines.ll -o no-lines.bc || exit 1
store=$(grep -n 'store i32 1, .*@data' no-lines.ll)
load=$(grep -n 'load i32, .*@data' no-lines.ll)
has_lines_of_ir() {
	says 1 "$1:${load%%:*}:1: data race" "$1" &&
		grep -qF "P0:${store%%:*}  store i32 1" out &&
		grep -qF "$1:1:1: warning: this has no debug information: lines are those of" err
}
has_lines_of_ir no-lines.ll
verdict "without debug information: lines of the IR, which is quoted"
has_lines_of_ir no-lines.bc
verdict "bitcode: the same, of its text"
cat >main.ll <<'END'
declare i32 @start()
define i32 @main() {
  %r = call i32 @start()
  ret i32 %r
}
END
sed 's/main(/start(/' no-lines.ll >part.ll
says 1 "part.ll:${load%%:*}  %" main.ll part.ll
verdict "lines of the second file"
mv two.c gone.c
quotes_nothing two.ll
verdict "no line of the IR is quoted in place of the source"
finish
