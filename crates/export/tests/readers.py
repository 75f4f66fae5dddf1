"""Opens exports the way analysts do, and checks what they then hold. Usage: readers.py FOLDER"""

import datetime
import json
import struct
import sys
from pathlib import Path

import duckdb
import openpyxl
import pandas
import pyarrow.parquet

folder = Path(sys.argv[1])


def acled():
    """The dtypes are those that ACLED's column list gives: https://acleddata.com/methodology/acled-codebook."""
    whole = ["year", "time_precision", "iso", "geo_precision", "fatalities", "timestamp"]
    table = pandas.read_csv(
        folder / "set.acled.csv",
        dtype={name: "int64" for name in whole},
        parse_dates=["event_date"],
    )
    assert table.shape == (10, 31), table.shape
    assert table.event_date.dt.year.equals(table.year.astype(table.event_date.dt.year.dtype))
    assert table.latitude.dtype == table.longitude.dtype == "float64"
    assert table.event_id_cnty.is_unique and table.event_id_cnty.str.fullmatch(r"[A-Z]{3}\d+").all()
    assert set(table.disorder_type) <= {
        "Political violence", "Demonstrations", "Strategic developments", "Political violence; Demonstrations"}
    first = table.iloc[0]
    assert (first.interaction, first.fatalities, first.iso) == ("State forces-Civilians", 5, 760)
    assert not table.map(lambda cell: isinstance(cell, str) and cell[:1] in tuple("=+-@\t")).any().any()


def ucdp():
    table = pandas.read_csv(folder / "set.ucdp.csv", parse_dates=["date_start", "date_end"])
    assert table.shape == (8, 49), table.shape
    assert (table.deaths_a + table.deaths_b + table.deaths_civilians + table.deaths_unknown == table.best).all()
    assert ((table.low <= table.best) & (table.best <= table.high)).all()
    assert table.id.is_unique and (table.id < 2**53).all() and (table.id > 0).all()
    assert table.date_end.max() == pandas.Timestamp("2024-02-29")


def plover():
    table = pandas.read_csv(folder / "set.plover.tsv", sep="\t", na_values="None", keep_default_na=False, quoting=3)
    assert table.shape == (11, 40), table.shape
    assert table["GeoNames ID"].notna().sum() == 10
    assert set(table["Event Type"]) == {"ASSAULT"}


def hxl():
    table = pandas.read_csv(folder / "set.hxl.csv")
    assert table.iloc[0].str.fullmatch(r"#[a-z0-9]+(\+[a-z0-9_]+)*").all(), table.iloc[0]
    assert len(table) == 13


def plain():
    table = pandas.read_csv(folder / "set.csv", parse_dates=["first_day", "last_day"])
    assert len(table) == 13
    assert table.evidence[1] == 'He said: "They came,\r\nat night", and left.'
    assert table.place[2] == "حلب" and "💥" in table.evidence[2]
    assert table.killed_high.isna()[5] and table.killed_best[5] == 4


def jsonl():
    rows = [json.loads(line) for line in (folder / "set.jsonl").open(encoding="utf-8")]
    assert len(rows) == 13 and all(len(row["entries"]) == 2 for row in rows)


def parquet():
    table = pyarrow.parquet.read_table(folder / "set.parquet")
    assert table.num_rows == 13
    assert str(table.schema.field("first_day").type) == "date32[day]"
    assert str(table.schema.field("side_b").type).startswith("list<")
    geo = json.loads(table.schema.metadata[b"geo"])
    assert geo["version"] == "1.1.0" and geo["columns"]["geometry"]["encoding"] == "WKB"
    assert geo["columns"]["geometry"]["bbox"] == [-0.00004, -16.85, 179.99, 36.5]
    points = table.column("geometry").to_pylist()
    order, kind, lon, lat = struct.unpack("<BIdd", points[0])
    assert (order, kind, lon, lat) == (1, 1, 37.51573, 36.37049)
    assert points[3] is None
    frame = table.to_pandas()
    assert list(frame.side_b[1]) == ["Military Forces of Syria", "Police Forces of Syria"]
    assert frame.first_day[0] == datetime.date(2024, 1, 8)


def duck():
    rows = duckdb.sql(
        f"select country, count(*), sum(killed_best), max(last_day) from '{folder / 'set.parquet'}' "
        "where word <> 'retracted' group by country order by country").fetchall()
    assert rows[0] == ("FJ", 1, 1, datetime.date(2024, 1, 8)), rows
    [(n,)] = duckdb.sql(f"select count(*) from '{folder / 'set.parquet'}' where list_contains(weapons, 'drone')").fetchall()
    assert n == 1
    rows = duckdb.sql(f"from read_csv('{folder / 'set.acled.csv'}')").fetchall()
    assert len(rows) == 10 and rows[0][0].startswith("SYR")


def xlsx():
    book = openpyxl.load_workbook(folder / "set.xlsx")
    assert book.sheetnames == ["incidents", "claims", "reading notes"], book.sheetnames
    sheet = book["incidents"]
    assert (sheet.max_row, book["claims"].max_row) == (14, 27)
    head = [cell.value for cell in sheet[1]]
    of = lambda row, name: sheet.cell(row, head.index(name) + 1)
    assert of(2, "first_day").value == datetime.datetime(2024, 1, 8)
    assert of(2, "killed_best").value == 5 and of(7, "killed_high").value is None
    # Text that looks like a formula is text: data type s, not f.
    assert (of(8, "place").value, of(8, "place").data_type) == ("=1+1", "s")
    assert all(cell.data_type != "f" for sheet in book for row in sheet.rows for cell in row)
    assert of(4, "place").value == "حلب"
    assert any("loses" in str(cell.value) for (cell, *_) in book["reading notes"].rows)


for check in (acled, ucdp, plover, hxl, plain, jsonl, parquet, duck, xlsx):
    check()
    print(check.__name__, "read")
print("all read")
