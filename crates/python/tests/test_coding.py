"""Coding from Python gives what the command line gives."""

import datetime
import json
import threading
import time

import dateline
import pyarrow as pa
import pytest
from conftest import REPORTS, made
from conftest import dateline as program

TEXT = "Gunmen killed five farmers near Maiduguri, Nigeria, on Tuesday, the police said."


def test_files_are_coded_as_the_command_line_codes_them():
    lines = program("code", "--json", REPORTS).stdout.splitlines()
    coded = dateline.code_files(REPORTS)
    assert len(coded) == len(lines) > 20
    assert coded.reports.to_arrow()["coded"].to_pylist() == lines


def test_pages_read_one_by_one_are_coded_alike():
    whole = dateline.code_files(REPORTS).reports.to_arrow()
    one_by_one = dateline.code(dateline.read_files(REPORTS), jobs=1).reports.to_arrow()
    assert one_by_one == whole


def test_a_text_a_page_and_a_dictionary():
    page = f"<html><head><title>Attack</title></head><body><article><p>{TEXT}</p></article></body></html>".encode()
    given = [TEXT, page, {"id": "a", "text": TEXT, "published": datetime.date(2024, 1, 10)}, {"html": page}]
    coded = dateline.code(given, outlet="AFP", published="2024-01-11")
    rows = coded.reports.to_pylist()
    assert [row["error"] for row in rows] == [None] * 4
    assert all(row["events"] >= 1 and row["outlet"] == "AFP" for row in rows)
    assert [str(row["published"]) for row in rows] == ["2024-01-11", "2024-01-11", "2024-01-10", "2024-01-11"]
    claim = coded.claims.to_pylist()[2]
    assert "killed" in claim["harm"][0] and claim["country"] == "NG"
    assert claim["first_day"] == datetime.date(2024, 1, 9)
    assert TEXT.encode()[0:5].decode() in claim["evidence"]


def test_what_cannot_be_coded_is_named_and_the_rest_goes_on():
    pages = [TEXT, b"", b"\x00\x01\x02" * 100, b"x" * (9 << 20), {"id": "empty"}, TEXT]
    coded = dateline.code(pages)
    assert len(coded) == 6 and len(coded.failures) == 4
    assert all(what.endswith(".") for _, what in coded.failures)
    assert coded.objects()[0] and coded.objects()[1] is None and coded.objects()[5]


def test_a_wrong_call_is_one_kind_of_error():
    with pytest.raises(dateline.Error, match="reader"):
        dateline.code(["a"], reader="slow")
    with pytest.raises(dateline.Error, match="hand over texts"):
        dateline.code([17])
    with pytest.raises(dateline.Error, match="no column"):
        dateline.claims(pa.table({"a": [1]}))
    with pytest.raises(dateline.Error, match="no table"):
        dateline.fuse([1, 2])


def test_tables_are_taken_over_by_other_libraries():
    claims = dateline.code(made(20)).claims
    frame = claims.to_pandas()
    assert list(frame.columns) == claims.column_names and len(frame) == len(claims) > 5
    polars = pytest.importorskip("polars")
    assert polars.DataFrame(claims).height == len(claims)
    duckdb = pytest.importorskip("duckdb")
    assert duckdb.sql("SELECT count(*) FROM claims").fetchall() == [(len(claims),)]
    # And back again, from either's own kinds of text.
    assert dateline.fuse(polars.DataFrame(claims)).to_pylist() == dateline.fuse(claims).to_pylist()


def test_claims_can_be_written_down_and_fused_later(tmp_path):
    import pyarrow.parquet as pq

    coded = dateline.code(made(60))
    pq.write_table(coded.reports.to_arrow(), tmp_path / "reports.parquet")
    again = dateline.claims(pq.read_table(tmp_path / "reports.parquet"))
    assert again.to_pylist() == coded.claims.to_pylist()
    groups = dateline.fuse(again).to_pylist()
    assert len(groups) == len(again) and len({row["incident"] for row in groups}) < len(groups)
    assert all(row["incident"] <= row["claim"] for row in groups)


def test_other_threads_go_on_while_reports_are_coded():
    pages = made(400)
    ticks, stop = [], threading.Event()

    def tick():
        while not stop.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.001)

    thread = threading.Thread(target=tick)
    thread.start()
    begun = time.perf_counter()
    dateline.code(pages, jobs=1)
    took = time.perf_counter() - begun
    stop.set()
    thread.join()
    # A call that held the lock would let the other thread run at its beginning and end alone.
    assert sum(begun < at < begun + took for at in ticks) > 5


def test_the_order_of_threads_changes_nothing():
    pages = made(50)
    assert dateline.code(pages, jobs=1).reports.to_pylist() == dateline.code(pages, jobs=4).reports.to_pylist()


def test_stated_sums():
    tallies = dateline.code_files(REPORTS).tallies.to_pylist()
    assert tallies and all(row["text"] and row["counts"] for row in tallies)


def test_objects_are_those_of_the_contract():
    coded = dateline.code([TEXT]).objects()[0]
    assert coded["contract"] == 1 and coded["events"][0]["evidence"]["text"] in TEXT
    assert json.dumps(coded)
