#!/bin/sh
# Runs the fault campaigns: `faults/run.sh [short|long] [SEED]`. `short` is for every change, in a debug
# build, and ends in some minutes; `long` is for a release, in a release build, and takes hours: before
# its campaigns it keeps a document of 200 MB and 100 000 streams. Needs root, /dev/fuse and strace.
set -eu
cd "$(dirname "$0")/.."
length=${1:-short}
seed=${2:-1}
case $length in
short | long) ;;
*)
    echo "usage: faults/run.sh [short|long] [SEED]" >&2
    exit 2
    ;;
esac
if ! command -v strace >/dev/null; then
    apt-get update -qq
    apt-get install -qq -y --no-install-recommends strace
fi
if [ ! -c /dev/fuse ]; then
    echo "there is no /dev/fuse: the campaigns exact, power and faults need it" >&2
    exit 2
fi
if [ "$length" = long ]; then
    profile=release
    cargo build --release --locked -p greffe-faults
    GREFFE_DOCUMENT_MB=200 cargo test --release --locked -p greffe-store --lib limits
else
    # What the tests have built serves here too: the sample waits for disks more than it computes.
    profile=debug
    cargo build --locked -p greffe-faults
fi
exec "${CARGO_TARGET_DIR:-target}/$profile/greffe-campaign" --seed "$seed" "$length"
