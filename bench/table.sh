#!/bin/sh
# Runs the bench of the store and prints one Markdown table, with the machine and the commands that made it.
# Arguments go to the bench: `bench/table.sh --entries 10000000 --keep`.
set -eu
cd "$(dirname "$0")/.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT
nice -n 0 cargo bench --quiet -p greffe-bench --bench table -- "$@" >"$log"

printf '## The ledger beside the disk and the hash\n\n'
printf -- '- Processor: %s, %s cores\n' \
  "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)"
printf -- '- Memory: %s MiB\n' "$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)"
printf -- '- Kernel: %s\n' "$(uname -sr)"
printf -- '- File system of the data: %s\n' \
  "$(df --output=fstype "${GREFFE_BENCH_DIR:-target}" | tail -n 1)"
printf -- '- Versions: %s; greffe %s; blake3 %s\n' "$(rustc --version)" \
  "$(git describe --always --dirty 2>/dev/null || echo unknown)" \
  "$(cargo tree -q --locked -p greffe-chain --depth 1 | sed -n 's/.* blake3 v//p' | head -n 1)"
# shellcheck disable=SC2016
printf -- '- Command: `bench/table.sh%s`\n' "${*:+ $*}"
cat "$log"
