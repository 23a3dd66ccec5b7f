#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# cache.sh SOURCE-ROOT
#
# Compiled and downloaded files are kept where only we can write: below HOME, or in LKMM_CACHE, if
# that is ours alone. kernel/rust.sh works without, the scripts refuse. The test's compiler writes
# down its output directory. Output is TAP.
set -u
root=$(realpath "$1")
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0

# result STATUS WHAT
result() {
	n=$((n + 1))
	[ "$1" = 0 ] && echo "ok $n - $2" || { echo "not ok $n - $2"; sed 's/^/# /' "$tmp/out"; }
}

mkdir -p "$tmp/library/core/src"
echo 'edition = "2021"' >"$tmp/library/core/Cargo.toml"
touch "$tmp/library/core/src/lib.rs" "$tmp/side.rs"
cat >"$tmp/rustc" <<'END'
#!/bin/bash
[ "$1" != --version ] || { echo "rustc 1.99.0"; exit; }
while [ $# -gt 1 ]; do
	[ "$1" != -o ] || touch "$2"
	[ "$1" != --sysroot ] || echo "$2" >>"$SAID"
	shift
done
END
chmod +x "$tmp/rustc"

# sysroots VARIABLE=VALUE...: where kernel/rust.sh keeps its core, in an environment with these; it
# fails at its last step, as the archive is none
sysroots() {
	rm -f "$tmp/said"
	env -i PATH="$PATH" SAID="$tmp/said" RUSTC="$tmp/rustc" LKMM_RUST_SRC="$tmp/library" "$@" \
		"$root/kernel/rust.sh" x86 kernel "$tmp/side.rs" "$tmp/side.o" >"$tmp/out" 2>&1
	sort -u "$tmp/said"
}

# fresh: not kept, and nothing of it is left
fresh() {
	[ -n "$1" ] && ! grep -v "^$tmp/side.o.rust/" <<<"$1" && [ ! -e "$tmp/side.o.rust" ]
}

mkdir -p "$tmp/home" "$tmp/open/lkmm"
chmod 777 "$tmp/open/lkmm"
sysroots HOME="$tmp/home" | grep -q "^$tmp/home/.cache/lkmm/rust-core-"
result $? "rust.sh keeps core below HOME"
fresh "$(sysroots)"
result $? "without HOME it keeps none"
fresh "$(sysroots XDG_CACHE_HOME="$tmp/open")"
result $? "nor where everyone can write"
if [ "$(id -u)" = 0 ]; then
	mkdir -p "$tmp/theirs/lkmm" && chown 12345 "$tmp/theirs/lkmm"
	fresh "$(sysroots XDG_CACHE_HOME="$tmp/theirs")"
	result $? "nor in what is another user's"
else
	result 0 "nor in what is another user's # SKIP it takes root to make that"
fi

# refuses VARIABLE=VALUE...
refuses() {
	env -i PATH="$PATH" "$@" "$root/script/fetch-kernel-headers" >"$tmp/out" 2>&1
	[ $? = 2 ] && grep -q 'LKMM_CACHE' "$tmp/out"
}
refuses
result $? "the scripts refuse without HOME"
refuses LKMM_CACHE="$tmp/open/lkmm"
result $? "the scripts refuse what everyone can write to"
echo "1..$n"
