#!/bin/sh
# Sets up what the tests need beside Rust: jq and b3sum, with which they verify a log by hand.
set -eu
if ! command -v jq >/dev/null; then
    if command -v apt-get >/dev/null; then
        sudo=''
        [ "$(id -u)" -eq 0 ] || sudo=sudo
        $sudo apt-get update -qq && $sudo apt-get install -y -qq jq
    else
        echo 'setup: install jq with the package manager of this system' >&2
        exit 1
    fi
fi
command -v b3sum >/dev/null || cargo install b3sum --locked --quiet
cargo fetch --locked
