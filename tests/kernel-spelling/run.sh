#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# usage: tests/kernel-spelling/run.sh KERNEL-HEADERS
#
# Shows that include/kernel gives the kernel's spelling, and does not break programs that also need
# the system's headers of these names:
#
#	headers		every header of ours compiles alone, and after all others
#	libc		every libc header compiles with -I include/kernel -I include as without
#	own		sources in the kernel's spelling, run with threads
#	prototypes	our functions have the types that the kernel gives them
#	kernel headers	the kernel's own headers compile unmodified
#	kernel code	locks and lists from these headers, run with threads
#
# KERNEL-HEADERS is the output of script/fetch-kernel-headers. CC="gcc clang"
# chooses compilers, RUN a command that runs their programs, OBJ a directory
# for them. TAP.

set -u
cd "$(dirname "$0")/../.." || exit 2
. tests/tap.sh

kernel=${1-}
if [ ! -f "$kernel/include/linux/llist.h" ]; then
	echo "run.sh: no kernel headers in '$kernel'; script/fetch-kernel-headers prints where they are" >&2
	exit 2
fi
read -ra compilers <<<"${CC:-gcc clang}"
read -ra run <<<"${RUN-}"
obj=${OBJ:-$(mktemp -d)}
[ -n "${OBJ-}" ] || trap 'rm -rf "$obj"' EXIT
mkdir -p "$obj"

# try NAME COMMAND...: one test, whose output matters if it fails
try() {
	local name=$1
	shift
	"$@" >"$obj/log" 2>&1
	judge $? "$name" "$obj/log"
}

# cxx CC: the C++ compiler that belongs to a C compiler
cxx() {
	case $1 in
	*clang*) echo "${1/clang/clang++}" ;;
	*) echo "${1/%gcc/g++}" ;;
	esac
}

# syntax COMPILER... <SOURCE: compiles it, to nothing
syntax() {
	"$@" -fsyntax-only -
}

all_declared() {
	syntax "$@" 2>"$obj/declared"
	grep -A 5 'declare anything' "$obj/declared"
	[ $? -eq 1 ]
}

includes() {
	printf '#include <%s>\n' "$@"
	echo 'int main(void);'
}

mapfile -t ours < <(cd include/kernel && ls linux/*.h asm/*.h)
strict=(-Wall -Wextra -Wconversion -Werror -I include/kernel -I include)

# ---- headers ----------------------------------------------------------------

check_headers() {
	local h

	for h in "${ours[@]}"; do
		try "$1: $h" syntax "${@:2}" "${strict[@]}" <<<"$(includes "$h")"
	done
	try "$1: all" syntax "${@:2}" "${strict[@]}" <<<"$(includes "${ours[@]}" "${ours[@]}")"
	try "$1: all, backwards" syntax "${@:2}" "${strict[@]}" \
		<<<"$(includes "${ours[@]}" | head -n -1 | tac)"
}

# ---- libc -------------------------------------------------------------------

# C11, POSIX, and other headers that Linux programs use.
libc=(assert complex ctype errno fenv float inttypes iso646 limits locale math setjmp signal \
	stdalign
	stdarg stdbool stddef stdint stdio stdlib stdnoreturn string tgmath threads time uchar \
		wchar wctype
	aio arpa/inet cpio dirent dlfcn fcntl fmtmsg fnmatch ftw glob grp iconv langinfo libgen \
		monetary
	mqueue ndbm net/if netdb netinet/in netinet/tcp nl_types poll pthread pwd regex sched search
	semaphore spawn strings sys/ipc sys/mman sys/msg sys/resource sys/select sys/sem sys/shm \
		sys/socket
	sys/stat sys/statvfs sys/time sys/times sys/types sys/uio sys/un sys/utsname sys/wait \
		syslog tar
	termios ulimit unistd utime utmpx wordexp
	alloca argp argz byteswap elf endian err error execinfo features fts getopt \
		gnu/libc-version ifaddrs
	link malloc mcheck mntent net/ethernet net/if_arp net/route netinet/ether netinet/if_ether
	netinet/ip netinet/udp netpacket/packet obstack paths pty resolv scsi/sg shadow stab \
		sys/auxv
	sys/epoll sys/eventfd sys/fanotify sys/file sys/fsuid sys/inotify sys/io sys/ioctl sys/kd
	sys/mount sys/param sys/pci sys/personality sys/prctl sys/procfs sys/ptrace sys/quota \
		sys/random
	sys/reboot sys/rseq sys/sendfile sys/signalfd sys/single_threaded sys/soundcard sys/statfs
	sys/swap sys/syscall sys/sysinfo sys/sysmacros sys/timerfd sys/timex sys/ucontext sys/user
	sys/vfs sys/vt sys/xattr ttyent ucontext utmp)

# The kernel's uapi headers, some of which define names of libc too.
uapi=(asm/ioctls asm/types asm/unistd linux/bpf linux/errno linux/fcntl linux/futex linux/if_ether
	linux/if_packet linux/io_uring linux/ip linux/membarrier linux/perf_event linux/prctl \
		linux/rseq
	linux/sched linux/seccomp linux/string linux/swab linux/time linux/userfaultfd linux/version
	linux/virtio_ring)

# Each alone; those of libc also before and after all of ours. A header that does not compile
# without ours either (it belongs to another language or system) is not asked
# for; that these stay the few they are is.
check_libc() {
	local name=$1 h all=()
	shift

	for h in "${libc[@]/%/.h}" "${uapi[@]/%/.h}"; do
		if syntax "$@" -D_GNU_SOURCE -Werror -I include/kernel -I include \
			<<<"$(includes "$h")" >"$obj/libc-log" 2>&1; then
			pass "$name: <$h>"
			[[ " ${uapi[*]} " == *" ${h%.h} "* ]] || all+=("$h")
		elif syntax "$@" -D_GNU_SOURCE -Werror <<<"$(includes "$h")" >/dev/null 2>&1; then
			judge 1 "$name: <$h>" "$obj/libc-log"
		fi
	done
	try "$name: ${#all[@]} headers of libc are enough" [ ${#all[@]} -ge 155 ]
	try "$name: libc after ours" syntax "$@" -D_GNU_SOURCE -Werror -I include/kernel \
		-I include \
		<<<"$(includes "${ours[@]}" "${all[@]}")"
	# a macro of ours that takes a member's name away changes a structure
	try "$name: libc as it was" all_declared "$@" -D_GNU_SOURCE -Wsystem-headers \
		-I include/kernel -I include \
		<<<"$(includes "${ours[@]}" "${all[@]}")"
	try "$name: libc before ours" syntax "$@" -D_GNU_SOURCE -Werror -I include/kernel \
		-I include \
		<<<"$(includes "${all[@]}" "${ours[@]}")"
}

# ---- own sources ------------------------------------------------------------

threads=(-O2 -pthread -D_POSIX_C_SOURCE=200809L tests/kernel-spelling/main.c)

check_own() {
	local program=$obj/own-$1-$2

	try "$1 $2: own sources" "$1" "-std=$2" "${strict[@]}" "${threads[@]}" \
		tests/kernel-spelling/own/*.c -o "$program" "${@:3}"
	try "$1 $2: own sources run" "${run[@]}" "$program"
	note "$(cat "$obj/log")"
}

# ---- the kernel's headers ---------------------------------------------------

# Headers that compile: each with the other kernel headers that it includes, and no more. The
# kernel's own linux/atomic.h, compiler.h and so on are not among them: those are ours.
kernel_headers=(
	'asm-generic/spinlock_types.h asm-generic/qrwlock_types.h'
	'asm-generic/spinlock.h asm-generic/spinlock_types.h asm-generic/qrwlock.h asm-generic/qrwlock_types.h'
	'asm-generic/qspinlock_types.h'
	'asm-generic/qspinlock.h asm-generic/qspinlock_types.h'
	'asm-generic/mcs_spinlock.h'
	'linux/circ_buf.h'
	'linux/cleanup.h'
	'linux/hash.h'
	'linux/kcsan-checks.h'
	'linux/kref.h linux/refcount.h asm-generic/spinlock_types.h asm-generic/qrwlock_types.h'
	'linux/list.h linux/poison.h'
	'linux/llist.h'
	'linux/lockdep_types.h'
	'linux/overflow.h'
	'linux/plist.h linux/list.h linux/poison.h'
	'linux/rbtree_types.h'
	'linux/refcount.h asm-generic/spinlock_types.h asm-generic/qrwlock_types.h'
	'linux/typecheck.h'
	'linux/win_minmax.h'
	'linux/xxhash.h'
)

# The kernel's build makes asm/X.h for every asm-generic/X.h that an architecture
# uses, and spinlock_t is the kernel's own matter: its headers only name it.
write_stubs() {
	local n

	mkdir -p "$obj/stub/asm" "$obj/stub/linux"
	for n in qrwlock qrwlock_types spinlock_types; do
		echo "#include <asm-generic/$n.h>" >"$obj/stub/asm/$n.h"
	done
	printf '%s\n' '#pragma once' '#include <asm-generic/spinlock_types.h>' \
		'typedef struct spinlock { arch_spinlock_t raw; } spinlock_t;' \
		>"$obj/stub/linux/spinlock_types.h"
	echo '#include <linux/spinlock_types.h>' >"$obj/stub/linux/spinlock.h"
}

# pick DIR HEADER...: a directory of links to just these
pick() {
	local dir=$1 h
	shift

	rm -rf "$dir"
	for h; do
		mkdir -p "$dir/$(dirname "$h")" && ln -s "$kernel/include/$h" "$dir/$h" || return
	done
}

# As the kernel is compiled.
kflags=(-Wall -Werror -Wno-pointer-sign -fno-strict-aliasing -I include/kernel -I include \
	-I "$obj/pick" -I "$obj/stub")

check_kernel_headers() {
	local line names

	for line in "${kernel_headers[@]}"; do
		read -ra names <<<"$line"
		pick "$obj/pick" "${names[@]}"
		try "$1 $2: ${names[0]}" syntax "$1" -x c "-std=$2" "${kflags[@]}" \
			<<<"$(includes "${names[0]}")"
	done
}

check_kernel_code() {
	local program=$obj/kernel-$1-$2 names

	read -ra names <<<"$(printf '%s\n' "${kernel_headers[@]}" | tr ' ' '\n' | sort -u |
		tr '\n' ' ')"
	pick "$obj/pick" "${names[@]}"
	try "$1 $2: kernel code" "$1" "-std=$2" "${kflags[@]}" "${threads[@]}" \
		tests/kernel-spelling/debian/*.c -o "$program" "${@:3}"
	try "$1 $2: kernel code runs" "${run[@]}" "$program"
	note "$(cat "$obj/log")"
}

# ---- prototypes -------------------------------------------------------------

# Reads the kernel's function definitions, two lines each ("static
# __always_inline TYPE" and "NAME(PARAMETERS)"), and the names of its macros.
write_prototypes() {
	local from=$kernel/include/linux/atomic/atomic-instrumented.h

	includes "${ours[@]}"
	sed -n -E '/^static __always_inline /{
		s/^static __always_inline //; N; s/\n/ /
		s/^(.*) (atomic[a-z0-9_]*)\((.*)\)$/_Static_assert(__same_type(\2, \1 (\3)), "\2");/p
	}' "$from"
	# of two words at once, and of Xen; the kernel is about to drop the first
	sed -n -E 's/^#define ([a-z][a-z0-9_]*)\(.*/\1/p' "$from" |
		grep -Ev '^(cmpxchg_double|sync_cmpxchg)' |
		sed 's/.*/#ifndef &\n# error "no &"\n#endif/'
}

check_prototypes() {
	write_prototypes >"$obj/prototypes.c"
	try "246 prototypes" [ "$(grep -c _Static_assert "$obj/prototypes.c")" -ge 246 ]
	try "$1: prototypes" "$1" -std=c11 -fsyntax-only "${strict[@]}" "$obj/prototypes.c"
}

# ---- all --------------------------------------------------------------------

write_stubs
for cc in "${compilers[@]}"; do
	check_headers "$cc c11" "$cc" -x c -std=c11
	check_headers "$cc c++17" "$(cxx "$cc")" -x c++ -std=c++17
	check_libc "$cc c11" "$cc" -x c -std=c11
	check_libc "$cc c++17" "$(cxx "$cc")" -x c++ -std=c++17
	check_own "$cc" c11
	check_prototypes "$cc"
	check_kernel_headers "$cc" c11
	check_kernel_headers "$cc" gnu11
	check_kernel_code "$cc" gnu11
done
finish
