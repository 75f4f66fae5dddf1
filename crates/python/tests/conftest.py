"""What tests share: the installed package, a record, and made-up reports."""

import importlib.util
import pathlib
import subprocess
import sys

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[3]
REPORTS = ROOT / "examples" / "reports"


def made(count, **how):
    """So many made-up reports (bench/made.py)."""
    spec = importlib.util.spec_from_file_location("made", ROOT / "bench" / "made.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return list(module.reports(count, **how))


def dateline(*words):
    """Runs the command line that the wheel brought; gives what it printed."""
    program = pathlib.Path(sys.executable).with_name("dateline")
    return subprocess.run([program, *map(str, words)], capture_output=True, text=True, timeout=600)


@pytest.fixture(scope="session")
def record(tmp_path_factory):
    """A record of the example reports, made by the command line."""
    db = tmp_path_factory.mktemp("record") / "examples.db"
    done = dateline("ingest", "--db", db, REPORTS)
    assert done.returncode == 0, done.stderr
    return db
