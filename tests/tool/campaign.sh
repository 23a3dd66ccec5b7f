#!/bin/bash
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# campaign.sh LKMM TREE: examples/campaign/ by GNU parallel, and by Slurm with one node, whose
# daemons this starts and ends: the reports have what lkmm prints without shares. Output is TAP.
set -u
lkmm=$(realpath "$1") tree=$(realpath "$2")
. "$tree/tests/tap.sh"
campaign=$tree/examples/campaign
work=$(mktemp -d)
daemons=()
end() {
	[ ${#daemons[@]} -eq 0 ] || kill "${daemons[@]}" 2>/dev/null
	wait
	rm -rf "$work"
}
trap end EXIT
cd "$work" || exit 2
tests=$tree/docs/tutorial
"$lkmm" check "$tests" >one

# same DIR: its report is that of one lkmm check, but for times and the end of the last line
same() {
	diff <(sed 's/^\(Time [^ ]*\).*/\1/; s/; [0-9.]* s$//' one) \
		<(sed 's/^\(Time [^ ]*\).*/\1/; s/; [0-9]* shares, 1 machine$//' "$1/report") >out
}
# ran DIR: its report is about a run of all tests
ran() {
	grep -q '^3 tests run, 0 not run, 0 with forbidden outcomes; 3 shares, 1 machine$' \
		"$1/report"
}
quietly() { "$@" >out 2>&1; }
run=("$lkmm" run --iterations 200 "$tests/sb.litmus" "$tests/mp-once.litmus" "$tests/lock.litmus")
tap_shows=$work/out

if command -v parallel >/dev/null; then
	it "GNU parallel: check" quietly "$campaign/parallel.sh" p 5 "$lkmm" check "$tests"
	it "GNU parallel: the report is that of one" same p
	it "GNU parallel: run" quietly "$campaign/parallel.sh" q 3 "${run[@]}"
	it "GNU parallel: the report has all tests" ran q
	echo 'C bad' >bad.litmus
	it "GNU parallel: a bad test makes the status 2" eval \
		'"$campaign/parallel.sh" b 2 "$lkmm" check bad.litmus >out 2>&1; [ $? -eq 2 ]'
else
	skip "GNU parallel" "no parallel here"
fi

# ---- Slurm ----

start_slurm() {
	local host

	host=$(hostname -s)
	mkdir spool state
	cat >slurm.conf <<-END
		ClusterName=lkmm
		SlurmctldHost=$host(127.0.0.1)
		SlurmUser=$(id -un)
		SlurmdUser=$(id -un)
		SlurmctldPort=16817
		SlurmdPort=16818
		AuthType=auth/none
		CredType=cred/none
		StateSaveLocation=$work/state
		SlurmdSpoolDir=$work/spool
		SlurmctldPidFile=$work/slurmctld.pid
		SlurmdPidFile=$work/slurmd.pid
		ProctrackType=proctrack/pgid
		TaskPlugin=task/none
		SelectType=select/linear
		SwitchType=switch/none
		MpiDefault=none
		ReturnToService=2
		MailProg=/bin/true
		NodeName=$host NodeAddr=127.0.0.1 CPUs=1 State=UNKNOWN
		PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
	END
	export SLURM_CONF=$work/slurm.conf
	slurmctld -D >slurmctld.log 2>&1 &
	daemons+=($!)
	slurmd -D -N "$host" >slurmd.log 2>&1 &
	daemons+=($!)
	for _ in {1..60}; do
		[ "$(sinfo -h -o %t 2>out)" != idle ] || return 0
		sleep 1
	done
	tail slurmctld.log slurmd.log >out
	return 1
}

# by_slurm DIR SHARES COMMAND...: until all its jobs are done
by_slurm() {
	local job

	job=$("$campaign/slurm.sh" "$@" 2>out) && [ -n "$job" ] || return
	for _ in {1..300}; do
		[ -n "$(squeue -h 2>out)" ] || return 0
		sleep 1
	done
	return 1
}

if command -v slurmctld >/dev/null && command -v slurmd >/dev/null; then
	it "Slurm: a node" start_slurm
	it "Slurm: check" by_slurm s 4 "$lkmm" check "$tests"
	it "Slurm: the report is that of one" same s
	it "Slurm: run" by_slurm t 3 "${run[@]}"
	it "Slurm: the report has all tests" ran t
else
	skip "Slurm" "no slurmctld and slurmd here"
fi
finish
