#!/bin/sh
# Measures all stores and prints one Markdown table, with the machine and the command that made it.
# PostgreSQL is measured where PEERS_POSTGRES says how it is reached: `eval "$(postgres.sh start)"`.
# Arguments go to the program: `peers/table.sh --entries 1000000`.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cargo build --release --quiet --locked --manifest-path "$here/Cargo.toml"
out=$(mktemp)
trap 'rm -f "$out"' EXIT
"${CARGO_TARGET_DIR:-$here/target}/release/greffe-peers" "$@" >"$out"

printf '## Other stores on the same entries\n\n'
printf -- '- Processor: %s, %s cores\n' \
  "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(nproc)"
printf -- '- Memory: %s MiB\n' "$(awk '/^MemTotal/ { print int($2 / 1024) }' /proc/meminfo)"
printf -- '- Kernel: %s\n' "$(uname -sr)"
printf -- '- File system of the data: %s\n' \
  "$(df --output=fstype "${PEERS_DIR:-$here}" | tail -n 1)"
printf -- '- Versions: %s; greffe %s; %s\n' "$(rustc --version)" \
  "$(git -C "$here" describe --always --dirty 2>/dev/null || echo unknown)" \
  "$([ -z "${PEERS_POSTGRES:-}" ] && echo 'no PostgreSQL' || psql --version)"
# shellcheck disable=SC2016
printf -- '- Command: `peers/table.sh%s`\n' "${*:+ $*}"
# umadb says on standard output how it was opened.
sed '/^UmaDB /d' "$out"
