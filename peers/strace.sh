#!/bin/sh
# Counts the syncs of each store per commit, under strace: at least one, or the store does not do
# what the table says. Syncs of opening and closing are counted apart and taken off.
#
# Arguments are names of stores; without any, all. PostgreSQL syncs in its server, so there the
# server's processes are traced.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
commits=${PEERS_COMMITS:-200}
cargo build --release --quiet --manifest-path "$here/Cargo.toml"
peers=${CARGO_TARGET_DIR:-$here/target}/release/greffe-peers
calls=fsync,fdatasync,msync,sync_file_range,io_uring_enter
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# What one run of $2 commits calls: number and name, a line each. sync_file_range is shown and not
# counted: it asks the kernel to write, and not the disk to empty its cache.
count() {
  rm -f "$work"/*
  case $1 in
  cqrs-postgres | message-db)
    server=$(head -n 1 "${PEERS_POSTGRES_DIR:-$here/target/postgres}/postmaster.pid")
    # shellcheck disable=SC2046
    strace -f -e trace="$calls" -o "$work/calls" -p "$server" \
      $(ps -o pid= --ppid "$server" | sed 's/^ */-p /') 2>"$work/said" &
    tracer=$!
    until grep -q attached "$work/said" 2>/dev/null; do :; done
    "$peers" --child single --only "$1" --commits "$2" >/dev/null
    kill "$tracer"
    wait "$tracer" 2>/dev/null || true
    ;;
  *)
    strace -f -qq -e trace="$calls" -o "$work/calls" \
      "$peers" --child single --only "$1" --commits "$2" >/dev/null
    ;;
  esac
  grep -Eo '(fsync|fdatasync|msync|sync_file_range|io_uring_enter)\(' "$work/calls" |
    tr -d '(' | sort | uniq -c
}

[ $# -gt 0 ] || set -- greffe raw-file redb fjall sled sqlite tephra umadb cqrs-sqlite \
  ${PEERS_POSTGRES:+cqrs-postgres message-db}
printf '| store | commits | syncs | a commit | of opening and closing |\n|---|---|---|---|---|\n'
for store in "$@"; do
  none=$(count "$store" 0 | awk '$2 != "sync_file_range" { n += $1 } END { print n + 0 }')
  count "$store" "$commits" | awk -v store="$store" -v commits="$commits" -v none="$none" '
    { if ($2 != "sync_file_range") n += $1; kinds = kinds (kinds ? ", " : "") $1 " " $2 }
    END { printf "| %s | %d | %s | %.2f | %d |\n", store, commits, kinds, (n - none) / commits, none }'
done
