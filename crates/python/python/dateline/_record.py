"""Records: asking and judging them."""

from __future__ import annotations

import json
import os
from typing import Any

from . import _native
from ._coding import Coded, Path
from ._words import words


class Record:
    """A record, as `dateline ingest` keeps it. It is read at each call, so that what others write meanwhile is seen."""

    def __init__(
        self,
        db: Path,
        *,
        create: bool = False,
        codebook: Path | None = None,
        actors: Path | None = None,
        landmarks: Path | None = None,
    ) -> None:
        self.path = os.fspath(db)
        own = words(db=db, codebook=codebook, actors=actors, landmarks=landmarks)
        self._native = _native.Record(own, create)

    def __repr__(self) -> str:
        return f"<dateline.Record {self.path}>"

    def incidents(self, **which: Any) -> _native.Table:
        """The incidents, a row each, with the columns that docs/exports.md lists under csv.

        Arguments are the flags of `dateline incidents`: `place`, `box`, `country`, `actor`, `side`, `type`, `family`, `from_`,
        `until`, `killed`, `status`, `foiled`, `text`, `outlet`; `rule` and `as_of` say how they are looked at, `sort` in
        which order. A flag that may be given several times takes a list.
        """
        return self._native.incidents(_flags(which))

    def claims(self, **which: Any) -> _native.Table:
        """The claims under the incidents that `incidents` gives for these arguments, a row each, with what each report said."""
        return self._native.claims(_flags(which))

    def reports(self) -> _native.Table:
        """The reports that the record holds, the latest first."""
        return self._native.reports()

    def tallies(self, **which: Any) -> _native.Table:
        """The sums that reports state, each held against the record.

        Arguments are the flags of `dateline tally`: `actor`, `place`, `country`, `counts`, `from_`, `until`, `outlet`, `rule`,
        `as_of`.
        """
        return self._native.tallies(_flags(which))

    def judge(self, what: str, *ids: str, by: str, why: str) -> list[dict[str, Any]]:
        """Corrects incidents, as `dateline judge` does. Gives the judgements that were written.

        `what` and `ids`: "same" with ids of incidents or claims; "not-same" with two; "set" with an id, a field and a value;
        "not-event" or "accept" with an id; "withdraw" with the id of a judgement. `by` is a person's name, `why` the reason.
        """
        told = [what, f"--db={self.path}", f"--by={by}", f"--why={why}", "--", *map(str, ids)]
        return [json.loads(judgement) for judgement in self._native.judge(told)]

    def fuse(self) -> _native.Table:
        """All claims and judgements fused anew: each claim with its incident, called by its least claim.

        Nothing is written. It comes to the incidents that the record holds; where it should not, the record was fused by
        another version of Dateline.
        """
        return self._native.fuse()

    def add(self, reports: Any) -> dict[str, int]:
        """Takes coded reports in: what `code` gives, or a table of such. Gives how many were new, known, changed, and left
        out because they were removed before."""
        table = reports.reports if isinstance(reports, Coded) else reports
        return dict(zip(("new", "known", "changed", "removed"), self._native.take(table)))


def _flags(which):
    unknown = {"db", "json", "limit"} & set(which)
    if unknown:
        raise TypeError(f"{unknown.pop()!r} is no argument of this call")
    return words(**which)


def open(
    db: Path,
    *,
    create: bool = False,
    codebook: Path | None = None,
    actors: Path | None = None,
    landmarks: Path | None = None,
) -> Record:
    """Opens the record at `db`; makes one there where `create` is true and there is none."""
    return Record(db, create=create, codebook=codebook, actors=actors, landmarks=landmarks)
