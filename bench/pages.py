#!/usr/bin/env python3
"""Score Dateline's page cleaning beside trafilatura and htmldate on the same pages.

    pages.py SETS OURS [--peers FILE]

SETS is the folder with html.tar.gz and the three lists; OURS the JSON Lines that
`cargo run --release -p dateline-page --example pages` printed for the pages of that archive.
--peers keeps the peers' results, so that they need not run again. One thread, all in memory:
a page's time is parsing and extraction only. Text is scored as trafilatura's own evaluation does:
every segment that belongs and is found is a hit, every one that does not belong and is found is a
false alarm; the readability pages by the overlap of words. A date is right when the day is.
"""
import argparse
import gzip
import io
import json
import pathlib
import re
import sys
import tarfile
import time
from collections import Counter


sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "train/page"))
from sites import HELD_OUT, fold  # noqa: E402


def load(sets):
    """The pages (path -> bytes) and the three lists."""
    pages = {}
    with tarfile.open(sets / "html.tar.gz") as tar:
        for member in tar:
            if member.isfile() and member.name.endswith(".gz"):
                pages[member.name] = gzip.decompress(tar.extractfile(member).read())
    lists = {
        name: [json.loads(line) for line in gzip.open(sets / f"{name}.jsonl.gz", "rt", encoding="utf-8")]
        for name in ("trafilatura", "readability", "htmldate")
    }
    return pages, lists


def run_peers(pages, lists):
    """Results of both peers, and their milliseconds a page."""
    from htmldate import find_date
    from trafilatura import extract

    def timed(function, paths):
        out, spent = {}, 0.0
        for path in paths:
            begin = time.process_time()
            try:
                out[path] = function(pages[path])
            except Exception:  # a peer that fails on a page has no result for it
                out[path] = None
            spent += time.process_time() - begin
        return {"out": out, "ms": 1000 * spent / len(paths)}

    text = sorted({row["html_file"] for name in ("trafilatura", "readability") for row in lists[name]})
    dated = sorted({row["html_file"] for row in lists["htmldate"]})
    find_date(pages[dated[0]]), extract(pages[text[0]])  # warm up
    return {
        "trafilatura": timed(lambda html: extract(html, include_comments=False), text),
        "trafilatura precise": timed(lambda html: extract(html, include_comments=False, favor_precision=True), text),
        "htmldate": timed(lambda html: find_date(html, original_date=True), dated),
        "htmldate fast": timed(lambda html: find_date(html, original_date=True, extensive_search=False), dated),
    }


def squeeze(text):
    return " ".join((text or "").split())


def segments(rows, out):
    """Precision, recall and F1 over segments."""
    hit = miss = false = right = 0
    for row in rows:
        text = out.get(row["html_file"]) or ""
        flat = squeeze(text)
        for segment in row["with"]:
            if segment in text or squeeze(segment) in flat:
                hit += 1
            else:
                miss += 1
        for segment in row["without"]:
            if segment in text or squeeze(segment) in flat:
                false += 1
            else:
                right += 1
    precision, recall = hit / max(1, hit + false), hit / max(1, hit + miss)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def words(rows, out):
    """Mean precision, recall and F1 of words, page by page."""
    sums = [0.0, 0.0, 0.0]
    for row in rows:
        gold = Counter(re.findall(r"\w+", row["text"].lower()))
        ours = Counter(re.findall(r"\w+", (out.get(row["html_file"]) or "").lower()))
        both = sum((gold & ours).values())
        precision, recall = both / max(1, sum(ours.values())), both / max(1, sum(gold.values()))
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        sums = [a + b for a, b in zip(sums, (precision, recall, f1))]
    return [s / len(rows) for s in sums]


def dates(rows, out):
    """Share right, and share of wrong dates among those given."""
    right = sum(out.get(row["html_file"]) == row["date"] for row in rows)
    given = sum(bool(out.get(row["html_file"])) for row in rows)
    return right / len(rows), (given - right) / max(1, given)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=pathlib.Path)
    parser.add_argument("ours", type=pathlib.Path)
    parser.add_argument("--peers", type=pathlib.Path)
    given = parser.parse_args()
    pages, lists = load(given.sets)
    if given.peers and given.peers.exists():
        peers = json.loads(given.peers.read_text())
    else:
        peers = run_peers(pages, lists)
        if given.peers:
            given.peers.write_text(json.dumps(peers))
    ours = {row["id"]: row for row in map(json.loads, io.open(given.ours, encoding="utf-8"))}
    print("ALL PAGES (four fifths of the sites taught the forest that judges blocks)")
    report(lists, ours, peers)
    apart = {name: [row for row in rows if fold(row) == HELD_OUT] for name, rows in lists.items()}
    print("\nPAGES OF SITES THAT TAUGHT IT NOTHING")
    report(apart, ours, peers)


def report(lists, ours, peers):
    """Print both tables."""
    text_pages, date_pages = peers["trafilatura"]["out"], peers["htmldate"]["out"]
    pick = lambda field: {key: row[field] for key, row in ours.items()}
    mean = lambda field, keys: sum(ours[key][field] for key in keys) / len(keys)
    text = {"Dateline (text, date and all else)": (pick("text"), mean("ms", text_pages))}
    text |= {name: (peers[name]["out"], peers[name]["ms"]) for name in ("trafilatura", "trafilatura precise")}
    date = {
        "Dateline (with text and all else)": (pick("published"), mean("ms", date_pages)),
        "Dateline (date alone)": (pick("day"), mean("date_ms", date_pages)),
    }
    date |= {name: (peers[name]["out"], peers[name]["ms"]) for name in ("htmldate", "htmldate fast")}
    print(f"{'body text':36}{'precision':>10}{'recall':>8}{'F1':>7}{'words P':>10}{'R':>7}{'F1':>7}{'ms a page':>11}")
    for name, (out, ms) in text.items():
        p, r, f = segments(lists["trafilatura"], out)
        wp, wr, wf = words(lists["readability"], out)
        print(f"{name:36}{p:10.3f}{r:8.3f}{f:7.3f}{wp:10.3f}{wr:7.3f}{wf:7.3f}{ms:11.2f}")
    print(f"\n{'publication date':36}{'right':>10}{'wrong':>8}{'ms a page':>11}")
    for name, (out, ms) in date.items():
        right, wrong = dates(lists["htmldate"], out)
        print(f"{name:36}{right:10.3f}{wrong:8.3f}{ms:11.2f}")
    body, day = peers["trafilatura"]["ms"], peers["htmldate"]["ms"]
    print(f"\ntimes faster: text and all else {body / mean('ms', text_pages):.0f} than trafilatura, ", end="")
    print(f"{(body + day) / mean('ms', text_pages):.0f} than trafilatura and htmldate; ", end="")
    print(f"date alone {day / mean('date_ms', date_pages):.0f} than htmldate")


if __name__ == "__main__":
    main()
