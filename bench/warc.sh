#!/usr/bin/env bash
# A web archive into a record, coding off, beside warcio and trafilatura with metadata, in one run on the same file.
#   bench/warc.sh [html.tar.gz, or a FOLDER of HTML pages] [TIMES]
# The pages are put into a WARC by warcio, TIMES over (default 4), each time under other addresses. Dateline works on two
# threads, the peers in two processes. Makes bench/.venv with the peers' pinned versions when it is not there.
set -euo pipefail
cd "$(dirname "$0")/.."
pages=${1:-../shared/sets/pages/html.tar.gz}
[ -e "$pages" ] || { echo "skipped: no pages at $pages"; exit 0; }
[ -x bench/.venv/bin/python ] || python3 -m venv bench/.venv
bench/.venv/bin/pip install --quiet --disable-pip-version-check -r bench/requirements.txt
cargo build --release --quiet -p dateline
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bench/.venv/bin/python bench/warc.py make "$pages" "$work/pages.warc.gz" "${2:-4}"
bench/.venv/bin/python bench/warc.py run "$work/pages.warc.gz" "${CARGO_TARGET_DIR:-target}/release/dateline"
