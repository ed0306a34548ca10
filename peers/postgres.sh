#!/bin/sh
# Starts or stops a PostgreSQL of its own for the peers: loopback only, a port and a data directory
# of its own, never as root. `eval "$(peers/postgres.sh start)"` sets PEERS_POSTGRES.
#
# Settings are PostgreSQL's defaults, durable as they come (fsync, synchronous_commit and
# full_page_writes on), but for the number of connections and 512 MB of shared memory, which its
# documentation asks for on a machine that does nothing else.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=${PEERS_POSTGRES_DIR:-$here/target/postgres}
port=${PEERS_POSTGRES_PORT:-54329}
bin=${PEERS_POSTGRES_BIN:-$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null |
  sort -V | tail -n 1 | xargs -r dirname)}

if [ -z "$bin" ]; then
  echo 'PostgreSQL is not installed: apt-get install postgresql-15' >&2
  exit 1
fi

# PostgreSQL refuses to run as root; Debian's package brings a user for it.
as_server() {
  if [ "$(id -u)" = 0 ]; then
    setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"
  else
    "$@"
  fi
}

case ${1:-} in
start)
  mkdir -p "$data"
  if [ "$(id -u)" = 0 ]; then chown postgres: "$data"; fi
  if [ ! -f "$data/PG_VERSION" ]; then
    as_server "$bin/initdb" -D "$data" -U peers -A trust -E UTF8 --locale=C >&2
  fi
  if ! as_server "$bin/pg_ctl" -D "$data" status >/dev/null; then
    as_server "$bin/pg_ctl" -D "$data" -l "$data/log" -w start -o "-p $port -k '$data' \
      -c listen_addresses=127.0.0.1 -c max_connections=400 -c shared_buffers=512MB" >&2
  fi
  if ! "$bin/psql" -h 127.0.0.1 -p "$port" -U peers -lqt postgres | grep -q '^ peers '; then
    "$bin/createdb" -h 127.0.0.1 -p "$port" -U peers peers
  fi
  for setting in fsync synchronous_commit full_page_writes wal_sync_method; do
    printf '%s=%s\n' "$setting" \
      "$("$bin/psql" -h 127.0.0.1 -p "$port" -U peers -Atc "show $setting" peers)" >&2
  done
  echo "export PEERS_POSTGRES=postgres://peers@127.0.0.1:$port/peers"
  ;;
stop)
  as_server "$bin/pg_ctl" -D "$data" -w -m fast stop >&2
  ;;
*)
  echo "usage: $0 start|stop" >&2
  exit 2
  ;;
esac
