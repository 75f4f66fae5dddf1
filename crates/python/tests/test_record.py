"""A record asked from Python says what the command line says."""

import json
import shutil

import dateline
import pytest
from conftest import made
from conftest import dateline as program


def told(db, *words):
    done = program(*words, "--json", "--db", db)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_incidents_are_those_that_the_command_line_lists(record):
    rows = dateline.open(record).incidents().to_pylist()
    assert [row["id"] for row in rows] == [row["id"] for row in told(record, "incidents")]


def test_filters_are_those_of_the_command_line(record):
    db = dateline.open(record)
    for words, which in [
        (["--country=SY"], {"country": "SY"}),
        (["--from=2023-11-01", "--until=2023-12-31"], {"from_": "2023-11-01", "until": "2023-12-31"}),
        (["--type=air_strike", "--type=drone_strike"], {"type": ["air_strike", "drone_strike"]}),
        (["--rule=lowest", "--sort=killed"], {"rule": "lowest", "sort": "killed"}),
    ]:
        listed = program("incidents", "--json", "--db", record, *words)
        if listed.returncode:
            with pytest.raises(dateline.Error):
                db.incidents(**which)
            continue
        ids = [json.loads(line)["id"] for line in listed.stdout.splitlines()]
        assert [row["id"] for row in db.incidents(**which).to_pylist()] == ids, words


def test_claims_are_those_under_the_incidents(record):
    entries = {(row["id"], entry["claim"]) for row in told(record, "incidents") for entry in row["entries"]}
    claims = dateline.open(record).claims().to_pylist()
    assert {(row["incident"], row["claim"]) for row in claims} == entries and len(claims) == len(entries)


def test_reports_and_tallies(record):
    db = dateline.open(record)
    reports = db.reports().to_pylist()
    assert sum(row["claims"] for row in reports) == len(db.claims())
    sums = db.tallies().to_pylist()
    assert len(sums) == len([row for row in told(record, "tally") if row["kind"] == "tally"]) > 0
    assert all(row["text"] and row["asks"] for row in sums)


def test_fused_anew_the_claims_come_to_the_same_incidents(record):
    db = dateline.open(record)
    assert groups(db.fuse().to_pylist()) == groups(db.claims().to_pylist())


def groups(rows):
    found = {}
    for row in rows:
        found.setdefault(row["incident"], []).append(row["claim"])
    return sorted(sorted(group) for group in found.values())


def test_a_judgement_is_kept_and_taken_back(record, tmp_path):
    db = dateline.open(shutil.copy(record, tmp_path / "copy.db"))
    first, second = [row["id"] for row in db.incidents(sort="killed").to_pylist()][:2]
    before = groups(db.claims().to_pylist())
    [judgement] = db.judge("same", first, second, by="A. Reader", why="Both tell of one night.")
    assert judgement["by"] == "A. Reader" and len(db.incidents()) == len(before) - 1
    assert groups(db.fuse().to_pylist()) == groups(db.claims().to_pylist()) != before
    db.judge("withdraw", judgement["id"], by="A. Reader", why="They do not.")
    assert groups(db.claims().to_pylist()) == before


def test_what_a_judgement_lacks_is_an_error(record):
    db = dateline.open(record)
    with pytest.raises(dateline.Error):
        db.judge("same", "i000000000000", by="A. Reader", why="x")
    with pytest.raises(dateline.Error, match="reason"):
        db.judge("accept", db.incidents().to_pylist()[0]["id"], by="A. Reader", why=" ")


def test_a_record_that_is_not_there(tmp_path):
    with pytest.raises(dateline.Error, match="no store"):
        dateline.open(tmp_path / "none.db")
    (tmp_path / "text.db").write_text("This is no database, and long enough to be looked at as one." * 20)
    with pytest.raises(dateline.Error):
        dateline.open(tmp_path / "text.db")


def test_reports_that_are_added_are_those_that_ingest_takes(tmp_path):
    pages = made(80)
    lines = tmp_path / "made.jsonl"
    lines.write_text("".join(json.dumps(page) + "\n" for page in pages))
    assert program("ingest", "--db", tmp_path / "ingested.db", lines).returncode == 0
    db = dateline.open(tmp_path / "added.db", create=True)
    assert db.add(dateline.code(pages)) == {"new": 80, "known": 0, "changed": 0, "removed": 0}
    assert db.add(dateline.code(pages)) == {"new": 0, "known": 80, "changed": 0, "removed": 0}
    ours, theirs = db.claims().to_pylist(), dateline.open(tmp_path / "ingested.db").claims().to_pylist()
    assert groups(ours) == groups(theirs)
    # And without any record.
    assert groups(dateline.fuse(dateline.code(pages).claims).to_pylist()) == groups(ours)


def test_the_command_line_comes_with_the_package(tmp_path):
    assert program("--version").stdout.strip() == f"dateline {dateline.__version__}"
    assert program("code", tmp_path / "none.txt").returncode == 1
    assert program("no-such-command").returncode == 2
    assert "armed_clash" in program("codebook").stdout
