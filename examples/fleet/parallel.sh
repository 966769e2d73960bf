#!/usr/bin/env bash
# Turns JSON Lines of articles into JSON Lines of answers with GNU parallel, block by block.
#
#   parallel.sh articles.jsonl work answers.jsonl --translator opus-mt-tc-big-ar-en --beams 4
#
# Each block has its answers in a file of its own, which gets its name when it is whole. So the same command goes on after
# anything: a block that failed is tried three times, and one that was not finished is done when this is called again.
# MUJAZ is the program (default: mujaz), JOBS how many run at once (default: one for each core), BLOCK how many articles
# a block has (default: 200; some minutes of work are right).
set -euo pipefail
if [ $# -lt 3 ]; then
  sed -n '2,/^set /{/^set /d; s/^# \{0,1\}//; p}' "$0" >&2
  exit 2
fi
articles=$1 work=$2 answers=$3
shift 3
: "${MUJAZ:=mujaz}" "${JOBS:=100%}" "${BLOCK:=200}"
mkdir -p "$work"

# Blocks of a call that was killed may still run, and hold this lock until they end.
exec 9> "$work/lock"
flock 9

# Wrong use ends here, and is not tried again and again.
"$MUJAZ" filter --flat "$@" < /dev/null 2> "$work/said" || { code=$?; cat "$work/said" >&2; exit "$code"; }

block() {
  local whole=$1 code=0
  shift
  "$@" > "$whole.part" || code=$?
  # 4: all lines are answered, but some say `"unfinished": true` and are worth another pass.
  [ "$code" -eq 0 ] || [ "$code" -eq 4 ] || return "$code"
  mv "$whole.part" "$whole"
}
export -f block

# --resume-failed looks at numbers of blocks only: keep BLOCK and the input as they were, or begin with an empty folder.
# Do not use --pipepart with --retries: parallel 20221122 then drops the block that it tries again, and ends with 0.
parallel --pipe -N "$BLOCK" --jobs "$JOBS" --retries 3 --joblog "$work/joblog" --resume-failed --quote \
  block "$work/{#}.jsonl" "$MUJAZ" filter --flat --replicas 1 "$@" < "$articles"

find "$work" -name '*.jsonl' | sort --version-sort | tr '\n' '\0' | xargs -0 cat > "$answers.part"
mv "$answers.part" "$answers"
