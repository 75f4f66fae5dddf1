"""On a cluster of a master and two workers, each a process of its own: what comes out is what one machine gives."""

import gzip
import json
import os
import shutil
import sys
import threading
import time

import dateline
import pytest
from conftest import ROOT, made
from conftest import dateline as program

pytest.importorskip("pyspark")
if not shutil.which("java"):
    pytest.skip("skipped: there is no Java", allow_module_level=True)
sys.path.insert(0, str(ROOT / "bench"))

from cluster import Cluster  # noqa: E402

from dateline import spark as on_spark  # noqa: E402

COUNT = int(os.environ.get("DATELINE_SPARK_REPORTS", "2000"))


@pytest.fixture(scope="module")
def cluster():
    with Cluster(workers=2) as cluster:
        yield cluster


@pytest.fixture(scope="module")
def spark(cluster):
    return cluster.session()


@pytest.fixture(scope="module")
def one_machine(tmp_path_factory):
    """The reports, and the groups that `dateline ingest` makes of them."""
    folder = tmp_path_factory.mktemp("one")
    pages = made(COUNT)
    (folder / "made.jsonl").write_text("".join(json.dumps(page) + "\n" for page in pages))
    done = program("ingest", "--db", folder / "one.db", folder / "made.jsonl")
    assert done.returncode == 0, done.stderr
    return pages, groups(dateline.open(folder / "one.db").claims().to_pylist())


def groups(rows):
    """Sorted claim ids of each incident, as text that can be compared byte for byte."""
    found = {}
    for row in rows:
        found.setdefault(row["incident"], []).append(row["claim"])
    return json.dumps(sorted(sorted(group) for group in found.values()))


def fused(reports, folder, **how):
    rows = on_spark.fuse_claims(on_spark.claims_of(reports), str(folder), **how).collect()
    return groups([row.asDict() for row in rows])


def frame(spark, pages, parts=8):
    return spark.createDataFrame(pages, "id string, outlet string, title string, published string, text string").repartition(parts)


def test_groups_are_those_of_one_machine(spark, one_machine, tmp_path):
    pages, expected = one_machine
    reports = on_spark.code_reports(frame(spark, pages)).cache()
    assert reports.where("error IS NOT NULL").count() == 0
    assert fused(reports, tmp_path / "whole") == expected
    # Blocks divided into small parts give the same.
    assert fused(reports, tmp_path / "parts", part=20) == expected


def test_an_executor_killed_twice_changes_nothing(cluster, spark, one_machine, tmp_path):
    pages, expected = one_machine
    killed, done = [], threading.Event()

    def kill():
        while len(killed) < 2 and not done.is_set():
            # In the middle of the work, and again when another has taken its place.
            time.sleep(4)
            if not done.is_set() and cluster.kill_executor():
                killed.append(time.monotonic())

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        found = fused(on_spark.code_reports(frame(spark, pages)), tmp_path / "killed")
    finally:
        done.set()
        thread.join()
    assert len(killed) == 2, "the work was done before an executor could be killed twice"
    assert found == expected


def test_poison_pages_are_counted_and_skipped(spark, tmp_path):
    pages = made(40)
    broken = {"id": "broken", "text": "\x00\x01\x02" * 200}
    huge = {"id": "huge", "text": "Two people died. " * 600_000}
    empty = {"id": "empty", "text": "   "}
    slow = {"id": "slow", "text": " ".join(page["text"] for page in made(3000, seed=3))}
    frame_of = spark.createDataFrame(
        [{"outlet": None, "title": None, "published": None} | page for page in [*pages, broken, huge, empty, slow]],
        "id string, outlet string, title string, published string, text string").repartition(4)
    rows = on_spark.code_reports(frame_of, patience=0.5).select("name", "report", "error").collect()
    wrong = {row.name: row.error for row in rows if row.error}
    assert len(rows) == 44
    assert {"broken", "huge", "empty", "slow"} == set(wrong), wrong
    assert "0.5 seconds" in wrong["slow"]
    assert sum(row.report is not None for row in rows) == 40


def warc(path, pages):
    """A web archive of made-up pages, some of them broken."""
    with gzip.open(path, "wb") as to:
        for page in pages:
            html = f"<html><head><title>{page['title']}</title></head><body><article><p>{page['text']}</p></article></body></html>"
            http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html.encode()
            head = (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{page['id']}\r\n"
                    f"WARC-Date: 2024-01-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
                    f"Content-Length: {len(http)}\r\n\r\n")
            to.write(head.encode() + http + b"\r\n\r\n")


def test_web_archives_one_a_task(spark, tmp_path):
    pages, folder = made(90), tmp_path / "warcs"
    folder.mkdir()
    # The last archive tells three pages of the first again, changed: the later version counts.
    again = [dict(page, text=page["text"].replace("said", "told reporters")) for page in pages[:3]]
    for nth, part in enumerate([pages[:30], pages[30:60], pages[60:] + again]):
        warc(folder / f"{nth}.warc.gz", part)
    paths = sorted(str(path) for path in folder.iterdir())
    to = str(tmp_path / "coded")
    rows = sorted(on_spark.code_warcs(spark, paths, to).collect())
    assert [(row.pages, row.left_out) for row in rows] == [(30, 0), (30, 0), (33, 0)]
    written = {path: os.stat(path).st_mtime_ns for path in map(str, (tmp_path / "coded" / "reports").iterdir())}
    assert len(written) == 3
    # Done again, nothing is coded again; a file that is gone is made again, byte for byte.
    first = next(iter(written))
    before = open(first, "rb").read()
    os.remove(first)
    assert sorted(on_spark.code_warcs(spark, paths, to).collect()) == rows
    assert open(first, "rb").read() == before
    assert all(os.stat(path).st_mtime_ns == at for path, at in written.items() if path != first)
    reports = on_spark.coded(spark, to)
    assert reports.count() == 93
    # One machine reads the same archives in the same order.
    done = program("ingest", "--db", tmp_path / "one.db", folder)
    assert done.returncode == 0, done.stderr
    expected = groups(dateline.open(tmp_path / "one.db").claims().to_pylist())
    assert fused(reports, tmp_path / "fused") == expected
    # And what is brought back for review is the same record.
    sums = on_spark.to_store(reports, str(tmp_path / "review.db"))
    assert sums["new"] + sums["changed"] == 93 and sums["changed"] == 3
    assert groups(dateline.open(tmp_path / "review.db").claims().to_pylist()) == expected
