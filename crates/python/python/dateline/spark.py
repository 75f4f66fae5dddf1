"""Coding and fusing on a Spark cluster.

The same code as on one machine, called by Spark's own workers: what it gives is what `dateline ingest` gives, whatever the
number of machines, and also where some of them were lost on the way. docs/spark.md has a recipe.
"""

from __future__ import annotations

import itertools
import posixpath

import pyarrow as pa
from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as F

from . import _native
from ._apart import Apart, called
from ._archives import Archives
from ._words import words

#: Coded reports: the columns of `Coded.reports`, then the file that each came from, and its place in it.
REPORTS = pa.schema(
    [(name, pa.string()) for name in ("report", "key", "name", "sha256", "url", "title", "outlet", "language", "given", "coder",
                                      "coded", "error")]
    + [("published", pa.date32()), ("events", pa.int64()), ("tallies", pa.int64()), ("bytes", pa.binary())]
    + [("source", pa.string()), ("position", pa.int64())]
)
DDL = ("report string, key string, name string, sha256 string, url string, title string, outlet string, language string, "
       "given string, coder string, coded string, error string, published date, events bigint, tallies bigint, bytes binary, "
       "source string, position bigint")
EDGES = "a bigint, b bigint, likelihood float, strong boolean"

#: Columns of a data frame that are read; all others are passed over.
FIELDS = ("id", "text", "html", "bytes", "url", "title", "outlet", "published", "language", "name", "source", "position")
#: Rows, and bytes of pages, that are handed to Spark together.
ROWS, BYTES = 500, 64 << 20
#: Claims of a block that are compared by one task. A block of more is looked at part by part, on as many workers as there are.
PART = 2000


def code_reports(
    df: DataFrame, *, reader: str = "rules", patience: float = 60.0, memory: int = 4 << 30, keep_bytes: bool = True
) -> DataFrame:
    """Codes the reports of a data frame: one row out for each row in.

    `df` has a column `text` or `html` (text or bytes), and any of `id`, `url`, `title`, `outlet`, `published`, `language`.
    Each worker codes in a process of its own: a page that takes more than `patience` seconds, more than `memory` bytes, or that
    ends the process is a row with an `error`, as is one that cannot be read; the others go on. Without `keep_bytes` the
    pages themselves are left out, and the reports cannot be brought into a record afterwards.
    """
    told = words(reader=reader)
    fields = [name for name in FIELDS if name in df.columns]
    if not {"text", "html", "bytes"} & set(fields):
        raise _native.Error("The data frame has neither `text` nor `html`: name the column with the reports one of these.")

    def work(batches):
        coder = Apart(told, patience, memory)
        try:
            yield from gathered(_rows(coder, batches, keep_bytes))
        finally:
            coder.end()

    return df.select(*fields).mapInArrow(work, DDL)


def _rows(coder, batches, keep_bytes):
    for batch in batches:
        for page in batch.to_pylist():
            source, position = page.pop("source", None), page.pop("position", None)
            body = page.pop("bytes", None)
            if body is not None:
                page["html"] = body
            given = {field: value for field, value in page.items() if value is not None}
            row = coder.code(given)
            if not keep_bytes:
                row["bytes"] = None
            yield dict(row, name=row.get("name") or called(given), source=source, position=position)


def gathered(rows):
    """Rows of coded reports as record batches that are not too large."""
    waiting, size = [], 0
    for row in rows:
        waiting.append(row)
        size += len(row.get("bytes") or b"") + len(row.get("coded") or "")
        if len(waiting) >= ROWS or size >= BYTES:
            yield pa.RecordBatch.from_pylist(waiting, schema=REPORTS)
            waiting, size = [], 0
    if waiting:
        yield pa.RecordBatch.from_pylist(waiting, schema=REPORTS)


def code_warcs(
    spark: SparkSession, paths: list[str], to: str, *, reader: str = "rules", patience: float = 60.0, memory: int = 4 << 30,
    keep_bytes: bool = True,
) -> DataFrame:
    """Codes web archives (.warc, .warc.gz, .wacz), one a task. Gives the manifest: a row for each archive, with how many
    pages were coded and how many left out.

    Each task writes one Parquet file into `to`/reports and one row into `to`/manifest, both under a name that follows from
    the archive's alone; each is there whole or not at all. An archive whose row is there is not coded again: a run that broke
    off is taken up by starting it again. `coded` reads what was written.

    `paths` and `to` must be reachable from every worker: local paths on a shared disk, or addresses that pyarrow's file
    systems know (`s3a://`, `hdfs://`: untested).
    """
    archives = Archives(to, words(reader=reader), patience, memory, keep_bytes)
    done = spark.sparkContext.parallelize(list(paths), max(len(paths), 1)).map(archives.code)
    return spark.createDataFrame(done, "archive string, file string, pages bigint, coded bigint, left_out bigint")


def coded(spark: SparkSession, to: str) -> DataFrame:
    """The coded reports that `code_warcs` wrote into `to`."""
    return spark.read.schema(DDL).parquet(posixpath.join(to, "reports"))


def claims_of(reports: DataFrame) -> DataFrame:
    """The claims of coded reports, a row each, with the columns of `Coded.claims`.

    Of several versions of one report (the same address, or the same id of the same outlet) the last counts: the last in the
    order of `source` and `position`, then of publication.
    """
    order = [F.col(name).desc_nulls_last() for name in ("source", "position", "published", "report")]
    last = Window.partitionBy("key").orderBy(*order)
    wanted = ("key", "name", "sha256", "url", "coded", "source", "position", "published", "report")
    rows = reports.where("coded IS NOT NULL").select(*wanted).withColumn("nth", F.row_number().over(last)).where("nth = 1")
    sample = _native.claims(pa.Table.from_pylist([], schema=REPORTS)).to_arrow()

    def work(batches):
        for batch in batches:
            yield from pa.table(_native.claims(pa.Table.from_batches([batch]))).to_batches()

    return rows.select("key", "name", "sha256", "url", "coded").mapInArrow(work, _ddl(sample.schema))


def _ddl(schema):
    """Arrow's schema as Spark writes it."""
    kinds = {
        pa.string(): "string", pa.int64(): "bigint", pa.float64(): "double", pa.date32(): "date", pa.binary(): "binary",
        pa.float32(): "float", pa.bool_(): "boolean",
    }
    return ", ".join(f"`{field.name}` {kinds.get(field.type, 'array<string>')}" for field in schema)


def fuse_claims(claims: DataFrame, folder: str, *, part: int = PART) -> DataFrame:
    """Groups claims into incidents, as one machine would. Gives each `claim` with its `incident`, called by its least claim.

    `claims` has the columns `claim` and `account`, as `claims_of` gives them. `folder` is an empty one that all workers reach:
    what each step found is kept there, so that a lost worker costs its own step alone. It may be removed when the result was
    read.

    Claims are compared inside blocks, by the comparison that every record uses; blocks of more than `part` claims are
    divided among workers. What likely pairs connect is clustered together, as on one machine.
    """
    spark, width = claims.sparkSession, _width(claims.sparkSession)
    numbered = _kept(
        claims.select("claim", "account").mapInArrow(_each(_native.numbered), "number bigint, account binary")
        .dropDuplicates(["number"]), folder, "numbered")
    edges = _kept(_compared(numbered, part, width), folder, "edges")
    least = _connected(spark, edges, folder, width)
    rows = _parts(numbered, edges, least)
    groups = rows.repartition(width, "part").sortWithinPartitions("part").mapInArrow(
        _streamed("Grouped"), "claim string, incident string")
    return _kept(groups, folder, "groups")


def _width(spark):
    """Tasks of a step: some for each core, so that a slow one holds nobody up for long."""
    return max(4 * spark.sparkContext.defaultParallelism, 8)


def _kept(df, folder, name):
    """A step's result, written down: what comes after does not hang on the workers that made it."""
    path = posixpath.join(folder, name)
    df.write.mode("overwrite").parquet(path)
    return df.sparkSession.read.parquet(path)


def _each(work):
    """A function over each batch by itself."""

    def apply(batches):
        for batch in batches:
            yield from pa.table(work(pa.Table.from_batches([batch]))).to_batches()

    return apply


def _streamed(kind):
    """A function over all batches of a partition, that remembers what goes on in the next.

    `kind` is the name of a class of the native module: a worker looks it up, for the class itself cannot be sent to it.
    """

    def apply(batches):
        work = getattr(_native, kind)()
        for batch in batches:
            yield from pa.table(work.push(pa.Table.from_batches([batch]))).to_batches()
        yield from pa.table(work.finish()).to_batches()

    return apply


def _compared(numbered, part, width):
    """The edges between claims that share a block."""
    members = numbered.mapInArrow(_each(_native.blocks), "number bigint, block bigint, wide boolean")
    counts = members.groupBy("block").agg(
        F.count("*").alias("all"), F.sum(F.col("wide").cast("bigint")).alias("wides"))
    # Nobody meets in a block of one, nor in one that nobody is in widely.
    met = members.join(counts.where("all > 1 AND wides > 0"), "block")
    tasks = _tasks(met, part)
    rows = tasks.join(numbered, "number").repartition(width, "block", "one", "other")
    return rows.sortWithinPartitions("block", "one", "other").select(
        "block", "one", "other", "part", "number", "account"
    ).mapInArrow(_streamed("Compared"), EDGES)


def _tasks(met, part):
    """Which parts of which blocks are compared: in a large block wide claims are divided into parts, then the others; each
    part of wide ones is compared with itself and with every later part."""
    small = F.col("all") <= part
    wides = F.when(small, 1).otherwise(F.ceil(F.col("wides") / part)).cast("bigint")
    others = F.when(small, 0).otherwise(F.ceil((F.col("all") - F.col("wides")) / part)).cast("bigint")
    lot = F.xxhash64("number")
    own = F.when(small, F.lit(0)).when(F.col("wide"), F.pmod(lot, F.col("ws"))).otherwise(
        F.col("ws") + F.pmod(lot, F.greatest(F.col("ns"), F.lit(1)))).cast("bigint")
    met = met.withColumn("ws", wides).withColumn("ns", others).withColumn("part", own)
    # Those that are in the block narrowly meet parts of wide ones alone.
    last = F.when(F.col("wide"), F.col("ws") + F.col("ns") - 1).otherwise(F.col("ws") - 1)
    met = met.withColumn("with", F.explode(F.sequence(F.lit(0).cast("bigint"), F.greatest(last, F.lit(0)).cast("bigint"))))
    return met.select(
        "block", F.least("part", "with").alias("one"), F.greatest("part", "with").alias("other"), "part", "number")


def _connected(spark, edges, folder, width):
    """The least claim that each claim is connected with along strong edges, for those that are connected with any: partition
    by partition first, then of fewer and fewer, each time with what is left of the edges written down."""
    left = edges.where("strong").select("a", "b")
    for nth in itertools.count():
        left = _kept(left.repartition(width).mapInArrow(_whole(_native.components), "a bigint, b bigint"),
                     folder, f"connected{nth}")
        if width == 1:
            return left.select(F.col("b").alias("number"), F.col("a").alias("least"))
        width = width // 8 if width > 8 else 1


def _whole(work):
    """A function over all rows of a partition at once."""

    def apply(batches):
        held = list(batches)
        if held:
            yield from pa.table(work(pa.Table.from_batches(held))).to_batches()

    return apply


def _parts(numbered, edges, least):
    """What is clustered together: rows of claims and rows of edges, each with the least claim of its part."""
    of = least.union(least.select(F.col("least").alias("number"), "least").distinct())
    nothing = F.lit(None)
    claims = numbered.join(of, "number", "left").select(
        F.coalesce("least", "number").alias("part"), F.col("number").alias("a"), nothing.cast("bigint").alias("b"),
        nothing.cast("float").alias("likelihood"),
        # One that is alone in its part is not looked at.
        F.when(F.col("least").isNotNull(), F.col("account")).alias("account"))
    ends = edges.join(of.select(F.col("number").alias("a"), F.col("least").alias("part")), "a").join(
        of.select(F.col("number").alias("b"), F.col("least").alias("there")), "b")
    inside = ends.where("part = there").select("part", "a", "b", "likelihood", nothing.cast("binary").alias("account"))
    return claims.union(inside)


def to_store(reports: DataFrame, db: str, *, most: int = 200) -> dict[str, int]:
    """Takes coded reports into the record at `db` on this machine, for review: made where there is none. Gives how many were
    new, known, changed, and left out because they were removed before.

    The record fuses them itself, as it does all that comes in, with the judgements that it holds; of the same reports it makes
    the same incidents. For a selection join first: `reports.join(chosen, "report", "left_semi")`.
    """
    from ._record import Record

    record, sums = Record(db, create=True), {"new": 0, "known": 0, "changed": 0, "removed": 0}
    columns = [field.name for field in REPORTS]
    ordered = reports.where("coded IS NOT NULL").select(*columns).orderBy("source", "position", "published", "report")
    rows = ordered.toLocalIterator(prefetchPartitions=False)
    while batch := list(itertools.islice(rows, most)):
        table = pa.Table.from_pylist([_plain(row) for row in batch], schema=REPORTS)
        for name, count in record.add(table).items():
            sums[name] += count
    return sums


def _plain(row):
    """A row of Spark's as a dictionary of Python's own types."""
    held = row.asDict()
    if held["bytes"] is not None:
        held["bytes"] = bytes(held["bytes"])
    return held
