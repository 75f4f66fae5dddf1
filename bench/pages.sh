#!/usr/bin/env bash
# Page cleaning beside trafilatura and htmldate on the same pages, one thread, in one run.
#   bench/pages.sh [FOLDER with html.tar.gz, trafilatura.jsonl.gz, readability.jsonl.gz, htmldate.jsonl.gz]
# Makes bench/.venv with the peers' pinned versions when it is not there.
set -euo pipefail
cd "$(dirname "$0")/.."
sets=${1:-../shared/sets/pages}
[ -f "$sets/html.tar.gz" ] || { echo "skipped: no pages in $sets"; exit 0; }
[ -x bench/.venv/bin/python ] || python3 -m venv bench/.venv
bench/.venv/bin/pip install --quiet --disable-pip-version-check -r bench/requirements.txt
ours=$(mktemp)
trap 'rm -f "$ours"' EXIT
cargo run --release --quiet -p dateline-page --example pages -- "$sets/html.tar.gz" > "$ours"
bench/.venv/bin/python bench/pages.py "$sets" "$ours"
