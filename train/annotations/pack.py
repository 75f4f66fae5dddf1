"""Annotations without the text that they are of.

pack.py pack CODED.jsonl > reports.jsonl       quotes become byte offsets into the report's text
pack.py unpack reports.jsonl CORPUS.jsonl...   puts texts and quotes back, as `cargo xtask weigh` reads them

Reports whose text is not in the corpus files given are left out, and counted on standard error.
"""

import json
import sys

# Where quotes stand: the field, or the fields of each item of a list.
QUOTES = {"evidence", "text", "said_by", "quote"}
KEPT = ("id", "events", "tallies", "not_events")


def offsets(text, quote):
    at = text.index(quote)
    start = len(text[:at].encode())
    return [start, start + len(quote.encode())]


def walk(value, turn, key=None):
    """`value` with every quote turned."""
    if isinstance(value, dict):
        return {k: walk(v, turn, k) for k, v in value.items()}
    if isinstance(value, list):
        if key in ("more_evidence",):
            return [turn(v) for v in value]
        if key in QUOTES:
            return turn(value)
        return [walk(v, turn) for v in value]
    return turn(value) if key in QUOTES and value is not None else value


def pack(coded):
    for line in open(coded, encoding="utf-8"):
        report = json.loads(line)
        kept = {k: report[k] for k in KEPT}
        print(json.dumps(walk(kept, lambda q: offsets(report["text"], q)), ensure_ascii=False, separators=(",", ":")))


def unpack(packed, corpora):
    texts = {}
    for path in corpora:
        for line in open(path, encoding="utf-8"):
            report = json.loads(line)
            texts[report["id"]] = report
    missing = 0
    for line in open(packed, encoding="utf-8"):
        row = json.loads(line)
        report = texts.get(row["id"])
        if report is None:
            missing += 1
            continue
        raw = report["text"].encode()
        row = walk(row, lambda at: raw[at[0] : at[1]].decode())
        print(json.dumps({**report, **row}, ensure_ascii=False))
    if missing:
        print(f"{missing} reports left out: their text is not in {', '.join(corpora)}", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "pack":
        pack(sys.argv[2])
    elif len(sys.argv) > 3 and sys.argv[1] == "unpack":
        unpack(sys.argv[2], sys.argv[3:])
    else:
        raise SystemExit(__doc__)
