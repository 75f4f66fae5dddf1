#!/usr/bin/env bash
# The record at size: fusing a million claims, taking claims in, and lists of two million incidents beside DuckDB and PostgreSQL.
#   bench/record.sh [INCIDENTS=2000000] [CLAIMS=100000, of which the incidents of the lists are copies]
# Needs some 15 GB of disk and a quarter of an hour. Makes bench/.venv with the peers' pinned versions when it is not there.
set -euo pipefail
cd "$(dirname "$0")/.."
incidents=${1:-2000000} claims=${2:-100000}
[ -x bench/.venv/bin/python ] || python3 -m venv bench/.venv
bench/.venv/bin/pip install --quiet --disable-pip-version-check -r bench/requirements.txt
folder=$(mktemp -d -p "${TMPDIR:-/var/tmp}")
trap 'rm -rf "$folder"' EXIT
bench() { cargo run --release --quiet -p dateline-bench-record --example "$@"; }

# Ten years of a world: some 2.15 claims an incident. The same number of incidents a day, for more and more days.
bench fuse -- 4650 36
bench fuse -- 46500 365
bench fuse -- 465000 3652
bench fill -- "$folder/record.db" "$((claims * 100 / 215))"
bench grow -- "$folder/record.db" "$incidents"
cargo build --release --quiet -p dateline-bench-record --example ask
target=$(cargo metadata --format-version 1 --no-deps | python3 -c 'import json, sys; print(json.load(sys.stdin)["target_directory"])')
bench/.venv/bin/python bench/record.py "$target/release/examples/ask" "$folder/record.db"
