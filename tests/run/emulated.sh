#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# emulated.sh LKMM LITMUS-DIR ARCH[:CPU]...
#
# Litmus tests on other architectures, under qemu-user, in all languages and variants for which
# there is a compiler ($RUSTC): they must compile, run, end, and show no forbidden outcome. TAP.
set -u
. "$(dirname "$0")/../tap.sh"
lkmm=$1 litmus=$2
shift 2
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# result STATUS WHAT
result() { judge "$1" "$2" "$tmp/out" "$tmp/err"; }

tests=("$litmus"/fence/{sb-relaxed,sb-mb,mp-po-rel,mp-wmb,mp-rmb,sb-full-rmw,sb-after-atomic,sb-store-mb,mp-void-rmw}.litmus
	"$litmus"/{lock/mutual-exclusion,lock/trylock-both,srcu/srcu,flow/cmpxchg-loop,rust/cmpxchg-match}.litmus
	"$litmus"/pointer/pointer-{array-message,end-compared,narrow-read}.litmus)

for machine; do
	arch=${machine%%:*} cpu=()
	own=("${tests[@]}")
	# narrow-read: lkmm takes the first byte of an object for its lowest bits
	[ "$arch" != s390x ] || unset 'own[-1]'
	[ "$arch" = "$machine" ] || cpu=(--cpu "${machine#*:}")
	for lang in c rust; do
		"$lkmm" run --arch "$arch" "${cpu[@]}" --lang $lang --variant all --iterations 1 \
			"${own[@]}" >"$tmp/out" 2>"$tmp/err"
		result $? "$machine, $lang: all is well"
		grep -q "^${#own[@]} tests run, 0 not run, 0 with forbidden outcomes" "$tmp/out"
		result $? "$machine, $lang: all have run"
		grep -q '^Under qemu: ' "$tmp/out" &&
			grep -q "$arch.* under qemu-user on " "$tmp/out"
		result $? "$machine, $lang: it says what that is worth"
		[ $lang = c ] && forms=('C inline' 'C out of line') ||
			forms=('Rust inline' 'Rust out of line')
		for form in "${forms[@]}"; do
			grep -q "$form [1-9]" "$tmp/out"
			result $? "$machine: $form has run"
		done
	done
done
finish
