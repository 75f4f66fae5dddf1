"""The record at size: fusing, taking in, and lists beside DuckDB and PostgreSQL on the same rows in one run.

    bench/record.sh [INCIDENTS]

`record.sh` makes the store, and calls this with its file and the program that answers questions. Questions are drawn from the
rows with a fixed seed; each asks for the first fifty incidents, latest first, or for the table of months by type.
PostgreSQL is left out, and named, where its programs are not installed.
"""

import csv
import datetime
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EACH = 40
TYPES = """id TEXT, type TEXT, family TEXT, word TEXT, first_day INTEGER, last_day INTEGER, country TEXT, admin1 TEXT,
place TEXT, lat DOUBLE PRECISION, lon DOUBLE PRECISION, killed_best BIGINT, actors TEXT, evidence TEXT"""
LATEST = "first_day DESC NULLS LAST"
INDEXES = [
    f"({LATEST})", f"(country, {LATEST})", f"(type, {LATEST})", f"(word, {LATEST})", f"(place, {LATEST})", f"(admin1, {LATEST})",
    "(killed_best)", "(lat, lon)",
]


def questions(db):
    """Forty of each kind, in mixed order."""
    draw = random.Random(7)
    rows = []
    top = db.execute("SELECT max(number) FROM incident").fetchone()[0]
    while len(rows) < 12 * EACH:
        row = db.execute(
            "SELECT type, country, place, first_day, lat, lon, body FROM incident WHERE number >= ? AND until IS NULL "
            "AND place IS NOT NULL AND lat IS NOT NULL AND first_day IS NOT NULL LIMIT 1", [draw.randint(1, top)]).fetchone()
        if row:
            rows.append(row)
    made = []
    for n in range(EACH):
        for kind in ("latest", "months", "country and days", "type and country", "actor", "actor and country", "place", "box",
                     "killed", "words", "disputed"):
            of, country, place, day, lat, lon, body = draw.choice(rows)
            body = json.loads(body)
            actors = [a["actor"] or a["name"].lower() for a in body["side_a"] + body["side_b"]] or ["us-military"]
            words = sorted((w for w in body["evidence"].split() if w.isalpha()), key=len)[-2:]
            made.append({"kind": kind} | {
                "country and days": {"country": country, "from": date(day), "to": date(day + 90)},
                "type and country": {"type": of, "country": country},
                "actor": {"actor": actors[0]},
                "actor and country": {"actor": actors[-1], "country": country},
                "place": {"place": place},
                "box": {"area": [lon - 1, lat - 1, lon + 1, lat + 1]},
                "killed": {"killed": 20, "from": date(day), "to": date(day + 365)},
                "words": {"text": " ".join(words)},
                "disputed": {"word": "disputed"},
            }.get(kind, {}))
    return made


EPOCH = datetime.date(1970, 1, 1)


def date(day):
    return (EPOCH + datetime.timedelta(days=day)).isoformat()


def day_number(text):
    return (datetime.date.fromisoformat(text) - EPOCH).days


def sql(question, words):
    """A question in SQL; `words` says how a text is searched."""
    kind, of = question["kind"], question
    if kind == "months":
        return ("SELECT strftime_month(first_day), type, count(*), sum(killed_best) FROM incident GROUP BY 1, 2", [])
    conditions, values = ["word <> 'retracted'"], []

    def where(condition, *given):
        conditions.append(condition)
        values.extend(given)
    for column in ("country", "type", "word"):
        if column in of:
            where(f"{column} = ?", of[column])
    if "place" in of:
        where("(place = ? OR admin1 = ?)", of["place"], of["place"])
    if "from" in of:
        where("last_day >= ?", day_number(of["from"]))
        where("first_day <= ?", day_number(of["to"]))
    if "area" in of:
        west, south, east, north = of["area"]
        where("lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?", west, east, south, north)
    if "killed" in of:
        where("killed_best >= ?", of["killed"])
    if "actor" in of:
        where(words["actor"], words["one"](of["actor"]))
    if "text" in of:
        for condition, value in words["text"](of["text"]):
            where(condition, value)
    return (f"SELECT * FROM incident WHERE {' AND '.join(conditions)} "
            "ORDER BY first_day DESC NULLS LAST, id LIMIT 50", values)


def rows_of(db, target):
    """Writes the rows that lists are made of."""
    with open(target, "w", newline="") as out:
        to = csv.writer(out)
        for row in db.execute(
                "SELECT n.id, i.type, i.family, i.word, i.first_day, i.last_day, i.country, i.admin1, i.place, i.lat, i.lon, "
                "i.killed_best, '', '', i.body FROM incident i JOIN name n ON n.number = i.incident WHERE i.until IS NULL"):
            *row, body = row
            body = json.loads(body)
            actors = {k for a in body["side_a"] + body["side_b"] for k in (a["actor"], a["name"].lower()) if k}
            row[12], row[13] = "|" + "|".join(sorted(actors)) + "|", body["evidence"]
            to.writerow(row)


def duckdb_answers(rows, asked, folder):
    import duckdb
    db = duckdb.connect(os.path.join(folder, "rows.duckdb"))
    db.execute("SET threads TO 2")
    db.execute(f"CREATE TABLE incident ({TYPES})")
    db.execute(f"COPY incident FROM '{rows}' (HEADER false)")
    words = {"actor": "contains(actors, ?)", "one": lambda a: f"|{a}|",
             "text": lambda t: [("evidence ILIKE ?", f"%{w}%") for w in t.split()]}
    month = "date_trunc('month', DATE '1970-01-01' + first_day)"
    return [timed(lambda q=q: db.execute(*sql_of(q, words, month)).fetchall()) for q in asked]


def sql_of(question, words, month):
    text, values = sql(question, words)
    return text.replace("strftime_month(first_day)", month), values


def postgres_answers(rows, asked, folder):
    import psycopg
    folder = os.path.join(folder, "pg")
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    os.makedirs(folder)
    as_user = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        os.chmod(os.path.dirname(folder), 0o755)
        as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    run = lambda *command: subprocess.run([*as_user, *command], check=True, stdout=subprocess.DEVNULL)
    run(programs / "initdb", "-D", f"{folder}/data", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust")
    settings = "-c shared_buffers=1GB -c listen_addresses= -c work_mem=64MB -c max_wal_size=8GB -c fsync=off"
    run(programs / "pg_ctl", "-D", f"{folder}/data", "-w", "-l", f"{folder}/log", "-o", f"-k {folder} {settings}", "start")
    try:
        with psycopg.connect(host=folder, user="postgres" if as_user else None, dbname="postgres", autocommit=True) as db:
            db.execute(f"CREATE TABLE incident ({TYPES})")
            with db.cursor().copy("COPY incident FROM STDIN (FORMAT csv)") as copy, open(rows, "rb") as source:
                while chunk := source.read(1 << 20):
                    copy.write(chunk)
            for index in INDEXES:
                db.execute(f"CREATE INDEX ON incident {index}")
            db.execute("CREATE INDEX ON incident USING gin (string_to_array(actors, '|'))")
            db.execute("CREATE INDEX ON incident USING gin (to_tsvector('simple', evidence))")
            db.execute("VACUUM ANALYZE incident")
            words = {"actor": "string_to_array(actors, '|') @> ARRAY[?]", "one": lambda a: a,
                     "text": lambda t: [("to_tsvector('simple', evidence) @@ plainto_tsquery('simple', ?)", t)]}
            month = "date_trunc('month', DATE '1970-01-01' + first_day)"

            def ask(question):
                text, values = sql_of(question, words, month)
                return db.execute(text.replace("?", "%s"), values).fetchall()
            return [timed(lambda q=q: ask(q)) for q in asked]
    finally:
        run(programs / "pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop")


def timed(work):
    start = time.perf_counter()
    found = work()
    return (time.perf_counter() - start) * 1000, len(found)


def ours(program, store, asked):
    lines = "".join(json.dumps(q) + "\n" for q in asked)
    done = subprocess.run([program, store], input=lines, capture_output=True, text=True, check=True)
    return [(a["ms"], a["count"]) for a in map(json.loads, done.stdout.splitlines())]


def share(sorted_ms, part):
    return sorted_ms[min(len(sorted_ms) - 1, int(len(sorted_ms) * part))]


def main():
    program, store = sys.argv[1:3]
    db = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    count = db.execute("SELECT sum(count) FROM month_type").fetchone()[0]
    asked = questions(db)
    answers = {"Dateline": ours(program, store, asked)}
    with tempfile.TemporaryDirectory(dir=os.path.dirname(os.path.abspath(store))) as folder:
        rows = os.path.join(folder, "rows.csv")
        rows_of(db, rows)
        answers["DuckDB"] = duckdb_answers(rows, asked, folder)
        if sorted(Path("/usr/lib/postgresql").glob("*/bin")):
            answers["PostgreSQL"] = postgres_answers(rows, asked, folder)
        else:
            print("PostgreSQL is not installed (Debian's package postgresql): left out.")
    print(f"{count} incidents, {len(asked)} questions, {os.cpu_count()} cores; milliseconds: median, 95 of 100, found")
    print("question | " + " | ".join(answers))
    kinds = list(dict.fromkeys(q["kind"] for q in asked))
    for kind in [*kinds, "all but months"]:
        cells = []
        for by in answers.values():
            of = [a for q, a in zip(asked, by) if q["kind"] == kind or (kind == "all but months" and q["kind"] != "months")]
            ms = sorted(a[0] for a in of)
            cells.append(f"{share(ms, .5):.1f}, {share(ms, .95):.1f}, {sum(a[1] for a in of)}")
        print(f"{kind} | " + " | ".join(cells))


if __name__ == "__main__":
    main()
