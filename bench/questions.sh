#!/bin/sh
# How long a person waits for an answer: the release program, from start to end, on a ledger that is there
# already. Prints two Markdown tables: of one convention, every figure beside that of opening the ledger and
# showing one entry, which every verb pays; and since when, of the whole ledger, with the states that
# bisect had to compute, as it says itself. What is never true is sought to the end: QUESTIONS=one leaves
# the second table out.
#
#   bench/questions.sh LEDGER [CONVENTIONS]
#
# A ledger of a million entries: cargo bench -p greffe-bench -- --entries 1000000 --keep --dir DIR --rows state
set -eu
ledger=${1:?the directory of a ledger}
conventions=${2:-20}
greffe=${GREFFE:-target/release/greffe}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Conventions from all over the log.
"$greffe" log --kind SubsidyGranted --format json --ledger "$ledger" 2>/dev/null |
    jq -r '.[].stream' | awk -v most="$conventions" '
        { all[NR] = $0 }
        END { step = NR / most; for (i = 1; i <= most; i++) print all[int((i - 0.5) * step) + 1] }
    ' >"$work/conventions"

# Runs one verb on every convention, twice: the first run finds what the second times.
row() {
    name=$1
    shift
    : >"$work/times"
    while read -r convention; do
        for run in warm timed; do
            from=$(date +%s%N)
            eval "\"\$greffe\" $* --lang en --ledger \"\$ledger\"" >"$work/out" 2>"$work/err" </dev/null || true
            to=$(date +%s%N)
            [ $run = warm ] || echo $(((to - from) / 1000)) >>"$work/times"
            # What is there already is refused.
            rm -rf "$work/report.html" "$work/case"
        done
    done <"$work/conventions"
    sort -n "$work/times" | awk -v name="$name" '
        { all[NR] = $1 / 1000 }
        END { printf "| %s | %.0f | %.0f |\n", name, all[int((NR + 1) / 2)], all[NR] }'
}

echo "| verb | p50, ms | most, ms |"
echo "|---|---|---|"
row 'opening: show one entry' 'show 5'
row state 'state $convention'
row 'state, by the end of its name' 'state "${convention#convention/}"'
row blame 'blame $convention'
row explain 'explain $convention budget_cents'
row diff 'diff $convention --at 2010 --at 2020'
row what-if 'what-if $convention --set subsidy_cents.initial=5000€'
row timeline 'timeline $convention'
row 'bisect, one convention' "bisect \$convention --when 'paid > 0'"
row trail 'trail $convention'
row audit 'audit $convention'
row report 'report $convention -o "$work/report.html"'
row 'case export' 'case export $convention -o "$work/case"'
[ "${QUESTIONS:-all}" = all ] || exit 0

# Asks the whole ledger once; the last line of the answer counts the states.
since() {
    from=$(date +%s%N)
    "$greffe" bisect "$@" --lang en --ledger "$ledger" >"$work/out" 2>"$work/err" </dev/null || true
    to=$(date +%s%N)
    printf '| `%s` | %d | %s |\n' "$*" $(((to - from) / 1000000)) "$(tail -1 "$work/out")"
}

echo
echo '| bisect, the whole ledger | ms | as it says |'
echo '|---|---|---|'
since --when 'paid > 0'
since --when 'paid > 0' --order effective
since --when 'budget < initial_budget'
since --when 'paid > 90000000000 && year > 2090'
since --when 'paid > 90000000000 && year > 2090' --monotone
