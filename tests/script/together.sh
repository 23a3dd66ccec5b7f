#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# together.sh SOURCE-ROOT
#
# Processes that script/together starts end with it: by each signal, and by itself. Also those with
# a new session, without a parent, or that ignore signals. script/test and script/test-kernel use
# it. Output is TAP.
set -u
root=$1
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
n=0

# result STATUS WHAT
result() {
	n=$((n + 1))
	[ "$1" = 0 ] && echo "ok $n - $2" || echo "not ok $n - $2"
}

# Prints its process ids: a child, one in a new session, an orphan, an orphan in a session, and one
# that ignores signals.
cat >"$tmp/starts" <<END
#!/bin/bash
cd "$tmp" || exit
sleeps() { echo \$BASHPID >>pids; exec sleep 100000; }
sleeps &
setsid bash -c 'echo \$\$ >>pids; exec sleep 100000' &
(sleeps &)
(setsid bash -c 'echo \$\$ >>pids; exec sleep 100000' &)
bash -c 'trap "" TERM INT HUP; echo \$\$ >>pids; while :; do sleep 100000; done' &
until [ "\$(wc -l <pids)" = 5 ]; do sleep 0.1; done
touch ready
[ "\$1" = ends ] && exit 7
wait
END
chmod +x "$tmp/starts"

# left: how many of them are still there
left() {
	local pid k=0

	while read -r pid; do
		! kill -0 "$pid" 2>/dev/null || k=$((k + 1))
	done <"$tmp/pids"
	echo $k
}

for signal in TERM INT HUP; do
	rm -f "$tmp/ready" "$tmp/pids"
	touch "$tmp/pids"
	"$root/script/together" "$tmp/starts" waits &
	pid=$!
	until [ -e "$tmp/ready" ]; do sleep 0.1; done
	[ "$(left)" = 5 ]
	result $? "SIG$signal: all are there"
	kill -$signal $pid
	wait $pid
	[ $? = $((128 + $(kill -l $signal))) ]
	result $? "SIG$signal: the exit status has the signal"
	[ "$(left)" = 0 ]
	result $? "SIG$signal: none is left ($(left))"
done
rm -f "$tmp/ready" "$tmp/pids"
touch "$tmp/pids"
"$root/script/together" "$tmp/starts" ends
[ $? = 7 ] && [ "$(left)" = 0 ]
result $? "it ends, and with it all that it left, with its own exit status"
for script in test test-kernel; do
	grep -q '^stay_together ' "$root/script/$script"
	result $? "script/$script is one of these"
done
echo "1..$n"
