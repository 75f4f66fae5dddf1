"""Arguments of Python as words of the command line, which says what each of them means."""

import os


def words(**flags):
    """The words of flags: ``outlet="AFP"`` is ``--outlet=AFP``. None and False are left out; a list is told item by item."""
    told = []
    for name, value in flags.items():
        flag = "--" + name.rstrip("_").replace("_", "-")
        if value is None or value is False:
            continue
        if value is True:
            told.append(flag)
            continue
        items = value if isinstance(value, (list, tuple, set)) else [value]
        told.extend(f"{flag}={os.fspath(item) if isinstance(item, os.PathLike) else item}" for item in items)
    return told


def paths(given):
    """One path or several as texts."""
    if isinstance(given, (str, os.PathLike)):
        given = [given]
    return [os.fspath(path) for path in given]
