#!/bin/sh
# Sets up what the tests need beside Rust: jq and b3sum, with which they verify a log by hand, python3 for
# the independent implementations, and openssl for an authority that stamps times.
set -eu
for program in jq openssl python3; do
    command -v $program >/dev/null && continue
    if command -v apt-get >/dev/null; then
        sudo=''
        [ "$(id -u)" -eq 0 ] || sudo=sudo
        $sudo apt-get update -qq && $sudo apt-get install -y -qq $program
    else
        echo "setup: install $program with the package manager of this system" >&2
        exit 1
    fi
done
command -v b3sum >/dev/null || cargo install b3sum --locked --quiet
cargo fetch --locked
