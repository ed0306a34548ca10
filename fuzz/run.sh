#!/bin/sh
# Runs fuzz targets under libFuzzer with the stable compiler: `fuzz/run.sh SECONDS [TARGET…]`.
# The flags are those by which cargo-fuzz asks for coverage, without the address sanitizer, which
# safe code does not need and stable compilers do not offer. What a run finds is added to `corpus/TARGET`, which
# stays on this machine; `MINIMISE=1` afterwards puts into `seeds/TARGET`, to be committed and begun with, the fewest
# inputs of at most 4 KiB that reach what the corpus reaches.
set -eu
cd "$(dirname "$0")"
seconds=$1
shift
built=${CARGO_TARGET_DIR:-target}
host=$(rustc -vV | sed -n 's/^host: //p')
export RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1"
[ $# -gt 0 ] || set -- entry page chain money share edtf act_key stream event note checkpoint key policy tile tlog_proof add_checkpoint evidence time_stamp ${FACADE:+document html docx odt pdf draft_file log rule_pack expression table receipt ledger_file backup_file}
for target in "$@"; do
    cargo build --release --quiet --target "$host" ${FACADE:+--features facade} --bin "$target"
    mkdir -p "corpus/$target" "artifacts/$target" "seeds/$target"
    echo "== $target"
    if [ -n "${MINIMISE:-}" ]; then
        "$built/$host/release/$target" -merge=1 -max_len=4096 -artifact_prefix="artifacts/$target/" \
            "seeds/$target" "corpus/$target"
        continue
    fi
    "$built/$host/release/$target" -max_total_time="$seconds" -max_len=70000 -timeout=20 \
        -artifact_prefix="artifacts/$target/" -print_final_stats=1 "corpus/$target" "seeds/$target"
done
