#!/bin/sh
# The report in a real browser. See README.md beside this file.
set -eu
cd "$(dirname "$0")/../.."

missing=''
command -v chromium >/dev/null || missing="$missing chromium"
command -v pdftotext >/dev/null || missing="$missing poppler-utils"
if [ -n "$missing" ]; then
    if command -v apt-get >/dev/null; then
        sudo=''
        [ "$(id -u)" -eq 0 ] || sudo=sudo
        $sudo apt-get update -qq
        # shellcheck disable=SC2086
        DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null
    else
        echo "tests/web: install$missing with the package manager of this system" >&2
        exit 1
    fi
fi
npm ci --prefix tests/web --ignore-scripts --no-audit --no-fund --silent

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
out=${GREFFE_WEB_KEEP:-$work/pages}
mkdir -p "$out"
rm -f "$out"/*.html
cargo build --locked --quiet -p greffe-cli
greffe=${CARGO_TARGET_DIR:-target}/debug/greffe
export GREFFE_BY=clerk

"$greffe" reconstruct docs/tour --ledger "$work/tour" >/dev/null
for lang in fr en; do
    "$greffe" report les-ateliers-du-pont --lang $lang --verify --ledger "$work/tour" \
        -o "$out/tour-$lang.html" >/dev/null
done

# A ledger whose names attack the page: markup, quotes, entities, a change of direction.
"$greffe" init --ledger "$work/hostile" --name '</title><script>alert(1)</script>' >/dev/null
"$greffe" draft docs/tour/1-attribution.txt --format json >"$work/draft.json"
jq 'walk(if type == "string" and . == "Les Ateliers du Pont"
    then "<img src=x onerror=alert(1)> \"'"'"'&lt;\u202e</style></svg><script>alert(2)</script>"
    else . end)' "$work/draft.json" >"$work/hostile.json"
"$greffe" record "$work/hostile.json" --document docs/tour/1-attribution.txt \
    --by '"><script src=//evil.example/x></script>' --ledger "$work/hostile" >/dev/null
"$greffe" report les-ateliers-du-pont --lang en --ledger "$work/hostile" \
    -o "$out/hostile-en.html" >/dev/null

node tests/web/check.mjs "$out"

# The page that verifies evidence bundles: made from its parts, and in the browser; with the vectors, and with
# a bundle that the program makes of the act that the project began with, or of the tour where it is absent.
act=${GREFFE_CORPUS:-../shared/corpus}/00-amp-avenant-2021.txt
of=la-plateforme-marseille
[ -f "$act" ] || { act=docs/tour; of=les-ateliers-du-pont; }
mkdir "$work/bundle"
"$greffe" reconstruct "$act" --ledger "$work/act" >/dev/null
"$greffe" keygen act.example -o "$work/key" >/dev/null
"$greffe" checkpoint --key "$work/key" --ledger "$work/act" >/dev/null
"$greffe" prove "$of" -o "$work/bundle/act.evidence" --ledger "$work/act" >/dev/null
printf 'log %s\nquorum none\n' "$(cat "$work/key.pub")" >"$work/bundle/act.policy"
python3 verifier/build.py --check
node tests/web/evidence.mjs "$work/bundle"
