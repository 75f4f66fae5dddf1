"""Coding: reports in, claims out."""

from __future__ import annotations

import datetime
import functools
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, Union

from . import _native
from ._words import paths, words

#: A report as it may be handed over.
Page = Union[str, bytes, dict[str, Any]]
Day = Union[str, datetime.date]
Path = Union[str, "os.PathLike[str]"]
Reader = Literal["rules", "fast", "encoder"]


@functools.lru_cache(maxsize=8)
def coder(told):
    """The coder of some words; books are read once."""
    return _native.Coder(list(told))


def asked(reader, jobs, published, outlet, codebook, actors, landmarks, columns=None, files=()):
    """The coder of the arguments that `code` and `code_files` share."""
    told = words(
        reader=reader, jobs=jobs, published=published, outlet=outlet, codebook=codebook, actors=actors, landmarks=landmarks
    )
    told += [f"--column={field}={column}" for field, column in (columns or {}).items()]
    if files:
        # Paths differ from call to call: a coder is kept for the rest of the words alone.
        return _native.Coder([*told, "--", *files])
    return coder(tuple(told))


class Coded:
    """Coded reports: as a table, and what can be read off it."""

    def __init__(self, reports: _native.Table) -> None:
        #: A row a report, in the order of the inputs: what tells it, and the whole of what was coded as one line of JSON
        #: (`docs/output.md`). Reports that could not be coded have an `error` and nothing else but their name.
        self.reports = reports

    @functools.cached_property
    def claims(self) -> _native.Table:
        """A row a claim: who did what to whom, where, when, and who says so. `account` is what `dateline.fuse` compares."""
        return _native.claims(self.reports)

    @functools.cached_property
    def tallies(self) -> _native.Table:
        """A row a stated sum, such as "52 attacks since October 17"."""
        return _native.tallies(self.reports)

    def objects(self) -> list[dict[str, Any] | None]:
        """The coded reports as objects of the contract, in the order of the inputs; None for those that failed."""
        return [row["coded"] and json.loads(row["coded"]) for row in self.reports.to_pylist()]

    @functools.cached_property
    def failures(self) -> list[tuple[str, str]]:
        """What could not be coded: pairs of a name and what is wrong with it."""
        return [(row["name"], row["error"]) for row in self.reports.to_pylist() if row["error"]]

    def __len__(self) -> int:
        return len(self.reports)

    def __repr__(self) -> str:
        return f"<dateline.Coded of {len(self)} reports>"


def code(
    pages: Page | Iterable[Page],
    *,
    reader: Reader = "rules",
    jobs: int | None = None,
    published: Day | None = None,
    outlet: str | None = None,
    codebook: Path | None = None,
    actors: Path | None = None,
    landmarks: Path | None = None,
) -> Coded:
    """Codes reports.

    `pages`: texts (str), pages as they were fetched (bytes), or dictionaries with the fields of a line of `.jsonl`: `text`
    or `html`, and `id`, `title`, `outlet`, `published`, `url`, `language` where they are known; or a single one of these.

    `reader`: "rules", "fast" or "encoder" (docs/reader.md). `jobs`: threads, one for each processor unless told otherwise;
    what comes out does not depend on it. `published` and `outlet` hold for reports that do not say. `codebook`, `actors` and
    `landmarks` are books of one's own, as for `dateline code`.

    A report that cannot be coded is a row with an `error`; the others go on. Python's lock is not held meanwhile.
    """
    if isinstance(pages, (str, bytes, dict)):
        pages = [pages]
    with_these = asked(reader, jobs, None, None, codebook, actors, landmarks)
    if published is not None or outlet is not None:
        pages = [_given(page, published, outlet) for page in pages]
    return Coded(with_these.code(pages))


def _given(page, published, outlet):
    """A page with what is said of all that do not say it themselves."""
    if isinstance(page, str):
        page = {"text": page}
    elif isinstance(page, bytes):
        page = {"html": page}
    kept = dict(page)
    for field, value in (("published", published), ("outlet", outlet)):
        if value is not None and not kept.get(field):
            kept[field] = value
    return kept


def code_files(
    files: Path | Iterable[Path],
    *,
    reader: Reader = "rules",
    jobs: int | None = None,
    published: Day | None = None,
    outlet: str | None = None,
    columns: Mapping[str, str] | None = None,
    codebook: Path | None = None,
    actors: Path | None = None,
    landmarks: Path | None = None,
) -> Coded:
    """Codes what files and folders hold: everything that `dateline code` reads, web archives among it.

    `columns` says which column of a table holds what, such as `{"text": "Body"}`. The rest is as for `code`.
    """
    files = paths(files)
    return Coded(asked(reader, jobs, published, outlet, codebook, actors, landmarks, columns, files).code_files())


def read_files(
    files: Path | Iterable[Path],
    *,
    published: Day | None = None,
    outlet: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[dict[str, Any]]:
    """The pages that files and folders hold, one after the other and without coding them, as dictionaries that `code` takes.

    What cannot be read is a dictionary with an `error`.
    """
    return asked(None, None, published, outlet, None, None, None, columns, paths(files)).pages()


def claims(reports: Any) -> _native.Table:
    """The claims of a table of coded reports, such as `Coded.reports` or one that was written to Parquet and read again."""
    return _native.claims(reports)


def tallies(reports: Any) -> _native.Table:
    """The sums that a table of coded reports states."""
    return _native.tallies(reports)
