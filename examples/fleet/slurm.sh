#!/usr/bin/env bash
#SBATCH --job-name=mujaz
#SBATCH --array=1-8
#SBATCH --cpus-per-task=2
#SBATCH --mem=4G
#SBATCH --time=04:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --signal=B:TERM@120
# Turns a folder of articles into briefs, a shard in each task of an array.
#
#   sbatch slurm.sh ARTICLES RESULTS --translator opus-mt-tc-big-ar-en --beams 4
#
# A task works on a disk of its own node, because the state of a run is an SQLite database, and leaves its output folder in
# RESULTS/shards/TASK. A task that is stopped, by its time or for another job, leaves what it has there and is queued
# again; it then goes on from there, on any node. `mujaz` and its models must be on each node, at the same path.
set -euo pipefail
if [ $# -lt 2 ] || [ -z "${SLURM_ARRAY_TASK_ID:-}" ]; then
  sed -n '/^# Turns/,/^set /{/^set /d; s/^# \{0,1\}//; p}' "$0" >&2
  exit 2
fi
articles=$1 results=$2
shift 2
: "${MUJAZ:=mujaz}"
task=$SLURM_ARRAY_TASK_ID
shard=$((task - ${SLURM_ARRAY_TASK_MIN:-1} + 1))/$SLURM_ARRAY_TASK_COUNT
kept=$results/shards/$task
own=${SLURM_TMPDIR:-${TMPDIR:-/tmp}}/mujaz-$SLURM_ARRAY_JOB_ID-$task

# A folder on a shared disk is replaced as a whole, and a copy that was cut off is never taken for one.
keep() {
  mkdir -p "$results/shards"
  rm -rf "$kept.part" "$kept.old"
  cp -r "$own" "$kept.part"
  [ ! -e "$kept" ] || mv "$kept" "$kept.old"
  mv "$kept.part" "$kept"
  rm -rf "$kept.old" "$own"
}

if [ ! -e "$own" ] && [ -e "$kept" ]; then
  cp -r "$kept" "$own.part"
  mv "$own.part" "$own"
fi

# Slurm signals this shell, which passes it on and waits until the state is saved. The first `wait` ends with the signal.
"$MUJAZ" run "$articles" --output "$own" --shard "$shard" --replicas "${SLURM_CPUS_PER_TASK:-1}" --formats json "$@" &
run=$!
trap 'kill -TERM "$run"' TERM
code=0
wait "$run" || code=$?
while kill -0 "$run" 2> /dev/null; do
  code=0
  wait "$run" || code=$?
done

case $code in
  0 | 4 | 5) # 4: some articles failed, as the index says. 5: this shard has no articles.
    [ ! -e "$own" ] || keep
    exit 0
    ;;
  2) # Wrong use. Another try would fail in the same way.
    exit 2
    ;;
  130) keep ;;
esac
# Stopped or killed, or this node lacks a model, memory or disk: try again, but not for ever.
if [ "${SLURM_RESTART_COUNT:-0}" -lt 3 ] && command -v scontrol > /dev/null; then
  scontrol requeue "${SLURM_ARRAY_JOB_ID}_$task"
fi
exit "$code"
