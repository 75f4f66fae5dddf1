"""Reads news reports and keeps the record of armed conflict and political violence.

>>> import dateline
>>> coded = dateline.code(["Gunmen killed five farmers near Maiduguri on Tuesday, the police said."])
>>> coded.claims.to_pandas()                                # doctest: +SKIP

`code` and `code_files` code reports, `open` opens a record that `dateline ingest` made, `fuse` groups claims into
incidents, and `dateline.spark` does all of it on a Spark cluster. Tables are Arrow: every library of data frames takes
them without a copy. Whatever Dateline cannot do is a `dateline.Error` that says what to do about it.
"""

from ._coding import Coded, claims, code, code_files, read_files, tallies
from ._native import VERSION as __version__
from ._native import Error, Table, fuse
from ._record import Record, open

__all__ = [
    "Coded",
    "Error",
    "Record",
    "Table",
    "__version__",
    "claims",
    "code",
    "code_files",
    "fuse",
    "open",
    "read_files",
    "tallies",
]
