#!/bin/sh
# SPDX-License-Identifier: GPL-2.0 OR MIT
#
# slurm.sh DIR SHARES COMMAND...: all shares as the array of one job of Slurm, and then the report,
# in DIR/report, as a job that waits for them. DIR is on a file system that all nodes share. Prints
# the number of the last job. Options of sbatch, such as a partition or a constraint on the
# architecture, are taken from its environment (SBATCH_PARTITION, SBATCH_CONSTRAINT).
set -eu
here=$(cd "$(dirname "$0")" && pwd)
dir=$1 shares=$2
shift 2
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)

array=$(sbatch --parsable --job-name=lkmm --array="1-$shares" --output="$dir/%a.log" <<END
#!/bin/sh
exec "$here/share.sh" "$dir" "\$SLURM_ARRAY_TASK_ID" "$shares" $*
END
)
sbatch --parsable --job-name=lkmm-merge --dependency="afterany:$array" \
	--output="$dir/merge.log" <<END
#!/bin/sh
exec "$1" merge "$dir"/*.share >"$dir/report"
END
